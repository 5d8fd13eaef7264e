"""The keywords of a page. Owns which of them are for readers, and not codes and labels of publishing systems, words
for the form of a page, navigation, the name of the site, the headline and its words.

A prefix before a colon that occurs several times is a namespace, for which its value stands; before a single colon, a
known word for a kind of keyword is one. A keyword with a colon (`Star Wars: Andor`) stays whole. The words are in
`keywords.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.fields.agencies import agencies
from backfile.fields.gazetteer import is_place
from backfile.fields.keyword_words import is_listed, is_navigation, letters_of, listed
from backfile.markup.plain_text import Marks, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CODE = re.compile(
    r"(?i:[a-z][a-z\d+.-]*://\S*|www\.\S+)|\S*@\S+|/\S*|\S*/|\{.*\}|<%.*|\$\{.*|\[object .*"  # an address, a path
    r"|\S*[^\W\d_]\S*_\S*|_\S+|.*\b[A-Z]+_[A-Z]+\b.*"  # words with underscores
    r"|(?=\D*\d)(?:[\da-fA-F]{8,}(?:-[\da-fA-F]+)*)|[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}"  # an identifier
    r"|[a-z]{1,6}[-:]?\d{4,}|\d{5,}\s.*|[A-Z\d]{2,6}\.[A-Z]{1,3}"  # a number with letters, a stock symbol
    r"|[a-z\d-]+\.(?:com|net|org|info|de|uk|co\.uk|fr|it|es|nl|ru|jp|ca|au|com\.\w\w)"  # a host
    r"|\(\d+\)|.*&|\w*newsletters?"
    r"|\+\s.*|[a-z]{2}-[A-Z]{2}|Q\d{4,}"  # a button, a locale, an item of Wikidata
)
"""What only software reads. It counts where it is the whole keyword."""
_LABEL = re.compile(r"[a-z]{1,3}news|(?i:.*\b(?:members?|subscribers?|premium)\s(?:articles?|content))")
"""Names of a site's products and departments: `bbnews`, `Gull+ Member Articles`."""
_READERS = re.compile(
    r"(?:leser(?:innen)?|user|readers?|lecteurs?|lectores|lettori)['\u2019]?[\s-]?"
    r"(?:diskussion(?:en)?|debatten?|briefe?|fragen?|umfragen?|kommentare?|meinung(?:en)?|discussions?|letters?|comments?|polls?)",
    re.IGNORECASE,
)
"""What readers of a site write: `Leserbriefe`, `Readers' letters`."""
_FORBIDDEN = re.compile(r"no[\s_-]?(?:auto|back)?(?:index|follow|links?|fill|ads|comments)", re.IGNORECASE)
"""What a site must not do with a page: `noindex`, `no autolink`."""
_NUMBER = re.compile(r"[\W\d_]+")
_YEAR_OR_DAY = re.compile(r"1[5-9]\d\d|20\d\d|\d{1,2}[/&+]\d{1,2}")
"""Keywords without letters: `1984`, `9/11`, `1&1`."""
_COUNTED = re.compile(r"^\(\d+\)\s*(?=\S)|\s*\(\d+\)$")
"""The number of articles beside a keyword."""
_PREFIXED = re.compile(r"([^\W\d_][\w .&'-]{0,40}?)\s*(:|=|\uff1a)\s*(.+)")
_PATH = re.compile(r"([a-z-]{2,30})/([^/]+)")
_HIERARCHY = re.compile(r"\s(?:-|\u2013|>|::|\u00bb)\s")
_MOST_WORDS = 10
_FEWEST_CHOPPED, _CHOPPED_SHARE = 5, 0.8
_FEWEST_WORDS = 4
"""Words of the first clause of a sentence."""
_FEWEST_COPIED, _MOST_COPIED, _MOST_HEADLINE_WORDS, _MOST_HEADLINES = 4, 200, 60, 20
_EDITION = re.compile(r"(?<=\w)\s*(?:digital|online|web|デジタル|オンライン|電子版|网|網)$", re.IGNORECASE)
"""The end of a publication's name that says in which form it appears."""
_COLOUR = re.compile(r"\x1b?\[\d{0,3}(?:;\d{1,3})*m|^(?:[0-9]|[34][0-7]|9[0-7])m(?=[A-Z])")
"""A control sequence for the colour of a terminal, also without its first characters: `[31mRed`, `31mRed`."""
_ENTITY = re.compile(r"&?(?:#x?[\da-f]+|amp|nbsp|quot|apos|lt|gt|shy|[lr][sd]quo|[nm]dash|hellip|[lr]aquo);?")
"""What remains of a character reference of HTML where it is a keyword of its own."""
_AROUND = " \t\"',\u201c\u201d\u201e\u200b\ufeff"
_BARE = re.compile(r"^[\s.,:()\[\]\"'\u00ab\u00bb]+|[\s.,:()\[\]\"'\u00ab\u00bb]+$")
_LONGEST = 3_000
"""Characters of a keyword up to which patterns are tried: some take the square of its length. Others stay as found."""
_FEWEST_NAMES = 5
"""Words from which a single keyword without a separator is a list whose separators were lost."""


