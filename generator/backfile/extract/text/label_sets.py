"""The phrases that count for the text of an article: those of its languages, and those for all texts.

Owns the choice of the tables, and the indexes in which a line is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from backfile.extract.text.label_folding import is_unspaced
from backfile.extract.text.label_tables import list_languages, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backfile.extract.text.label_tables import Label

_ALWAYS = ("any", "en")
"""The tables that count for all texts; `any` has the names that are the same everywhere."""


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The phrases of some languages. Where several have one phrase, the first in the order of the file counts."""

    plain: Mapping[str, Label]
    questions: frozenset[str]
    heads: Mapping[str, Sequence[tuple[Label, str]]]
    tails: Mapping[str, Sequence[tuple[Label, str]]]
    """As in `Table`."""
    firsts_of_heads: frozenset[str]
    lasts_of_tails: frozenset[str]
    """The words with which heads begin and tails end: most lines have neither."""
    unspaced: Sequence[str]
    """The heads and tails in scripts without spaces."""
    first_words: frozenset[str]
    """The first words of the plain phrases."""
    most_words: int
    """The number of words of the longest plain phrase, head or tail."""
    tables: Sequence[Mapping[str, Label]]
    """The plain phrases of each language."""
    always: Mapping[str, Label]
    """The plain phrases for all texts."""


@cache
def select_labels(codes: frozenset[str] | None) -> LabelSet:
    """Return the phrases for languages with the given codes, and those for all texts; None: of all languages."""
    subtags = frozenset(code.replace("_", "-").split("-")[0].lower() for code in codes or ())
    names = [name for name, own in list_languages().items() if codes is None or name in _ALWAYS or own & subtags]
    tables = [load_table(name) for name in names]
    plain = _merge(table.plain for table in reversed(tables))
    heads = _collect(table.heads for table in tables)
    tails = _collect(table.tails for table in tables)
    return LabelSet(
        plain=plain,
        questions=frozenset(chain.from_iterable(table.questions for table in tables)),
        heads=heads,
        tails=tails,
        firsts_of_heads=frozenset(key.partition(" ")[0] for key in heads),
        lasts_of_tails=frozenset(key.rpartition(" ")[2] for key in tails),
        unspaced=[key for key in dict.fromkeys((*heads, *tails)) if is_unspaced(key)],
        first_words=frozenset(key.partition(" ")[0] for key in plain),
        most_words=max(key.count(" ") + 1 for key in chain(plain, heads, tails)),
        tables=[table.plain for table in tables],
        always=_merge(load_table(name).plain for name in reversed(_ALWAYS)),
    )


def _merge(tables: Iterable[Mapping[str, Label]]) -> dict[str, Label]:
    """Merge tables; a later one overrides."""
    merged: dict[str, Label] = {}
    for table in tables:
        merged.update(table)
    return merged


def _collect(indexes: Iterable[Mapping[str, list[tuple[Label, str]]]]) -> dict[str, list[tuple[Label, str]]]:
    """Return all entries of several indexes, those of an earlier one first."""
    collected: dict[str, list[tuple[Label, str]]] = {}
    for index in indexes:
        for key, phrases in index.items():
            collected.setdefault(key, []).extend(phrases)
    return collected
