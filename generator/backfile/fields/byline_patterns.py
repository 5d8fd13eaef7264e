"""Regular expressions for the wording of bylines: what precedes, separates and follows names.

Owns their form; the words in them are in `credit_words.toml`. `bylines` applies them. They are compiled at first use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from backfile.fields.agencies import agencies
from backfile.fields.byline_noise import noise_words
from backfile.fields.credit_words import alternatives, pattern, words

_HAN_NAME = r"[\u3040-\u30ff\u3400-\u9fff]{2,6}(?![\u3040-\u30ff\u3400-\u9fff:\uff1a/\uff0f])"


@dataclass(frozen=True, slots=True)
class BylinePatterns:
    """Compiled patterns. All but `label` and parts of `conjunction` ignore case."""

    opening: re.Pattern[str]
    """`By `, `Words by `, `Text: `: words before the names."""
    label: re.Pattern[str]
    """`Autorin `, `Text `: a label without a colon, before a capital."""
    author: re.Pattern[str]
    """`Author: `, `Autorin `: the word for an author before a name."""
    particle: re.Pattern[str]
    """`Von `: a word that opens a byline or a surname."""
    conjunction: re.Pattern[str]
    """` and `, `, und `: what separates two names, beside punctuation."""
    text_label: re.Pattern[str]
    """`Text: ` before a name."""
    text_suffix: re.Pattern[str]
    """` (Text)`, ` (Text und Fotos)` behind a name."""
    photo_label: re.Pattern[str]
    """`Fotos: `, `Photos by ` before a name."""
    photo_suffix: re.Pattern[str]
    """` (Fotos)` behind a name."""
    name_title: re.Pattern[str]
    """` 기자` behind a name."""
    title_before: re.Pattern[str]
    """`记者` before a name, without a space."""
    other_work: re.Pattern[str]
    """`Edited by ` before a name."""
    others: re.Pattern[str]
    """` and agencies` behind names."""
    leading_and: re.Pattern[str]
    """`and ` before the last name, where a comma has separated the names."""
    place: re.Pattern[str]
    """` in Merrow` behind a name. Group: the place."""
    outlet: re.Pattern[str]
    """` for The Gull` behind a name. Group: the publication."""
    before_label: re.Pattern[str]
    """The space before the next label, in `Text: Anna Blum Photos: Jan Wolf`."""
    east_asian_author: re.Pattern[str]
    """`作者：王小明` before other labels or behind them: `来源：港报 作者：王小明 编辑：李四`. Group: the names."""


@cache
def byline_patterns() -> BylinePatterns:
    """Return the patterns, compiled once."""
    text, photo = pattern("text"), pattern("photo")
    text_and, photo_by = pattern("line_and", "en de fr es it"), pattern("by", "en fr es")
    slash = rf"{pattern('author', 'ja zh')}\s?[/\uff0f\uff5c|\u30fb]\s?"
    # A single word could also be the beginning of a surname.
    phrases = "|".join(re.escape(phrase) for phrase in sorted(words("line_by"), key=len, reverse=True) if " " in phrase)
    capital = r"(?=[^\W\d_a-z])"
    others = alternatives({*noise_words("others"), *agencies("generic")})
    label = rf"(?:{pattern('author')}|{pattern('line_label')})\s*[:\uff1a]\s*"
    opening = rf"(?:{phrases}|{pattern('by_phrase')}|{pattern('by')})[\s:\u3000]+|{label}|{slash}"
    conjunction = rf",?\s+(?i:{pattern('and')})\s+|\s+{pattern('and_lower')}\s+"
    return BylinePatterns(
        opening=re.compile(opening, re.IGNORECASE),
        label=re.compile(rf"{alternatives({*words('author_bare'), *_text_labels()})}\s+(?=[^\W\d_a-z])"),
        author=re.compile(rf"(?i:{pattern('author')})\s*[:\uff1a]\s*|(?i:{pattern('author_bare')})\s+{capital}"),
        particle=re.compile(rf"{pattern('by_particle')}\s+(?=[^\W\d_])", re.IGNORECASE),
        conjunction=re.compile(conjunction),
        text_label=re.compile(rf"{text}\s*[:\uff1a]\s*", re.IGNORECASE),
        text_suffix=re.compile(rf"\s*\({text}(?:\s*(?:{text_and}|,|&|\+|/)\s*{photo})?\)", re.IGNORECASE),
        photo_label=re.compile(rf"{photo}(?:\s*[:\uff1a]|\s+{photo_by}\b)\s*", re.IGNORECASE),
        photo_suffix=re.compile(rf"\s*\({photo}\)$", re.IGNORECASE),
        name_title=re.compile(rf"\s*{pattern('name_title')}$"),
        title_before=re.compile(rf"{pattern('name_title', 'zh')}(?=[\u3400-\u9fff]{{2,4}}$)"),
        other_work=re.compile(rf"{alternatives(noise_words('other_work'))}\s*:?\s+", re.IGNORECASE),
        others=re.compile(rf"(?:,|\s)\s*{pattern('and')}\s+{others}\.?$", re.IGNORECASE),
        leading_and=re.compile(rf"^(?:{pattern('and')}|{pattern('and_lower')}|&)\s+{capital}"),
        place=re.compile(rf"\s{alternatives(noise_words('place_in'))}\s{capital}(\S+(?:\s\S+){{0,2}})$"),
        outlet=re.compile(rf"\s{alternatives(noise_words('outlet_for'))}\s{capital}(.+)$"),
        before_label=re.compile(rf"\s+(?=(?:{photo}|{text})\s*[:\uff1a])|\s+(?={photo}\s{photo_by}\s)", re.IGNORECASE),
        east_asian_author=re.compile(
            rf"(?:^|[\s|]){pattern('author', 'ja zh')}\s?[:\uff1a/\uff0f]\s?"
            rf"({_HAN_NAME}(?:[\s\u3001,\uff0c]{_HAN_NAME})*)(?=[\s|])"
        ),
    )


def _text_labels() -> frozenset[str]:
    """Return the labels of the author of the text that are read without a colon: `Text`, but not the name `Story`."""
    return frozenset(word.capitalize() for word in words("text")) - {"Story"}
