"""Citations as a sentence, after the Chicago Manual of Style, with names as published."""

from __future__ import annotations

from backfile.i18n.catalogs import Catalog
from backfile.markup.plain_text import collapse_spaces
from backfile.site.article.citations.cited_article import (
    CitationFormat,
    CitedArticle,
    archived_in,
    encode_url,
)


def sentence(cited: CitedArticle, t: Catalog) -> tuple[str, ...]:
    """Return the citation in pieces: names, headline and the punctuation between them can differ in direction."""
    article = cited.article
    headline = collapse_spaces(article.headline)
    mark = "" if headline.endswith(("?", "!", ".", "…", "。", "？", "！", "؟")) else "."
    authors = _join_names(article.authors, t)
    source = collapse_spaces(article.source or "")
    day = t.day(article.published) if article.published else ""
    changed = f"; {t('updated')} {t.day(article.changed)}" if article.changed else ""
    parts = (
        (authors, "" if authors.endswith(".") else "."),
        (f"“{headline}{mark}”",),
        (source, ", " if source and day else "", day, changed, "."),
        (encode_url(article.url), "."),
        (f"{archived_in(cited, t)}.",),
    )
    known = [part for part in parts if any(part[:-1]) or len(part) == 1]
    return tuple(piece for number, part in enumerate(known) for piece in (" " if number else "", *part) if piece)


def _join_names(names: tuple[str, ...], t: Catalog) -> str:
    *others, last = map(collapse_spaces, names or ("",))
    return f"{', '.join(others)} {t('and')} {last}" if others else last


FORMAT = CitationFormat("sentence", sentence)
