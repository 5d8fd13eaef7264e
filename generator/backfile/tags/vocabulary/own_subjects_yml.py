"""Owns reading the entry `subjects` of tags.yml: labels, blocked subjects, and subjects of the owner's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from backfile.problems import SettingsError
from backfile.settings.yaml_files import YamlEntry
from backfile.slugs import label_slug
from backfile.tags.label_key import label_key
from backfile.tags.subjects.lexicon import section_key
from backfile.tags.subjects.own_subjects import NO_OWN_SUBJECTS, OwnSubject, OwnSubjects
from backfile.tags.subjects.subject_list import subject_list
from backfile.tags.words import key_of

ENTRY = "subjects"
"""The name of the entry, which is no tag."""
SUBJECT = "subject"
"""The key in the entry of a tag that names the subject of its articles."""
_KEYS = ("label", "blocked", "sections", "words")
_ID = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_ID = 40
_NO_IDS = frozenset("aliases replaces parents split_from with distinct blocked automatic exact match_text".split())
"""Keys of entries of tags: an entry `subjects` with one of them is meant as a tag."""
_WORD = re.compile(r"\*?[^*]+|[^*]+\*")


def parse_own_subjects(entry: YamlEntry | None) -> OwnSubjects:
    """Return the settings of subjects. In: the entry, if tags.yml has it.

    Raises SettingsError, with the line and the next step, for an entry that is not as the handbook describes it.
    """
    if entry is None or entry.value is None:
        return NO_OWN_SUBJECTS
    if not isinstance(entry.value, dict):
        raise SettingsError(f"{entry.at}: `{ENTRY}` is not a list of subjects. Write `politics: {{blocked: true}}`.")
    return OwnSubjects(tuple(_subject(str(name), value, entry) for name, value in entry.value.items()))


def _subject(name: str, value: Any, entry: YamlEntry) -> OwnSubject:
    at = entry.place_of(name)
    if name in _NO_IDS:
        raise SettingsError(f"{at}: `{ENTRY}` is the entry of subjects, and no tag. Give the tag another name.")
    is_reserved = label_slug(name.replace("-", " ")) != name
    if not _ID.fullmatch(name) or len(name) > _LONGEST_ID or is_reserved:
        raise SettingsError(f"{at}: `{name}` is not the id of a subject. Write another, with a-z, digits and hyphens.")
    settings = {} if value is None else value
    place = entry.place_of
    if not isinstance(settings, dict) or (unknown := [key for key in settings if key not in _KEYS]):
        wrong = unknown[0] if isinstance(settings, dict) else settings
        raise SettingsError(
            f"{place(name, str(wrong))}: `{wrong}` is not a setting of a subject. The settings are: {', '.join(_KEYS)}."
        )
    label, blocked = settings.get("label"), settings.get("blocked", False)
    if label is not None and not (isinstance(label, str) and key_of(label)):
        raise SettingsError(f"{place(name, 'label')}: the label of `{name}` is not a text. Write `label: A name`.")
    if not isinstance(blocked, bool):
        at = place(name, "blocked")
        raise SettingsError(f"{at}: `blocked` of `{name}` is neither true nor false. Write `blocked: true`.")
    sections, words = (_texts(settings, key, name, entry) for key in ("sections", "words"))
    return OwnSubject(name, " ".join(label.split()) if label else None, blocked, sections, words)


def _texts(settings: Mapping[str, Any], key: str, name: str, entry: YamlEntry) -> tuple[str, ...]:
    value, at = settings.get(key), entry.place_of(name, key)
    items = [] if value is None else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise SettingsError(f"{at}: the {key} of `{name}` are not a list of texts. Write `{key}: [one, two]`.")
    for item in items:
        if not key_of(item) or (key == "words" and not _WORD.fullmatch(item)):
            at = entry.place_of(name, key, item)
            raise SettingsError(f"{at}: `{item}` in the {key} of `{name}` has no letter, or a star inside. Correct it.")
    return tuple(items)


def check_subjects(own: OwnSubjects, entry: YamlEntry | None, used: Collection[str]) -> None:
    """Raise SettingsError for a subject that is neither of the list nor defined. In: the ids in entries of tags.

    A subject of the owner's own needs a section, a word or a tag: otherwise the id of a listed one is misspelled.
    """
    if entry:
        _check_shared_names(own, entry)
    for subject in own.entries:
        if subject.id not in subject_list() and not (subject.sections or subject.words or subject.id in used):
            at = entry.place_of(subject.id) if entry else ""
            reason = f"`{subject.id}` is no subject of the list, and has no section, word or tag"
            raise SettingsError(f"{at}: {reason}. The subjects are: {', '.join(subject_list())}.")


def subject_of_tag(value: Any, entry: YamlEntry, own: OwnSubjects) -> str | None:
    """Return the subject that the entry of a tag names. Raises SettingsError for one that does not exist."""
    if value is None:
        return None
    known = {*subject_list(), *(subject.id for subject in own.entries)}
    if not isinstance(value, str) or value not in known:
        reason = f"`{value}` in the entry `{entry.name}` is no subject"
        at = entry.place_of(SUBJECT)
        raise SettingsError(
            f"{at}: {reason}. Add it to the entry `{ENTRY}`, or use one of: {', '.join(subject_list())}."
        )
    return value


def _check_shared_names(own: OwnSubjects, entry: YamlEntry) -> None:
    """Raise SettingsError for two subjects of the owner's with one label or one section."""
    owners: dict[tuple[str, str], str] = {}
    for subject in own.entries:
        names = [("sections", section, section_key(section)) for section in subject.sections]
        names += [("label", subject.label, label_key(subject.label))] if subject.label else []
        for key, name, folded in names:
            owner = owners.setdefault((key, folded), subject.id)
            if owner != subject.id:
                at, noun = entry.place_of(subject.id, key, name), "label" if key == "label" else "section"
                raise SettingsError(
                    f"{at}: `{name}` is a {noun} of `{owner}` and of `{subject.id}`. Remove it from one, or change it."
                )
