"""Merges of pages: nothing is lost that the owner or the new text wrote, and nothing comes back that one removed."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from backfile.archive import page
from backfile.archive.git_merge import merge_lines
from backfile.archive.page_merge import Merged, merge_pages
from backfile.article import Article, Markdown, Origin

KEYS = ("headline", "dek", "section", "source", "language", "kicker")
ORIGIN = Origin(file="a.html", sha256="0" * 64, reader="html", fields={"title": "json-ld"})


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, Article]:
    """Make an article and a new text of it. Each of its words is in one place only."""
    fields: dict[str, Any] = {key: f"base {key}" for key in KEYS if key == "headline" or draw(st.booleans())}
    paragraphs = [f"base {number} text." for number in range(draw(st.integers(0, 6)))]
    first = Article(body=Markdown("\n\n".join(paragraphs)), origin=ORIGIN, keywords=("base a", "base b"), **fields)
    changed: dict[str, Any] = {}
    for key in draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True)):
        changed[key] = draw(st.sampled_from([f"new {key}", None])) if key != "headline" else "new headline"
    body = change(draw, paragraphs, "new")
    origin = replace(ORIGIN, sha256="1" * 64, fields={"title": "json-ld", "section": "page"})
    keywords = draw(st.sampled_from([first.keywords, ("base a", "new c"), ()]))
    second = replace(first, body=Markdown("\n\n".join(body)), origin=origin, keywords=keywords, **changed)
    return first, second


def change(draw: st.DrawFn, items: list[str], who: str) -> list[str]:
    """Return items with some replaced, removed, added or moved."""
    changed = list(items)
    for number in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(changed)))
        kind = draw(st.sampled_from("add replace remove move".split()))
        if kind == "add" or place == len(changed):
            changed.insert(place, f"{who} {number} text.")
        elif kind == "replace":
            changed[place] = f"{who} {number} text.\n{who} {number} line."
        elif kind == "remove":
            del changed[place]
        else:
            changed.insert(draw(st.integers(0, len(changed) - 1)), changed.pop(place))
    return changed


@st.composite
def edits(draw: st.DrawFn, text: str) -> str:
    """Edit a page as an owner may do: lines of the front matter, and paragraphs."""
    head, _, body = text.removeprefix("---\n").partition("---\n")
    lines = head.splitlines()
    program = lines.index("origin:")
    for number in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, program - 1))
        kind = draw(st.sampled_from("key comment inline value remove item".split()))
        if kind == "key":
            lines.insert(place, f"mine{number}: [mine {number}k]")
            program += 1
        elif kind == "comment":
            lines.insert(place, f"# mine {number}c")
            program += 1
        elif kind == "inline":
            lines[place] += f"  # mine {number}i"
        elif kind == "item" and lines[place].startswith("keywords: ["):
            lines[place] = lines[place].replace("[", f'["mine {number}l", ', 1)
        elif kind == "value" and re.match(r'[a-z]+: "[^"]*"$', lines[place]):
            lines[place] = re.sub('".*"', f"'mine {number}v'", lines[place])
        elif kind == "remove" and not lines[place].startswith(("title", "#")):
            del lines[place]
            program -= 1
    paragraphs = change(draw, [each for each in body.strip("\n").split("\n\n") if each], "mine")
    return "---\n" + "\n".join(lines) + "\n---\n\n" + "\n\n".join(paragraphs) + draw(st.sampled_from(["\n", ""]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("merge")


def words(text: str, who: str) -> set[str]:
    """Return what somebody wrote, in which each word is in one place only."""
    return set(re.findall(rf"\b{who} \w+(?: \w+)?", text.partition("\norigin:")[0] + text.partition("\n---\n")[2]))


def has_moved(text: str) -> bool:
    """Return whether paragraphs are in another order than they were."""
    numbers = re.findall(r"^base (\d)", text, re.MULTILINE)
    return numbers != sorted(numbers)


@settings(max_examples=50, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data())
def test_random_edits(folder: Path, data: st.DataObject) -> None:
    base, new = map(page.dump, data.draw(articles()))
    own = data.draw(edits(base))
    merge = partial(merge_pages, merge_lines=partial(merge_lines, folder))
    merged = merge(base, own, new)
    if merged.text is None:
        assert merged.conflicts
        return
    text = merged.text
    assert words(own, "mine") <= words(text, "mine"), "what the owner wrote is there"
    assert words(new, "new") <= words(text, "new"), "what is new is there"
    if not any(map(has_moved, (own, new))):
        assert words(text, "base") <= words(own, "base") & words(new, "base"), "what one of them removed is gone"
    assert page.read_seal(text).value == page.read_seal(new).value
    assert page.load(text).origin == page.load(new).origin
    assert merge(new, text, new) == Merged(text), "a merge is done once"


def test_a_merge_with_what_was_not_edited_is_the_new_text(folder: Path) -> None:
    base = Article(headline="One", body=Markdown("First.\n\nSecond."), origin=ORIGIN, tags=("a",))
    new = page.dump(replace(base, headline="Two", body=Markdown("First.\n\nThird."), tags=("a", "b")))
    assert merge_pages(page.dump(base), page.dump(base), new, partial(merge_lines, folder)) == Merged(new)


@pytest.mark.parametrize(
    ("old", "broken"),
    [
        ("---\n", "No front matter.\n"),
        ('title: "One"', "title: ["),
        ('title: "One"', 'title: "One"\ntitle: "Other"'),
        ("First.", "First \ufffd."),
        ("First.\n", "First.\r\n"),
        ('title: "One"', "title: &a One\nmine: *a"),
        ("origin:\n", "origin: {}\nx:\n"),
        ("origin:\n", "- 1\norigin:\n"),
    ],
)
def test_a_page_that_cannot_be_merged_is_a_conflict(folder: Path, old: str, broken: str) -> None:
    base = Article(headline="One", body=Markdown("First.\n\nSecond."), origin=ORIGIN)
    new = page.dump(replace(base, headline="Two"))
    own = page.dump(base).replace(old, broken, 1)
    merged = merge_pages(page.dump(base), own, new, partial(merge_lines, folder))
    assert merged.text is None
    assert merged.conflicts
