"""Files of the last build's site that are also files of the new one: read, and put there without being copied."""

from __future__ import annotations

import os
from pathlib import Path

from backfile.archive.file_state import regular_state


def read_file(file: Path) -> bytes | None:
    """Return the content of a regular file; None if there is none."""
    try:
        return file.read_bytes() if regular_state(file) else None
    except OSError:
        return None


def link_file(old: Path, new: str, content: bytes) -> None:
    """Let a file be at a second place as well, in the place of another; where the disk permits no links, copy it.

    In: also its content. Nothing writes into such a file: the old site is removed when the new one is finished.
    """
    folder = os.path.dirname(new)  # noqa: PTH120
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileExistsError:
        Path(new).unlink(missing_ok=True)
    except FileNotFoundError:
        os.makedirs(folder)  # noqa: PTH103
    try:
        os.link(old, new)
    except OSError:
        Path(new).write_bytes(content)
