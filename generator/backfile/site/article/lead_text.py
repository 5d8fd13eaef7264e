"""How an article opens: whether its text begins with what the front matter would have printed above it.

Publishers often make the dek from the first sentences of the text, and a dateline from its first word. Printed above
the text they would be read twice.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

# Far more HTML than any dek is long.
_LOOKED_AT = 20_000
_PICTURES = re.compile(r'<figure\b.*?</figure>|<a class="image-elsewhere".*?</a>', re.DOTALL)
# As the gate writes tags: values stand in double quotes and may hold anything else.
_TAG = re.compile(r'</?[a-z](?:[^">]|"[^"]*")*>')
_PARAGRAPH = re.compile(r"<p(?:>| (?:[^\">]|\"[^\"]*\")*>)(.*?)(?:</p>|\Z)", re.DOTALL)
_CUT = re.compile(r"(?:…|\.\.\.)\W*\Z")


def opens_with(html: str, text: str) -> bool:
    """Whether the visible text of `html` begins with the words of `text`; pictures and their captions do not count.

    Blanks, quotes and other marks may differ. A text that ends in an ellipsis may break off within a word.
    """
    said = words(text)
    if not said:
        return False
    visible = _TAG.sub("", _PICTURES.sub(" ", html[:_LOOKED_AT]))
    opening = words(unescape(visible))[: len(said)]
    if _CUT.search(text):
        return opening[:-1] == said[:-1] and len(opening) == len(said) and opening[-1].startswith(said[-1])
    return opening == said


def opening(html: str, length: int) -> str:
    """Give how the text of `html` opens, as plain text of at most `length` characters that ends with a word.

    Of its paragraphs; where it has none, of whatever it has.
    """
    visible = _PICTURES.sub(" ", html[: length * 12])
    found: list[str] = []
    paragraphs = (match[1] for match in _PARAGRAPH.finditer(visible))
    for paragraph in paragraphs if "<p" in visible else [visible]:
        # A tag that the bound has cut is no text: in text "<" is always coded.
        found += unescape(_TAG.sub("", paragraph).partition("<")[0]).split()
        if sum(map(len, found)) + len(found) > length:
            return f"{' '.join(found)[:length].rpartition(' ')[0] or ' '.join(found)[: length - 1]}…"
    return " ".join(found)


def words(text: str) -> list[str]:
    """Give the words of `text` in the one form in which texts are compared."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text))
