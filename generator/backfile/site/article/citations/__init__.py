"""Citations of an article, from its metadata alone, one format in each module.

Owns the formats and their quoting; the words in them come from `backfile.i18n`. The article is cited with its original
URL, and the archive with the URL of the article's page there. Names stay as published: the program that reads them
decides which part is the family name. Unknown fields are left out.
"""

from __future__ import annotations

from backfile.site.article.citations import bibtex, csl_json, ris, sentence
from backfile.site.article.citations.cited_article import CitationFormat, CitedArticle, citation_key

__all__ = ["CITATIONS", "CitationFormat", "CitedArticle", "citation_key"]

CITATIONS = (sentence.FORMAT, bibtex.FORMAT, ris.FORMAT, csl_json.FORMAT)
"""In the order in which they are shown."""
