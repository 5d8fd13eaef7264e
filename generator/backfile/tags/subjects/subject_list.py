"""Owns the list of subjects: their ids, their codes at IPTC, their labels in 18 languages (`subjects.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backfile.slugs import label_slug

_FILE = Path(__file__).with_name("subjects.toml")
_IPTC = "http://cv.iptc.org/newscodes/"

OPINION = "opinion"
"""The id of the one genre in the list."""


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """A subject of the list."""

    id: str
    """As pages have it: lower-case letters and hyphens."""
    iptc: str
    """The URI of the IPTC's concept."""
    labels: Mapping[str, str]
    """Language -> label."""


@cache
def subject_list() -> Mapping[str, ListedSubject]:
    """Return all subjects by their ids."""
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    return {name: ListedSubject(name, _IPTC + table.pop("iptc"), table) for name, table in tables.items()}


def subject_slug(subject: str) -> str:
    """Return the name of a subject's page: its id; of a subject that is not in the list, the slug of what it says."""
    return label_slug(subject.replace("-", " "))
