"""The interface of an input format. Owns the records that describe a format (`Reader`), an open input file
(`InputSource`) and one article in it (`Record`, `RecordData`); `records.py` opens files, enforces limits and computes
digests, so that no reader does.

A reader has two functions. `records` divides an input file into records, one after another: a file that is one
article yields one record, a container one for each article. `parse` is a pure function of one record: it decodes the
bytes and takes the strings that the format names, and yields clippings and problems. It does not parse the strings or
sanitize HTML.

A reader of EPUB books, for example, whose chapters are web pages:

    def records(source: InputSource) -> Iterator[Record]:
        book = ZipFile(source.content)
        for name in book.namelist():
            if name.endswith((".xhtml", ".html")):
                yield Record(partial(book.open, name), name)

    def claims(head: bytes) -> bool:
        return b"mimetypeapplication/epub+zip" in head[:100]

    READER = Reader("epub", (".epub",), claims, records, parse=html.parse)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from backfile.article import Clipping, Origin
    from backfile.problems import Problem

HEAD_BYTES = 1 << 16
"""How many bytes of an input `Reader.claims` gets at most."""


@dataclass(frozen=True, slots=True)
class InputSource:
    """An open input file, as `Reader.records` gets it."""

    file: str
    """Its name as in `Origin.file`; a final `.gz` is part of it, though `content` is unpacked."""
    content: IO[bytes]
    """Its bytes, unpacked when the file is gzipped; at the beginning, and seekable from there. A gzipped file is
    unpacked while it is read, and again from the beginning for each seek backwards; it has no seek from the end."""
    max_bytes: int
    """The limit for the content of one record. A reader that yields openers need not check it; one that yields bytes
    reads at most one byte more of a record."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Field, or `body` -> the key or column that has it, as the owner states it for data sets."""
    size: int | None = None
    """The bytes of the file on the disk, where they are known."""
    position: Callable[[], int] = lambda: 0
    """Return how many bytes of the file on the disk are read, for the progress of a run."""


@dataclass(frozen=True, slots=True)
class Record:
    """One article in an input file, as `Reader.records` yields it."""

    content: bytes | Callable[[], IO[bytes]]
    """Its bytes, or a function that opens them. It is called once, before the next record is requested; at most
    `InputSource.max_bytes` are read, and the stream is closed.

    The archive stores these bytes as the original of the article, and a reingest calls `parse` with them alone. They
    hold all that `parse` needs: of a table, the heading and the row; of a capture, also its URL and time."""
    name: str | None = None
    """As in `Origin.record`: what identifies the record in its file, such as a path, a URL or a line number. Absent
    for a file that is one article."""
    collection: str | None = None
    """As in `Origin.collection`: what a later export of the same thing has too, such as the address of a feed. By
    default the name of the file."""
    is_file: bool = False
    """Whether it is a file of its own, with `name` as its name: then its reader is chosen as for a file in a folder,
    and it may be a container itself."""


@dataclass(frozen=True, slots=True)
class RecordData:
    """One record with its content in memory, as `Reader.parse` gets it."""

    data: bytes
    """Its content, at most `InputSource.max_bytes`."""
    origin: Origin
    """For the clippings: file, record, name of the reader, and SHA-256 of `data`."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """As in `InputSource`."""
    has_another_page: bool = False
    """Whether a later member of the gzipped file begins another web page."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What people need to know about a format. `backfile formats` prints it, and the handbook has the same texts."""

    title: str
    """Its name for people: `JSON Lines of articles`."""
    obtain: str
    """How people get such a file, one sentence or more."""
    keeps: str
    """What is kept of it."""
    leaves_out: str
    """What is left out of it, and why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    """As in `Origin.reader`, in `--as` and in the handbook."""
    suffixes: tuple[str, ...]
    """The file name extensions that it reads, in lower case with their dot, without `.gz`."""
    claims: Callable[[bytes], bool]
    """Return whether input without a known extension (standard input) is of this format. In: its first bytes, at most
    HEAD_BYTES."""
    records: Callable[[InputSource], Iterator[Record | Problem]]
    """Yield the records of an input file in their order, and refusals for those that cannot be separated. It is called
    again for each part of a large container, and has to yield the same records each time. READ_ERRORS of
    `unpack` become a problem of the file."""
    parse: Callable[[RecordData], Iterator[Clipping | Problem]]
    """Yield the clippings of one record, usually one, and problems: remarks before the clipping that they are about, or
    a refusal in its place."""
    beside: Callable[[Path, str, str, int], bytes | None] | None = None
    """Return a file of a container that a relative address in one of its records names, an image; None without such a
    file. In: the container's path, the record's name, the address, the limit of its bytes. Raises OSError and
    TooLargeError. Absent for formats without such files."""
    assets: Callable[[InputSource, int], Iterator[tuple[str, bytes]]] | None = None
    """Yield the images in a container with their addresses on the web, each of at most so many bytes: its records show
    them. It is read before the records. Absent for formats without images, and those that have them by `beside`."""
    preview: Callable[[RecordData], Iterator[tuple[str, str, str]]] | None = None
    """Yield each key or column of a record, the field that it becomes or `ignored`, and the beginning of its value.
    Absent for formats whose fields are fixed."""
    based_on: str | None = None
    """The name of the reader of the format that this one is a kind of, such as `zip`: then a name tells which it is."""
    notes: Notes | None = None


def whole_file(source: InputSource) -> Iterator[Record]:
    """Yield the file as its only record: the `records` of formats whose files are one article each."""
    yield Record(lambda: source.content)
