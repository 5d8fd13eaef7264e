"""Citations in RIS, the format of reference managers."""

from __future__ import annotations

from backfile.i18n.catalogs import Catalog
from backfile.markup.plain_text import collapse_spaces
from backfile.site.article.citations.cited_article import (
    CitationFormat,
    CitedArticle,
    encode_url,
    slash_day,
    subjects,
)


def ris(cited: CitedArticle, t: Catalog) -> tuple[str, ...]:
    """Return a record, each field on one line.

    It is a newspaper article (`NEWS`) if the publication is known, else an electronic source (`ELEC`).
    """
    article = cited.article
    fields = [
        ("TY", "NEWS" if article.source else "ELEC"),
        ("ID", cited.key),
        *(("AU", name) for name in article.authors),
        ("TI", article.headline),
        ("T2", article.source),
        ("PY", f"{article.published.year:04}" if article.published else None),
        ("DA", slash_day(article.published)),
        ("SE", article.section),
        ("AB", article.dek),
        *(("KW", keyword) for keyword in subjects(article)),
        ("LA", article.language),
        # In RIS a semicolon separates URLs.
        ("UR", (encode_url(article.url) or cited.address).replace(";", "%3B")),
        ("Y2", slash_day(article.origin.retrieved)),
        ("ET", cited.revision),
        ("DB", cited.archive),
        ("AN", cited.address),
    ]
    lines = [f"{tag}  - {line}" for tag, value in fields if value and (line := collapse_spaces(value))]
    return ("\n".join((*lines, "ER  - ")),)


FORMAT = CitationFormat("ris", ris)
