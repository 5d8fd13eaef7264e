"""Lists by subject. The page of a subject has the subject's id as its name, and its label as its title."""

from __future__ import annotations

from collections import defaultdict

from backfile.lists.by_label import label_list
from backfile.lists.labels import LabelKind
from backfile.lists.list_kind import Phrases
from backfile.tags.subjects.subject_list import subject_list, subject_slug

_NORWEGIAN = ("nb", "nn")
"""Themes have these two languages; the labels of both are those of `no`."""


def subject_key(subject: str) -> str:
    """Return the key of a subject's label among the texts of lists."""
    return f"subject_{subject_slug(subject)}"


def subject_label(subject: str, phrases: Phrases) -> str:
    """Return the label of a subject in the archive's language; of one that is not in the list, what the page says."""
    return phrases.get(subject_key(subject), subject)


def _words() -> dict[str, dict[str, str]]:
    """Return the labels as texts: language -> key -> label."""
    words: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for subject in subject_list().values():
        for language, label in subject.labels.items():
            for name in _NORWEGIAN if language == "no" else (language,):
                words[name][subject_key(subject.id)] = label
    return dict(words)


KIND = LabelKind("subjects", "subject", lambda summary: summary.subjects, name_of=subject_slug, text_of=subject_label)
LIST = label_list(KIND, words=_words())
