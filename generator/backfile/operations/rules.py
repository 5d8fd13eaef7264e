"""The rules by which inputs become articles: a digest of all that decides about the result beside the input itself.

These are the program, the packages that it uses, the settings that matter, and the owner's files. A result that was
made by other rules is made anew (`operations.read_inputs`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backfile.archive.digests import digest
from backfile.settings.layout import FURNITURE_YML, IMPORTS_YML, TAGS_YML
from backfile.settings.mkdocs_yml import Config

OTHER_SETTINGS = frozenset(
    {
        "format",
        "commit",
        "search",
        "look",
        "featured",
        "canonical",
        "search_engines",
        "redirects_from",
        "feed_entries",
        "fetch_seconds",
        "fetch_pause_milliseconds",
        "fetch_private",
        "max_fetched",
        "max_fetched_megabytes",
        "max_fetching_seconds",
    }
)
"""The settings that decide nothing about an article: those of commits, of fetching and of the site."""
_NO_RULES = ("__pycache__", "theme", "samples")
"""Folders of the package without rules."""
_PLUGINS = b"[backfile."
"""How the groups of entry points begin by which other packages extend the program."""


def rules_digest(config: Config) -> bytes | None:
    """Return the digest of the rules of an archive; None where not all is known that decides about its articles.

    That is the case when its settings name code of its own, and when a package is installed for editing that extends
    the program: they can read anything.
    """
    plugins = list(_plugins())
    if config.runs_code or None in plugins:
        return None
    settings = {name: value for name, value in asdict(config.settings).items() if name not in OTHER_SETTINGS}
    rendering = [list(config.rendering.extensions), config.rendering.options]
    own = [_read(config.root / name) for name in (TAGS_YML, FURNITURE_YML, IMPORTS_YML)]
    values = json.dumps([settings, rendering, sys.version, _packages()], default=_name_of, sort_keys=True)
    return digest(_program(), values.encode(), *own, *filter(None, plugins))


def _program() -> bytes:
    """Return the digest of the files of this program."""
    top = Path(__file__).parents[1]
    files = sorted(_files(os.fspath(top)))
    return digest(*(part for file in files for part in (file[len(os.fspath(top)) :].encode(), _read(Path(file)))))


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in _NO_RULES:
                    yield from _files(entry.path)
            elif not entry.name.endswith(".pyc"):
                yield entry.path


def _packages() -> list[str]:
    """Return the names and versions of all packages that are installed, as their folders of metadata have them."""
    return sorted(os.path.basename(folder) for folder in _metadata_folders())  # noqa: PTH119


def _plugins() -> Iterator[bytes | None]:
    """Yield the list of files of each package that extends this program, with their digests; None without one."""
    for folder in _metadata_folders():
        points = _read(Path(folder, "entry_points.txt"))
        if _PLUGINS in points:
            is_editable = b'"editable": true' in _read(Path(folder, "direct_url.json"))
            yield None if is_editable else _read(Path(folder, "RECORD")) or None


def _metadata_folders() -> Iterator[str]:
    for place in dict.fromkeys(sys.path):
        if os.path.isdir(place):  # noqa: PTH112
            with os.scandir(place) as entries:
                yield from (entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))


def _read(file: Path) -> bytes:
    """Return the content of a file; nothing if there is none."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _name_of(value: Any) -> str:
    """Return a name for an object in the settings of an extension that JSON cannot express: functions are named."""
    place = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    return f"{place[0]}.{place[1]}" if all(place) else repr(value)
