"""The workflows on GitHub are valid, may do no more than they must, and publish only what is consistent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-issue-forms": sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")),
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
}
BIN = Path(sys.executable).parent
PINNED = re.compile(r"\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
each_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)


def loaded(file: Path) -> dict[str, Any]:
    """Return a workflow; `on` is a key in it, and true to YAML 1.1."""
    found = yaml.safe_load(file.read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in found.items()}


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in loaded(file)["jobs"].values():
        yield from job.get("steps", [])


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_github_reads_is_valid(schema: str) -> None:
    assert SCHEMAS[schema]
    command: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", schema, *SCHEMAS[schema]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_nothing() -> None:
    """jactionlint checks what actionlint does (expressions, contexts, needs, shell) and what gives rights away."""
    command = [str(BIN / "jactionlint"), "--strict-exit", "--no-color"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@each_workflow
def test_every_action_is_pinned(file: Path) -> None:
    for used in re.findall(r"^\s*(?:- )?uses: (.+)$", file.read_text("utf-8"), re.MULTILINE):
        assert used.startswith("./") or PINNED.fullmatch(used), used


def test_an_action_has_one_version() -> None:
    used = {step["uses"] for file in WORKFLOWS for step in steps(file) if "uses" in step}
    assert len({name.partition("@")[0] for name in used}) == len(used)


@each_workflow
def test_a_workflow_may_only_read(file: Path) -> None:
    workflow = loaded(file)
    assert workflow["permissions"] == {"contents": "read"}
    assert not {"pull_request_target", "workflow_run"} & set(workflow["on"])
    assert "secrets" not in file.read_text("utf-8")
    assert all(step["with"]["persist-credentials"] is False for step in steps(file) if "checkout@" in str(step))
    granted = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert granted == ({"publish": {"id-token": "write"}} if file.name == "release.yml" else {})


@each_workflow
def test_a_script_holds_no_expression(file: Path) -> None:
    """GitHub puts the value of `${{ }}` into a script as it is: a value with a quotation mark in it would be run."""
    assert not [step["run"] for step in steps(file) if "${{" in step.get("run", "")]


def test_a_release_is_tested_before_it_is_published() -> None:
    jobs = loaded(GITHUB / "workflows" / "release.yml")["jobs"]
    assert jobs["test"]["uses"] == "./.github/workflows/test.yml"
    assert set(jobs["publish"]["needs"]) == {"test", "build"}
    assert not [step for step in jobs["publish"]["steps"] if "run" in step]


@pytest.mark.parametrize(
    ("tag", "heading", "complaint"),
    [
        ("v1.2.0", "## 1.2.0", ""),
        ("v1.2.0", "## 1.2.0 - 2030-01-31", ""),
        ("v1.2.0", "## [1.2.0] - 2030-01-31", ""),
        ("v1.2.1", "## 1.2.1", "The tag is v1.2.1, the version in pyproject.toml is 1.2.0."),
        ("1.2.0", "## 1.2.0", "The tag is 1.2.0, the version in pyproject.toml is 1.2.0."),
        ("v1.2.0", "## Unreleased", "CHANGELOG.md has no section for 1.2.0."),
        ("v1.2.0", "## 1.2.0rc1", "CHANGELOG.md has no section for 1.2.0."),
        ("v1.2.0", "## 1x2.0", "CHANGELOG.md has no section for 1.2.0."),
    ],
)
def test_a_release_has_one_version(tmp_path: Path, tag: str, heading: str, complaint: str) -> None:
    compare = next(step for step in steps(GITHUB / "workflows" / "release.yml") if "Compare" in step.get("name", ""))
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n\n- A change.\n")
    environment = os.environ | {"GITHUB_REF_NAME": tag, "PATH": f"{BIN}:{os.environ['PATH']}"}
    command = ["bash", "-e", "-c", compare["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (1 if complaint else 0, complaint)


@pytest.mark.parametrize(("size", "passes"), [(500_000, True), (500_001, False)])
def test_a_commit_holds_no_large_file(tmp_path: Path, size: int, passes: bool) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    entry = next(hook["entry"] for hook in hooks if hook["id"] == "large-files")
    (tmp_path / "a file").write_bytes(bytes(size))
    done = subprocess.run(f"{entry} 'a file'", shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode == 0, done.stdout) == (passes, "" if passes else "a file\n")
