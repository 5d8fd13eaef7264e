"""Lines of their own that say who wrote a text, when it was published, or what it is about. Owns recognising them, and
only where the whole line says nothing else; parsing the names and dates is left to `fields`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = (
    r"(?:jan|feb|f[ée]v|febr|mar|mär|mrz|maa|apr|avr|abr|ma[iyj]|mei|maggio|mag|jun|jui|giu|jul|juil|lug|aug|août|ago|"
    r"sep|set|oct|okt|ott|out|nov|dec|dez|d[ée]c|dic|ene|gen)[^\W\d_]{0,8}\.?"
)
"""A month's name or its usual abbreviation in the languages of this module, for case-insensitive patterns."""

_NAME = r"[^\W\d_a-zà-öø-ÿ][^\W\d_'’]*(?:['’-][^\W\d_]+)*\.?"
_PARTICLE = r"(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ben|zu|ter|te) |[dDlLO]['’]|al-)"
_PERSON = rf"(?:{_PARTICLE}*{_NAME})(?: {_PARTICLE}*{_NAME}){{1,4}}"
_AND = r"(?:, | and | und | et | y | e | en | & )"
_BYLINE = re.compile(
    r"(?:(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]i|[Dd]oor|Written by|Words by|Reported by|Escrito por"
    r"|Écrit par|Geschrieben von|Scritto da)\s|(?:Author|Autor|Autorin|Auteur|Autora|Autore|Text|Texte|Texto"
    r"|Reporter|Byline)\s?:\s)"
    rf"\s*{_PERSON}(?:{_AND}{_PERSON})*(?:, [^\W\d_][\w .&-]{{1,40}})?"
)
_TITLE_WORDS = frozenset(
    "the our popular demand special request numbers hand sea air night day design mail road rail"
    " padre madre figlio figlia tierra siempre monts vents".split()
)
_TITLE_SMALL = frozenset("In To From And Nach Und Et".split())
"""Words that show that `By …`, `Por …` is a phrase in title case and no byline; the second ones by their capital."""

_WEEKDAY = r"(?:[^\W\d_]{2,11}\.?,? )?"
_CLOCK = r"\d{1,2}(?:[:.]\d{2}){1,2}(?: ?[ap]\.?m\.?)?|\d{1,2}\s?h\s?(?:\d{2})?"
_ZONE = r"(?: ?(?:Uhr|Z|UTC|GMT|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
_NUMERIC = r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}"
_DAY_FIRST = rf"(?:le |el |il |den )?\d{{1,2}}(?:\.|er|st|nd|rd|th|º)?(?: de| of)? {MONTHS}(?:,| de| of)? ?\d{{4}}"
_MONTH_FIRST = rf"{MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
_DAY = rf"{_NUMERIC}|{_WEEKDAY}{_DAY_FIRST}|{_WEEKDAY}{_MONTH_FIRST}"
_EAST_ASIAN = r"\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]"
DAY = re.compile(rf"(?<![\w.])(?:{_NUMERIC}|{_EAST_ASIAN}|{_DAY_FIRST}|{_MONTH_FIRST})(?!\d)", re.IGNORECASE)
"""A day anywhere in a line, without the day of the week."""
CLOCK = re.compile(rf"(?<![\w.:])T?(?:{_CLOCK}){_ZONE}(?!\w)", re.IGNORECASE)
"""A time of day anywhere in a line."""
_LABEL = (
    r"(?P<published>(?:first )?published|posted|date|veröffentlicht|erschienen|datum|publié|publiée|date de publication"
    r"|publicado|publicada|fecha|pubblicato|gepubliceerd)"
    r"|(?P<modified>(?:last )?updated|(?:zuletzt )?aktualisiert|mis à jour|actualizado|aggiornato|atualizado"
    r"|bijgewerkt)"
)
_DATE = re.compile(
    rf"(?:(?:{_LABEL})(?: (?:on|am|le|el|il|em|op))?\s?:?\s+)?"
    rf"(?P<when>(?:{_DAY})(?P<clock>(?:,|T| -| –| \||)? ?(?:at |um |à |a las |às |alle |om )?(?:{_CLOCK}){_ZONE})?)",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"(?:tags?|keywords|schlagw[oö]rte[r]?|schlagworte|stichworte|mots[ -]cl[ée]s|étiquettes|etiquetas"
    r"|palabras clave|temas)"
    r"\s?:\s+(?P<list>\S.*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+[|·•]\s+")
_BETWEEN_DATES = re.compile(
    rf"{_BETWEEN.pattern}|,\s+(?=(?:{_LABEL})(?: (?:on|am|le|el|il|em|op))?\s?:?\s+\S)".replace(
        "?P<published>", "?:"
    ).replace("?P<modified>", "?:"),
    re.IGNORECASE,
)
"""Also the comma before the label of a date."""


@dataclass(frozen=True, slots=True)
class Credit:
    """What one line says of the article."""

    field: str
    """Name of the field, as in `fields.FIELDS`."""
    values: tuple[str, ...]
    """The strings as written, without the label of a date."""
    certain: bool = True
    """False for a bare day, which is the day of publication only beside a byline."""


def read(line: str) -> tuple[Credit, ...]:
    """Give what `line` says of the article, or nothing unless all of it does; parts may stand between bars."""
    if len(line) > 200:
        return ()
    return _all_of(_BETWEEN_DATES.split(line)) or _all_of(_BETWEEN.split(line))


def _all_of(parts: Sequence[str]) -> tuple[Credit, ...]:
    known = tuple(credit for part in parts if (credit := _read(part)))
    if len(known) < len(parts):
        return ()
    signed = any(credit.field == "byline" for credit in known)
    return tuple(Credit(credit.field, credit.values, credit.certain or signed) for credit in known)


def _read(part: str) -> Credit | None:
    if match := _KEYWORDS.fullmatch(part):
        listed = tuple(word.strip(" #.") for word in re.split(r"[,;]", match["list"]))
        short = all(word and len(word.split()) <= 4 for word in listed)
        return Credit("keywords", listed) if short else None
    if match := _DATE.fullmatch(part):
        field = "modified" if match["modified"] else "published"
        return Credit(field, (match["when"],), certain=bool(match["published"] or match["modified"] or match["clock"]))
    words = part.split()
    titled = _TITLE_WORDS.intersection(map(str.casefold, words)) or _TITLE_SMALL.intersection(words)
    if _BYLINE.fullmatch(part) and not titled:
        return Credit("byline", (part,))
    return None
