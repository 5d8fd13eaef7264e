"""The page of an article of which the site shows only an excerpt, or only that the archive has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from backfile.archive.front_matter import front_matter
from backfile.archive.page import dump
from backfile.archive.revisions.page_words import blocks_of, visible_text
from backfile.article import Article, Markdown
from backfile.markup.escape import encode_all
from backfile.markup.unspaced import UNSPACED
from backfile.settings.publish import Publish

KEY = "site_shows"
"""The front-matter key of such a page; its value is `excerpt` or `none`."""
_KEPT = ("robots", "redirect_from")
"""Keys of the owner that a page keeps."""
_LETTERS_OF_A_WORD = 12
"""At most this many characters for each word that is permitted: text without spaces is not one word."""
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
_NO_PARAGRAPH = re.compile(
    r"\s*(?:#|!\[|\[[^\]]*\]:|```|~~~|\||<(?:!|(?:figure|img|table|h[1-6]|pre)\b)|(?:[*_-] ?){3,}\s*$)", re.IGNORECASE
)


def limited_page(article: Article, shows: Publish, max_words: int) -> str:
    """Return the text of the page of an article as the site may show it.

    An excerpt is the dek, or without one the first paragraphs, as plain text of at most `max_words` words. Keys of the
    owner's own, the names of images and what describes the whole text are left out.
    """
    if shows is Publish.NONE:
        return _notice(article)
    dek = cut_words(article.dek, max_words) if article.dek else None
    body = "" if dek else "\n\n".join(map(encode_all, _first_paragraphs(article.body, max_words)))
    extra = {key: value for key, value in article.extra.items() if key in _KEPT} | {KEY: str(shows)}
    origin = replace(article.origin, images={}, fidelity={}, damaged=None)
    return dump(replace(article, dek=dek, body=Markdown(body), image=None, origin=origin, extra=extra))


def _notice(article: Article) -> str:
    """Return the page that says what the archive has. Without `origin` it is no article to lists, feeds and search."""
    values: Mapping[str, Any] = {
        "title": article.headline,
        "date": article.published,
        "authors": [*article.authors],
        "source": article.source,
        "section": article.section,
        "language": article.language,
        "url": article.url,
        KEY: str(Publish.NONE),
    }
    return front_matter({key: value for key, value in values.items() if value})


def _first_paragraphs(body: str, max_words: int) -> Iterator[str]:
    """Yield the first paragraphs of a body in Markdown as plain text, the last one shortened."""
    left, letters = max_words, max_words * _LETTERS_OF_A_WORD
    for block in blocks_of(body):
        text = "" if _NO_PARAGRAPH.match(block) else visible_text(block)
        if text and left > 0 and letters > 0:
            shown = cut_words(text, left, letters)
            yield shown
            left, letters = left - len(_WORD.findall(shown)), letters - len(shown)
            if shown != text:
                return


def cut_words(text: str, max_words: int, max_letters: int = 0) -> str:
    """Return the beginning of plain text, with an ellipsis where it was cut.

    In: the most words, of which each character of a script without spaces is one; the most characters.
    """
    ends = [match.end() for match in _WORD.finditer(text)]
    end = ends[max_words - 1] if len(ends) > max_words else len(text)
    end = min(end, max_letters or max_words * _LETTERS_OF_A_WORD)
    return text if end >= len(text) else f"{text[:end].rstrip()}…"
