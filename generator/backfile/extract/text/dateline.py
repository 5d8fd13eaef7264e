"""The dateline of a text: the place that opens its first paragraph, as agencies and papers write it. Owns reading it;
the words stay in the paragraph. A place needs a proof: a date beside it, a gazetteer that knows it, or an agency beside
a name in capitals.
"""

from __future__ import annotations

import re

from backfile.extract.text.credit_lines import MONTHS
from backfile.fields import gazetteer

_LONGEST = 80

_WORD = r"[^\W\d_][\w'’.\u0900-\u097f-]{0,30}"
_PLACE = rf"{_WORD}(?:(?:,? |/){_WORD}){{0,4}}?"
_DAY = (
    rf"(?:le |den |el |il |on )?(?:\d{{1,2}}(?:er|st|nd|rd|th|º)?\.?(?: de)? {MONTHS}|{MONTHS} \d{{1,2}}\.?)"
    r"(?:,? (?:de )?\d{4})?"
)
_OPENING = re.compile(
    rf"(?P<place>{_PLACE})(?:,? (?P<day>{_DAY})|, \d{{1,2}}(?= ?\())? ?,? ?(?:\((?P<agency>[^()\d]{{2,40}})\))?"
    r" ?(?P<mark>\.?[-–—]{1,2}|_|:)\s+(?=\S)",
    re.IGNORECASE,
)
_AGENCIES = frozenset(
    "reuters ap afp dpa efe ansa aa pti ani ians tass xinhua upi kna epd apa sda belga anp lusa bloomberg askanews"
    " adnkronos tt ntb ritzau stt pap mti hina tanjug kyodo yonhap jiji bernama sana wam spa irna mena aap cp dw"
    " рейтер тасс рейтерс رويترز भाषा".split()
)
_PARTICLES = frozenset(
    "am an auf bei ob im in der den la le les los las el de del di do da dos du of the upon on sur en".split()
)
_LABELS = frozenset(
    "note warning update updated correction editor breaking exclusive video photo photos live watch analysis opinion"
    " hinweis achtung korrektur frage antwort anmerkung eilmeldung exklusiv foto aktualisiert"
    " remarque attention correction exclusif mise photo question réponse nota aviso atención corrección exclusiva"
    " pregunta respuesta actualización".split()
)
"""Words that open a paragraph like a place does; even an agency behind them makes none of them one."""


_ORDINARY = frozenset(
    "reading mobile nice police of bath most split bar same man hit date nancy florence victoria".split()
)
"""Words that are also the names of towns; in front of a colon or dash they are rather words."""


def find(paragraph: str) -> str | None:
    """Give the place that opens `paragraph` as a dateline, as written there, or nothing."""
    match = _match(paragraph)
    return match["place"] if match else None


def opening(paragraph: str) -> str:
    """Give the whole dateline of `paragraph` with its mark and spaces; empty without one."""
    match = _match(paragraph)
    return match[0] if match else ""


def _match(paragraph: str) -> re.Match[str] | None:
    match = _OPENING.match(paragraph[: 2 * _LONGEST])
    if not match or match.end() > _LONGEST:
        return None
    words = re.findall(r"[^\W\d_]+", match["place"])
    folded = [word.casefold() for word in words]
    small = [word for word in words if word[0].islower() and word not in _PARTICLES]
    if small or match["place"][0].islower() or _LABELS.intersection(folded):
        return None
    place = re.split(r"[,/]", match["place"])[0]
    agency = _AGENCIES.intersection(re.split(r"\W+", (match["agency"] or "").casefold()))
    named = gazetteer.is_place(place)
    if match["mark"] != ":" and (match["day"] or (agency and (named or place.isupper()))):
        return match
    sentence = not paragraph[match.end()].islower()
    return match if sentence and named and place.casefold() not in _ORDINARY else None
