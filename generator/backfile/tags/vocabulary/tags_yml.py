"""Owns reading tags.yml: one entry for each tag, with the label as its name and the tag's settings below it.

The handbook's page on tags describes the format. The meaning of the settings is left to `vocabulary`, edits by command
to `edit_tags_yml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from backfile.problems import SettingsError
from backfile.settings import yaml_files
from backfile.settings.yaml_files import YamlEntry
from backfile.slugs import label_slug
from backfile.tags.subjects.own_subjects import OwnSubjects
from backfile.tags.vocabulary.own_subjects_yml import ENTRY, SUBJECT, check_subjects, parse_own_subjects, subject_of_tag
from backfile.tags.vocabulary.term import Term
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import Key, key_of, words_of

_EXAMPLE = "`Label:`, its settings indented below it"

LISTS = {
    "aliases": "aliases",
    "replaces": "replaces",
    "parents": "parents",
    "split_from": "split_from",
    "with": "context",
    "distinct": "distinct",
}
"""Key of an entry -> field of `Term`; each holds a list of texts."""
SWITCHES = {"blocked": "blocked", "automatic": "automatic", "exact": "exact", "match_text": "match_text"}
"""Key of an entry -> field of `Term`; each is true or false."""


def load(path: Path) -> Vocabulary:
    """Read the vocabulary at `path`; without that file it is empty.

    Raises SettingsError, with the line and the next step, when the file is not as the handbook describes it.
    """
    return parse(yaml_files.read_text(path), path)


def parse(source: str, path: Path, keys: Sequence[str] = (*LISTS, *SWITCHES, SUBJECT)) -> Vocabulary:
    """Parse the text of a vocabulary whose entries may have `keys`; `path` names it in errors.

    Raises SettingsError, as `load` does.
    """
    entries = yaml_files.parse_entries(source, path, _EXAMPLE)
    subjects = next((entry for entry in entries if SUBJECT in keys and entry.name == ENTRY), None)
    own = parse_own_subjects(subjects)
    terms = [_term(entry, keys, own) for entry in entries if entry is not subjects]
    check_subjects(own, subjects, {term.subject for term in terms if term.subject})
    _check_names(terms, path)
    _check_phrases(terms, path)
    _check_parents(terms, path)
    _check_replaced(terms, path)
    vocabulary = Vocabulary.of(terms)
    for labels in vocabulary.replacements.circles():
        line = vocabulary.terms[labels[0]].line
        raise SettingsError(
            f"{path}, line {line}: these tags replace each other: {', '.join(labels)}. Remove one from `replaces`."
        )
    return replace(vocabulary, subjects=own)


def _term(entry: YamlEntry, keys: Sequence[str], own: OwnSubjects) -> Term:
    settings = {} if entry.value is None else entry.value
    if not isinstance(settings, dict) or (unknown := [key for key in settings if key not in keys]):
        name = unknown[0] if isinstance(settings, dict) else settings
        reason = f"`{name}` in the entry `{entry.name}` is not a setting of an entry"
        raise SettingsError(f"{entry.at}: {reason}. The settings are: {', '.join(keys)}.")
    lists = {LISTS[key]: _texts(settings[key], key, entry) for key in LISTS if settings.get(key) is not None}
    switches = {SWITCHES[key]: _switch(settings[key], key, entry) for key in SWITCHES if key in settings}
    subject = subject_of_tag(settings.get(SUBJECT), entry, own)
    return Term(entry.name, subject=subject, line=entry.line, **lists, **switches)  # type: ignore[arg-type]


def _texts(value: object, key: str, entry: YamlEntry) -> tuple[str, ...]:
    items = yaml_files.check_texts(value, entry, key, f"{key}: [one, two]")
    empty = next((item for item in items if not key_of(item)), None)
    if empty is not None:
        raise SettingsError(f"{entry.at}: `{empty}` in the entry `{entry.name}` has no letter. Remove it.")
    return tuple(items)


def _switch(value: object, key: str, entry: YamlEntry) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{entry.at}: `{key}` of `{entry.name}` is neither true nor false. Write `{key}: true`.")
    return value


def _check_names(terms: Iterable[Term], path: Path) -> None:
    for term in terms:
        if not key_of(term.label):
            raise SettingsError(f"{path}, line {term.line}: the entry `{term.label}` has no letter. Remove it.")


def _check_phrases(terms: Iterable[Term], path: Path) -> None:
    """Raise SettingsError for two entries with the same words, unless context or spelling separates them."""
    owners: dict[tuple[Key, Key | None, tuple[str, ...]], Term] = {}
    for term in terms:
        for phrase in term.phrases if term.blocked else term.searched:
            spelling = words_of(phrase) if term.exact else None
            owner = owners.setdefault((key_of(phrase), spelling, term.context), term)
            if owner is not term:
                raise SettingsError(
                    f"{path}, line {term.line}: `{phrase}` belongs to the entries `{owner.label}` and `{term.label}`. "
                    "Remove it from one, or separate them with `with` or `exact`."
                )


def _check_replaced(terms: Iterable[Term], path: Path) -> None:
    """Raise SettingsError for a tag that two entries replace, and for a tag that is split without a context."""
    owners: dict[str, Term] = {}
    for term in terms:
        for label in term.replaces:
            owner = owners.setdefault(label.casefold(), term)
            if owner is not term:
                raise SettingsError(
                    f"{path}, line {term.line}: `{label}` is replaced by `{owner.label}` and by `{term.label}`. "
                    "Remove it from one of them."
                )
        if term.split_from and not term.context:
            raise SettingsError(
                f"{path}, line {term.line}: `{term.label}` has `split_from` without `with`. Name the words of its "
                "articles in `with`, or write `replaces`."
            )


def _check_parents(terms: Iterable[Term], path: Path) -> None:
    """Raise SettingsError for a tag that is a parent of itself, directly or through others.

    As in lists, labels that differ only in case are one.
    """
    by_name = {label_slug(term.label): term for term in terms}
    sorter = TopologicalSorter({name: list(map(label_slug, term.parents)) for name, term in by_name.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        cycle = [by_name[name] for name in error.args[1][::-1] if name in by_name]
        first, labels = cycle[0], " > ".join(term.label for term in cycle)
        raise SettingsError(
            f"{path}, line {first.line}: `{first.label}` is a parent of itself: {labels}. Remove one of these parents."
        ) from error
