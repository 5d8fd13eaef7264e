"""Whether list pages are known to be up to date: by the state in which the last update left them.

The state is a digest of all that they are made of, and of the states of their files. It is in `.backfile/`, with the
seal of this user. A run that finds the same state compares no page with what it would be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from backfile.archive.digests import digest_of
from backfile.archive.program import extending_packages, program_state
from backfile.lists.files import list_states
from backfile.settings.layout import AUTHORS_YML, LISTED, SOURCES_YML, TAGS_YML
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.publish import PublishRules
from backfile.settings.sealed_file import read_sealed, write_sealed

_PURPOSE = "lists: up to date"
_ALL = PublishRules()


def lists_state(
    entries: Iterable[str],
    docs: Path,
    root: Path,
    site: tuple[str, str],
    rendering: Rendering,
    rules: PublishRules = _ALL,
) -> bytes:
    """Return the digest of what list pages are made of and of the files that they are.

    In: the summaries of the articles as in `catalog_row.write_entry`, by path; the folders of the pages and of the
    archive; name and language of the site; how it renders labels; which of the articles are in lists.
    """
    owned = [root / name for name in (TAGS_YML, AUTHORS_YML, SOURCES_YML)]
    texts = [file.read_text("utf-8", "replace") if file.is_file() else "" for file in owned]
    settings = json.dumps([*site, list(rendering.extensions), rendering.options], default=_name_of, sort_keys=True)
    packages = [program_state(), *(part or b"" for part in extending_packages())]
    parts = chain([settings, repr(rules)], texts, entries, chain.from_iterable(list_states(docs)))
    return digest_of(chain(packages, (part.encode("utf-8", "surrogatepass") for part in parts)))


def known_state(root: Path) -> bytes | None:
    """Return the state in which all list pages were up to date; None if none is known."""
    return read_sealed(root, LISTED, _PURPOSE)


def keep_state(root: Path, state: bytes) -> None:
    """Remember the state in which all list pages are up to date, if it can be."""
    with suppress(OSError):
        write_sealed(root, LISTED, state, _PURPOSE)


def _name_of(value: Any) -> str:
    """Return a name for an object in the settings that JSON cannot express: functions are named."""
    place = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    return f"{place[0]}.{place[1]}" if all(place) else repr(value)
