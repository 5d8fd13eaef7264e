"""Texts as a careless scraper leaves them: the article stays, nearly all furniture goes, headline and date are right.

Each line of `tests/corpus/scraped_texts/*.txt` has a mark: `B|` furniture before the headline, `H|` the headline, `A|`
the article and its dek, `F|` furniture after the headline, also between it and the article. Lines with `?|` state the
values of fields that the text prints: without `?|published=`, it prints no date, without `?|authors=` no author's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from backfile.article import Clipping, FieldCandidate
from backfile.fields.parse import parse_fields
from tests.extract.lost_lines import extract_string, letters, lost_lines, with_rules

CORPUS = Path(__file__).parent.parent / "corpus" / "scraped_texts"
GAPS = ("\n", "\n\n")
MAX_FURNITURE_KEPT = 0.17
MIN_HEADLINES = 0.86
MIN_DATES = 0.9


@dataclass(frozen=True)
class Scraped:
    """A marked text."""

    name: str
    lines: tuple[tuple[str, str], ...]
    fields: dict[str, str]

    def marked(self, *marks: str) -> list[str]:
        return [line for mark, line in self.lines if mark in marks]

    def extract(self, gap: str) -> Clipping:
        return extract_string(gap.join(self.marked("B", "H", "A", "F")))


def read(path: Path) -> Scraped:
    lines = tuple((line[0], line[2:]) for line in path.read_text(encoding="utf-8").splitlines())
    fields = dict(line.split("=", 1) for mark, line in lines if mark == "?")
    return Scraped(path.stem, lines, fields)


TEXTS = [read(path) for path in sorted(CORPUS.glob("*.txt"))]
each_text = pytest.mark.parametrize("scraped", TEXTS, ids=lambda scraped: scraped.name)
each_gap = pytest.mark.parametrize("gap", GAPS, ids=["lines", "paragraphs"])


def kept_furniture(scraped: Scraped, clipping: Clipping) -> list[str]:
    """Return the lines of furniture that are lines of the body; a line that the article has too does not count."""
    body = {letters(line) for line in clipping.body.splitlines()} - {""}
    article = {letters(line) for line in scraped.marked("A")}
    return [line for line in scraped.marked("B", "F") if letters(line) in body - article]


def parsed(scraped: Scraped, clipping: Clipping, field: str) -> object:
    """Return the typed value of one field of a clipping, given the language of the text; None if it has none."""
    language = {"language": (FieldCandidate((scraped.fields["language"],), "text"),)}
    own = {name: candidates for name, candidates in clipping.fields.items() if name == field}
    return parse_fields(replace(clipping, fields={**own, **language})).values.get(field)


def published(scraped: Scraped, clipping: Clipping) -> str | None:
    found = parsed(scraped, clipping, "published")
    return str(found.date() if isinstance(found, datetime) else found) if found else None


def has_headline(scraped: Scraped, clipping: Clipping) -> bool:
    values = [value for candidate in clipping.fields.get("headline", ()) for value in candidate.values]
    return bool(values) and letters(values[0]) == letters(scraped.marked("H")[0])


def test_each_line_has_a_mark() -> None:
    assert all(
        re.match(r"[?BHAF]\|", line) for path in CORPUS.iterdir() for line in path.read_text("utf-8").split("\n")[:-1]
    )


@each_text
@each_gap
def test_no_line_of_the_article_is_lost(scraped: Scraped, gap: str) -> None:
    clipping = scraped.extract(gap)
    lost = lost_lines(scraped.marked("A"), clipping)
    assert not lost, with_rules(lost, clipping)


@each_gap
def test_nearly_all_furniture_is_removed(gap: str) -> None:
    kept = {scraped.name: kept_furniture(scraped, scraped.extract(gap)) for scraped in TEXTS}
    total = sum(len(scraped.marked("B", "F")) for scraped in TEXTS)
    share = sum(map(len, kept.values())) / total
    message = "".join(f"\n{name}: {' | '.join(lines)}" for name, lines in kept.items() if lines)
    print(f"{share:.1%} of {total} lines of furniture kept{message}")
    assert share <= MAX_FURNITURE_KEPT, message


@each_gap
def test_the_headline_is_right(gap: str) -> None:
    wrong = {
        scraped.name: [value for candidate in clipping.fields.get("headline", ()) for value in candidate.values]
        for scraped in TEXTS
        if not has_headline(scraped, clipping := scraped.extract(gap))
    }
    print(wrong)
    assert len(wrong) <= (1 - MIN_HEADLINES) * len(TEXTS), wrong


@each_text
@each_gap
def test_the_date_of_publication_is_right_or_unknown(scraped: Scraped, gap: str) -> None:
    assert published(scraped, scraped.extract(gap)) in {None, scraped.fields.get("published")}


@each_gap
def test_most_dates_that_texts_print_are_read(gap: str) -> None:
    dated = [scraped for scraped in TEXTS if "published" in scraped.fields]
    read = [scraped for scraped in dated if published(scraped, scraped.extract(gap))]
    assert len(read) >= MIN_DATES * len(dated), {scraped.name for scraped in dated} - {scraped.name for scraped in read}


@each_text
@each_gap
def test_no_name_is_wrongly_an_author(scraped: Scraped, gap: str) -> None:
    names = parsed(scraped, scraped.extract(gap), "byline")
    found = {name.casefold() for name in names} if isinstance(names, tuple) else set()
    assert found <= set(scraped.fields.get("authors", "").casefold().split("; "))
