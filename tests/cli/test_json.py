"""Results and errors as JSON, with the keys that the handbook lists."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from backfile.tags.suggestions import New
from tests.cli import processes
from tests.operations.ingested import html
from tests.program import run
from tests.test_handbook import text

HOOK = "print('a hook prints')\n"


def keys(heading: str, table: str) -> list[str]:
    """Return the keys of a table in the handbook's section on JSON."""
    _, _, section = text("command-line").partition("\n## JSON\n")
    _, _, section = section.partition(f"\n### {heading}\n") if heading else ("", "", section)
    _, _, rows = section.partition(f"| {table} | Type | Meaning |\n")
    return re.findall(r"^\| `(\w+)` \|", rows.partition("\n\n")[0], re.MULTILINE)


def test_standard_output_is_json_with_the_keys_of_the_handbook(home: Path, inbox: Path, tmp_path: Path) -> None:
    created = json.loads(run("init", "--json", "--sample", "other", cwd=tmp_path).stdout)
    assert list(created) == keys("init", "Key")
    assert list(created["samples"]) == keys("ingest", "Key")
    (home / "hook.py").write_text(HOOK)
    with (home / "mkdocs.yml").open("a") as settings:
        settings.write("\nhooks: [hook.py]\n")
    results: dict[str, Any] = {}
    for command in (["ingest", inbox], ["build", "--trust"], ["lists"]):
        done = processes.run(*command, "--json", cwd=home, XDG_STATE_HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path))
        assert ("a hook prints" in done.stderr) == (command[0] == "build")
        results[str(command[0])] = json.loads(done.stdout)
    for command, result in results.items():
        assert list(result) == keys(str(command), "Key")
    other = tmp_path / "other"
    edited = next(file for file in (other / "docs" / "articles").rglob("*.md") if '"crafts"' in file.read_text("utf-8"))
    edited.write_text(edited.read_text("utf-8").replace('"crafts"', '"craft"'), "utf-8")
    changed = json.loads(run("tags", "block", "harbour", "--json", cwd=other).stdout)
    assert list(changed) == keys("tags", "Key")
    assert list(changed["changed"][0]) == keys("tags", "Key in `changed`")
    listed = json.loads(run("tags", "list", "--json", cwd=other).stdout)
    assert list(listed["tags"][0]) == keys("tags", "Key in `tags`")
    suggested = json.loads(run("tags", "suggest", "--least", "2", "--json", cwd=other).stdout)
    assert list(suggested["merges"][0]) == keys("tags", "Key in `merges`")
    assert list(suggested) == keys("tags", "Key in the suggestions")
    assert ["number", *(field.name for field in fields(New))] == keys("tags", "Key in `new`")
    report = results["ingest"]
    assert list(report["pages"][0]) == keys("ingest", "Key in `pages`")
    assert list(report["problems"][0]) == keys("ingest", "Key in `problems`")
    assert report["read"] == sum(report[key] for key in ("written", "updated", "unchanged", "reported"))


def test_commands_on_versions_have_the_keys_of_the_handbook(
    home: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    (inbox / "pier.html").write_text(html())
    page = "docs/articles/2019/11/east-pier-to-be-mended.md"
    run("ingest", inbox, cwd=home)
    for command in (
        ["verify"],
        ["seal", "--dry-run"],
        ["undo", "--dry-run"],
        ["withdraw", page, "--reason", "Why"],
        ["restore", page],
        ["new", "The mill"],
        ["edit", page],
    ):
        result = json.loads(run(*command, "--json", cwd=home).stdout)
        assert list(result) == keys(command[0], "Key"), command


@pytest.mark.parametrize(
    "command", [["ingest", "."], ["build"], ["lists"], ["explain", "f"], ["furniture", "f"], ["init", "f/g"]]
)
def test_an_error_is_json_too(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "f").write_text("")
    done = run(*command, "--json", cwd=tmp_path)
    error = json.loads(done.stdout)["error"]
    assert list(error) == keys("", "Key in `error`")
    assert error["exit_code"] == done.returncode > 3
    assert error["message"] in done.stderr


def test_an_unexpected_error(home: Path) -> None:
    (home / "hook.py").write_text("def on_files(files, config):\n    raise ZeroDivisionError('on\\npurpose')\n")
    with (home / "mkdocs.yml").open("a") as settings:
        settings.write("\nhooks: [hook.py]\n")
    done = processes.run("build", "--trust", "--json", cwd=home, XDG_STATE_HOME=str(home), XDG_CACHE_HOME=str(home))
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["name"] == "ZeroDivisionError"
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("backfile: Unexpected error: ZeroDivisionError: on purpose.")
