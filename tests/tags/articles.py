"""The tags of an article made for a test, and vocabularies."""

from __future__ import annotations

from pathlib import Path

from backfile.article import Article, Markdown, Origin
from backfile.tags.tagging import tag
from backfile.tags.vocabulary.tags_yml import load
from backfile.tags.vocabulary.vocabulary import Vocabulary

NO_VOCABULARY = Vocabulary()

TREATY = """The two sides of the Afghan war met in Doha on Sunday, officials said. Mr Adler, a spokesman for the \
Harbour League, said that the Harbour League wanted peace.

Both delegations came back to Doha in May, where Klara Adler spoke for the Afghan government. The Afghan side \
left on Friday; President Adler stayed.
"""


def tags_of(
    text: str,
    *,
    headline: str = "A headline",
    dek: str | None = None,
    dateline: str | None = None,
    language: str | None = None,
    keywords: tuple[str, ...] = (),
    authors: tuple[str, ...] = (),
    source: str | None = None,
    section: str | None = None,
    vocabulary: Vocabulary = NO_VOCABULARY,
    limit: int = 8,
    tags_language: str = "en",
    url: str | None = None,
) -> tuple[str, ...]:
    article = Article(
        headline,
        Markdown(""),
        Origin("a", "0", "text"),
        dek=dek,
        dateline=dateline,
        language=language,
        keywords=keywords,
        authors=authors,
        source=source,
        section=section,
        url=url,
    )
    return tag(article, text, vocabulary, limit, tags_language)


def vocabulary(folder: Path, text: str) -> Vocabulary:
    path = folder / "tags.yml"
    path.write_text(text, encoding="utf-8")
    return load(path)
