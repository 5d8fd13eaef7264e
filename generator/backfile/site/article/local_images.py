"""The images that the archive keeps, as a page of the site shows them: where they are seen from there, and their size.

MkDocs turns the addresses in Markdown; those in HTML, such as a figure's, it leaves as they are seen from the source.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile import images

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def attributes(page: Page, files: Files, address: str) -> dict[str, str] | None:
    """Give the attributes of an image that a page links; None where it is not one that the archive keeps.

    With its size a page does not jump when the image comes.
    """
    name = images.linked(address)
    file = files.get_file_from_path(f"{images.FOLDER}/{name}") if name else None
    if file is None or file.abs_src_path is None:
        return None
    found = {"src": get_relative_url(file.url, page.url)}
    try:
        with Path(file.abs_src_path).open("rb") as data:
            width, height = images.size(data.read(images.HEAD))
    except (OSError, images.NotAnImageError):
        return found  # It is shown as far as a browser can.
    return found | {"width": str(width), "height": str(height)}
