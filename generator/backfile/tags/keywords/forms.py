"""Owns which keywords of a publisher cannot be tags by their form: codes, dates, words for the form or the place of a
page, names of the publication and of its authors, whole sentences.

The field `keywords` keeps them as found (`fields.keywords`); a tag has to be something that a reader looks for.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.fields.keyword_words import is_part_of_page
from backfile.tags.stopwords import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.article import Article

_FILE = Path(__file__).with_name("words.toml")
MOST_WORDS, LONGEST = 5, 45
"""A keyword of more words or letters is a sentence, or a phrase for search engines."""
_MOST_HEADLINE_WORDS = 3
"""More words that all stand in the headline repeat it."""
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
"""Cyrillic letters that look like Latin ones."""
_NEWSPAPER = re.compile(r"(?:\w.*\s)?(?:times|chronicle|tribune|herald|gazette|post|journal|zeitung)", re.IGNORECASE)
"""Names of newspapers, which articles quote."""
_CODE = re.compile(
    r"https?:|</|www\.|[=_\\|]\S|\S@\S|^@|^\W*\d+\W*$|\{|\}|^\(\d+\)|[0-9a-f]{8}-[0-9a-f]{4}-|(?=\S*\d)[0-9a-f-]{8,}$"
    r"|^[a-z]{1,4}-?\d{3,}$|\d{4}-\d\d?|\.(?:com|net|org|de|fr|es|it|uk|info)$"
)
_PATH = re.compile(r"/.*|.*/|[^/]+(?:/\S[^/]*){2,}|[a-z][^\sA-Z/]{3,}/[a-z][^A-Z/]{3,}", re.DOTALL)
"""A path: a slash at an end, two slashes, or words in small letters (`news/world`). `AC/DC`, `tcp/ip` and `9/11` are
subjects."""
_DIRECTIVE = re.compile(
    r"newsletters?$|\bpaywall\b|\bhow to\b|^things to do\b"
    r"|\b(?:categor(?:y|ies)|tags?|tokens?|section|type|source)\s*:",
    re.IGNORECASE,
)
"""Keywords that are directives for a publishing system, and names of series."""
_PREFIXED = re.compile(r"[^:]{1,40}:\s*\S.*")
_QUANTITY = re.compile(r"\d[\d.,]*\s[^\W\d]{1,6}(?:/\w+)?")
"""An amount: `10 GB`, `50 Mbit/s`."""
_NAMED_DAY = re.compile(r"9/11|1&1|1984|\d\.\s.*|49-.*")
_FEWEST_INITIALS = 3


def refusal_of_form(keyword: str, article: Article, words: Sequence[str], headline: frozenset[str]) -> str | None:
    """Return why a keyword cannot be a tag by its form, one clause; None if it can.

    In: the keyword without punctuation around it; the article; the keyword's words and those of the headline, folded.
    """
    if not words:
        return "it has no letter"
    if len(letters := "".join(filter(str.isalpha, keyword))) == 1 and letters.upper() != letters.lower():
        return "it is a single letter"
    if is_code(keyword, article.headline):
        return "it is a code of a publishing system"
    if _is_date(keyword):
        return "it is a date or a number"
    if keyword.islower() and keyword.endswith(("'s", "\u2019s")):
        return "it is a word of a longer phrase"
    if why := _refusal_of_word(keyword, article):
        return why
    if _NEWSPAPER.fullmatch(keyword) and not headline.issuperset(words):
        return "it is a newspaper, and not in the headline"
    if _is_series(keyword, article.headline):
        return "it is the name of a series: the headline has it and a date"
    if is_own_name(keyword, article):
        return "it is the name of the publication, an agency or an author"
    return _refusal_of_length(keyword, words, headline)


def _refusal_of_length(keyword: str, words: Sequence[str], headline: frozenset[str]) -> str | None:
    if len(words) > MOST_WORDS or len(keyword) > LONGEST:
        return "it is a sentence, or a phrase for search engines"
    if len(words) > _MOST_HEADLINE_WORDS and headline.issuperset(words):
        return "it repeats the headline"
    return None


def _refusal_of_word(keyword: str, article: Article) -> str | None:
    """Return why a keyword cannot be a tag as a word, one clause; None if it can."""
    if is_part_of_page(keyword):
        return "it describes the place or the form of the page"
    if keyword.casefold() in _listed("everyday"):
        return "it is a word of all kinds of articles"
    is_english = (article.language or "en").startswith("en")
    is_participle = is_english and keyword.islower() and keyword.endswith("ed") and keyword.isalpha()
    return "it is an adjective" if is_participle or keyword.casefold() in _listed("adjectives") else None


@cache
def _listed(name: str) -> frozenset[str]:
    """Return the words and phrases of a list in `words.toml`, of all languages."""
    lines = "\n".join(tomllib.loads(_FILE.read_text("utf-8"))[name].values()).splitlines()
    return frozenset(word.strip() for line in lines for word in (line.split(",") if "," in line else line.split()))


def is_code(keyword: str, headline: str) -> bool:
    """Return whether only a publishing system reads a keyword: an address, an identifier, a directive, `X: Y`."""
    is_prefixed = _PREFIXED.fullmatch(keyword) is not None and keyword.casefold() not in headline.casefold()
    return bool(_CODE.search(keyword) or _PATH.fullmatch(keyword) or _DIRECTIVE.search(keyword)) or is_prefixed


def in_one_script(keyword: str) -> str:
    """Return a keyword with Latin letters for Cyrillic ones that look like them, if it has Latin letters too."""
    return keyword.translate(_LOOKALIKES) if re.search("[A-Za-z]", keyword) else keyword


def _is_date(keyword: str) -> bool:
    if _NAMED_DAY.fullmatch(keyword):
        return False
    words = [word.rstrip(".,") for word in keyword.split()]
    return _QUANTITY.fullmatch(keyword) is not None or all(
        not any(map(str.isalpha, word)) or (word.casefold() in NO_NAMES and not word.isupper()) for word in words
    )


def _is_series(keyword: str, headline: str) -> bool:
    """Return whether a headline is a keyword and a date or a number: `Opening Bell 11.18.19`."""
    before, _, after = headline.casefold().partition(keyword.casefold())
    rest = f"{before} {after}"
    return len(before) + len(after) < len(headline) and len(re.findall(r"\w+", rest)) > 1 and _is_date(rest)


def is_own_name(keyword: str, article: Article) -> bool:
    """Return whether a keyword names the publication and not a place, an agency that the headline lacks, an author."""
    source = article.source or ""
    initials = "".join(word[0] for word in source.split())
    names = {_letters(source)} - {""}
    same = _letters(keyword) in names or _letters(keyword.rpartition(".")[0]) in names
    if (same or (len(initials) >= _FEWEST_INITIALS and keyword == initials)) and not gazetteer.is_place(keyword):
        return True
    if _letters(keyword) in host_names(article.url) and not gazetteer.is_place(keyword):
        return True
    if keyword.casefold() in agencies("news") and keyword.casefold() not in article.headline.casefold():
        return True
    own = _words(keyword)
    return len(own) > 1 and any(own == _words(author) for author in article.authors)


def host_names(url: str | None) -> frozenset[str]:
    """Return the names in an address's host, without its last part: `gazette` of `www.gazette.example`."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # An owner can write anything.
        return frozenset()
    return frozenset(_letters(part) for part in host.split(".")[:-1]) - {""}


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", name.casefold()))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
