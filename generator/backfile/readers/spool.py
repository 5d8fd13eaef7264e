"""A stream that can be read from any place, for formats that begin at their end, such as zip. Owns the copy that is
made of a stream that cannot: one that is unpacked while it is read.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from backfile.readers.reader import InputSource
from backfile.readers.unpack import BehindError
from backfile.settings.schema import MEGABYTE

_IN_MEMORY = 16 * MEGABYTE
_MOST = 4096 * MEGABYTE


@contextmanager
def seekable(source: InputSource) -> Iterator[IO[bytes]]:
    """Yield the content of an input, or a copy of it in a temporary file. Raises OSError for one of more than 4 GB."""
    content = source.content
    raw = getattr(content, "raw", None)
    if isinstance(raw, io.FileIO | io.BytesIO):
        yield content
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        with suppress(BehindError):  # The reader asks for it at its end.
            copy_limited(content, copy)
        copy.seek(0)
        yield copy


def copy_limited(content: IO[bytes], copy: IO[bytes]) -> None:
    """Write a stream into a file. Raises OSError for one of more than 4 GB."""
    total = 0
    while chunk := content.read(MEGABYTE):
        total += len(chunk)
        if total > _MOST:
            raise OSError("it unpacks to more than 4 GB")
        copy.write(chunk)
