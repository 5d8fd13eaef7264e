"""Writing of files of the site that are no pages, such as feeds, unless the owner has a file of that name in docs/."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set

    from mkdocs.structure.files import Files

    from backfile.site.site_folder import SiteFolder


def used_paths(files: Files) -> frozenset[str]:
    """Return the paths of all files of the site, relative to its folder."""
    return frozenset(file.dest_uri for file in files)


def write_unless_used(site: SiteFolder, path: str, text: str, used: Set[str]) -> None:
    """Write `text` as UTF-8 to `path` in the site, unless `path` is in `used`."""
    if path not in used:
        site.write(path, text.encode())
