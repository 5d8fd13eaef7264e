"""What all pages of a site depend on: the digest of the program, the settings and the navigation."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.archive.digests import digest
from backfile.archive.program import extending_packages, installed_packages, program_digest
from backfile.settings.inspection import inspect

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation

    from backfile.site.plugin import BackfilePlugin

_NO_PAGES = ("cli", "samples")
"""Folders of the program that do not decide what a page becomes."""
_DIGESTS = ("seal", "history")
"""Keys of the front matter of list pages and of the page of changes that no template shows."""


def page_basis(config: MkDocsConfig, nav: Navigation, plugin: BackfilePlugin) -> bytes:
    """Return the digest of what all pages of a build share."""
    settings = Path(config.config_file_path)
    environment = [(name, os.environ.get(name)) for name in inspect(settings.parent).environment]
    shared = (
        sys.version,
        installed_packages(),
        environment,
        config.site_url,
        config.site_name,
        config.theme["favicon"],
        plugin.shared(),
        [*_navigation(nav.items)],
        nav.homepage and nav.homepage.url,
    )
    packages = (part or b"" for part in extending_packages())
    text = repr(shared).encode("utf-8", "surrogatepass")
    return digest(program_digest(_NO_PAGES), settings.read_bytes(), text, *packages)


def _navigation(items: list[StructureItem]) -> Iterator[object]:
    """Yield what templates can show of the items of the navigation.

    That is the front matter of a page, too, but for digests, which change with the text of a list and with a commit.
    """
    for item in items:
        url, front = getattr(item, "url", None), dict(getattr(item, "meta", None) or {})
        meta = {key: value for key, value in front.items() if key not in _DIGESTS}
        yield type(item).__name__, item.title, url, repr(meta), [*_navigation(getattr(item, "children", None) or [])]
