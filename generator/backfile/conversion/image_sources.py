"""Where the images of a record come from, and where they wait for its page. Owns these two records and the names of
fetched files; `workers.image_supply` fills them, `images` decides which images are kept.

The bytes of images are not part of an article: the worker that converts the record stages them on the disk, and
`archive.storage` moves them into the archive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ImageStaging:
    """The folders in which images wait for the pages that show them."""

    checked: Path
    """The folder of the images that are kept; `archive.storage` moves them from there."""
    fetched: Path | None = None
    """The folder of fetched images, each in its `fetched_file`; absent when none are fetched."""


@dataclass(frozen=True, slots=True)
class ImageSupply:
    """Where the images of a record come from, and where they are staged."""

    beside: Callable[[str], bytes | None] = lambda _: None
    """Return the content of the file beside the input that an address names; None without such a file. Raises OSError
    and TooLargeError."""
    alone: bool = True
    """Whether no files can be beside the input: standard input, an original, a record of a container."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Addresses of images that the archive has of this content -> their names."""
    kept: Callable[[str], bytes | None] = lambda _: None
    """Return the image that the archive has under a name; None without one, or when it is damaged."""
    fetched: Path | None = None
    """As in `ImageStaging`."""
    stage: Callable[[str, bytes], None] = lambda name, data: None
    """Write an image that is to be kept into the staging folder. In: its name and content."""


NO_IMAGES = ImageSupply()
"""For records without other files and without an archive."""


def fetched_file(folder: Path, address: str) -> Path:
    """Return the path of the file into which the image at a URL is fetched."""
    return folder / hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
