"""Tests of citations: they are read back by the programs that use each format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import splitname
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from backfile.i18n.catalogs import catalog_for
from backfile.site.article.citations import CitedArticle, citation_key
from backfile.site.article.citations.bibtex import bibtex
from backfile.site.article.citations.csl_json import csl_json
from backfile.site.article.citations.ris import ris
from backfile.site.article.citations.sentence import sentence
from tests.site.example_articles import ARTICLES, PIER, TEXTS, article_with, cited_article

PHRASES = catalog_for("en")
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1)
"""Text without spaces, because citations collapse them."""
TEX = get_default_latex_context_db()
TEX.add_context_category(
    "braces",
    [
        MacroTextSpec("textbraceleft", "{"),
        MacroTextSpec("textbraceright", "}"),
        MacroTextSpec("textasciicircum", "^"),
    ],
    prepend=True,
)


def write(form: Callable[..., tuple[str, ...]], cited: CitedArticle) -> str:
    return "".join(form(cited, PHRASES))


def typeset(tex: str) -> str:
    """Return the text that TeX would set."""
    return LatexNodes2Text(latex_context=TEX, strict_latex_spaces=True).latex_to_text(tex)


def entry(text: str) -> dict[str, str]:
    [entry_fields] = bibtexparser.loads(text, BibTexParser(ignore_nonstandard_types=False)).entries
    return entry_fields


def record(text: str) -> dict[str, Any]:
    [record_fields] = rispy.loads(text)
    return record_fields


def test_a_sentence() -> None:
    assert write(sentence, cited_article("pier")) == (
        "Ada Quill, Bo van der Meer and Reuters. “East pier to be mended before winter.” Harbour Gazette, "
        "5 November 2019. https://gazette.example/pier?a=1&b=2. Archived in Clippings & Co, "
        "https://clippings.example/pier/."
    )
    assert write(sentence, CitedArticle(ARTICLES["unknown"], "key", "Clippings")) == (
        "“Whoever takes over the bell.” Archived in Clippings."
    )


def test_a_sentence_says_when_a_text_was_changed_in_a_later_year() -> None:
    cited = cited_article("pier")
    later = replace(cited, article=replace(cited.article, modified=date(2021, 2, 3)))
    assert "Harbour Gazette, 5 November 2019; updated 3 February 2021. https" in write(sentence, later)


def test_bibtex() -> None:
    fields = entry(write(bibtex, cited_article("pier")))
    assert fields == {
        "ENTRYTYPE": "article",
        "ID": "2020-03-pier",
        "author": "Ada Quill and Bo van der Meer and Reuters",
        "title": "{East pier to be mended before winter}",
        "journal": "Harbour Gazette",
        "date": "2019-11-05",
        "year": "2019",
        "month": "11",
        "langid": "en-GB",
        "url": "https://gazette.example/pier?a=1&b=2",
        "note": r"Archived in Clippings \& Co, https://clippings.example/pier/",
    }
    assert splitname("Bo van der Meer") == {"first": ["Bo"], "von": ["van", "der"], "last": ["Meer"], "jr": []}
    assert set(entry(write(bibtex, cited_article("unknown")))) == {"ENTRYTYPE", "ID", "title", "url", "note"}


def test_ris() -> None:
    assert record(write(ris, cited_article("pier"))) == {
        "type_of_reference": "NEWS",
        "id": "2020-03-pier",
        "authors": ["Ada Quill", "Bo van der Meer", "Reuters"],
        "title": "East pier to be mended before winter",
        "secondary_title": "Harbour Gazette",
        "year": "2019",
        "date": "2019/11/05",
        "section": "The harbour",
        "abstract": "The board wants it done in six weeks.",
        "keywords": ["Harbour board", "East pier", "piers"],
        "language": "en-GB",
        "urls": ["https://gazette.example/pier?a=1&b=2"],
        "name_of_database": "Clippings & Co",
        "accession_number": "https://clippings.example/pier/",
    }
    assert record(write(ris, cited_article("unknown")))["type_of_reference"] == "ELEC"


def test_csl_json_is_read_by_a_citation_processor() -> None:
    source = CiteProcJSON(json.loads(write(csl_json, cited_article("pier"))))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    bibliography.register(Citation([CitationItem("2020-03-pier")]))
    [citation] = map(str, bibliography.bibliography())
    for part in ("Ada Quill", "2019", "East pier to be mended before winter", "Harbour Gazette"):
        assert part in citation


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_in_an_article_is_read_back_unchanged(name: str) -> None:
    text = " ".join(TEXTS[name].split())
    in_tex, in_ris = entry(write(bibtex, cited_article(name))), record(write(ris, cited_article(name)))
    [in_csl] = json.loads(write(csl_json, cited_article(name)))
    assert typeset(in_tex["title"]) == in_ris["title"] == in_csl["title"] == text
    assert typeset(in_tex["journal"]) == in_ris["secondary_title"] == in_csl["container-title"] == text
    assert in_ris["authors"] == [author["literal"] for author in in_csl["author"]] == [text, f"{text}, {text}"]
    assert [typeset(author) for author in _names(in_tex["author"])] == [text, f"{text}, {text}"]
    assert in_tex["url"] == in_ris["urls"][0].replace("%3B", ";") == in_csl["URL"]
    assert re.fullmatch(r"https://e\.example/[^\s{}\\<>\"]+", in_csl["URL"])


def _names(value: str) -> list[str]:
    """Split names as BibTeX does: at each "and" outside of braces."""
    names, depth = [""], 0
    for token in re.split(r"([{}]| and )", value):
        depth += (token == "{") - (token == "}")
        if token == " and " and not depth:
            names.append("")
        else:
            names[-1] += token
    return names


@given(TEXT)
def test_no_text_ends_its_field(text: str) -> None:
    cited = CitedArticle(article_with(text), "key", text)
    in_tex, in_ris, [in_csl] = (
        entry(write(bibtex, cited)),
        record(write(ris, cited)),
        json.loads(write(csl_json, cited)),
    )
    assert in_ris["title"] == in_csl["title"] == text
    assert set(in_tex) == {"ENTRYTYPE", "ID", "note", *"author title journal date year month langid url".split()}
    depth = 0
    for brace in re.findall("[{}]", write(bibtex, cited)):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


def test_a_name_that_bibtex_would_split_is_in_braces() -> None:
    names = ("Quill and Sons", "Press Office, Quarrel", "others", "Ada Quill")
    fields = entry(write(bibtex, CitedArticle(replace(PIER, authors=names), "key", "Clippings")))
    assert fields["author"] == "{Quill and Sons} and {Press Office, Quarrel} and {others} and Ada Quill"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("articles/2019/11/east-pier.md", "2019-11-east-pier"),
        ("articles/undated/3f/salam.md", "undated-3f-salam"),
        ("articles/Über uns.md", "ber-uns"),
        ("articles/日本.md", "article"),
    ],
)
def test_citation_keys(path: str, expected: str) -> None:
    assert citation_key(path) == expected
