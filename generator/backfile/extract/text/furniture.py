"""Page furniture in scraped text: lines that are not part of the article. Owns matching one line, without its context.

The rules are in `furniture_rules` and `furniture_prompts`, their words in `furniture.toml`; where the furniture at the
end of a text begins is decided by `ending`. A line is furniture only if nearly all its words are words of furniture:
the rules leave furniture in the text rather than remove text of the article.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.extract.text.furniture_line import FurnitureLine, FurnitureMatch
from backfile.extract.text.furniture_rules import pair_rules
from backfile.extract.text.furniture_words import lexicons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.extract.text.furniture_words import Lexicon

_MAX_LENGTH = 400
"""Maximum length in characters. Consent lines and comment forms have a few sentences; no furniture is longer."""
_ALWAYS = frozenset({"en"})
"""Sites in every language have English prompts."""

_QUOTES = re.compile(r"[\"“”„«»‹›「」]")
_ARROWS = re.compile(r"^[»›]|[«»‹›]$|\s[»›]\s")
_TITLED = re.compile(r"\d{1,4} (?P<words>[^\d\W]+(?: [^\d\W]+){1,2}) ?[:：]? ?[“„«‹\"「‘][^“„«»]{2,150}[”“»›\"」’]")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
_URL = re.compile(
    r"(?:https?:)?//[^\s/]+(?P<path>/\S*)?|(?P<bare>/?[\w.%+-]*/[\w.%+/-]+\.[a-z]{2,5})|data:\S+", re.IGNORECASE
)
_ASSET = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|avif|ico|bmp|css|js|mjs|woff2?|ttf)(?:[?#]\S*)?$", re.IGNORECASE)
_AVATAR = re.compile(r"/(?:avatars?|gravatar)\b", re.IGNORECASE)
_ASSET_FOLDER = re.compile(r"/(?:assets|static|pixel|sprites?|icons?|placeholder)\b", re.IGNORECASE)
_JOB = re.compile(r"\((?:[mwfdxhvi]\s?/\s?){1,3}[mwfdxhvi]\)$", re.IGNORECASE)
"""The genders behind the title of an offered job: `(m/w/d)`, `(H/F)`, `(m/v/x)`."""
_MAX_JOB = 120
_FIRST_SYMBOL = 0x2190
"""Code points above this that are not alphanumeric count as symbols, such as thumbs and hearts."""


@lru_cache(maxsize=4096)
def match_furniture(text: str, languages: frozenset[str] | None = None) -> FurnitureMatch | None:
    """Return the match by which a line is furniture, in English or one of `languages`; None for other lines.

    Without `languages`, the words of all languages of `furniture.toml` count.

    Of several matches, the heading of a list of other articles is preferred, then a sure one, then a strong one.
    """
    text = text.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    if match := _match_without_words(text):
        return match
    counting = [lexicon for lexicon in lexicons() if languages is None or lexicon.language in languages | _ALWAYS]
    if text[0].isdigit() and (match := _match_titled_counter(text, counting)):
        return match
    line = FurnitureLine.parse(text)
    if not line.words or _QUOTES.search(_ARROWS.sub(" ", text)):
        return None
    matches = [match for rule, lexicon in pair_rules(line, counting) if (match := rule(line, lexicon))]
    if not any(match.strong for match in matches):
        matches += _match_sentences(text, languages)
    strong = [match for match in matches if match.strong]
    heading = next((match for match in matches if match.opens), None)
    sure = next((match for match in strong if match.sure), None)
    return heading or sure or next(iter(strong or matches), None)


def _match_titled_counter(text: str, counting: Sequence[Lexicon]) -> FurnitureMatch | None:
    """Match the number of comments above them with the title of the article: `3 thoughts on “The bell”`."""
    found = _TITLED.fullmatch(text)
    words = FurnitureLine.parse(found["words"]).words if found else ()
    for lexicon in counting if words else ():
        if lexicon.has(words[0], "comment", "count") and all(lexicon.has(word, "glue") for word in words[1:]):
            return FurnitureMatch("counter", strong=True, sure=True)
    return None


def _match_sentences(text: str, languages: frozenset[str] | None) -> Iterator[FurnitureMatch]:
    """Match a line of several sentences, each of which is furniture; the first can be a short question."""
    first, *others = _SENTENCE_BREAK.split(text)
    if others and all((match := match_furniture(other, languages)) and match.strong for other in others):
        match = match_furniture(others[-1], languages)
        question = first.endswith("?") and len(first.split()) <= 5
        if match and (question or match_furniture(first, languages)):
            yield match


def _match_without_words(text: str) -> FurnitureMatch | None:
    """Match by form only: the URL of an image, script or style sheet, an offer of a job, or a line without letters."""
    if url := _URL.fullmatch(text):
        path = url["path"] or url["bare"] or text
        asset = bool(text.startswith("data:") or _ASSET.search(path) or _AVATAR.search(path))
        in_asset_folder = url["path"] and _ASSET_FOLDER.search(path)
        return FurnitureMatch("asset address", strong=asset, sure=asset) if asset or in_asset_folder else None
    if text[-1] == ")" and len(text) <= _MAX_JOB and _JOB.search(text):
        return FurnitureMatch("offer of a job", strong=True)
    if any(map(str.isalpha, text)):
        return None
    if text.isdecimal() or len(text) == 1:
        return FurnitureMatch("counter", strong=False)
    symbols = any(ord(char) > _FIRST_SYMBOL and not char.isalnum() for char in text)
    return FurnitureMatch("counter", strong=True) if symbols and any(map(str.isdigit, text)) else None
