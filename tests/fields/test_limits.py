"""Limits of fields: what is cut, where, and what the remarks say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Article, Clipping, FieldCandidate, Form, Markdown, Origin, RawHtml
from backfile.fields import FIELDS, parse
from backfile.fields.limits import ELLIPSIS, Limit, address_length, cut_list, cut_text
from backfile.fields.listed import listed
from backfile.problems import REFUSALS, ProblemKind

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook" / "page-format.md"
LIMITS = {field.name: field.limit for field in FIELDS if field.limit}
HOSTILE = {
    "words": "word " * 20_000,
    "one word": "x" * 100_000,
    "ampersands": "&" * 100_000,
    "emoji": "\U0001f4f0" * 50_000,
    "combining marks": "e" + "\u0301" * 100_000,
    "quotes": "\"'" * 50_000,
    "right to left": "שלום " * 20_000,
    "lone surrogates": "\ud800" * 100_000,
}


def parsed(**values: str | tuple[str, ...]) -> tuple[Article, dict[str, str]]:
    """Return the article of a clipping with these fields, and the reason of each remark by the key in it."""
    candidates = {
        name: (FieldCandidate((value,) if isinstance(value, str) else value, "meta"),) for name, value in values.items()
    }
    article, problems = parse.parse(Clipping(Origin("a.html", "0", "html"), Form.FRAGMENT, RawHtml("x"), candidates))
    assert {problem.file for problem in problems} <= {"a.html"}
    assert {problem.kind for problem in problems} <= {ProblemKind.LIMIT}
    return article, {problem.reason.split("`")[1]: problem.reason for problem in problems}


def test_the_handbook_has_the_table() -> None:
    rows = []
    for field in FIELDS:
        if limit := field.limit:
            length = f"{limit.length:,}{', or left out' if limit.is_whole else ''}"
            cells = (f"`{field.key}`", length, *(f"{n:,}" if n else "" for n in (limit.entries, limit.total)))
            rows.append("| " + " | ".join(cells).replace("|  |", "| |").replace("|  |", "| |") + " |")
    table = "\n".join(" ".join(row.split()) for row in rows)
    assert table in HANDBOOK.read_text("utf-8")


def test_every_field_of_text_has_a_limit() -> None:
    assert [field.key for field in FIELDS if not field.limit] == ["date", "updated", "retrieved"]


def test_a_value_within_its_limit_is_not_changed() -> None:
    article, remarks = parsed(headline="h" * 300, source="s" * 120, byline=tuple(f"Ada Quill {n}" for n in range(20)))
    assert (article.headline, article.source, len(article.authors)) == ("h" * 300, "s" * 120, 20)
    assert remarks == {}


@pytest.mark.parametrize("shape", HOSTILE)
@pytest.mark.parametrize("name", ["headline", "dek", "source", "section", "kicker", "dateline", "rights"])
def test_a_long_text_is_cut_with_an_ellipsis_and_reported(name: str, shape: str) -> None:
    field = next(field for field in FIELDS if field.name == name)
    article, remarks = parsed(**{name: HOSTILE[shape]})
    value = getattr(article, field.attribute)
    assert len(value) <= LIMITS[name].length
    assert value.endswith(ELLIPSIS)
    assert f"at most {LIMITS[name].length:,}" in remarks[field.key]


def test_a_text_is_cut_after_a_word() -> None:
    assert cut_text("The harbour board met on Tuesday", 20) == "The harbour board…"
    assert cut_text("The harbour board, met on Tuesday", 20) == "The harbour board…"
    assert cut_text("The harbour board", 17) == "The harbour board"


def test_a_text_is_not_cut_between_a_letter_and_its_marks() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert cut_text("x" * 10 + "e\u0301e\u0301e\u0301", 14) == "x" * 10 + "e\u0301…"
    assert cut_text("x" * 10 + family * 3, 18) == "x" * 10 + family + "…"
    assert cut_text("नि" * 50, 20) == "नि" * 9 + "…"


@given(st.text(), st.integers(2, 40))
def test_a_cut_text_is_the_beginning_of_the_text(text: str, length: int) -> None:
    cut = cut_text(text, length)
    assert 0 < len(cut) <= length or cut == text
    assert cut == text or text.startswith(cut.removesuffix(ELLIPSIS))


def test_of_many_names_the_first_are_kept() -> None:
    article, remarks = parsed(byline=tuple(f"Ada Quill {n}" for n in range(5_000)))
    assert article.authors == tuple(f"Ada Quill {n}" for n in range(20))
    assert remarks["authors"].endswith("the first 20 are written")


def test_long_names_are_cut_and_take_no_more_than_their_limit_together() -> None:
    article, remarks = parsed(byline=tuple(f"Ada {n} {'Quill ' * 50}" for n in range(15)))
    assert all(len(name) <= 100 and name.endswith(ELLIPSIS) for name in article.authors)
    assert 5 < len(article.authors) <= 10
    assert "authors" in remarks


def test_the_bytes_of_a_list_are_those_of_html() -> None:
    assert cut_list(["&" * 10, "&" * 10, "a"], Limit(100, 20, 60)) == ("&" * 10,)
    assert cut_list(["\U0001f4f0" * 10, "ab", "c"], Limit(100, 20, 42)) == ("\U0001f4f0" * 10, "ab")


def test_keywords_have_a_limit() -> None:
    article, remarks = parsed(keywords=", ".join(f"k{n} {'x' * 500}" for n in range(300)))
    assert len(article.keywords) == 100
    assert max(map(len, article.keywords)) == 100
    assert "keywords" in remarks


@pytest.mark.parametrize("name", ["url", "image"])
@pytest.mark.parametrize(
    "path", ["b" * 5_000, "&" * 500, "\U0001f4f0" * 200, "?" + "q=1&" * 400, "a/" * 1_200, "é" * 400]
)
def test_a_long_address_is_left_out_and_reported(name: str, path: str) -> None:
    article, remarks = parsed(**{name: f"https://www.gazette.example/{path}"})
    assert getattr(article, name) is None
    assert f"`{name}` has at most 2,000 characters" in remarks[name]


def test_the_next_address_is_used_where_one_is_too_long() -> None:
    long, short = f"https://gazette.example/{'b' * 5_000}", "https://gazette.example/b"
    candidates = (FieldCandidate((long,), "json-ld"), FieldCandidate((short,), "opengraph"))
    clipping = Clipping(Origin("a.html", "0", "html"), Form.FRAGMENT, RawHtml("x"), {"url": candidates})
    article, problems = parse.parse(clipping)
    assert (article.url, article.origin.fields["url"]) == (short, "opengraph")
    assert [problem.kind for problem in problems] == [ProblemKind.LIMIT]
    assert [item.fate for item in parse.explain(clipping)] == [parse.Fate.REFUSED, parse.Fate.TAKEN]


def test_the_length_of_an_address_is_that_in_html() -> None:
    assert address_length("https://a.example/x?a=1&b=é") == len("https://a.example/x?a=1&amp;b=%C3%A9")


def test_a_limit_is_a_remark() -> None:
    assert ProblemKind.LIMIT not in REFUSALS


def test_the_headline_from_the_name_of_a_file_has_a_limit() -> None:
    clipping = Clipping(Origin("n" * 5_000 + ".html", "0", "html"), Form.FRAGMENT, RawHtml(""), {})
    assert len(parse.parse(clipping)[0].headline) <= 80


@pytest.mark.parametrize("shape", HOSTILE)
def test_an_article_that_its_owner_edited_is_listed_within_limits(shape: str) -> None:
    text = HOSTILE[shape]
    article = Article(
        text, Markdown("x"), Origin("a.html", "0", "html"), text, text, (text,) * 50, text, source=text,
        section=text, language=text, url=f"https://a.example/{text}", image=text, rights=text,
        keywords=(text,) * 200, tags=(text,) * 200,
    )  # fmt: skip
    shown = listed(article)
    assert (shown.language, shown.url, shown.image) == (None, None, None)
    for field in FIELDS:
        value = getattr(shown, field.attribute, None)
        if isinstance(value, str) and field.limit:
            assert len(value) <= field.limit.length
        if isinstance(value, tuple) and field.limit:
            assert len(value) <= (field.limit.entries or 0)
            assert all(len(entry) <= field.limit.length for entry in value)


def test_an_article_within_limits_is_listed_as_it_is() -> None:
    article = Article("Pier mended", Markdown("x"), Origin("a.html", "0", "html"), tags=("Pier",))
    assert listed(article) is article