@dataclass(frozen=True, slots=True)
class PageNames:
    """What a page names beside its keywords."""

    publications: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    """Headlines and deks."""
    authors: tuple[str, ...] = ()

    def list_excluded(self) -> frozenset[str]:
        """Return the letters of what is no keyword: names and initials of the publication; headlines."""
        forms = [form for name in self.publications for form in (name, name.rpartition(".")[0])]
        forms += [_EDITION.sub("", name) for name in self.publications]
        initials = ("".join(word[0] for word in name.split()) for name in self.publications)
        forms += [letters for letters in initials if len(letters) > 2]
        # a headline of one word is a kicker: `Kenya`
        titles = (headline for headline in self.headlines if " " in headline.strip() or not headline[:1].isupper())
        return frozenset(map(letters_of, (*forms, *titles))) - {""}


def read_keywords(keywords: Sequence[str], page: PageNames = PageNames()) -> tuple[str, ...]:
    """Return the keywords that are for readers, each once (case ignored), namespaces replaced by their values.

    In: keywords in their order; what the page names beside them.
    """
    short = [keyword for keyword in keywords if len(keyword) <= _LONGEST]
    if _is_joined(short) or _is_chopped(short, page.headlines):
        return ()
    excluded = page.list_excluded()
    authors = [words for author in page.authors if len(words := _words(author)) > 1]
    namespaces = _find_namespaces(short)
    copied = _find_copied(short, page.headlines)
    found: dict[str, str] = {}
    for keyword in keywords:
        if len(keyword) > _LONGEST:
            found.setdefault(keyword.casefold(), keyword)
            continue
        if keyword in copied:
            continue
        value = _read_value(_without_marks(keyword), namespaces)
        if not value or not _is_for_readers(value) or _is_agency(value, page.headlines):
            continue
        is_own = letters_of(value) in excluded and not is_place(value)
        if not is_own and _words(value) not in authors:
            found.setdefault(value.casefold(), value)
    return tuple(found.values())


def _without_marks(keyword: str) -> str:
    """Return a keyword without the marks around it, and without colours of a terminal."""
    return _COUNTED.sub("", _COLOUR.sub("", keyword)).lstrip("#").strip(_AROUND)


def _is_for_readers(keyword: str) -> bool:
    """Return whether a keyword by itself can be for readers."""
    folded = keyword.casefold()
    if is_listed(folded, "form") or is_listed(folded, "wire"):
        return False
    if is_navigation(folded.strip(" .\u2026\u203a\u00bb>+")):
        return False
    if any(pattern.fullmatch(keyword) for pattern in (_LABEL, _CODE, _READERS, _FORBIDDEN, _ENTITY)):
        return False
    if _NUMBER.fullmatch(keyword) and not _YEAR_OR_DAY.fullmatch(keyword):
        return False
    bare = _BARE.sub("", keyword)
    is_letter = not bare or (len(bare) == 1 and bare.lower() != bare.upper())
    return not (is_letter or len(keyword.split()) > _MOST_WORDS)


def count_codes(keywords: Sequence[str]) -> int:
    """Return how many keywords only a publishing system reads: codes, namespaces, agencies, several levels."""
    short = [keyword for keyword in keywords if len(keyword) <= _LONGEST]
    levels = sum(_HIERARCHY.search(keyword) is not None for keyword in short)
    return sum(map(_is_code, short)) + (levels if levels > 1 else 0)


def names_site(keywords: Iterable[str], own: Iterable[str]) -> bool:
    """Return whether one of the keywords is a name of the publication."""
    return not (frozenset(map(letters_of, own)) - {""}).isdisjoint(map(letters_of, keywords))


def _is_code(keyword: str) -> bool:
    if _CODE.fullmatch(keyword) or keyword.casefold() in agencies("news") | listed("wire"):
        return True
    return (match := _PREFIXED.fullmatch(keyword)) is not None and _is_known(match[1])


def _is_joined(keywords: Sequence[str]) -> bool:
    """Return whether the only keyword consists of several names without separators between them."""
    parts = keywords[0].split() if len(keywords) == 1 else []
    return len(parts) >= _FEWEST_NAMES and (
        len(parts) > _MOST_WORDS
        or all(part[0].isupper() or not part[0].isalpha() for part in parts)
        or _are_slugs(parts)
    )


