"""The threat model names modules and tests that exist, and each kind of attack meets a promise."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "handbook" / "threat-model.md").read_text("utf-8")
KINDS = frozenset(
    line.strip()
    for line in """
    Metadata that becomes markup in a template
    Markup, Markdown and Jinja in text
    Titles in the search's results, in cards and in the files that scripts of the face load
    Structure that crashes a converter or is dropped by a parser
    Input that costs quadratic time
    XML, JSON, CSV and WARC that are broken or declare too much
    What containers carry of persons: addresses, cookies, comments
    Drafts under other names, words and folders than the usual ones
    Bytes, sets and mappings of YAML in the place of texts
    Numbers of thousands of digits
    Messages of commits in a merged branch, which look like those of the program
    Compressed input: bombs, layers, names that lead out
    Files, folders and messages in the history of a clone that are a few bytes in a pack
    Encodings that hide markup
    Processes that are killed, full disks, several runs
    File names and attributes that git interprets
    A folder of a clone that is itself a repository, whose settings name programs
    Images on other hosts, and files that are no images
    Images that break or exhaust a decoder
    Thumbnails, fonts and results of inputs that a cloned archive brings
    Records of edits of tags that a cloned archive brings, and commits that claim to be such edits
    Journals of databases that a cloned archive brings, which name files to delete
    Addresses, headlines and texts that claim to be another article
    Copies of forged pages in web archives, caches and translators, at whose hosts everybody's pages are
    Many articles that claim one address, until names for their pages run out, or the true one is not compared
    Comments of programs that save pages, which a page brings along to hide the true one
    Pages that were opened at an address without a host, such as `blob:`, to hide where they are from
    Records that claim another host, another record's name, or keys of the program
    Removals that keep another article away
    Copies of the texts and headlines of an article, which are withdrawn and purged to destroy its history
    Headlines, entries and records of a withdrawn impostor that keep another article away
    Saves of withdrawn articles that a merge of clones brings back
    Named pipes in the place of files that git reads
    Addresses in another spelling
    Redirects over the site's own files
    Text of limited articles in captions, long deks, former texts, caches, pages that cannot be read
    Addresses without a limit
    Texts and queries that block the reader's tab
    Fields without a limit
    One page's images that cost others
    Addresses taken for public
    Links in a saved page's folder
    Links in a cloned archive
    Code that the settings of a cloned archive name
    Dates in the future
    Packages and actions under a name that another can hold
    Paths that are not UTF-8, and dates of commits beyond a calendar
    Former texts of a page, and what differs between them
    Lines that repeat in many texts
    One page that changes another page's rendering
    Ids that take the names of the theme and its scripts
    Names of other machines that lead to a preview
    Attributes by which git would convert what it stores
    Texts whose sketches are those of another article
    Captures that somebody cut on purpose, with later dates than the whole ones
    """.strip().splitlines()
)
"""The kinds of attack that the page must have. Add a kind when one is found."""


def rows(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without its first two lines."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


PROMISES = {row[0].strip("*"): row[1:] for row in rows("Promises and their tests")}
ATTACKS = dict(rows("Kinds of attack"))


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def is_always_skipped(file: Path, name: str) -> bool:
    """Whether a mark of the test or of its file, without a condition, keeps it from the usual run."""
    tree = ast.parse(file.read_text("utf-8"))
    test = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    of_file = [node.value for node in tree.body if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node)]
    marks = {ast.unparse(mark).partition("(")[0] for mark in (*test.decorator_list, *of_file)}
    return bool(marks & {"pytest.mark.skip", "pytest.mark.xfail", "pytest.mark.soak"})


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_names_its_modules_its_tests_and_its_limits(promise: str) -> None:
    sentence, modules, shown_by, not_promised = PROMISES[promise]
    assert sentence.endswith(".")
    assert not_promised.endswith(".")
    assert quoted(modules)
    assert quoted(shown_by)
    for module in quoted(modules):
        assert (ROOT / "generator" / "backfile" / module).is_file(), module
    for test in quoted(shown_by):
        name, _, function = test.partition("::")
        file = ROOT / "tests" / name
        assert file.is_file(), test
        assert function in names_in(file), test
        assert not is_always_skipped(file, function), test


def test_every_kind_of_attack_meets_a_promise() -> None:
    assert ATTACKS.keys() == KINDS
    for kind, names in ATTACKS.items():
        assert names, kind
        assert set(names.split(", ")) <= PROMISES.keys(), kind


def test_every_promise_meets_an_attack() -> None:
    assert {name for names in ATTACKS.values() for name in names.split(", ")} == PROMISES.keys()


def test_the_layers_name_modules_that_exist() -> None:
    layers = PAGE.partition("\n## The layers\n")[2].partition("\n## ")[0]
    for places in re.findall(r"^\d+\. \*\*\w+\*\* \(([^)]+)\)", layers, re.MULTILINE):
        for place in quoted(places):
            assert (ROOT / "generator" / "backfile" / place).exists(), place
