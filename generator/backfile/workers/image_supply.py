"""Where a worker finds the images of an input: beside it, in the archive, among those fetched."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from backfile import images
from backfile.archive import page
from backfile.archive.catalog import pages_with_images
from backfile.conversion.images import NO_IMAGES, ImageStaging, ImageSupply
from backfile.readers import files
from backfile.readers.files import InputFile
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE


def setting_aside(folder: Path) -> Callable[[str, bytes], None]:
    """Give what sets images aside in a folder, from where `Storage` takes them. Several processes may do so at once."""

    def set_aside(name: str, data: bytes) -> None:
        file = folder / images.aside(name)
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(data)
            unfinished.replace(file)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(file)) from error

    return set_aside


def supply(archive: Config, given: InputFile, sha256: str, aside: ImageStaging | None) -> ImageSupply:
    """Give where an input's images are: beside it, and in the archive, if that has pages of this very input.

    In: the digest of the input's content; where images are set aside, if they are to be.
    """
    if not archive.settings.keep_images:
        return NO_IMAGES
    found = ImageSupply(known=_known(archive, given, sha256), kept=partial(images.kept, archive.docs))
    if not given.alone:
        limit = archive.settings.max_image_megabytes * MEGABYTE
        read = partial(files.beside, given.path, files.folders_of(given.path), limit=limit)
        found = replace(found, beside=read, alone=False)
    return replace(found, fetched=aside.fetched, set_aside=setting_aside(aside.checked)) if aside else found


def _known(archive: Config, given: InputFile, sha256: str) -> dict[str, str]:
    """Give what the pages of an input say of its images: their addresses and names."""
    known: dict[str, str] = {}
    made = (archive.docs / path for path in pages_with_images(archive.root / CATALOG, sha256))
    for file in [given.page] if given.page else made:
        text = file.read_text("utf-8", "replace") if file.is_file() else ""
        if "\n  images:\n" in text:
            try:
                known |= page.load(text).origin.images
            except page.PageError:
                continue  # Its owner broke it; the catalog reports that.
    return {address: name for address, name in known.items() if images.NAME.fullmatch(name)}
