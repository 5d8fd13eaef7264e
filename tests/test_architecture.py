"""The walls of the house: who may import whom, how long a file may be. The handbook's design page has the picture."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator"
FILES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    {"article", "problems"},
    {
        "runs",
        "shape",
        "signature",
        "inert",
        "beyond",
        "clean",
        "escaping",
        "markdown",
        "page",
        "fields",
        "gazetteer",
        "images",
    }
    | {"page", "fields", "gazetteer", "images", "fidelity"},
    {"readers", "extract", "taggers", "indexes", "catalog", "identity", "shelf", "history", "inputs", "config"}
    | {"forked", "forking", "lock", "leftovers", "owners_file", "web"},
    {
        "made",
        "make",
        "reading",
        "pictures",
        "fetching",
        "workers",
        "drafts",
        "removals",
        "shelving",
        "called",
        "lists",
        "pending",
        "site",
        "archive",
        "hosts",
        "ingest",
    }
    | {"retag", "suggest", "tally", "explain", "recurring", "reingest"},
    {
        "cli",
        "ending",
        "options",
        "signals",
        "streams",
        "tag_commands",
        "explain_command",
        "init_command",
        "furniture_command",
        "suggest_command",
        "reingest_command",
    }
    | {"terminal"},
    {"__main__", "__init__"},
)
"""The lowest floor first. A module may import from its own floor and those below, never from above."""

ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()} - {"fields"}
"""Folders of plug points or of one large job. None knows another."""


def name(file: Path) -> str:
    parts = ("generator", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


MODULES = {name(file) for file in FILES}


def imports(file: Path) -> set[str]:
    """The modules of the package that a file imports, those inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    inner = {module for module in found & MODULES if module != "generator"}
    return {module for module in inner if not any(other.startswith(f"{module}.") for other in inner)}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def floor(module: str) -> int:
    return next(level for level, names in enumerate(FLOORS) if room(module) in names)


def test_every_module_has_a_floor() -> None:
    assert {room(module) for module in MODULES} == set().union(*FLOORS)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_imports_lead_down_and_never_from_room_to_room(file: Path) -> None:
    here = name(file)
    for other in imports(file):
        assert floor(other) <= floor(here), f"{here} imports {other} from above"
        both = {room(here), room(other)}
        assert len(both) == 1 or not both <= ROOMS, f"{here} imports {other}, another room"


def test_no_import_cycle() -> None:
    graph = {name(file): imports(file) - {name(file)} for file in FILES}
    assert tuple(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_module_says_what_it_is(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text("utf-8"))), f"{file} opens without a paragraph on what it owns"


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_file_outgrows_a_reader(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 340
