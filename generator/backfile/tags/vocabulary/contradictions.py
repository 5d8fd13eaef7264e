"""Owns what in tags.yml contradicts itself: words of two entries, circles, other uses of replaced tags.

Each is refused with the line and the next step; otherwise one of the two settings would be without effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from backfile.problems import SettingsError
from backfile.settings.yaml_files import YamlEntry
from backfile.slugs import label_slug
from backfile.tags.vocabulary.term import Term
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import Key, key_of, words_of

_MOST_LISTED = 10
"""Labels of a circle that a message has."""

Places = Mapping[str, YamlEntry]
"""Label -> its entry in the file."""


def check_vocabulary(vocabulary: Vocabulary, places: Places) -> None:
    """Raise SettingsError for the first contradiction in a vocabulary. In: the vocabulary; its entries in the file."""
    terms = tuple(vocabulary.terms.values())
    _check_phrases(terms, places)
    _check_parents(terms, places)
    _check_replaced(terms, places)
    _check_other_uses_of_replaced(terms, places)
    for labels in vocabulary.replacements.circles():
        at = places[labels[0]].place_of("replaces")
        raise SettingsError(
            f"{at}: these tags replace each other: {_listed(labels, ', ')}. Remove one from `replaces`."
        )


def _check_phrases(terms: Iterable[Term], places: Places) -> None:
    """Raise SettingsError for two entries with the same words, unless context or spelling separates them."""
    owners: dict[tuple[Key, Key | None, tuple[str, ...]], Term] = {}
    for term in terms:
        for phrase in term.phrases if term.blocked else term.searched:
            spelling = words_of(phrase) if term.exact else None
            owner = owners.setdefault((key_of(phrase), spelling, term.context), term)
            if owner is not term:
                raise SettingsError(
                    f"{places[term.label].place_of('aliases', phrase)}: `{phrase}` belongs to the entries "
                    f"`{owner.label}` and `{term.label}`. Remove it from one, or separate them with `with` or `exact`."
                )


def _check_replaced(terms: Iterable[Term], places: Places) -> None:
    """Raise SettingsError for a tag that two entries replace or that replaces itself, and for a split without words."""
    owners: dict[str, Term] = {}
    for term in terms:
        for key, label in _replaced(term):
            if label == term.label:
                at = places[term.label].place_of(key, label)
                raise SettingsError(f"{at}: `{label}` replaces itself. Remove it from `{key}`.")
        for label in term.replaces:
            owner = owners.setdefault(label.casefold(), term)
            if owner is not term:
                raise SettingsError(
                    f"{places[term.label].place_of('replaces', label)}: `{label}` is replaced by `{owner.label}` and "
                    f"by `{term.label}`. Remove it from one of them."
                )
        if term.split_from and not term.context:
            raise SettingsError(
                f"{places[term.label].place_of('split_from')}: `{term.label}` has `split_from` without `with`. Name "
                "the words of its articles in `with`, or write `replaces`."
            )


def _check_other_uses_of_replaced(terms: Iterable[Term], places: Places) -> None:
    """Raise SettingsError for a tag that is replaced, and blocked or an alias of another entry in all articles."""
    listed = list(terms)
    blocked = {label.casefold(): term for term in listed if term.blocked for label in term.phrases}
    everywhere = (term for term in listed if not (term.context or term.exact or term.blocked))
    aliases = {alias.casefold(): term for term in everywhere for alias in term.aliases}
    for term in listed:
        for label in term.replaces:
            at, other = places[term.label].place_of("replaces", label), blocked.get(label.casefold(), term)
            if other is not term:
                raise SettingsError(
                    f"{at}: `{term.label}` replaces `{label}`, and the entry `{other.label}` blocks it. Remove "
                    "`blocked` there, or the tag from `replaces`."
                )
            if (other := aliases.get(label.casefold(), term)) is not term:
                raise SettingsError(
                    f"{at}: `{term.label}` replaces `{label}`, which is an alias of `{other.label}`. Remove it from "
                    "`replaces`, or from `aliases` there."
                )


def _replaced(term: Term) -> Iterable[tuple[str, str]]:
    """Yield the keys and labels of the tags that a tag replaces, in all articles or in some."""
    yield from (("replaces", label) for label in term.replaces)
    yield from (("split_from", label) for label in term.split_from)


def _check_parents(terms: Iterable[Term], places: Places) -> None:
    """Raise SettingsError for a tag that is a parent of itself, directly or through others.

    As in lists, labels that differ only in case are one.
    """
    by_name = {label_slug(term.label): term for term in terms}
    sorter = TopologicalSorter({name: list(map(label_slug, term.parents)) for name, term in by_name.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        cycle = [by_name[name] for name in error.args[1][::-1] if name in by_name]
        first, labels = cycle[0], _listed([term.label for term in cycle], " > ")
        at = places[first.label].place_of("parents")
        raise SettingsError(
            f"{at}: `{first.label}` is a parent of itself: {labels}. Remove one of these parents."
        ) from error


def _listed(labels: Sequence[str], separator: str) -> str:
    """Return labels for a message; of many, the first."""
    return separator.join([*labels[:_MOST_LISTED], "…"] if len(labels) > _MOST_LISTED else labels)
