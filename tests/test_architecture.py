"""The structure of the source: which package may import which, how long files and functions may be, what is documented.

The import rules themselves are in pyproject.toml under `tool.importlinter`.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator" / "backfile"
FILES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(file.parent for file in FILES if file.name == "__init__.py")

MOST_AT_THE_TOP = 24
MOST_LINES = 300
MEDIAN_LINES = 110
MOST_LINES_OF_A_FUNCTION = 40
LONG_FUNCTIONS: dict[str, str] = {}
"""`path:function` -> why it may be longer."""
NOT_VERBS = frozenset(
    "a all an any each every everything give gives given have how if in nothing of on one out somebody some tell tells"
    " that the their there these this those to told what when where whether which who why with".split()
)
"""Words that no function's docstring begins with: it says first what the function does."""


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@cache
def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_imports_go_down_and_form_no_circle() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "2 kept, 0 broken" in result.stdout, result.stdout


def test_the_top_of_the_package_is_small() -> None:
    assert len([path for path in PACKAGE.iterdir() if path.name != "__pycache__"]) <= MOST_AT_THE_TOP


def test_no_file_is_longer_than_300_lines() -> None:
    assert [name(file) for file in FILES if lines(file) > MOST_LINES] == []


def test_the_median_file_is_short() -> None:
    assert median(lines(file) for file in FILES) <= MEDIAN_LINES


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{name(file)}:{node.name}"
        for file in FILES
        for node in functions(file)
        if (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    }
    assert long <= LONG_FUNCTIONS.keys()


def test_every_module_says_what_it_owns() -> None:
    assert [name(file) for file in FILES if not ast.get_docstring(tree(file))] == []


def test_every_room_opens_with_a_paragraph() -> None:
    texts = {name(room): ast.get_docstring(tree(room / "__init__.py")) or "" for room in ROOMS}
    assert [room for room, text in texts.items() if len(text.split()) < 8] == []


def test_docstrings_of_functions_begin_with_what_the_function_does() -> None:
    first = {
        f"{name(file)}:{node.name}": (ast.get_docstring(node) or "Return").split()[0].strip("`.,:").lower()
        for file in FILES
        for node in functions(file)
    }
    assert {function: word for function, word in first.items() if word in NOT_VERBS} == {}


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = {re.split(r"[<>=\[; ]", item)[0].lower() for item in PROJECT["dependencies"]}
NOT_IMPORTED = {"mkdocs-material", "lxml-html-clean"}
"""The theme, named in mkdocs.yml; and what justext asks for by an extra of lxml that pips before 23.3 do not find."""
COME_ALONG = {"bs4": "markdownify", "jinja2": "mkdocs", "markdown": "mkdocs", "pathspec": "mkdocs"}
"""Imported because a library takes or returns their objects: they come with that library, in the version that fits."""


def imported() -> set[str]:
    names: set[str] = set()
    for file in FILES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - {"backfile"}


def test_the_declared_dependencies_are_the_imported_ones() -> None:
    installed = packages_distributions()
    third_party = {module for module in imported() if module in installed}
    used = {COME_ALONG.get(module) or installed[module][0].lower().replace("_", "-") for module in third_party}
    assert used | NOT_IMPORTED == DECLARED


def test_each_dependency_is_explained_in_the_handbook() -> None:
    page = (ROOT / "docs" / "handbook" / "architecture.md").read_text("utf-8")
    table = page.partition("## Libraries")[2]
    for dependency in DECLARED:
        assert re.search(rf"^\|[^|]*\b{re.escape(dependency)}\b[^|]*\|", table, re.MULTILINE), dependency
