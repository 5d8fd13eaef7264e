"""Small pages of known kinds of loss and junk, each converted alone.

A folder of `tests/corpus/pages/` is a kind; its `expect.yml` names each input with what its page must be:

- `situation`: what is special about the input;
- `has`: strings or regular expressions that the Markdown contains, escaped or not; of a list, one is enough;
- `has_not`: strings that it does not contain, or regular expressions if they contain `^` or a backslash;
- `order`: strings in the order in which the Markdown contains them;
- `fields`: front matter, each a regular expression that its value matches; an empty one means no value, and the
  elements of lists are joined by "; ";
- `reported`: a regular expression that the kind and the reason of a problem match.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from backfile.api import convert, dumps

CORPUS = Path(__file__).parents[1] / "corpus" / "pages"
CASES = {
    f"{kind.parent.name}/{name}": (kind.parent / name, case)
    for kind in sorted(CORPUS.glob("*/expect.yml"))
    for name, case in yaml.safe_load(kind.read_text("utf-8")).items()
}
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def contains(body: str, wanted: str | list[str]) -> bool:
    """Return whether a page's Markdown contains a string, or matches it as a regular expression; of a list, any."""
    if isinstance(wanted, list):
        return any(contains(body, each) for each in wanted)
    texts = (body, _ESCAPED.sub(r"\1", body))
    if any(wanted in text for text in texts):
        return True
    try:
        pattern = re.compile(wanted, re.MULTILINE)
    except re.error:  # a string that is no expression
        return False
    return any(pattern.search(text) for text in texts)


def contains_unwanted(body: str, unwanted: str) -> bool:
    if re.search(r"[\^\\]", unwanted):
        return re.search(unwanted, body, re.MULTILINE) is not None
    return unwanted in body


def as_text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


@pytest.mark.parametrize("name", CASES)
def test_page_of_a_known_kind(name: str) -> None:
    file, case = CASES[name]
    results = list(convert(file))
    problems = [f"{problem.kind}: {problem.reason}" for result in results for problem in result.problems]
    front: dict[str, Any] = {}
    body = ""
    for article in (result.article for result in results if result.article is not None):
        _, text, body = dumps(article).split("---\n", 2)
        front = yaml.safe_load(text)
        break
    assert [wanted for wanted in case.get("has", []) if not contains(body, wanted)] == [], body
    assert [unwanted for unwanted in case.get("has_not", []) if contains_unwanted(body, unwanted)] == [], body
    places = [body.find(string) for string in case.get("order", [])]
    assert places == sorted(places)
    for field, pattern in case.get("fields", {}).items():
        value = as_text(front.get(field))
        assert re.search(pattern, value) if pattern else value == "", (field, value)
    if "reported" in case:
        assert any(re.match(case["reported"], problem) for problem in problems), problems


def test_each_input_is_described() -> None:
    files = {file for file in CORPUS.rglob("*") if file.is_file() and file.name != "expect.yml"}
    assert files == {file for file, _ in CASES.values()}
