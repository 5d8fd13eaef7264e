"""Staged files: written by workers, and moved into the archive with the pages of a run. Owns the folders in which
workers stage images and the content of records, and writing into them; `archive.storage` moves images into the archive
and stores originals.

The bytes of images and originals are not sent from process to process: the worker that converts a record writes them.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.archive.durable_files import compress

if TYPE_CHECKING:
    from backfile.archive.storage import Storage
    from backfile.readers.files import InputFile
    from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class Staging:
    """The folders of a run in which files are staged for the pages that need them."""

    images: Path
    """The folder of the images that are kept."""
    records: Path
    """The folder of the content of records of containers, named by its digest: it is the original of their articles."""
    fetched: Path | None = None
    """The folder of fetched images, each in its `fetched_file`; absent when none are fetched."""


def create_staging(storage: Storage, config: Config, *, fetch: bool) -> Staging:
    """Return the folders of a run. In: whether images are to be fetched.

    Fetched images are stored in the cache of the archive: if a run is interrupted, the next one need not fetch them.
    """
    is_fetching = fetch and config.settings.keep_images
    fetched = storage.cache / "fetched" if is_fetching else None
    return Staging(storage.scratch("images"), storage.scratch("records"), fetched)


def clear_fetched(staging: Staging | None) -> None:
    """Remove what is staged, and the fetched images, when the pages that need them are written."""
    if staging and staging.fetched:
        shutil.rmtree(staging.fetched)
    if staging:
        shutil.rmtree(staging.records, ignore_errors=True)
        shutil.rmtree(staging.images, ignore_errors=True)


def stage(folder: Path, name: str, data: bytes) -> None:
    """Write a file into a folder of the staging. Several processes can do so at once. Raises OSError with its name."""
    file = folder / name
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(data)
        unfinished.replace(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error


def stage_content(folder: Path, name: str, data: bytes) -> Path:
    """Write the content of a record, gzipped, into a folder under a name of its own. Return the file. Raises OSError.

    Under its digest it is what the archive keeps as the original, which is moved into its place.
    """
    file = folder / name
    if not file.exists():
        stage(folder, name, compress(data))
    return file


def content_file(staging: Staging | None, item: InputFile, sha256: str) -> Path:
    """Return the file with the content of a record, which is the original of its articles.

    In: the digest of the content. It is the input file itself, except for a record of a container, which is gzipped.
    """
    file = staging.records / sha256 if staging else None
    return file if file and file.is_file() else item.path
