"""Owns reading tags.yml: one entry for each tag, with the label as its name and the tag's settings below it.

The handbook's page on tags describes the format. The meaning of the settings is left to `vocabulary`, what contradicts
itself to `contradictions`, edits by command to `edit_tags_yml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from backfile.problems import SettingsError
from backfile.settings import yaml_files
from backfile.settings.yaml_files import YamlEntry
from backfile.tags.label_form import has_invisible
from backfile.tags.subjects.own_subjects import OwnSubjects
from backfile.tags.vocabulary.contradictions import check_vocabulary
from backfile.tags.vocabulary.own_subjects_yml import ENTRY, SUBJECT, check_subjects, parse_own_subjects, subject_of_tag
from backfile.tags.vocabulary.term import Term
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import key_of

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
    vocabulary = Vocabulary.of(terms)
    check_vocabulary(vocabulary, {entry.name: entry for entry in entries})
    return replace(vocabulary, subjects=own)


def _term(entry: YamlEntry, keys: Sequence[str], own: OwnSubjects) -> Term:
    settings = {} if entry.value is None else entry.value
    if not isinstance(settings, dict) or (unknown := [key for key in settings if key not in keys]):
        name = unknown[0] if isinstance(settings, dict) else settings
        reason = f"`{name}` in the entry `{entry.name}` is not a setting of an entry"
        raise SettingsError(f"{entry.place_of(str(name))}: {reason}. The settings are: {', '.join(keys)}.")
    lists = {LISTS[key]: _texts(settings[key], key, entry) for key in LISTS if settings.get(key) is not None}
    switches = {SWITCHES[key]: _switch(settings[key], key, entry) for key in SWITCHES if key in settings}
    subject = subject_of_tag(settings.get(SUBJECT), entry, own)
    return Term(entry.name, subject=subject, line=entry.line, **lists, **switches)  # type: ignore[arg-type]


def _texts(value: object, key: str, entry: YamlEntry) -> tuple[str, ...]:
    items = yaml_files.check_texts(value, entry, key, f"{key}: [one, two]")
    empty = next((item for item in items if not key_of(item)), None)
    if empty is not None:
        raise SettingsError(
            f"{entry.place_of(key, empty)}: `{empty}` in the entry `{entry.name}` has no letter. Remove it."
        )
    return tuple(items)


def _switch(value: object, key: str, entry: YamlEntry) -> bool:
    if not isinstance(value, bool):
        at = entry.place_of(key)
        raise SettingsError(f"{at}: `{key}` of `{entry.name}` is neither true nor false. Write `{key}: true`.")
    return value


def _check_names(terms: Iterable[Term], path: Path) -> None:
    for term in terms:
        if has_invisible(term.label):
            reason = f"the entry {term.label!a} has characters that cannot be seen"
            raise SettingsError(f"{path}, line {term.line}: {reason}. Write it without them.")
        if not key_of(term.label):
            raise SettingsError(f"{path}, line {term.line}: the entry `{term.label}` has no letter. Remove it.")
