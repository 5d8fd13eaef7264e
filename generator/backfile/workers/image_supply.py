"""Where a worker finds the images of a record, and where it stages them. Owns reading images beside an input, and
looking up those that the archive has of it; which images are kept is left to `conversion.images`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from backfile import images
from backfile.archive import page
from backfile.archive.catalog_database import pages_with_images
from backfile.conversion.image_sources import NO_IMAGES, ImageSupply
from backfile.readers import reader_named
from backfile.readers.saved_files import read_beside, saved_folders
from backfile.settings.inside import is_inside, read_text
from backfile.settings.layout import CATALOG
from backfile.settings.schema import MEGABYTE
from backfile.workers.staging import stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from backfile.article import Origin
    from backfile.readers.files import InputFile
    from backfile.settings.mkdocs_yml import Config
    from backfile.workers.staging import Staging


def supply_images(
    config: Config, item: InputFile, origin: Origin, staging: Staging | None, held: Path | None = None
) -> ImageSupply:
    """Return the images of a record: those beside its file, and those that the archive has of the same content.

    A record of a container has those of its container: `held` is the folder of images that were taken out of it.
    Without `staging`, images are not written anywhere.
    """
    if not config.settings.keep_images:
        return NO_IMAGES
    supply = ImageSupply(
        known=_known_images(config, item, origin.sha256), kept=partial(images.read_stored, config.docs)
    )
    if not item.alone and origin.record is None:
        limit = config.settings.max_image_megabytes * MEGABYTE
        read = partial(read_beside, item.path, saved_folders(item.path), limit=limit)
        supply = replace(supply, beside=read, alone=False)
    container = item.container
    reader = reader_named(container.reader) if container else None
    if container and reader and reader.beside and origin.record:
        limit = config.settings.max_image_megabytes * MEGABYTE
        supply = replace(supply, beside=partial(_read_member, reader.beside, container.path, origin.record, limit))
        supply = replace(supply, alone=False)
    supply = replace(supply, held=held)
    if staging is None:
        return supply
    return replace(supply, fetched=staging.fetched, stage=partial(_stage_image, staging.images))


def _read_member(
    read: Callable[[Path, str, str, int], bytes | None], path: Path, record: str, limit: int, address: str
) -> bytes | None:
    return read(path, record, address, limit)


def _stage_image(folder: Path, name: str, data: bytes) -> None:
    """Write an image into the folder from which `Storage` moves it to the archive."""
    stage(folder, images.staged_name(name), data)


def _known_images(config: Config, item: InputFile, sha256: str) -> dict[str, str]:
    """Return the images on the pages that were made from an input: address -> name. In: the digest of its content."""
    pages = (config.docs / path for path in pages_with_images(config.root / CATALOG, sha256))
    return names_on_pages(config, [item.page] if item.page else pages)


def names_on_pages(config: Config, pages: Iterable[Path]) -> dict[str, str]:
    """Return the images that pages show: address -> name. In: their files, which need not exist."""
    names: dict[str, str] = {}
    for file in pages:
        is_page = is_inside(file, config.docs) and file.is_file()
        text = read_text(file, config.docs) if is_page else ""
        if "\n  images:\n" in text:
            try:
                names |= page.load(text).origin.images
            except page.PageError:
                continue  # The catalog reports pages that cannot be read.
    return {address: name for address, name in names.items() if images.NAME.fullmatch(name)}
