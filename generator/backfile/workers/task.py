"""One input, from its file to what is made of it: what a worker does. The archive is loaded once a process."""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from backfile.conversion import Converter
from backfile.conversion.images import ImageStaging
from backfile.conversion.result import Result
from backfile.extract.text import furniture_yml
from backfile.markup.writer import Writer
from backfile.problems import Problem, ProblemKind
from backfile.readers import READERS, Reader, files, reader_claiming, reader_for
from backfile.readers.files import InputFile
from backfile.readers.reader import InputData
from backfile.settings import mkdocs_yml
from backfile.settings.layout import FURNITURE_YML, TAGS_YML
from backfile.settings.schema import MEGABYTE
from backfile.tags import tags_yml
from backfile.workers.image_supply import supply

Task: TypeAlias = tuple[Path, InputFile, str | None, ImageStaging | None, bool]
"""What `read` takes."""

_archive = cache(mkdocs_yml.load)


@cache
def _converter(root: Path, explaining: bool) -> Converter:
    archive = _archive(root)
    writer = Writer(archive.rendering.extensions, archive.rendering.options)
    vocabulary = tags_yml.load(root / TAGS_YML)
    return Converter(archive.settings, writer, vocabulary, furniture_yml.load(root / FURNITURE_YML), explaining)


def read(
    root: Path, item: InputFile, read_as: str | None, aside: ImageStaging | None, explaining: bool
) -> tuple[str, list[Result]]:
    """Read an input of the archive at `root`. Gives the digest of its content and what was made of it.

    `read_as` and `aside` as for `workers.read_all`; when `explaining`, what was made says why it is so.
    """
    if item.fault:
        return _refused(
            ProblemKind.UNREADABLE, item, item.fault, "Put the file itself there, or make it readable, and run again."
        )
    chosen = reader_for(item.file) or _asked_for(item, read_as)
    if chosen is None and item.file != files.STDIN:
        return _refused(ProblemKind.NO_READER, item, "nothing reads files of this kind", _OTHER_FORMAT)
    converter = _converter(root, explaining)
    try:
        data = files.load(item.path, converter.settings.max_megabytes * MEGABYTE)
    except files.TooLargeError:
        reason = f"it is larger than {converter.settings.max_megabytes} MB"
        step = "If that is an article, raise `max_megabytes` in mkdocs.yml and run again."
        return _refused(ProblemKind.TOO_LARGE, item, reason, step)
    except (OSError, EOFError, zlib.error) as error:
        reason = f"it cannot be read: {getattr(error, 'strerror', None) or error}"
        return _refused(ProblemKind.UNREADABLE, item, reason, "Mend the file or its permissions and run again.")
    if not data.strip():
        return _refused(ProblemKind.EMPTY, item, "there is nothing in it", "Save it again, or take it away.")
    reader = chosen or reader_claiming(data)
    if reader is None:
        return _refused(
            ProblemKind.NO_READER, item, "nothing reads input like this", "Say what it is with --as html or text."
        )
    sha256 = hashlib.sha256(data).hexdigest()
    image_supply = supply(_archive(root), item, sha256, aside)
    return sha256, list(converter.convert(InputData(item.file, data, sha256), reader, image_supply))


def _asked_for(item: InputFile, read_as: str | None) -> Reader | None:
    """Give the reader that was asked for, where a name tells nothing: it has no ending, or was given as such."""
    if item.named or item.file == files.STDIN or not PurePosixPath(item.file.removesuffix(".gz")).suffix:
        return next((reader for reader in READERS if reader.name == read_as), None)
    return None


_OTHER_FORMAT = f"Save it as one of {', '.join(s for reader in READERS for s in reader.suffixes)} and run again."


def _refused(kind: ProblemKind, item: InputFile, reason: str, step: str) -> tuple[str, list[Result]]:
    return "", [Result(None, (Problem(kind, item.file, reason, step),))]
