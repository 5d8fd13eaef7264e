"""The choice of the reader of an input: by its name, where its first bytes do not show that it is something else, or
by these alone. Owns the problems of inputs that no reader reads.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from backfile.problems import Problem, ProblemKind
from backfile.readers import READERS, all_readers, html, reader_claiming, reader_for, reader_named, records, text
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
    step = "Save it as a web page (.html) or a text (.txt) and run again; backfile formats lists what can be read."
    return Problem(ProblemKind.NO_READER, file, "nothing reads files of this kind", step)


def reader_of(source: InputSource, named: Reader | Problem | None) -> Reader | Problem:
    """Return the reader of an open input, by its content, or else by its name.

    In: what `reader_by_name` returned. Returns a refusal for an empty input, for one that cannot be read, and for one
    that nothing reads.
    """
    refusal = named if isinstance(named, Problem) else None
    try:
        if records.is_blank(source):
            return refusal or Problem(ProblemKind.EMPTY, source.file, "it is empty", "Save it again, or remove it.")
        head = records.read_head(source)
    except READ_ERRORS as error:
        return refusal or records.unreadable(source.file, error)
    chosen = None if isinstance(named, Problem) else named or reader_claiming(head)
    if chosen is text.READER and html.is_document(head):
        return html.READER
    if kind := _kind_of(head, chosen):
        reader = reader_named(kind.reader)
        if reader and chosen and chosen.based_on == reader.name:
            return chosen
        return reader or Problem(
            ProblemKind.NO_READER, source.file, f"its content is {kind.name}, which nothing reads", kind.step
        )
    if refusal or chosen:
        return refusal or chosen  # type: ignore[return-value]
    step = f"Name its format with --as: {' or '.join(reader.name for reader in all_readers())}."
    return Problem(ProblemKind.NO_READER, source.file, "nothing reads input like this", step)


def _kind_of(head: bytes, reader: Reader | None) -> FileKind | None:
    """Return what an input is by its content; None where nothing tells, and where its name's reader is right.

    The readers of other packages know their formats, and a page is what begins as one.
    """
    is_other = reader is not None and reader not in READERS
    return None if is_other or (reader is html.READER and html.claims(head)) else find_kind(head)
