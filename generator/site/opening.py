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


def words(text: str) -> list[str]:
    """Give the words of `text` in the one form in which texts are compared."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text))
