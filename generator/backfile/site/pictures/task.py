"""What is sent to a worker process to make a thumbnail, and what it returns. The process of the build imports this
module, and no Pillow; the work is in `thumbnail`, which only workers import.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from pathlib import Path

from backfile.settings.inside import read_bytes
from backfile.site.pictures.sizes import Form, PictureError, pack
from backfile.workers.call_limits import Stopped

WORKER_MODULES = ("backfile.site.pictures.thumbnail",)
_CHANGED = "it changed during the build"


@dataclass(frozen=True, slots=True)
class Task:
    """A picture of which a thumbnail is wanted."""

    file: Path
    docs: Path
    """The folder of pages, in which the file is."""
    digest: bytes
    """Of its content, when the build read it."""
    megapixels: int
    """How many millions of pixels it may have."""
    forms: tuple[Form, ...]
    """The largest first."""


def digest_of(data: bytes) -> bytes:
    """Return the digest by which the content of a picture is known."""
    return hashlib.sha256(data).digest()


def run(task: Task) -> bytes | Stopped:
    """Return the thumbnails of a picture, packed, or why there are none. Raises MemoryError."""
    from backfile.site.pictures.thumbnail import make_thumbnails

    warnings.simplefilter("ignore")  # Pillow's remarks on damaged metadata; what cannot be decoded is an error.
    try:
        data = read_bytes(task.file, task.docs)
        if digest_of(data) != task.digest:
            return Stopped(_CHANGED, "Build again.", is_lasting=False)
        return pack(make_thumbnails(data, task.megapixels, task.forms))
    except PictureError as error:
        return Stopped(error.reason, error.step)
    except OSError as error:
        return Stopped(*unreadable(error), is_lasting=False)


def unreadable(error: OSError) -> tuple[str, str]:
    """Return reason and next step for a file that cannot be read."""
    return f"it cannot be read ({error.strerror or error})", "Repair the file or its permissions and build again."
