"""Citations in CSL-JSON, as citeproc, pandoc and Zotero read it."""

from __future__ import annotations

import json

from backfile.i18n.catalogs import Catalog
from backfile.markup.plain_text import collapse_spaces
from backfile.site.article.citations.cited_article import (
    CitationFormat,
    CitedArticle,
    encode_url,
    subjects,
)

_encode_json = json.JSONEncoder(ensure_ascii=False).encode


def csl_json(cited: CitedArticle, t: Catalog) -> tuple[str, ...]:
    """Return a list of one item. A name is one literal string."""
    article, day, saved = cited.article, cited.article.published, cited.article.origin.retrieved
    item = {
        "id": cited.key,
        "type": "article-newspaper" if article.source else "webpage",
        "title": collapse_spaces(article.headline),
        "author": [{"literal": collapse_spaces(name)} for name in article.authors],
        "container-title": collapse_spaces(article.source or ""),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "accessed": {"date-parts": [[saved.year, saved.month, saved.day]]} if saved else None,
        "version": cited.revision,
        "section": collapse_spaces(article.section or ""),
        "abstract": collapse_spaces(article.dek or ""),
        "keyword": ", ".join(map(collapse_spaces, subjects(article))),
        "language": article.language,
        "URL": encode_url(article.url) or cited.address,
        "archive": collapse_spaces(cited.archive),
        "archive_location": cited.address,
    }
    lines = ",\n".join(f' "{name}": {_encode_json(value)}' for name, value in item.items() if value)
    return (f"[{{\n{lines}\n}}]",)


FORMAT = CitationFormat("csl", csl_json)
