"""The publisher's own keywords as tags. Owns telling subjects from the machinery of publishing systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.taggers.tagger import Subject

_MOST_WORDS = 6
_MACHINERY = frozenset(
    "news article articles story stories post posts homepage home frontpage uncategorized uncategorised default general"
    " misc other latest featured topstories nachrichten artikel allgemein actualités article actualité noticias noticia"
    " portada null none undefined".split()
)
"""Keywords that say where a page stands, not what it is about."""
_CODE = re.compile(r"https?:|www\.|[:=_/\\|]\S|\S@\S|^\W*\d+\W*$|\{|\}")


def find(subject: Subject) -> Iterator[str]:
    """Give the keywords that are subjects, without marks around them."""
    for found in subject.article.keywords:
        keyword = found.strip(" \t\r\n#,;.\"'“”")
        if keyword.casefold() not in _MACHINERY and len(keyword.split()) <= _MOST_WORDS and not _CODE.search(keyword):
            yield keyword
