"""What the package depends on is what it imports, and each is explained on the architecture page."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = {re.split(r"[<>=\[; ]", item)[0].lower() for item in PROJECT["dependencies"]}
NOT_IMPORTED = {"mkdocs-material", "lxml-html-clean"}
"""The theme, named in mkdocs.yml; and what justext asks for by an extra of lxml that pips before 23.3 do not find."""
COME_ALONG = {"bs4": "markdownify", "jinja2": "mkdocs", "markdown": "mkdocs", "pathspec": "mkdocs"}
"""Imported because a library hands out or takes what they make: they come with it, in the version that fits it."""


def imported() -> set[str]:
    names: set[str] = set()
    for file in (ROOT / "generator" / "backfile").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - {"backfile"}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    installed = packages_distributions()
    third_party = {name for name in imported() if name in installed}
    used = {COME_ALONG.get(name) or installed[name][0].lower().replace("_", "-") for name in third_party}
    assert used | NOT_IMPORTED == DECLARED


def test_each_is_explained() -> None:
    table = (ROOT / "docs" / "handbook" / "architecture.md").read_text("utf-8").partition("## Libraries")[2]
    for name in DECLARED:
        assert re.search(rf"^\|[^|]*\b{re.escape(name)}\b[^|]*\|", table, re.MULTILINE), name
