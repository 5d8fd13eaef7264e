"""Citations, read back by the programs that people paste them into."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
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
from tests.site.published import ARTICLES, PIER, SAID, cited, saying

SAY = catalog_for("en")
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1)
"""Words without blanks: citations have single ones."""
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


def written(form: Callable[..., tuple[str, ...]], found: CitedArticle) -> str:
    return "".join(form(found, SAY))


def said(tex: str) -> str:
    """What TeX would set."""
    return LatexNodes2Text(latex_context=TEX, strict_latex_spaces=True).latex_to_text(tex)


def entry(text: str) -> dict[str, str]:
    [found] = bibtexparser.loads(text, BibTexParser(ignore_nonstandard_types=False)).entries
    return found


def record(text: str) -> dict[str, Any]:
    [found] = rispy.loads(text)
    return found


def test_a_sentence() -> None:
    assert written(sentence, cited("pier")) == (
        "Ada Quill, Bo van der Meer and Reuters. “East pier to be mended before winter.” Harbour Gazette, "
        "5 November 2019. https://gazette.example/pier?a=1&b=2. Archived in Clippings & Co, "
        "https://clippings.example/pier/."
    )
    assert written(sentence, CitedArticle(ARTICLES["unknown"], "key", "Clippings")) == (
        "“Whoever takes over the bell.” Archived in Clippings."
    )


def test_bibtex() -> None:
    found = entry(written(bibtex, cited("pier")))
    assert found == {
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
    assert set(entry(written(bibtex, cited("unknown")))) == {"ENTRYTYPE", "ID", "title", "url", "note"}


def test_ris() -> None:
    assert record(written(ris, cited("pier"))) == {
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
    assert record(written(ris, cited("unknown")))["type_of_reference"] == "ELEC"


def test_csl_json_is_set_by_a_citation_processor() -> None:
    source = CiteProcJSON(json.loads(written(csl_json, cited("pier"))))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    bibliography.register(Citation([CitationItem("2020-03-pier")]))
    [found] = map(str, bibliography.bibliography())
    for part in ("Ada Quill", "2019", "East pier to be mended before winter", "Harbour Gazette"):
        assert part in found


@pytest.mark.parametrize("name", SAID)
def test_whatever_an_article_says_is_read_back_as_it_is(name: str) -> None:
    text = " ".join(SAID[name].split())
    in_tex, in_ris = entry(written(bibtex, cited(name))), record(written(ris, cited(name)))
    [in_csl] = json.loads(written(csl_json, cited(name)))
    assert said(in_tex["title"]) == in_ris["title"] == in_csl["title"] == text
    assert said(in_tex["journal"]) == in_ris["secondary_title"] == in_csl["container-title"] == text
    assert in_ris["authors"] == [author["literal"] for author in in_csl["author"]] == [text, f"{text}, {text}"]
    assert [said(author) for author in _names(in_tex["author"])] == [text, f"{text}, {text}"]
    assert in_tex["url"] == in_ris["urls"][0].replace("%3B", ";") == in_csl["URL"]
    assert re.fullmatch(r"https://e\.example/[^\s{}\\<>\"]+", in_csl["URL"])


def _names(value: str) -> list[str]:
    """Part names as BibTeX does: at each "and" outside of braces."""
    names, depth = [""], 0
    for token in re.split(r"([{}]| and )", value):
        depth += (token == "{") - (token == "}")
        if token == " and " and not depth:
            names.append("")
        else:
            names[-1] += token
    return names


@given(TEXT)
def test_no_text_leaves_its_field(text: str) -> None:
    found = CitedArticle(saying(text), "key", text)
    in_tex, in_ris, [in_csl] = (
        entry(written(bibtex, found)),
        record(written(ris, found)),
        json.loads(written(csl_json, found)),
    )
    assert in_ris["title"] == in_csl["title"] == text
    assert set(in_tex) == {"ENTRYTYPE", "ID", "note", *"author title journal date year month langid url".split()}
    depth = 0
    for brace in re.findall("[{}]", written(bibtex, found)):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


def test_a_name_that_bibtex_would_part_stays_whole() -> None:
    names = ("Quill and Sons", "Press Office, Quarrel", "others", "Ada Quill")
    found = entry(written(bibtex, CitedArticle(replace(PIER, authors=names), "key", "Clippings")))
    assert found["author"] == "{Quill and Sons} and {Press Office, Quarrel} and {others} and Ada Quill"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("articles/2019/11/east-pier.md", "2019-11-east-pier"),
        ("articles/undated/3f/salam.md", "undated-3f-salam"),
        ("articles/Über uns.md", "ber-uns"),
        ("articles/日本.md", "article"),
    ],
)
def test_keys(path: str, expected: str) -> None:
    assert citation_key(path) == expected
