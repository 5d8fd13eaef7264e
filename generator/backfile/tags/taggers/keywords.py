"""The publisher's keywords as tags. Owns which keywords the article bears out, and their order.

A keyword becomes a tag where a person could have meant it for readers, and the article names it. What cannot be a tag
by its form is left to `keywords.forms`, what the whole list says to `keywords.lists`, mentions to `keywords.mentions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.fields.gazetteer import is_place
from backfile.tags.keywords.forms import in_one_script, refusal_of_form
from backfile.tags.keywords.lists import cut_tail, joined_names, spilled, variants
from backfile.tags.keywords.mentions import Mentions, Named
from backfile.tags.known.leaders import leader, spellings
from backfile.tags.known.topics import is_hint, topic_of_keyword
from backfile.tags.known_labels import country_of
from backfile.tags.stopwords import NOUN_ENDINGS
from backfile.tags.subjects.lexicon import lexicon
from backfile.tags.tagger import Finding
from backfile.tags.tagger_input import MANY_MENTIONS
from backfile.tags.words import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.tags.tagger_input import TaggerInput

_MOST = 100
"""Keywords that are read; more are a dump of a publishing system."""
_LONGEST = 200
"""Characters of a keyword that are read; one of more is no tag in any case, and patterns take long on huge ones."""
_LEAST, _LEAST_OF_MANY, _MANY = 2, 3, 8
"""Mentions that a keyword outside headline and dek needs; and those where more keywords than `_MANY` remain."""
_LEAST_OF_NOUNS = 4
"""Mentions that a single German word outside headline and dek needs: it may be an ordinary noun."""
_MOST_OUTSIDE = 2
"""Keywords of an article up to which those that headline and dek lack are added, the most frequent first."""
_MOST_CHOSEN = 3
"""Keywords of a list that an editor chose for readers. Short ones among them need no mention."""
_MOST_PLAIN_WORDS, _LONGEST_PLAIN_WORD = 2, 12
"""Words and letters of an ordinary keyword; a longer word that the text lacks is rather a label of a system."""
_ADJECTIVE_ENDINGS = ("", "e", "er", "em")
_LEAST_OF_WORDS = 5
"""Mentions of an ordinary word that the headline or dek also has, and the lexicon of subjects; else `MANY_MENTIONS`."""
_LONGEST_CODE = 6
_SIGNS = re.compile(
    "^[\\s,;\"'\u2010-\u205e\u00ab\u00bb\u2190-\u2bff\ufe0f>*|\u00b7]+"
    "|[\\s,;\"'\u2010-\u205e\u00ab\u00bb\u2190-\u2bff\ufe0f<*|\u00b7]+$"
)
"""Quotes, dashes, bullets, arrows and other signs at the ends of a keyword."""
_PARTS, _MOST_PARTS = re.compile(r"\s*[&/・]\s*"), 10
_SECTIONS = re.compile(r"\s*[,/|>;]\s*")


@dataclass(frozen=True, slots=True)
class _Keyword:
    """A keyword that the article bears out."""

    label: str
    named: Named
    is_chosen: bool
    """Whether it is one of a short list, and needs no further mentions."""


def find(data: TaggerInput) -> Iterator[Finding]:
    """Yield the keywords that the article bears out, those of the headline first, then those that are refused."""
    mentions = Mentions(data)
    published = tuple(dict.fromkeys(_bare(keyword[:_LONGEST]) for keyword in data.article.keywords[:_MOST]))
    headline = frozenset(key_of(data.article.headline))
    refused: list[Finding] = []
    kept: dict[str, _Keyword] = {}
    for keyword, (label, refusal) in _from_list(published, data).items():
        if data.vocabulary.term(keyword, data.words) is not None:
            yield Finding(keyword, "a keyword of the publisher, and in tags.yml")
            continue
        if topic_of_keyword(label, data.language) and not is_hint(label):
            continue  # The topics have it.
        if why := refusal or refusal_of_form(label, data.article, key_of(label), headline):
            refused.append(Finding(keyword, refused=why))
            continue
        named = _named(label, data, mentions)
        is_chosen = len(published) <= _MOST_CHOSEN and _is_chosen(label, named, data)
        why = "it is a part of a longer name" if mentions.is_cut(label) else None
        why = why or (_subject_name if is_chosen else partial(_refusal, named))(label, data, mentions)
        if why:
            refused.append(Finding(keyword, refused=why))
        else:
            kept.setdefault(label.casefold(), _Keyword(label, named, is_chosen))
    yield from _order(tuple(kept.values()), mentions)
    yield from refused


def _order(keywords: tuple[_Keyword, ...], mentions: Mentions) -> Iterator[Finding]:
    """Yield keywords, those of headline and dek first, then those with most mentions; the rest of these is refused."""
    least = _LEAST_OF_MANY if len(keywords) > _MANY else _LEAST
    ordered = sorted(keywords, key=lambda each: (not each.named.in_title, -each.named.count))
    for rank, each in enumerate(ordered):
        named = each.named
        place = "in the headline or dek" if named.in_title else f"{named.count} times in the article"
        place = "one of a short list" if each.is_chosen and not named.in_title else place
        enough = named.in_title or each.is_chosen or (named.count >= least and rank < _MOST_OUTSIDE)
        why = f"it is not in headline or dek, and not among the first {_MOST_OUTSIDE} with {least} mentions or more"
        spelling = (None if each.label.endswith(".") else mentions.spelling(each.label)) or each.label
        yield Finding(spelling, f"a keyword of the publisher, {place}", None if enough else why)


def _bare(keyword: str) -> str:
    """Return a keyword without quotes and signs around it: `› Gifts ❤` is `Gifts`. `U.S.` keeps its full stop."""
    bare = _SIGNS.sub("", in_one_script(keyword)).lstrip("#")
    return bare.removesuffix(".") if bare.count(".") == 1 else bare


def _from_list(published: tuple[str, ...], data: TaggerInput) -> Mapping[str, tuple[str, str | None]]:
    """Return each keyword with its label, and why the list of keywords refuses it; None if it does not."""
    names = dict(joined_names(published, data.text, data.words))
    pieces = spilled(published, data.article.headline, data.article.dek, data.words)
    beginnings = variants(published)
    titles = frozenset(key_of(f"{data.article.headline} {data.article.dek or ''}"))
    rows: dict[str, tuple[str, str | None]] = {}
    for keyword in published:
        if keyword in names:
            rows[keyword] = (names[keyword], None)
        elif keyword in pieces:
            rows[keyword] = (keyword, "the list repeats the words of the headline or the text")
        elif keyword in beginnings:
            rows[keyword] = (beginnings[keyword], None)
        else:
            label = cut_tail(keyword)
            is_section = label != keyword and _names_part_of_site(label) and not titles.issuperset(key_of(label))
            rows[keyword] = (label, "it is the name of a section" if is_section else None)
    return rows


def _names_part_of_site(label: str) -> bool:
    """Return whether a publication has a section for a label: `UK news`, `Tech updates`."""
    return is_place(label) or gazetteer.country(label) is not None or _is_section_name(label)


def _named(label: str, data: TaggerInput, mentions: Mentions) -> Named:
    """Return how an article names a keyword; a country by any of its names, a leader by any spelling."""
    if code := country_of(label, data):
        return Named(code in data.countries_in_lead, data.country_counts[code])
    if name := leader(label):
        found = [mentions.named(spelling) for spelling in spellings(name)]
        return Named(any(each.in_title for each in found), max(each.count for each in found))
    return mentions.named(label)


def _refusal(named: Named, label: str, data: TaggerInput, mentions: Mentions) -> str | None:
    """Return why an article does not bear a keyword out; None if it may."""
    if named.count == 0 or (named.count < _LEAST and not named.in_title):
        is_code = label.isupper() and len(label) <= _LONGEST_CODE and named.count == 0
        return "a code: the article never has it" if is_code else "the article does not name it twice, or in its title"
    if _is_known(label, data):
        return None
    if why := _subject_name(label, data, mentions):
        return why
    spelling = mentions.spelling(label)
    is_name = _is_name(spelling, data)
    if is_name or len(key_of(label)) > 1 or sum(map(str.isupper, spelling or label)) > 1:
        return None
    if data.capitalizes_nouns and not _is_common_noun(spelling or label, data):
        is_named = named.in_title or (named.count >= _LEAST_OF_NOUNS and (spelling or not _is_adjective(label, data)))
        return None if is_named else "it is one word, and not in the headline"
    if any(mentions.is_class_of(label, keyword) for keyword in data.article.keywords[:_MOST]):
        return "it is a class of things, and another keyword names the one that is meant"
    is_known = bool(lexicon().words(data.language).find(label))
    least = _LEAST_OF_WORDS if is_known else MANY_MENTIONS
    return None if named.in_title and named.count >= least else "it is one ordinary word"


def _subject_name(label: str, data: TaggerInput, mentions: Mentions) -> str | None:
    """Return that a keyword is the name of a subject; None if it is none, or a name in the text (`Labour`)."""
    if is_place(label):
        return None
    spelling, in_title = mentions.spelling(label), mentions.named(label).in_title
    alone = sum(run.text == spelling for run in data.capital_runs)
    if _is_name(spelling, data) and alone >= (1 if in_title else _LEAST_OF_MANY):
        return None
    section = (data.article.section or "").casefold()
    is_section = " " not in label and label.casefold() in _SECTIONS.split(section)
    is_section = is_section or (label.casefold() in (section, cut_tail(section)) and not in_title)
    return "it is the name of a subject or a section" if is_section or _is_section_name(label) else None


def _is_section_name(label: str) -> bool:
    """Return whether a label is the name of a section, or of several (`Disasters & Weather`)."""
    parts = (label,) if _names_section(label) else tuple(_PARTS.split(label)[:_MOST_PARTS])
    return all(map(_names_section, parts))


def _names_section(name: str) -> bool:
    return bool(lexicon().section_subjects(name) or lexicon().vague_subjects(name))


def _is_chosen(label: str, named: Named, data: TaggerInput) -> bool:
    """Return whether a keyword of a short list needs no further evidence.

    A German noun that the text has a few times can be any word of it. One that it lacks is what an editor calls it.
    """
    is_mentioned = not named.in_title and 0 < named.count < _LEAST_OF_NOUNS
    if data.capitalizes_nouns and is_mentioned and _may_be_noun(label, data):
        return False
    key = key_of(label)
    is_of_address = named.count == 0 and key != () and data.words.contains(key) and not _is_known(label, data)
    return named.count > 0 or (_is_plain_word(label) and not is_of_address)


def _may_be_noun(label: str, data: TaggerInput) -> bool:
    """Return whether a keyword is one word, and neither an acronym nor a known place, country or leader."""
    return len(key_of(label)) == 1 and sum(map(str.isupper, label)) <= 1 and not _is_known(label, data)


def _is_known(label: str, data: TaggerInput) -> bool:
    """Return whether a keyword is a place, a country or a leader."""
    return bool(is_place(label) or country_of(label, data) or leader(label))


def _is_plain_word(label: str) -> bool:
    """Return whether a keyword can be one or two words for readers, and not a code or a label of a system."""
    words = label.split()
    is_code = label.isupper() and len(label) <= _LONGEST_CODE
    is_slug = "-" in label and label.islower()
    return (
        not (is_code or is_slug)
        and 0 < len(words) <= _MOST_PLAIN_WORDS
        and all(len(word) <= _LONGEST_PLAIN_WORD for word in words)
    )


def _is_name(spelling: str | None, data: TaggerInput) -> bool:
    """Return whether a keyword has a capital in mid-sentence, where only names have one."""
    return not data.capitalizes_nouns and spelling is not None and not spelling.islower()


def _is_adjective(word: str, data: TaggerInput) -> bool:
    """Return whether a German text has a word in small letters, with an ending of an adjective (`Mobil`: `mobilen`)."""
    stem = word.casefold()
    return any(
        stem + ending in data.lowercase_words or (ending and word + ending in data.words.written)
        for ending in _ADJECTIVE_ENDINGS
    )


def _is_common_noun(word: str, data: TaggerInput) -> bool:
    """Return whether a German word is an ordinary noun: it has an article in the text, or ends as nouns do."""
    has_determiner = any(run.has_determiner for run in data.capital_runs if run.words[0] == word)
    return has_determiner or word.endswith(NOUN_ENDINGS) or word.islower()
