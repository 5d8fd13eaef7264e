"""Commits bear the owner's signature where git is set up to sign, and no program that a repository names runs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from backfile.archive import git, git_signing
from backfile.archive.git_process import run_bytes
from backfile.archive.git_signing import SignatureState, read_signatures
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.operations.seal import seal
from backfile.operations.verify import verify
from backfile.problems import GitError
from backfile.settings.mkdocs_yml import Config
from tests.operations.ingested import html


def configure(*words: str, root: Path | None = None) -> None:
    subprocess.run(["git", "config", *([] if root else ["--global"]), *words], cwd=root, check=True)


@pytest.fixture
def signer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up git to sign with a new SSH key, in a home folder of its own. Return the key's file."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    for name in ("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL"):
        monkeypatch.delenv(name, raising=False)
    key = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    (home / "signers").write_text(f"ada@merrow.example {key.with_suffix('.pub').read_text()}")
    for name, value in {
        "user.name": "Ada Mercer",
        "user.email": "ada@merrow.example",
        "user.signingKey": str(key),
        "gpg.format": "ssh",
        "gpg.ssh.allowedSignersFile": str(home / "signers"),
        "commit.gpgSign": "true",
    }.items():
        configure(name, value)
    return key


@pytest.fixture
def home(signer: Path, tmp_path: Path) -> Config:
    """A new archive, of which the first commit is signed, too."""
    return init.create(tmp_path / "archive")


def add(inbox: Path, home: Config, *saves: int) -> str | None:
    for save in saves:
        (inbox / f"pier-{save}.html").write_text(html(modified=f"2019-11-{save:02}"))
    return ingest([inbox], home).revision


def states(home: Config) -> set[str]:
    commits = git.run(home.root, "log", "--format=%H").split()
    return {read_signatures(home.root, commit).last.value for commit in commits}


def test_all_commits_are_signed_and_verify_says_by_whom(signer: Path, home: Config, inbox: Path) -> None:
    assert add(inbox, home, 5)
    assert add(inbox, home, 6, 7, 8)
    assert len(git.run(home.root, "log", "--format=%H").split()) > 3
    assert states(home) == {"good"}
    result = verify(home)
    assert result.findings == ()
    assert result.signed
    assert (result.signed.commit, result.signed.signer, result.signed.later) == (result.commit, "ada@merrow.example", 0)


def test_a_rewritten_history_is_found_and_accepted_by_a_signed_commit(signer: Path, home: Config, inbox: Path) -> None:
    add(inbox, home, 5)
    first = git.head(home.root)
    configure("commit.gpgSign", "false")
    add(inbox, home, 6)
    configure("commit.gpgSign", "true")
    last = git.head(home.root)
    (finding,) = verify(home).wrong
    assert (finding.kind, finding.path) == ("signature", last)
    assert first[:10] in finding.reason
    with pytest.raises(GitError, match="--accept"):
        seal(home)
    assert seal(home, accepted=[last]).commit.revision
    assert verify(home).findings == ()
    assert read_signatures(home.root, "HEAD").last is SignatureState.GOOD


def test_where_no_signature_is_left_the_last_commit_is_accepted_by_a_signed_one(
    signer: Path, home: Config, inbox: Path
) -> None:
    add(inbox, home, 5)
    exported = run_bytes(home.root, "fast-export", "--all")  # As a purge does, without signatures.
    git.run(home.root, "fast-import", "--quiet", "--force", stdin=exported)
    assert read_signatures(home.root, "HEAD", all_before=False).later == 1
    last, first = git.head(home.root), git.run(home.root, "log", "--format=%H").split()[-1]
    assert [(finding.kind, finding.path) for finding in verify(home).findings] == [("unknown", last)]
    result = seal(home, accepted=["HEAD", first])
    assert ([finding.path for finding in result.adopted], result.needless) == ([last], (first,))
    message = git.run(home.root, "log", "-1", "--format=%B")
    assert message.startswith("Seal: 1 commit accepted\n")
    assert f"Accepted: {last}\n" in message
    assert verify(home).findings == ()
    assert read_signatures(home.root, "HEAD").last is SignatureState.GOOD


def test_the_name_of_a_signer_may_have_any_character(signer: Path, home: Config, inbox: Path) -> None:
    signers = signer.with_name("signers")
    name = "ada\u0085m\u2028@merrow.example"
    signers.write_text(signers.read_text().replace("ada@merrow.example", f'"{name}"'), "utf-8")
    add(inbox, home, 5)
    signed = verify(home).signed
    assert signed
    assert signed.signer == name


def test_not_all_of_many_unknown_signatures_are_looked_at(
    signer: Path, home: Config, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_signing, "_MOST", 2)
    add(inbox, home, 5, 6, 7)
    signer.with_name("signers").write_text("")
    (finding,) = verify(home).findings
    assert (finding.kind, finding.reason) == (
        "unknown",
        "none of the last 2 commits has a signature that git knows to be yours",
    )


def test_another_key_is_unknown_and_an_altered_commit_wrong(signer: Path, home: Config, inbox: Path) -> None:
    add(inbox, home, 5)
    other = signer.with_name("other")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    configure("user.signingKey", str(other))
    add(inbox, home, 6)
    assert read_signatures(home.root, "HEAD").last is SignatureState.UNKNOWN
    assert [finding.kind for finding in verify(home).wrong] == ["signature"]
    commit = git.run(home.root, "cat-file", "commit", "HEAD~").replace("Ingest", "Ingesta", 1)
    altered = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=home.root,
        input=commit,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert read_signatures(home.root, altered).last is SignatureState.WRONG


def test_no_program_or_key_that_a_repository_names_is_used(
    signer: Path, home: Config, inbox: Path, tmp_path: Path
) -> None:
    program, ran = tmp_path / "program", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\ntouch {ran}\nexit 1\n")
    program.chmod(0o755)
    other = shutil.copy(signer, tmp_path / "other")
    for name in (
        "gpg.program",
        "gpg.ssh.program",
        "gpg.openpgp.program",
        "gpg.x509.program",
        "gpg.ssh.defaultKeyCommand",
    ):
        configure(name, str(program), root=home.root)
    configure("gpg.format", "openpgp", root=home.root)
    configure("gpg.ssh.allowedSignersFile", str(tmp_path / "none"), root=home.root)
    configure("user.signingKey", str(other), root=home.root)
    assert add(inbox, home, 5)
    assert verify(home).findings == ()
    assert verify(home).signed
    configure("--unset", "user.signingKey")
    assert "not trusted" in str(ingest_refused(inbox, home))
    assert not ran.exists()


def ingest_refused(inbox: Path, home: Config) -> str | None:
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    return ingest([inbox], home).uncommitted


def test_a_repository_may_switch_signing_off(signer: Path, home: Config, inbox: Path) -> None:
    configure("commit.gpgSign", "false", root=home.root)
    add(inbox, home, 5)
    assert read_signatures(home.root, "HEAD").last is SignatureState.NONE
    assert verify(home).findings == ()
