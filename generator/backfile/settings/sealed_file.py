"""Files in the cache of an archive that bear the seal of this user: read and written without following a link.

Owns their form: the seal (`own_key`), then the data. What somebody else wrote, or for another purpose, is not read.
"""

from __future__ import annotations

import os
from pathlib import Path

from backfile.settings.inside import open_folder, read_bytes
from backfile.settings.own_key import SEAL_LENGTH, is_sealed, seal

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW


def read_sealed(root: Path, name: str, purpose: str, *about: bytes) -> bytes | None:
    """Return the data of a file; None if there is none, or if it does not have the seal of this user.

    In: the archive's folder, and the path of the file in it; what the data is for and about, as when it was written.
    """
    try:
        content = read_bytes(root / name, root)
    except OSError:
        return None
    data = content[SEAL_LENGTH:]
    return data if is_sealed(content[:SEAL_LENGTH], purpose, *about, data) else None


def write_sealed(root: Path, name: str, data: bytes, purpose: str, *about: bytes, make: bool = False) -> None:
    """Write data with its seal, in the place of the file as a whole. Raises OSError, also for a link on the way.

    In: as for `read_sealed`; whether missing folders are made.
    """
    top = Path(os.path.realpath(root))
    file = top / name
    unfinished = f"{file.name}.{os.getpid()}"
    with open_folder(file.parent, top, make=make) as folder:
        with os.fdopen(os.open(unfinished, _FLAGS, 0o644, dir_fd=folder), "wb") as out:
            out.write(seal(purpose, *about, data) + data)
        os.replace(unfinished, file.name, src_dir_fd=folder, dst_dir_fd=folder)