def _are_slugs(parts: Sequence[str]) -> bool:
    return sum("-" in part and part.islower() for part in parts) > 1


def _is_chopped(keywords: Sequence[str], headlines: Iterable[str]) -> bool:
    """Return whether keywords are the words of headline or dek, one by one, or the clauses of a sentence."""
    if _is_sentence(keywords):
        return True
    if len(keywords) < _FEWEST_CHOPPED or any(" " in keyword for keyword in keywords):
        return False
    words = {word.casefold() for headline in headlines for word in re.findall(r"\w+(?:-\w+)*", headline)}
    words |= {_plain(word) for word in words}
    return sum(keyword.casefold() in words for keyword in keywords) >= _CHOPPED_SHARE * len(keywords)


def _is_sentence(keywords: Sequence[str]) -> bool:
    """Return whether keywords are a sentence that was divided at its commas: the first piece begins it, the last one
    ends it.
    """
    if len(keywords) < 2 or len(keywords[0].split()) < _FEWEST_WORDS:
        return False
    if len(keywords[-1].split()) < 2 or not keywords[-1].endswith((".", "!", "?")):  # `Yahoo!` is a name
        return False
    return keywords[0][:1].isupper() and all(keyword[:1].islower() for keyword in keywords[1:])


def _find_copied(keywords: Sequence[str], headlines: Iterable[str]) -> frozenset[str]:
    """Return the pieces of a headline among the keywords: in small letters, one after another as in the headline, in a
    list of other keywords with capitals.
    """
    keywords = keywords[:_MOST_COPIED]
    if sum(map(str.islower, keywords)) < _FEWEST_COPIED or sum(keyword[:1].isupper() for keyword in keywords) < 2:
        return frozenset()
    for headline in tuple(dict.fromkeys(headlines))[:_MOST_HEADLINES]:
        words = re.findall(r"\w+", _plain(headline))[:_MOST_HEADLINE_WORDS]
        run: list[str] = []
        place = 0
        for keyword in keywords:
            after = _find_after(words, place, keyword, gap=1 if run else len(words)) if keyword.islower() else None
            if after is None and len(run) >= _FEWEST_COPIED:
                break
            run, place = ([*run, keyword], after) if after is not None else ([], 0)
        if len(run) >= _FEWEST_COPIED:
            return frozenset(run)
    return frozenset()


def _find_after(words: Sequence[str], place: int, keyword: str, gap: int) -> int | None:
    """Return the place in a headline after the words of a keyword, with at most `gap` others before each; else None."""
    for word in re.findall(r"\w+", _plain(keyword)):
        near = words[place : place + gap + 1]
        if word not in near:
            return None
        place, gap = place + near.index(word) + 1, 1
    return place


def _plain(word: str) -> str:
    return folded(word, marks=Marks.ACCENTS)


def _find_namespaces(keywords: Iterable[str]) -> frozenset[str]:
    """Return the prefixes that occur before a colon several times, and are not keywords themselves."""
    keywords = tuple(keywords)
    prefixes = (match[1].casefold() for each in keywords if (match := _PREFIXED.fullmatch(each)))
    whole = {keyword.casefold() for keyword in keywords}
    return frozenset(prefix for prefix, count in Counter(prefixes).items() if count > 1 and prefix not in whole)


def _read_value(keyword: str, namespaces: frozenset[str]) -> str | None:
    """Return a keyword, or the value in it if it has a namespace; None if the namespace has none."""
    while match := _PREFIXED.fullmatch(keyword) or _PATH.fullmatch(keyword):
        prefix, value = match[1].casefold(), match[match.lastindex or 0].strip()
        if prefix in listed("no_value"):
            return None
        is_path = match.re is _PATH
        if prefix not in listed("value") | listed("form") and (is_path or prefix not in namespaces):
            is_code = not is_path and (
                (match[2] == "=" and len(prefix) > 1) or re.fullmatch(r"[a-z\d_.-]+:\S.*", keyword)
            )
            return None if is_code and not value[0].isupper() else keyword
        keyword = value
    return keyword


def _is_agency(keyword: str, headlines: Iterable[str]) -> bool:
    """Return whether a keyword is the agency that supplied the article, and not what the article is about."""
    if keyword.casefold() not in agencies("news"):
        return False
    named = re.compile(rf"(?<![\w(]){re.escape(keyword)}(?![\w)])")  # `MERROW (AP)` names the supplier
    return not any(named.search(headline) for headline in headlines)


def _words(name: str) -> frozenset[str]:
    """Return the words of a name; `ae` and `ä` are the same."""
    return frozenset(re.sub("(?<=[aou])e", "", word) for word in re.findall(r"[^\W_]+", _plain(name)))


def _is_known(prefix: str) -> bool:
    return prefix.casefold() in listed("value") | listed("no_value")
