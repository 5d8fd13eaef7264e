"""What the program has stands in the handbook: commands, settings, exit codes, problems, keys, readers, taggers."""

import inspect
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import markdown
import pytest
import typer

from backfile import problems
from backfile.archive import page
from backfile.cli.app import app
from backfile.cli.formats import describe
from backfile.lists import LISTS
from backfile.readers import READERS
from backfile.settings.schema import Settings
from backfile.tags.tagging import TAGGERS

HANDBOOK = Path(__file__).parents[1] / "docs" / "handbook"


def text(name: str) -> str:
    return (HANDBOOK / f"{name}.md").read_text("utf-8")


ROOT: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = {
    **ROOT.commands,
    **{
        f"{group} {name}": command
        for group in ("tags", "identity")
        for name, command in ROOT.commands[group].commands.items()
    },
}


def section(name: str) -> str:
    """What the handbook says of a command; of a part of a group, with what it says of the group."""
    group, _, part = name.partition(" ")
    _, _, after = text("command-line").partition(f"\n## backfile {group}\n")
    found = after.partition("\n## ")[0]
    general, *parts = found.split("\n### backfile ")
    return general + next(own for own in parts if own.startswith(f"{name}\n")) if part else found


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_commands(name: str) -> None:
    assert f"\nbackfile {name}" in section(name)
    for parameter in COMMANDS[name].params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("--"):
                assert f"`{option}`" in section(name), f"{name} {option}"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_has_an_example(name: str) -> None:
    assert f"backfile {name}" in (COMMANDS[name].epilog or "")


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_settings(setting) -> None:
    empty = "{}" if setting.type == "tuple[tuple[str, str], ...]" else "[]"
    default = empty if setting.default == () else str(setting.default).lower()
    assert f"| `{setting.name}` | `{default}` | {setting.metadata['doc']} |" in text("settings")


def _errors() -> list[type[problems.BackfileError]]:
    found = (item for _, item in inspect.getmembers(problems, inspect.isclass))
    return [item for item in found if issubclass(item, problems.BackfileError)]


@pytest.mark.parametrize("error", _errors())
def test_exit_codes(error: type[problems.BackfileError]) -> None:
    assert f"| {error.exit_code} | `{error.__name__}`" in text("command-line")


def test_exit_codes_differ() -> None:
    codes = [error.exit_code for error in _errors()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", problems.ProblemKind)
def test_problems(kind: problems.ProblemKind) -> None:
    refusals, _, remarks = text("inputs").partition("These are remarks")
    assert f"| `{kind}` |" in (refusals if kind in problems.REFUSALS else remarks)


@pytest.mark.parametrize("key", [*page.KEYS, "origin", *page.ORIGIN_KEYS, *page.RESERVED])
def test_front_matter(key: str) -> None:
    assert f"| `{key}` |" in text("page-format")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_readers(reader) -> None:
    _, _, after = text("formats").partition(f"\n## {reader.name}\n")
    section = " ".join(after.partition("\n## ")[0].split())
    for suffix in reader.suffixes:
        assert f"`{suffix}`" in section
    notes = list(describe(reader))
    assert notes
    for label, note in notes:
        assert f"**{label}:** {note}" in section, label


@pytest.mark.parametrize("index", LISTS, ids=lambda index: index.name)
def test_indexes(index) -> None:
    assert f"| `{index.name}` | `docs/{index.folder}" in text("lists")


@pytest.mark.parametrize("tagger", TAGGERS, ids=lambda tagger: tagger.name)
def test_taggers(tagger) -> None:
    assert f"| `{tagger.name}` |" in text("tags")


def test_every_page_is_linked_from_the_front() -> None:
    front = text("index")
    for file in HANDBOOK.glob("*.md"):
        assert file.name == "index.md" or f"({file.name})" in front


PAGES = sorted(
    [*HANDBOOK.rglob("*.md"), *(HANDBOOK.parents[1] / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"))]
)


@cache
def anchors(page: Path) -> set[str]:
    """The ids of a page's headings, as MkDocs makes them."""
    renderer = markdown.Markdown(extensions=["toc", "tables", "pymdownx.superfences"])
    return set(re.findall(r'id="([^"]+)"', renderer.convert(page.read_text("utf-8"))))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_pages_and_headings(page: Path) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            assert file.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(file), f"{page.name}: {target}"


DECISIONS = sorted((HANDBOOK / "decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Measurement", "Consequences"]


@pytest.mark.parametrize("record", DECISIONS, ids=lambda record: record.stem)
def test_a_decision_record_is_short_dated_and_listed(record: Path) -> None:
    lines = record.read_text("utf-8").splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 120
    assert any(re.fullmatch(r"Date: \d{4}-\d\d-\d\d", line) for line in lines)
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == PARTS
    assert f"({record.name})" in (HANDBOOK / "decisions" / "index.md").read_text("utf-8")


def test_decision_records_are_numbered_without_gaps() -> None:
    assert [int(record.name[:4]) for record in DECISIONS] == list(range(1, len(DECISIONS) + 1))
