"""`backfile init`: questions on a terminal, options, and the files that a host needs to publish the site."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema.validators import validator_for
from packaging.requirements import Requirement

from backfile.operations.hosting import Host, host_files
from backfile.operations.plan import parse_site_url
from backfile.problems import SettingsError
from backfile.settings.mkdocs_yml import load
from tests.program import backfile

ANSWERS = ["Clip: <pings>", "nowhere at all", "https://e.example/x", "klingon", "de", "geocities", "gitlab"]
ANSWERS += ["marble", "Library"]
INIT = [sys.executable, "-m", "backfile", "init"]


def on_a_terminal(*arguments: str, cwd: Path, answers: list[str]) -> str:
    master, terminal = pty.openpty()
    os.write(master, "".join(f"{answer}\n" for answer in answers).encode())
    done = subprocess.run(
        [*INIT, *arguments], cwd=cwd, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    os.close(master)
    os.close(terminal)
    assert done.returncode == 0, done.stdout.decode()
    return done.stdout.decode()


def test_questions_on_a_terminal_are_repeated_until_the_answer_is_valid(tmp_path: Path) -> None:
    out = on_a_terminal("clippings", cwd=tmp_path, answers=ANSWERS)
    for refusal in ("nowhere at all is not the address", "not translated into 'klingon'", "no host called geocities"):
        assert refusal in out
    assert "run backfile pin in the archive, commit, and push to GitLab" in " ".join(out.split())
    settings = yaml.safe_load((tmp_path / "clippings/mkdocs.yml").read_text())
    assert (settings["site_name"], settings["site_url"]) == ("Clip: <pings>", "https://e.example/x/")
    assert settings["theme"]["language"] == "de"
    assert "no look called marble" in out
    assert load(tmp_path / "clippings").settings.look == "library"
    switches = [scheme["toggle"]["name"] for scheme in settings["theme"]["palette"]]
    assert switches == ["Zur hellen Ansicht", "Zur dunklen Ansicht", "Wie vom System vorgegeben"]
    assert (tmp_path / "clippings/.gitlab-ci.yml").is_file()


def test_options_replace_questions_and_enter_accepts_the_default(tmp_path: Path) -> None:
    out = on_a_terminal("clippings", "--language", "AR", cwd=tmp_path, answers=["", "", "", ""])
    assert "Language" not in out
    assert load(tmp_path / "clippings").site_name == "clippings"
    text = (tmp_path / "clippings/mkdocs.yml").read_text()
    assert "language: ar" in text
    assert "look:" not in text
    assert "# site_url:" in text
    assert not (tmp_path / "clippings/requirements.txt").exists()


def test_existing_files_are_not_changed_and_are_reported(tmp_path: Path) -> None:
    (tmp_path / "clippings").mkdir()
    (tmp_path / "clippings/netlify.toml").write_text("# Mine\n")
    command = [*INIT, "clippings", "--host", "netlify", "--url", "https://e.example", "--json"]
    done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    result = json.loads(done.stdout)
    assert result["left_alone"] == ["netlify.toml"]
    assert (result["site_url"], result["language"], result["host"]) == ("https://e.example/", "en", "netlify")
    assert (tmp_path / "clippings/netlify.toml").read_text() == "# Mine\n"
    assert "requirements.txt" in subprocess.check_output(["git", "ls-files"], cwd=tmp_path / "clippings", text=True)


@pytest.mark.parametrize("url", ["nowhere", "ftp://e.example/", "https://", "https://e.example/?a", "https://["])
def test_an_invalid_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="Write it like"):
        parse_site_url(url)


def load_valid(name: str, schema: str) -> dict:
    """Return the settings in a host's file, after a check that they match the schema of the host."""
    host = Host.GITHUB if "github" in name else Host.GITLAB
    # `on` is a key here, and true to YAML 1.1.
    settings = {"on" if key is True else key: value for key, value in yaml.safe_load(host_files(host)[name]).items()}
    rules = get_builtin_schema(schema)
    errors = validator_for(rules)(rules).iter_errors(settings)
    assert not [error.message for error in errors]
    return settings


