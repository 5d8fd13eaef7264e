"""The list pages in docs/: written from the catalog's entries, the ones that nothing asks for any more removed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator import page
from generator.catalog import Catalog
from generator.config import Config, Rendering
from generator.indexes import INDEXES
from generator.markdown import Writer, escape
from generator.shelf import Shelf

KINDS = frozenset(kind for index in INDEXES for kind in index.kinds)


@dataclass(frozen=True, slots=True)
class Lists:
    """What bringing the list pages up to date did, or would do. Paths are under docs/."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    left_alone: tuple[str, ...]
    """Pages of the owner's own that stand where a list page would."""


def update(shelf: Shelf, catalog: Catalog, config: Config, *, dry_run: bool = False) -> Lists:
    """Bring the list pages up to date. A page that is no list page by its front matter is the owner's: left alone.

    With `dry_run` nothing is written, and the answer says what would be.
    """
    entries = list(catalog.entries())
    rendering = config.rendering
    # With the archive's own extensions the escaper is known to be enough; others are asked.
    label = escape if rendering == Rendering() else Writer(rendering.extensions, rendering.options).label
    wanted: dict[str, str] = {}
    for index in INDEXES:
        for found in index.pages(entries, config.site_name, label):
            wanted[found.path] = page.front_matter({"title": found.title, "kind": found.kind}) + f"\n{found.body}\n"
    left_alone = {path for path in wanted if (shelf.docs / path).exists() and not is_list(shelf.docs / path)}
    stale = {path for path in _standing(shelf.docs) if path not in wanted}
    written = []
    for path in sorted(wanted.keys() - left_alone):
        file = shelf.docs / path
        # Compared as text: git may have converted line ends.
        if not file.exists() or file.read_text("utf-8", "replace") != wanted[path]:
            written.append(path)
            if not dry_run:
                shelf.write_page(path, wanted[path])
    for path in stale if not dry_run else ():
        (shelf.docs / path).unlink()
    return Lists(tuple(written), tuple(sorted(stale)), tuple(sorted(left_alone)))


def paths() -> list[str]:
    """Give where list pages lie: files and folders under docs/."""
    return [index.folder or "index.md" for index in INDEXES]


def _standing(docs: Path) -> list[str]:
    """Give the list pages that are there."""
    files = (file for index in INDEXES if index.folder for file in (docs / index.folder).rglob("*.md"))
    return [file.relative_to(docs).as_posix() for file in files if is_list(file)]


def is_list(file: Path) -> bool:
    """Whether a file is a list page by its front matter; otherwise it is the owner's."""
    try:
        meta, _ = page.split(file.read_text("utf-8", "replace"))
    except (page.PageError, OSError):
        return False
    return meta.get("kind") in KINDS
