"""The fate of each line of a scraped text, for `backfile explain`."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText, RawHtml, RemovedText
from backfile.conversion.line_fates import ExplainedLine, LineFate, explain_lines
from backfile.extract import extract
from backfile.extract.text.owner_lines import accepted_lines

BODY, FIELD, REMOVED, REPLACED, NOT_FOUND = LineFate


def text(content: str) -> Clipping:
    return Clipping(Origin("bay/a.txt", "0" * 64, "text"), Form.TEXT, PlainText(content))


def made(content: str, body: str, *removed: RemovedText, **values: str) -> tuple[ExplainedLine, ...]:
    """Return the fates of the lines of `content` of which `body`, `removed` and the fields were made."""
    found = text(content)
    fields = {name: (FieldCandidate((value,), "text"),) for name, value in values.items()}
    return explain_lines(found, replace(found, body=PlainText(body), fields=fields, removed=removed))


def fates(lines: tuple[ExplainedLine, ...]) -> list[tuple[int, str]]:
    return [(line.line, line.fate) for line in lines]


WHOLE = """\
Home | News
The ferry has a new captain
By Ada Mercer | 3 May 2021

The ferry to Merrow was built for forty people and has never carried fewer than that.

Nobody was hurt, and the piano is said to be in better tune than it was before.

Share on Facebook
12 comments
Reply
"""


def test_each_line_of_a_text() -> None:
    owner = accepted_lines({"bay": ["Home | News"]})
    lines = explain_lines(text(WHOLE), extract(text(WHOLE), owner))
    assert fates(lines) == [
        (1, REMOVED),
        (2, FIELD),
        (3, FIELD),
        (5, BODY),
        (7, BODY),
        *[(number, REMOVED) for number in (9, 10, 11)],
    ]
    assert [line.fields for line in lines[:4]] == [(), ("title",), ("date", "authors"), ()]
    first, *others = [line.rule for line in lines if line.fate is REMOVED]
    assert first == "furniture.yml"
    assert all(others)
    assert [line.text for line in lines] == [line for line in WHOLE.splitlines() if line]


def test_lines_that_were_joined() -> None:
    lines = made(
        "The ferry to Mer-\nrow was built\nfor forty.\n\nIt sank.",
        "The ferry to Mer-row was built for forty.\n\nIt sank.",
    )
    assert fates(lines) == [(1, BODY), (2, BODY), (3, BODY), (5, BODY)]


def test_the_same_line_kept_and_removed() -> None:
    advertisement = RemovedText("label", "Rain")
    assert fates(made("Rain\nIt rained.\nRain\n", "It rained.\n\nRain", advertisement)) == [
        (1, REMOVED),
        (2, BODY),
        (3, BODY),
    ]
    assert fates(made("Rain\nIt rained.\nRain\n", "Rain\n\nIt rained.", advertisement)) == [
        (1, BODY),
        (2, BODY),
        (3, REMOVED),
    ]


def test_a_headline_that_begins_the_text() -> None:
    lines = made("Rain\nRain fell.\nIt stopped.", "Rain fell.\n\nIt stopped.", headline="Rain")
    assert fates(lines) == [(1, FIELD), (2, BODY), (3, BODY)]


def test_a_removed_repetition_of_a_field_names_its_rule() -> None:
    lines = made("Rain\nRAIN\nIt rained.", "It rained.", RemovedText("repeated headline", "RAIN"), headline="Rain")
    assert [(line.fate, line.fields, line.rule) for line in lines[:2]] == [
        (FIELD, ("title",), None),
        (REMOVED, ("title",), "repeated headline"),
    ]


def test_a_replaced_line() -> None:
    repair = RemovedText("repair", "Itâ€™s raining.", replacement="It’s raining.")
    lines = made("Itâ€™s raining.\nIt stopped.", "It’s raining.\n\nIt stopped.", repair)
    assert [(line.fate, line.rule, line.replacement) for line in lines] == [
        (REPLACED, "repair", "It’s raining."),
        (BODY, None, None),
    ]


def test_a_line_that_was_split_has_its_parts() -> None:
    line = "Rain ¶ It rained. ¶ It stopped. ¶ Share"
    split = RemovedText("joined paragraphs", line, "Rain\n\nIt rained.\n\nIt stopped.\n\nShare")
    removed = RemovedText("share prompt", "Share")
    lines = made(f"{line}\nThe end.", "It rained.\n\nIt stopped.\n\nThe end.", split, removed, headline="Rain")
    assert [(line.line, line.fate, line.text) for line in lines] == [
        (1, REPLACED, line),
        (1, FIELD, "Rain"),
        (1, BODY, "It rained."),
        (1, BODY, "It stopped."),
        (1, REMOVED, "Share"),
        (2, BODY, "The end."),
    ]


def test_several_lines_that_were_replaced_by_one() -> None:
    markup = RemovedText("markup", "It <a\nhref=x>rained</a>.", "It rained.")
    lines = made("Rain\nIt <a\nhref=x>rained</a>.\nThe end.", "It rained.\n\nThe end.", markup, headline="Rain")
    assert [(line.line, line.fate) for line in lines] == [(1, FIELD), (2, REPLACED), (4, BODY)]
    assert lines[1].text == "It <a\nhref=x>rained</a>."


def test_a_line_that_was_repaired_twice_and_then_removed() -> None:
    written = "Share &amp;amp; read", "Share &amp; read", "Share & read"
    repairs = [RemovedText("entities", found, repaired) for found, repaired in pairwise(written)]
    removed = RemovedText("share prompt", written[-1])
    lines = made(f"It rained.\n{written[0]}", "It rained.", *repairs, removed)
    assert [(line.fate, line.rule, line.replacement) for line in lines] == [
        (BODY, None, None),
        (REMOVED, "share prompt", "Share & read"),
    ]


def test_a_line_of_which_nothing_is_left() -> None:
    lines = made("It rained.\n<br>\nThe end.", "It rained.\n\nThe end.", RemovedText("markup", "<br>", ""))
    assert [(line.fate, line.replacement) for line in lines] == [(BODY, None), (REPLACED, ""), (BODY, None)]


def test_a_line_that_is_in_no_place_does_not_hide_the_others() -> None:
    lines = made("It rained.\nIt snowed.\nIt stopped.\nThe end.", "It rained.\n\nSnow fell.\n\nIt stopped.\n\nThe end.")
    assert fates(lines) == [(1, BODY), (2, NOT_FOUND), (3, BODY), (4, BODY)]


def test_pages_have_no_lines() -> None:
    page = Clipping(Origin("a.html", "0" * 64, "html"), Form.PAGE, RawHtml("<p>Rain</p>"))
    assert explain_lines(page, page) == ()


SENTENCES = [
    "It rained.",
    "It rained and then it stopped.",
    "Rain",
    "Share on Facebook",
    "Reply",
    "3 comments",
    "• one",
    "",
]


@given(st.lists(st.sampled_from(SENTENCES), max_size=30))
def test_every_line_of_any_text_is_found(lines: list[str]) -> None:
    found = text("\n".join(lines))
    explained = explain_lines(found, extract(found))
    assert [line.text for line in explained] == [line for line in lines if line]
    assert NOT_FOUND not in {line.fate for line in explained}
