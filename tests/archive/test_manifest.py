"""Manifests: their lines, their Merkle root, proofs, and the trailers of commits."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.archive import manifest
from backfile.archive.commit_manifest import last_roots
from backfile.archive.git_objects import tree_blobs
from backfile.operations.ingest import ingest
from backfile.settings.layout import DIGESTS
from backfile.settings.mkdocs_yml import Config
from backfile.site.outputs.manifest import read_digests
from tests.operations.ingested import html

LEAVES = [bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
}
"""Number of leaves -> root, as in the tests of Certificate Transparency."""


@pytest.mark.parametrize(("count", "root"), ROOTS.items())
def test_roots_are_those_of_rfc_6962(count: int, root: str) -> None:
    hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in LEAVES[:count]]
    assert manifest.tree_hash(hashes).hex() == root


PATHS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=8)


def follow(line: str, steps: Iterable[manifest.Step]) -> bytes:
    """Return the root to which the way from a line leads (RFC 6962, 2.1.1)."""
    found = hashlib.sha256(b"\0" + line.encode("utf-8", "surrogateescape")).digest()
    for step in steps:
        left, right = (step.hash, found) if step.is_left else (found, step.hash)
        found = hashlib.sha256(b"\1" + left + right).digest()
    return found


@given(st.dictionaries(PATHS, st.binary(max_size=3).map(lambda data: hashlib.sha256(data).hexdigest()), max_size=20))
def test_manifests_are_read_as_written_and_each_file_is_proven(files: dict[str, str]) -> None:
    lines = [line for part in manifest.manifest_parts(files) for line in part]
    assert manifest.read_manifest("".join(f"{line}\n" for line in lines)) == files
    hashes = [manifest.leaf_hash(line) for line in lines]
    root = manifest.tree_hash(hashes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "PART", 4)
        assert manifest.tree_hash(map(manifest.part_root, manifest.manifest_parts(files))) == root
    for line, steps in zip(lines, manifest.proofs(hashes, lambda step, way: (step, *way), ()), strict=True):
        assert follow(line, steps) == root
        assert follow(f"{line}x", steps) != root


def test_lines_are_those_of_sha256sum(tmp_path: Path) -> None:
    for name in ("plain.md", "two\nlines.md", "back\\slash.md"):
        (tmp_path / name).write_bytes(b"x")
    files = {file.name: hashlib.sha256(b"x").hexdigest() for file in tmp_path.iterdir()}
    lines = "".join(f"{line}\n" for part in manifest.manifest_parts(files) for line in part).encode()
    assert subprocess.run(["sha256sum", "--check", "--strict"], cwd=tmp_path, input=lines, check=False).returncode == 0


def git(config: Config, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=config.root, capture_output=True, text=True, check=True)
    return done.stdout


def trailers(config: Config) -> list[tuple[str, str]]:
    return manifest.read_trailers(git(config, "log", "-1", "--format=%B"), "Manifest", "Manifest-Parent")


def test_commits_name_their_root_and_those_before(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    files = tree_blobs(home.root, "HEAD", ("docs/articles", "originals"))
    assert len(files) == 2
    digests = {path: hashlib.sha256((home.root / path).read_bytes()).hexdigest() for path in files}
    ((name, first),) = trailers(home)
    assert (name, first) == ("Manifest", manifest.manifest_root(digests))
    git(home, "checkout", "-qb", "other")
    (inbox / "ferry.html").write_text(html("The ferry stays", url="https://gazette.test/ferry"))
    ingest([inbox], home)
    (_, second), parent = trailers(home)
    assert parent == ("Manifest-Parent", first)
    git(home, "checkout", "-q", "main")
    (home.root / DIGESTS).write_bytes(b"\0" * 200)  # A cache that this user did not write.
    (inbox / "ferry.html").unlink()
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], home)
    third = trailers(home)[0][1]
    git(home, "-c", "user.name=A", "-c", "user.email=a@example.org", "merge", "-q", "-s", "recursive", "other")
    assert last_roots(home.root) == sorted([third, second])


def test_a_build_says_that_its_manifest_is_of_no_commit(
    home: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = home.docs / "articles" / "x.md"
    page.parent.mkdir(exist_ok=True)
    page.write_bytes(b"x")
    monkeypatch.setenv("PATH", "")
    assert read_digests(home.root, home.docs) == {"docs/articles/x.md": hashlib.sha256(b"x").hexdigest()}
    assert "not of the last commit: git is not installed" in caplog.text
