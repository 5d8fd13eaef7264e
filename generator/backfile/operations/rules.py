"""The rules by which inputs become articles: a digest of all that decides about the result beside the input itself.

These are the program, the packages that it uses, the settings that matter, and the owner's files. A result that was
made by other rules is made anew (`operations.read_inputs`).
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backfile.archive.digests import digest
from backfile.archive.program import extending_packages, installed_packages, program_digest
from backfile.settings.inside import read_anywhere
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
_NO_RULES = ("theme", "samples")
"""Folders of the package without rules."""


def rules_digest(config: Config) -> bytes | None:
    """Return the digest of the rules of an archive; None where not all is known that decides about its articles.

    That is the case when its settings name code of its own, and when a package is installed for editing that extends
    the program: they can read anything.
    """
    plugins = list(extending_packages())
    if config.runs_code or None in plugins:
        return None
    settings = {name: value for name, value in asdict(config.settings).items() if name not in OTHER_SETTINGS}
    rendering = [list(config.rendering.extensions), config.rendering.options]
    own = [_read(config.root / name) for name in (TAGS_YML, FURNITURE_YML, IMPORTS_YML)]
    values = json.dumps([settings, rendering, sys.version, installed_packages()], default=_name_of, sort_keys=True)
    return digest(program_digest(_NO_RULES), values.encode(), *own, *filter(None, plugins))


def _read(file: Path) -> bytes:
    """Return the content of a file; nothing if there is none."""
    try:
        return read_anywhere(file)
    except OSError:
        return b""


def _name_of(value: Any) -> str:
    """Return a name for an object in the settings of an extension that JSON cannot express: functions are named."""
    place = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    return f"{place[0]}.{place[1]}" if all(place) else repr(value)
