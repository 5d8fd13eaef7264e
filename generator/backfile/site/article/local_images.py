"""The images that the archive has, as a page of the site refers to them: relative URL, width and height.

MkDocs rewrites image URLs in Markdown. It does not rewrite URLs in HTML, such as those of a figure, which stay relative
to the source file; the gate passes them to this module. Names and sizes of image files belong to `backfile.images`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile import images

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page


def local_image_attributes(page: Page, files: Files, url: str) -> dict[str, str] | None:
    """Return the attributes (unescaped) of the image at `url` on `page`; None if the archive does not have the image.

    With width and height, the page does not move when the image loads. A file that cannot be read or is no image gets
    `src` alone.
    """
    name = images.name_in_url(url)
    file = files.get_file_from_path(f"{images.FOLDER}/{name}") if name else None
    return image_attributes(file, page.url) if file and file.abs_src_path else None


def image_attributes(file: File, own_url: str) -> dict[str, str]:
    """Return the attributes (unescaped) of an image on the page at `own_url`, from the site's root."""
    attributes = {"src": get_relative_url(file.url, own_url)}
    if file.abs_src_path is None:
        return attributes
    try:
        with Path(file.abs_src_path).open("rb") as data:
            width, height = images.read_size(data.read(images.HEADER_LENGTH))
    except (OSError, images.NotAnImageError):
        return attributes
    return attributes | {"width": str(width), "height": str(height)}
