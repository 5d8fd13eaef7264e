"""The beginning of an article's text: as a description of the page, and compared with the dek and the dateline.

Publishers often make the dek from the first sentences of the text, and the dateline from its first word. If they were
printed above the text, the same words would be on the page twice. `view` leaves them out if the text starts with them.
"""

from __future__ import annotations

import re
from html import unescape

from backfile.markup.plain_text import words
from backfile.site.article.gated_html import blank_images, paragraphs, strip_tags

_COMPARED_LENGTH = 20_000
"""How many characters of HTML are compared with a dek: far more than any dek has."""
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)\W*\Z")


def starts_with(html: str, text: str) -> bool:
    """Return whether the visible text of `html` begins with the words of `text`. Images and captions are skipped.

    Spaces, quotation marks and other punctuation may differ. A text with an ellipsis at its end may stop in the middle
    of a word.
    """
    expected = comparable_words(text)
    if not expected:
        return False
    visible = strip_tags(blank_images(html[:_COMPARED_LENGTH]))
    start = comparable_words(unescape(visible))[: len(expected)]
    if _ELLIPSIS.search(text):
        return start[:-1] == expected[:-1] and len(start) == len(expected) and start[-1].startswith(expected[-1])
    return start == expected


def lead_text(html: str, length: int) -> str:
    """Return the beginning of the text of `html`: plain text of at most `length` characters that ends with a word.

    It is taken from the paragraphs; if there are none, from all text. A shortened text ends with an ellipsis.
    """
    visible = blank_images(html[: length * 12])
    lead: list[str] = []
    for part in paragraphs(visible) if "<p" in visible else [visible]:
        # The slice above may have cut a tag. In text `<` is always an entity, so the rest of a tag begins with it.
        lead += unescape(strip_tags(part).partition("<")[0]).split()
        if sum(map(len, lead)) + len(lead) > length:
            return f"{' '.join(lead)[:length].rpartition(' ')[0] or ' '.join(lead)[: length - 1]}…"
    return " ".join(lead)


def comparable_words(text: str) -> list[str]:
    """Return the words of `text` in the form in which deks, captions and texts are compared."""
    return words(text, compatible=True)
