"""Citations for BibTeX and BibLaTeX."""

from __future__ import annotations

import re

from backfile.i18n.catalogs import Catalog
from backfile.markup.plain_text import collapse_spaces
from backfile.site.article.citations.cited_article import (
    CitationFormat,
    CitedArticle,
    archived_in,
    encode_url,
    iso_day,
)

_TEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "#$%&_"},
}
"""BibTeX counts braces even after a backslash, so they are written by name."""

_TEX_SPECIAL = re.compile(r"[\\{}~^#$%&_]|([-'`])(?=\1)|[?!](?=`)")
"""Characters with a meaning in TeX, and pairs that TeX sets as another character: two hyphens as a dash."""

_SPLIT_NAME = re.compile(r",|\b(?:and|others)\b|[{}\\]", re.IGNORECASE)
"""What makes BibTeX split a name, or change the order of its parts."""


def bibtex(cited: CitedArticle, t: Catalog) -> tuple[str, ...]:
    """Return an entry: an `@article` if the publication is known, else a `@misc`."""
    article = cited.article
    day = article.published
    fields = {
        "author": " and ".join(_write_name(collapse_spaces(name)) for name in article.authors),
        "title": f"{{{_escape_tex(collapse_spaces(article.headline))}}}",
        "journal": _escape_tex(collapse_spaces(article.source or "")),
        "date": iso_day(day),
        "year": f"{day.year:04}" if day else "",
        "month": str(day.month) if day else "",
        "langid": _escape_tex(article.language or ""),
        "url": encode_url(article.url) or cited.address,
        "urldate": iso_day(article.origin.retrieved),
        "version": cited.revision,
        "note": _escape_tex(archived_in(cited, t)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return ("\n".join((f"@{'article' if article.source else 'misc'}{{{cited.key},", *lines, "}")),)


def _escape_tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda match: _TEX_ESCAPES.get(match[0]) or f"{match[0]}{{}}", text)


def _write_name(name: str) -> str:
    """Return a name that BibTeX reads as one name: in braces if BibTeX would split it or change its order."""
    escaped = _escape_tex(name)
    return f"{{{escaped}}}" if _SPLIT_NAME.search(name) else escaped


FORMAT = CitationFormat("bibtex", bibtex)
