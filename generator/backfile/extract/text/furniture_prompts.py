"""Rules for furniture that addresses the reader: prompts, and questions about the page or the reader's opinion.

Each rule takes a line and the lexicon of one language, and returns a match or None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.extract.text.furniture_line import FurnitureLine, FurnitureMatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.extract.text.furniture_words import Lexicon

_MAX_PROMPT_WORDS = 16
_MAX_QUESTION_WORDS = 14
_MAX_TEASER_WORDS = 25

_LEAD = re.compile(r"(?P<lead>[^:|>»–—]{3,40})\s?[:|>»–—]\s*(?P<rest>\S.*)")
_PROMPTS = (
    ("comment prompt", ("write", "comment"), ("comment",)),
    ("share prompt", ("share",), ("piece", "network")),
    ("follow prompt", ("follow",), ("channel", "network")),
    ("read-on prompt", ("read",), ("more",)),
    ("comment prompt", ("write",), ("ask",)),
)
"""Name of the rule, classes of its verbs, classes of its objects."""


def _iter_prompts(line: FurnitureLine, lexicon: Lexicon) -> Iterator[tuple[str, str, list[int]]]:
    """Yield each kind of prompt with a verb and an object in the line: its rule, the class of its objects, and the
    positions of its verbs.
    """
    for rule, verb_classes, object_classes in _PROMPTS:
        verbs = [position for position, word in enumerate(line.words) if lexicon.has(word, *verb_classes)]
        objects = [position for position, word in enumerate(line.words) if lexicon.has(word, *object_classes)]
        if verbs and objects and len({*verbs, *objects}) > 1:
            yield rule, object_classes[0], verbs


def match_prompt(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match an imperative: its verb is the first word except for `glue`, or the last word, as an infinitive."""
    if len(line.words) > _MAX_PROMPT_WORDS or line.is_question:
        return None
    lower_case, capitals = line.unknown(lexicon)
    known = line.content_words(lexicon) - lower_case - capitals
    if lower_case > (0 if line.ends_sentence and known < 5 else min(1, known // 2)) or capitals > min(2, known // 2):
        return None
    addressed = lexicon["you"].positions(line.words)
    for rule, objects, verbs in _iter_prompts(line, lexicon):
        first = next(number for number, word in enumerate(line.words) if word not in lexicon["glue"] or number in verbs)
        imperative = first in verbs or (len(line.words) - 1 in verbs and not line.ends_sentence)
        vague = objects in ("ask", "more") and (
            line.ends_sentence or lower_case or (objects == "ask" and not addressed)
        )
        if imperative and not vague:
            return FurnitureMatch(rule, strong=True, sure=bool(lexicon["sure"].positions(line.words)))
    return None


def match_question(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match a question about this page, or about the reader's opinion of it."""
    if not line.is_question or len(line.words) > _MAX_QUESTION_WORDS or any(line.unknown(lexicon)):
        return None
    you, ask, piece, comment = (lexicon[name].positions(line.words) for name in ("you", "ask", "piece", "comment"))
    if (comment and you) or (piece and ask and (you or len(ask) > 1)):
        return FurnitureMatch("reader question", strong=True, sure=True)
    return FurnitureMatch("reader question", strong=False) if you and ask else None


def match_teaser(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match `Read also: …` and the like before the headline of another article."""
    match = _LEAD.fullmatch(line.text)
    if not match or len(line.words) > _MAX_TEASER_WORDS:
        return None
    lead = FurnitureLine.parse(match["lead"].strip())
    if any(lead.unknown(lexicon)) or not any(rule == "read-on prompt" for rule, *_ in _iter_prompts(lead, lexicon)):
        return None
    return FurnitureMatch("read-on prompt", strong=True)
