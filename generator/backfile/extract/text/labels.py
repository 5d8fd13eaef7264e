"""Lines that name a function of the page: `Read also`, `Share`, `0 comments`. Owns the comparison with the phrases.

The phrases, in many languages, are in `labels.toml`. A line matches as a whole, never by a part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from backfile.extract.text.label_folding import NUMBER, fold_characters, has_end, is_unspaced, join_words, split_folded
from backfile.extract.text.label_sets import LabelSet, select_labels
from backfile.extract.text.label_tables import Label, LabelKind, OpenPhrase, is_sentence, parse_open

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["Label", "LabelKind", "match_label"]

_MAX_CHARS = 300
"""Longer lines are paragraphs."""
_MAX_WORDS_OF_LIST = 24
"""Lines of more words are not a list of labels."""
_COLON = re.compile(r"[:：|»›>→▶►]|\s[-–—]\s")
"""A colon, or a mark that pages use like one, between a label and a headline."""


def match_label(line: str, languages: Collection[str] | None = None) -> Label | None:
    """Return what a line names, if it is a phrase of `labels.toml`, or consists of such phrases only; else None.

    `languages` are the codes of the tables that count besides those for all texts (`nb`, `no` and `nb-NO` are the
    same); None: all tables. A line of several phrases has the label of most of them.
    """
    if len(line) > _MAX_CHARS:
        return None
    words = split_folded(fold_characters(line))
    if not words:
        return None
    labels = select_labels(None if languages is None else frozenset(languages))
    ended = has_end(line)
    key = join_words(words)
    if (label := labels.plain.get(key)) and (not ended or is_sentence(key) or key in labels.questions):
        return label
    for phrase in _find_open(words, labels):
        if (phrase.sentence or not ended) and (not phrase.colon or _has_colon(line, phrase.head)):
            return phrase.label
    return None if ended else _match_list(words, labels)


def _has_colon(line: str, head: str) -> bool:
    """Return whether a colon follows the head, which begins the line."""
    colon = _COLON.search(line)
    return colon is not None and join_words(split_folded(fold_characters(line[: colon.start()]))) == head


def _find_open(words: Sequence[str], labels: LabelSet) -> Iterator[OpenPhrase]:
    """Yield the open phrases that match the words of a line, those with the longest head first."""
    joined = " ".join(words)
    has_head, has_tail = words[0] in labels.firsts_of_heads, words[-1] in labels.lasts_of_tails
    for count in range(min(len(words), labels.most_words), 0, -1) if has_head or has_tail else ():
        for phrase in labels.heads.get(" ".join(words[:count]), ()):
            parsed = parse_open(*phrase)
            end = len(words) - len(parsed.tail.split())
            if end >= count and " ".join(words[end:]) == parsed.tail and _are_filled(words[count:end], parsed):
                yield parsed
        for phrase in labels.tails.get(" ".join(words[-count:]), ()):
            parsed = parse_open(*phrase)
            if _are_filled(words[:-count], parsed):
                yield parsed
    if is_unspaced(joined):
        yield from _find_unspaced(joined.replace(" ", ""), labels)


def _are_filled(words: Sequence[str], phrase: OpenPhrase) -> bool:
    """Return whether `words` can be what is between head and tail: the inner parts, and not too many other words."""
    if len(words) > phrase.most + sum(part.count(" ") + 1 for part in phrase.inner):
        return False
    return not phrase.inner or _has_parts(" ".join(["", *words]), [f" {part}" for part in phrase.inner])


def _has_parts(text: str, parts: Sequence[str]) -> bool:
    """Return whether a text contains the parts in their order."""
    start = 0
    for part in parts:
        found = text.find(part, start)
        if found < 0:
            return False
        start = found + len(part)
    return True


def _find_unspaced(line: str, labels: LabelSet) -> Iterator[OpenPhrase]:
    """Yield the open phrases that match a line in a script without spaces."""
    for key in labels.unspaced:
        if not (line.startswith(key) or line.endswith(key)):
            continue
        for found in (*labels.heads.get(key, ()), *labels.tails.get(key, ())):
            phrase = parse_open(*found)
            end = len(line) - len(phrase.tail)
            if line.startswith(phrase.head) and line.endswith(phrase.tail):
                middle = line[len(phrase.head) : end]
                if len(phrase.head) <= end and len(middle) <= phrase.most and _has_parts(middle, phrase.inner):
                    yield phrase


def _match_list(words: Sequence[str], labels: LabelSet) -> Label | None:
    """Return the most frequent label of a line of several phrases of one language; None if it has other words."""
    if len(words) > _MAX_WORDS_OF_LIST or words[0] not in labels.first_words:
        return None
    parts: list[str] = []
    start = 0
    while start < len(words):
        end = start + 1
        if words[start] != NUMBER:
            ends = range(min(len(words), start + labels.most_words), start, -1)
            end = next((end for end in ends if join_words(words[start:end]) in labels.plain), 0)
            if not end:
                return None
            parts.append(join_words(words[start:end]))
        start = end
    return _choose_label(parts, labels)


def _choose_label(parts: Sequence[str], labels: LabelSet) -> Label | None:
    """Return the first label of the most frequent kind, in the first language in which all parts are phrases."""
    for table in labels.tables:
        found = [table.get(part) or labels.always.get(part) for part in parts]
        chosen = [label for label in found if label]
        if len(chosen) == len(parts):
            most = Counter(label.kind for label in chosen).most_common(1)[0][0]
            return next(label for label in chosen if label.kind == most)
    return None
