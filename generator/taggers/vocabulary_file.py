"""tags.yml: an entry a tag, its name the label, below it what its owner says of it. The handbook's page on tags has the
format; `vocabulary` has what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.problems import SettingsError
from generator.taggers.vocabulary import Key, Term, Vocabulary, key_of, words_of

NAME = "tags.yml"

LISTS = {"aliases": "aliases", "parents": "parents", "with": "context", "distinct": "distinct"}
"""Key of an entry -> field of `Term`; each holds a list of texts."""
SWITCHES = {"blocked": "blocked", "automatic": "automatic", "exact": "exact"}
"""Key of an entry -> field of `Term`; each is true or false."""


def load(path: Path) -> Vocabulary:
    """Read the vocabulary at `path`; without that file it is empty.

    Raises SettingsError, with the line and what to do about it, when the file is not as the handbook describes it.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Vocabulary()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}. Save it as a text file in UTF-8.") from error
    return parse(source, path)


def parse(source: str, path: Path) -> Vocabulary:
    """Read the text of a vocabulary; `path` is what errors call it. Raises SettingsError, as `load` does."""
    try:
        document = yaml.compose(source, Loader=yaml.SafeLoader)
        entries = list(_entries(document, path)) if document else []
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: not valid YAML: {error}. Mend that line.") from error
    terms = [_term(*entry, path) for entry in entries]
    _check_names(terms, path)
    _check_phrases(terms, path)
    _check_parents(terms, path)
    return Vocabulary.of(terms)


def _entries(document: yaml.Node, path: Path) -> Iterator[tuple[int, object, object]]:
    """Give each entry's line, name and value."""
    if isinstance(document, yaml.ScalarNode) and document.tag.endswith(":null"):
        return
    if not isinstance(document, yaml.MappingNode):
        raise SettingsError(f"{path}: not a list of entries. Write each as `Label:`, its settings indented below it.")
    read = yaml.constructor.SafeConstructor()
    for key, value in document.value:
        yield (
            key.start_mark.line + 1,
            read.construct_object(key, deep=True),
            read.construct_object(value, deep=True),
        )


def _term(line: int, name: object, entry: object, path: Path) -> Term:
    at = f"{path}, line {line}"
    if not isinstance(name, str):
        raise SettingsError(f"{at}: the entry `{name}` is read as no text. Put its name in quotation marks.")
    settings = {} if entry is None else entry
    known = (*LISTS, *SWITCHES)
    if not isinstance(settings, dict) or (strange := [key for key in settings if key not in known]):
        found = f"`{strange[0]}`" if isinstance(settings, dict) else f"`{settings}`"
        raise SettingsError(f"{at}: {found} in the entry `{name}` means nothing. An entry has: {', '.join(known)}.")
    lists = {LISTS[key]: _texts(settings[key], key, name, at) for key in LISTS if settings.get(key) is not None}
    switches = {SWITCHES[key]: _switch(settings[key], key, name, at) for key in SWITCHES if key in settings}
    return Term(name, line=line, **lists, **switches)  # type: ignore[arg-type]


def _texts(value: Any, key: str, name: str, at: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        example = f"Write `{key}: [one, two]`, numbers in quotes"
        raise SettingsError(f"{at}: the {key} of `{name}` are no list of texts. {example}.")
    empty = next((item for item in value if not key_of(item)), None)
    if empty is not None:
        raise SettingsError(f"{at}: `{empty}` in the entry `{name}` has no letter. Take it out.")
    return tuple(value)


def _switch(value: object, key: str, name: str, at: str) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{at}: `{key}` of `{name}` is neither true nor false. Write `{key}: true`.")
    return value


def _check_names(terms: Iterable[Term], path: Path) -> None:
    lines: dict[str, int] = {}
    for term in terms:
        if not key_of(term.label):
            raise SettingsError(f"{path}, line {term.line}: the entry `{term.label}` has no letter. Take it out.")
        first = lines.setdefault(term.label.casefold(), term.line)
        if first != term.line:
            raise SettingsError(
                f"{path}, line {term.line}: the entry `{term.label}` stands there twice, first in line {first}. "
                "Make one entry of the two."
            )


def _check_phrases(terms: Iterable[Term], path: Path) -> None:
    """Refuse two entries that own the same words, unless context or spelling tells them apart."""
    owners: dict[tuple[Key, Key | None, tuple[str, ...]], Term] = {}
    for term in terms:
        for phrase in term.phrases:
            spelling = words_of(phrase) if term.exact else None
            owner = owners.setdefault((key_of(phrase), spelling, term.context), term)
            if owner is not term:
                raise SettingsError(
                    f"{path}, line {term.line}: `{phrase}` belongs to the entries `{owner.label}` and `{term.label}`. "
                    "Take it out of one, or tell them apart with `with` or `exact`."
                )


def _check_parents(terms: Iterable[Term], path: Path) -> None:
    """Refuse a tag that is above itself."""
    by_label: Mapping[str, Term] = {term.label: term for term in terms}
    sound: set[str] = set()
    for term in by_label.values():
        chain: dict[str, None] = {}
        waiting = [(term.label, iter(term.parents))]
        chain[term.label] = None
        while waiting:
            label, parents = waiting[-1]
            parent = next(parents, None)
            if parent is None:
                sound.add(label)
                del chain[label]
                waiting.pop()
            elif parent in chain:
                ring = " > ".join([*list(chain)[list(chain).index(parent) :], parent])
                raise SettingsError(
                    f"{path}, line {by_label[label].line}: `{parent}` is a parent of itself: {ring}. Take one of these "
                    "parents out."
                )
            elif parent in by_label and parent not in sound:
                chain[parent] = None
                waiting.append((parent, iter(by_label[parent].parents)))
