"""An article's page as the archive holds it, published beside the page of the site: the same bytes, at `NAME.md`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.files import File


def publish(files: Iterable[File], site: Path) -> None:
    """Write each page into the built `site`, to the path that it has under docs/."""
    for file in files:
        write_file(file.content_bytes, f"{site}/{file.src_uri}")
