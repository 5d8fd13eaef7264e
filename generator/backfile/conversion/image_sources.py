"""Where the images of a record come from, and where they are staged for its page. Owns the record of these functions
and the names of fetched files; `workers.image_supply` provides the functions, `images` decides which images are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


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
    """The folder of fetched images, each in its `fetched_file`; absent when none are fetched."""
    held: Path | None = None
    """The folder of the images that its container holds, each in its `fetched_file`."""
    stage: Callable[[str, bytes], None] = lambda name, data: None
    """Write an image that is to be kept into the staging folder. In: its name and content."""


NO_IMAGES = ImageSupply()
"""For records without other files and without an archive."""


def fetched_file(folder: Path, address: str) -> Path:
    """Return the path of the file into which the image at a URL is fetched."""
    return folder / hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
