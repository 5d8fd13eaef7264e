"""The choice of the reader of an input: by its name, where its first bytes do not show that it is something else, or
by these alone. Owns the problems of inputs that no reader reads.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from backfile.problems import Problem, ProblemKind
from backfile.readers import all_readers, html, reader_claiming, reader_for, reader_named, records, text
from backfile.readers.file_kinds import FileKind, find_kind
from backfile.readers.files import STDIN
from backfile.readers.reader import InputSource, Reader
from backfile.readers.unpack import READ_ERRORS


def reader_by_name(file: str, read_as: str | None, *, named: bool) -> Reader | Problem | None:
    """Return the reader for the extension of a file's name, or else the one whose name is `read_as`.

    `read_as` counts for inputs that a user named (`named`), for standard input, and for files without an extension.
    Returns a refusal for a file that nothing reads, and None for standard input: its content decides.
    """
    if reader := reader_for(file):
        return reader
    has_suffix = bool(PurePosixPath(file.removesuffix(".gz")).suffix)
    reader = reader_named(read_as) if named or file == STDIN or not has_suffix else None
    if reader or file == STDIN:
        return reader
    suffixes = (suffix for other in all_readers() for suffix in other.suffixes)
    step = f"Save it as one of {', '.join(suffixes)} and run again."
    return Problem(ProblemKind.NO_READER, file, "nothing reads files of this kind", step)


def reader_of(source: InputSource, reader: Reader | None) -> Reader | Problem:
    """Return the reader of an open input: the one that its name chose, if its content is not something else, or else
    one that claims its first bytes.

    Returns a refusal for an empty input, for one that cannot be read, and for one that nothing reads.
    """
    try:
        if records.is_blank(source):
            return Problem(ProblemKind.EMPTY, source.file, "it is empty", "Save it again, or remove it.")
        head = records.read_head(source)
    except READ_ERRORS as error:
        return records.unreadable(source.file, error)
    reader = reader or reader_claiming(head)
    if reader is text.READER and html.is_document(head):
        return html.READER
    if kind := _kind_of(head, reader):
        return Problem(
            ProblemKind.NO_READER, source.file, f"its content is {kind.name}, which nothing reads", kind.step
        )
    if reader is None:
        step = f"Name its format with --as: {' or '.join(reader.name for reader in all_readers())}."
        return Problem(ProblemKind.NO_READER, source.file, "nothing reads input like this", step)
    return reader


def _kind_of(head: bytes, reader: Reader | None) -> FileKind | None:
    """Return what an input is that is neither a page nor a text; None where `reader` is right, or only it can tell."""
    is_other = reader not in (None, html.READER, text.READER) or (reader is html.READER and html.claims(head))
    return None if is_other else find_kind(head)
