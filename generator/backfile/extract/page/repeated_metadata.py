"""What a page prints above its article and the front matter holds as well: headline, dek, section, byline and date.
Owns finding these lines at the start of the body and taking them out, so that the body begins with the first paragraph.

A line goes only if the whole of it is known from the fields. Nothing below the first paragraph is looked at, and a
first paragraph of which a site has made its description is no dek: where markup and place leave doubt, it stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.dom import BLOCKS, pieces, text
from backfile.extract.metadata.headline import same
from backfile.extract.text.credit_lines import CLOCK, DAY
from backfile.extract.text.furniture_words import folded, words_of
from backfile.fields.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.article import Article

_MOST_LINES = 14
_SHORTEST_PARAGRAPH = 80
"""A line of this length, or one that ends a sentence, is a paragraph."""
_LONGEST_BYLINE = 200
_ADDRESS = re.compile(r"https?://\S+")
STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟", '"', "”", "“", "»", "«", "’")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HEADLINES = frozenset(["h1", "h2", "h3"])
_DEK = re.compile(
    r"(?<![a-z])(?:dec?k|stand-?first|sub-?(?:title|head|heading|headline|deck|titulo)|strap-?line|description|summary"
    r"|lead-?in|vorspann|untertitel|unterzeile|anlauf|entradilla|bajada|copete|chap[oô]|chapeau|sommario|occhiello"
    r"|excerpt|ingress|manchet|perex|linha-?fina|sous-?titre)(?![a-z])"
)
"""How sites name the element of a dek, in its class, id or itemprop."""
_WORDING = frozenset(
    (
        "by written words reported text texte texto story author authors autor autorin autoren auteur auteurs "
        "autore autores von par por de di da door af av od автор and und et y e en i og och with mit avec con com "
        "published posted updated last first date veröffentlicht erschienen aktualisiert zuletzt datum stand "
        "publié publiée mis mise à jour publicado publicada actualizado actualizada fecha pubblicato aggiornato "
        "gepubliceerd bijgewerkt atualizado em on at am um uhr le el la las il alle om às a monday tuesday "
        "wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun montag dienstag mittwoch "
        "donnerstag freitag samstag sonnabend sonntag mo mi do fr sa so lundi mardi mercredi jeudi vendredi samedi "
        "dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì "
        "sabato domenica segunda terça quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag "
        "zaterdag zondag"
    ).split()
)
"""What bylines consist of besides names and dates."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Text that no edge of a block interrupts."""

    text: str
    strings: tuple[tuple[HtmlElement, bool], ...]
    """Each element, and whether the string stands after it."""

    @property
    def holders(self) -> Iterator[HtmlElement]:
        """The element that the line begins in, and those around it that hold nothing else."""
        item, after = next(part for part in self.strings if ((part[0].tail if part[1] else part[0].text) or "").strip())
        holder = item.getparent() if after else item
        while holder is not None and (holder.tag not in BLOCKS or text(holder) == self.text):
            yield holder
            holder = holder.getparent()

    @property
    def around(self) -> Iterator[str]:
        """The names of all elements around the line, the innermost first."""
        item, after = self.strings[0]
        if not after:
            yield item.tag
        yield from (outer.tag for outer in item.iterancestors())

    @property
    def is_heading(self) -> bool:
        return any(holder.tag in _HEADINGS for holder in self.holders)

    @property
    def is_paragraph(self) -> bool:
        words = _ADDRESS.sub("", self.text)
        return not self.is_heading and (len(words) >= _SHORTEST_PARAGRAPH or words.endswith(STOPS))

    def take_out(self) -> None:
        """Leave the elements of the line without its text; empty ones are nothing to whoever cleans them."""
        for item, after in self.strings:
            if after:
                item.tail = None
            else:
                item.text = None


def take_out(article: HtmlElement, known: Article, headlines: Sequence[str]) -> tuple[RemovedText, ...]:
    """Take the repeated lines out of an article, in place. `headlines` are all the ways in which the page is called."""
    lines = [line for line in islice(_lines(article), _MOST_LINES) if "figure" not in line.around]
    removed = []
    for place, line in enumerate(lines):
        rule = _rule(line, lines[place + 1 :], known, headlines)
        if rule is None and (line.is_paragraph or line.is_heading):
            break
        if rule is not None:
            removed.append(RemovedText(rule, line.text))
            line.take_out()
    return tuple(removed)


def _lines(article: HtmlElement) -> Iterator[_Line]:
    """Give the text in an article by lines; a heading is one line, whatever is in it."""
    words: list[str] = []
    strings: list[tuple[HtmlElement, bool]] = []
    heading: HtmlElement | None = None
    for item, after, string in pieces(article):
        if string is not None:
            words.append(string)
            strings += [(item, after)] if string else []
            continue
        words.append(" ")
        if item.tag == "br" or (heading is not None and item is not heading):
            continue
        if line := " ".join("".join(words).split()):
            yield _Line(line, tuple(strings))
        words, strings = [], []
        heading = item if item.tag in _HEADINGS and not after else None


def _rule(line: _Line, below: Sequence[_Line], known: Article, headlines: Sequence[str]) -> str | None:
    """Name the rule by which a line goes; None for one that stays."""
    if any(same(line.text, headline) for headline in headlines) and _is_headline(line):
        return "repeated-headline"
    if known.dek and same(line.text, known.dek) and _is_dek(line, below, known):
        return "repeated-dek"
    if any(label and same(line.text, label) for label in (known.section, known.kicker)) and not line.is_paragraph:
        return "repeated-section"
    return "byline" if _is_byline(line.text, known) else None


def _is_headline(line: _Line) -> bool:
    return any(holder.tag in _HEADLINES or "headline" in (holder.get("itemprop") or "") for holder in line.holders)


def _is_dek(line: _Line, below: Sequence[_Line], known: Article) -> bool:
    """Say whether a line that equals the dek is set as one: by its element, or by its place above byline and text."""
    if not any(other.is_paragraph and not _is_byline(other.text, known) for other in below):
        return False
    marked = line.is_heading or "header" in line.around or any(_is_marked(holder) for holder in line.holders)
    return marked or _is_byline(below[0].text, known)


def _is_marked(holder: HtmlElement) -> bool:
    names = " ".join(holder.get(name) or "" for name in ("class", "id", "itemprop"))
    return _DEK.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower().replace("_", "-")) is not None


def _is_byline(line: str, known: Article) -> bool:
    """Say whether a line consists of known authors and known dates, and of the words that go with them."""
    if len(line) > _LONGEST_BYLINE:
        return False
    bare = line
    for name in sorted(known.authors, key=len, reverse=True):
        bare = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", bare, flags=re.IGNORECASE)
    days = DAY.findall(bare)
    bare, hours = CLOCK.subn(" ", DAY.sub(" ", bare))
    if not all(_is_known(day, known) for day in days) or (hours and not (days and _knows_hour(known))):
        return False
    return bare != line and _WORDING.issuperset(folded(words_of(bare)))


def _is_known(day: str, known: Article) -> bool:
    """Say whether a day is that of publication or change; zones may part the two by one."""
    found = parse_date(day, known.language)
    days = [when.date() if isinstance(when, datetime) else when for when in (known.published, known.modified) if when]
    return isinstance(found, date) and any(abs((found - other).days) <= 1 for other in days)


def _knows_hour(known: Article) -> bool:
    return isinstance(known.published, datetime) or isinstance(known.modified, datetime)
