"""The owner's vocabulary of tags, `tags.yml`. Owns its format, finding its words in a text, and what a tag is called.

    Climate change:
      aliases: [global warming, climate crisis]
    Breaking news:
      blocked: true

An entry's name is the tag; its aliases are other words for it. A blocked entry is never a tag, by any of its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from generator.problems import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_WORD = re.compile(r"[^\W_](?:[\w+#&]|[\u0300-\u036f\u0900-\u0dff\u064b-\u065f])*")
_ACRONYM = 5
"""Words of at most this length that the vocabulary writes in capitals are found in capitals only: `US` is not `us`."""
_KEYS = ("aliases", "blocked")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which words stand for which tag."""

    labels: Mapping[tuple[str, ...], str | None] = field(default_factory=dict)
    """The words of a label or alias, folded -> the label; None where it is blocked."""
    written: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """The same words as the vocabulary writes them."""
    longest: int = 0
    """How many words the longest entry has."""

    def label(self, tag: str) -> str | None:
        """Give what the owner calls `tag`, or None where it is blocked; a tag that is not in the vocabulary stays."""
        return self.labels.get(_folded(_WORD.findall(tag)), tag)

    def mentioned(self, text: str) -> Iterator[str]:
        """Give the labels whose words stand in `text` as whole words, in the order of their first mention."""
        words = tuple(_WORD.findall(text)) if self.labels else ()
        folded = _folded(words)
        for start in range(len(words)):
            for length in range(min(self.longest, len(words) - start), 0, -1):
                label = self.labels.get(folded[start : start + length])
                if label and self._meant(words[start : start + length], folded[start : start + length]):
                    yield label

    def _meant(self, words: tuple[str, ...], folded: tuple[str, ...]) -> bool:
        pairs = zip(words, self.written[folded], strict=True)
        return all(word == own for word, own in pairs if own.isupper() and len(own) <= _ACRONYM)


def load(path: Path) -> Vocabulary:
    """Read the vocabulary at `path`; without that file it is empty.

    Raises SettingsError, with the entry and what to do about it, when the file is not as the handbook describes it.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Vocabulary()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}. Save it as a text file in UTF-8.") from error
    try:
        twice = _twice(yaml.compose(source, Loader=yaml.SafeLoader))
        entries = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: not valid YAML: {error}. Mend that line.") from error
    if twice:
        raise SettingsError(f"{path}: the entry `{twice}` stands there twice. Make one entry of the two.")
    if entries is None:
        return Vocabulary()
    if not isinstance(entries, dict):
        raise SettingsError(f"{path}: not a list of entries. Write each as `Label:`, its settings indented below it.")
    return _vocabulary(path, entries)


def _twice(document: yaml.Node | None) -> str | None:
    names = [key.value for key, _ in document.value] if isinstance(document, yaml.MappingNode) else []
    return next((str(name) for number, name in enumerate(names) if name in names[:number]), None)


def _vocabulary(path: Path, entries: Mapping[object, object]) -> Vocabulary:
    labels: dict[tuple[str, ...], str | None] = {}
    written: dict[tuple[str, ...], tuple[str, ...]] = {}
    owner: dict[tuple[str, ...], str] = {}
    for name, entry in entries.items():
        label, aliases, blocked = _entry(path, name, entry)
        for phrase in (label, *aliases):
            words = tuple(_WORD.findall(phrase))
            key = _folded(words)
            if not key:
                raise SettingsError(f"{path}: `{phrase}` in the entry `{label}` has no letter. Take it out.")
            if owner.setdefault(key, label) != label:
                raise SettingsError(
                    f"{path}: `{phrase}` belongs to the entries `{owner[key]}` and `{label}`. Take it out of one."
                )
            labels[key], written[key] = None if blocked else label, words
    return Vocabulary(labels, written, max(map(len, labels), default=0))


def _entry(path: Path, name: object, entry: object) -> tuple[str, tuple[str, ...], bool]:
    if not isinstance(name, str):
        raise SettingsError(f"{path}: the entry `{name}` is read as no text. Put its name in quotation marks.")
    settings = {} if entry is None else entry
    if not isinstance(settings, dict) or (strange := [key for key in settings if key not in _KEYS]):
        found = f"`{strange[0]}`" if isinstance(settings, dict) else f"`{settings}`"
        raise SettingsError(f"{path}: {found} in the entry `{name}` means nothing. An entry has: {', '.join(_KEYS)}.")
    aliases = settings.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise SettingsError(
            f"{path}: the aliases of `{name}` are no list of texts. Write `aliases: [one, two]`, numbers in quotes."
        )
    blocked = settings.get("blocked", False)
    if not isinstance(blocked, bool):
        raise SettingsError(f"{path}: `blocked` of `{name}` is neither true nor false. Write `blocked: true`.")
    return name, tuple(aliases), blocked


def _folded(words: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)