def test_github_builds_the_whole_history_with_pinned_versions() -> None:
    workflow = load_valid(".github/workflows/publish.yml", "vendor.github-workflows")
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert workflow["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert publish["needs"] == "build"
    # `github.ref_name` is also the name of a tag, and a tag can be pushed by whoever may not push to the branch.
    assert build["if"] == "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
    checkout, python, install, built, upload = build["steps"]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert python["with"]["python-version"] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert install["run"] == "pip install --require-hashes --requirement requirements.txt"
    assert built["run"] == "backfile build --trust"
    assert upload["with"]["path"] == "site"


def test_gitlab_builds_the_whole_history_with_pinned_versions() -> None:
    pages = load_valid(".gitlab-ci.yml", "vendor.gitlab-ci")["pages"]
    assert pages["variables"]["GIT_DEPTH"] == "0"
    install = "pip install --require-hashes --requirement requirements.txt"
    assert pages["script"] == [install, "backfile build --trust", "mv site public"]
    assert pages["artifacts"]["paths"] == ["public"]


def test_netlify_builds_the_whole_history() -> None:
    settings = tomllib.loads(host_files(Host.NETLIFY)["netlify.toml"])
    assert settings["build"]["publish"] == "site"
    assert "fetch --unshallow" in settings["build"]["command"]
    assert settings["build"]["environment"]["PYTHON_VERSION"].startswith("3.")


def test_the_linter_finds_nothing_in_the_workflow(tmp_path: Path) -> None:
    backfile("init", ".", "--host", "github", cwd=tmp_path)
    command = [Path(sys.executable).with_name("jactionlint"), "--strict-exit", "--no-color"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_named_by_their_commits() -> None:
    used = re.findall(r"uses: (.+)", host_files(Host.GITHUB)[".github/workflows/publish.yml"])
    assert len(used) == 4
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in used)


def test_the_installed_versions_are_pinned_without_test_dependencies() -> None:
    lines = [line for line in host_files(Host.GITHUB)["requirements.txt"].splitlines() if line[0] not in "#-"]
    pinned = {requirement.name: requirement for requirement in map(Requirement, lines)}
    assert {"mkdocs", "jinja2", "pymdown-extensions", "lxml-html-clean"} <= pinned.keys()
    assert not {"pytest", "playwright", "ruff"} & pinned.keys()
    for name, requirement in pinned.items():
        assert str(requirement.specifier) == f"=={version(name)}"


@pytest.mark.parametrize("host", [host for host in Host if host is not Host.NONE])
def test_no_file_of_a_host_installs_the_program_by_its_name(host: Host) -> None:
    for text in host_files(host).values():
        assert not re.search(r"^backfile *[=@<>~]|pip install [^\n]*backfile", text, re.MULTILINE)
    assert "\n--require-hashes\n" in host_files(host)["requirements.txt"]


def test_an_empty_folder_name_is_refused(tmp_path: Path) -> None:
    output = " ".join(backfile("init", "", cwd=tmp_path, code=2).split())
    assert "it is empty, as a variable that is not set. Name a folder; . is the current one." in output
    assert not list(tmp_path.iterdir())
    assert "Next: backfile ingest" in backfile("init", ".", "--no-git", cwd=tmp_path)
    assert (tmp_path / "mkdocs.yml").is_file()


@pytest.mark.parametrize(("folder", "quoted"), [("-x", "./-x"), ("-", "./-"), ("a b", "'a b'"), ("-a b", "'./-a b'")])
def test_the_next_step_is_quoted_for_the_shell(tmp_path: Path, folder: str, quoted: str) -> None:
    output = backfile("init", "--no-git", "--", folder, cwd=tmp_path)
    assert f"Next: cd {quoted} && backfile ingest" in output
    assert (tmp_path / folder / "mkdocs.yml").is_file()
