"""The fields of a clipping are parsed: the first candidate that can be parsed is used."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText, RawHtml
from backfile.fields import FIELDS, parse
from backfile.markup.plain_text import one_line, strip_controls
from backfile.problems import ProblemKind


def clipping(body: str = "", form: Form = Form.FRAGMENT, file: str = "page.html", **values: str | None) -> Clipping:
    """Return a clipping with one candidate for each field of `values`."""
    candidates = {name: (FieldCandidate((value,), "meta"),) for name, value in values.items() if value is not None}
    text = PlainText(body) if form is Form.TEXT else RawHtml(body)
    return Clipping(Origin(file, "0" * 64, "html"), form, text, candidates)


def test_the_first_candidate_that_can_be_parsed_is_used_and_its_place_recorded() -> None:
    candidates = (
        FieldCandidate(("soon",), "json-ld"),
        FieldCandidate(("2020-03-22",), "meta"),
        FieldCandidate(("2021-01-01",), "page"),
    )
    origin = Origin("a.html", "0" * 64, "html")
    dated = Clipping(origin, Form.FRAGMENT, RawHtml("<p>x</p>"), {"published": candidates})
    known, problems = parse.parse(dated)
    assert known.published == date(2020, 3, 22)
    assert known.origin.fields["date"] == "meta"
    assert problems == ()


@pytest.mark.parametrize(
    ("values", "source"),
    [
        (["https://news.test", "The Harbour Post"], "The Harbour Post"),
        (["www.news.test", "harbour.test"], "harbour.test"),
        (["Blogger", "The Harbour Post"], "The Harbour Post"),
        (["//news.test/"], None),
        (["Medium"], "Medium"),
        (["http: a magazine"], "http: a magazine"),
    ],
)
def test_a_web_address_or_a_platform_is_not_a_source(values: list[str], source: str | None) -> None:
    candidates = {"source": tuple(FieldCandidate((value,), "meta") for value in values)}
    known, _ = parse.parse(Clipping(Origin("a.html", "0", "html"), Form.FRAGMENT, RawHtml("<p>x</p>"), candidates))
    assert known.source == source


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Hn, Lund, Roth", ("Lund", "Roth")),
        ("Anna Blum, Harbour News (HN)", ("Anna Blum",)),
        ("HN", ("HN",)),
        ("Harbour News (HN) and AFP", ("Harbour News (HN)", "AFP")),
        ("harbour.test", ("harbour.test",)),
    ],
)
def test_the_publication_is_an_author_only_if_there_is_no_other(byline: str, authors: tuple[str, ...]) -> None:
    known, _ = parse.parse(clipping("<p>x</p>", byline=byline, source="Harbour News (HN)"))
    assert known.authors == authors


@pytest.mark.parametrize("name", ["published", "modified", "retrieved"])
def test_an_unreadable_date_is_reported_and_left_out(name: str) -> None:
    known, (problem,) = parse.parse(clipping("<p>x</p>", headline="x", **{name: "32 Mai 2021"}))
    assert getattr(known.origin if name == "retrieved" else known, name) is None
    assert problem.kind is ProblemKind.DATE
    assert "32 Mai 2021" in problem.reason
    assert problem.file == "page.html"


@pytest.mark.parametrize("value", ["", " ", "0001-01-01T00:00:00Z", "0000-00-00 00:00:00"])
def test_the_date_of_systems_without_a_date_is_not_a_problem(value: str) -> None:
    known, problems = parse.parse(clipping("<p>x</p>", headline="x", published=value))
    assert known.published is None
    assert problems == ()


@pytest.mark.parametrize(
    ("untitled", "headline"),
    [
        (clipping("<p>x</p>", headline=" A\u2028 \x07headline\u202e &lt; "), "A headline &lt;"),
        (clipping("<p>Text.</p><h2>A heading</h2>", headline=" "), "A heading"),
        (clipping("<p>First one. Second.</p>"), "First one."),
        (clipping("<p>" + "word " * 40 + "</p>"), "word " * 14 + "word…"),
        (clipping("x" * 200), "x" * 79 + "…"),
        (clipping("\n\nFirst line\nsecond", Form.TEXT), "First line"),
        (clipping("<p>No\u00a0break.</p>"), "No break."),
        (
            clipping("<p>x</p>", headline="\u00ab\u00a0Non\u00a0!\u00a0\u00bb\u00a0"),
            "\u00ab\u00a0Non\u00a0!\u00a0\u00bb",
        ),
        (clipping("", file="folder/2020-story.html.gz"), "2020-story"),
        (clipping("<p> </p>", file="-"), "-"),
    ],
)
def test_every_article_has_a_headline(untitled: Clipping, headline: str) -> None:
    assert parse.parse(untitled)[0].headline == headline


PARSED = [field for field in FIELDS if field.parse]


@given(
    st.dictionaries(st.sampled_from([field.name for field in PARSED]), st.text(max_size=40), max_size=6),
    st.text(max_size=80),
)
def test_values_have_no_control_characters_and_collapsed_white_space(values: dict[str, str], body: str) -> None:
    known, _ = parse.parse(clipping(body, **values))  # type: ignore[arg-type]
    lines = [known.headline, known.dek, known.source, known.section, known.kicker]
    assert known.headline
    assert all(line == one_line(line) for line in lines if line is not None)
    assert all(name == " ".join(strip_controls(name).split()) for name in (*known.authors, *known.keywords))
    assert set(known.origin.fields) <= {field.key for field in PARSED}
