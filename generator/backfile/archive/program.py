"""What is installed: the files of this program, the packages beside it, and those that extend it.

Caches ask for it, because what another program made is made anew. Nothing of the packages is imported or run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from backfile.archive.digests import digest

_PLUGINS = b"[backfile."
"""How the groups of entry points begin by which other packages extend the program."""
_TOP = Path(__file__).parents[1]


@cache
def program_digest(without: tuple[str, ...] = ()) -> bytes:
    """Return the digest of the files of this program. In: names of folders that do not count."""
    names = [name for name in sorted(program_files()) if not _is_below(name, without)]
    return digest(*(part for name in names for part in (name.encode(), (_TOP / name).read_bytes())))


def program_files() -> Iterator[str]:
    """Yield the path of each file of this program, relative to its folder, with `/`; without compiled files."""
    yield from _files(os.fspath(_TOP), "")


def program_state() -> bytes:
    """Return what changes when a file of the program or an installed package is another: by states, not by content."""
    states = (f"{name} {_state(os.stat(_TOP / name))}" for name in sorted(program_files()))  # noqa: PTH116
    return digest(sys.version.encode(), *map(str.encode, states), *map(os.fsencode, installed_packages()))


def installed_packages() -> list[str]:
    """Return the names and versions of all packages that are installed, as their folders of metadata have them."""
    return sorted(os.path.basename(folder) for folder in _metadata_folders())  # noqa: PTH119


def extending_packages() -> Iterator[bytes | None]:
    """Yield the list of files of each package that extends this program, with their digests; None without one.

    A package that is installed for editing has none: it can be another at any time.
    """
    for folder in _metadata_folders():
        points = _read(Path(folder, "entry_points.txt"))
        if _PLUGINS in points:
            is_editable = b'"editable": true' in _read(Path(folder, "direct_url.json"))
            yield None if is_editable else _read(Path(folder, "RECORD")) or None


def _files(folder: str, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path, f"{prefix}{entry.name}/")
            elif not entry.name.endswith(".pyc"):
                yield prefix + entry.name


def _is_below(name: str, folders: Collection[str]) -> bool:
    return any(part in folders for part in name.split("/")[:-1])


def _state(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _metadata_folders() -> Iterator[str]:
    for place in dict.fromkeys(sys.path):
        if os.path.isdir(place):  # noqa: PTH112
            with os.scandir(place) as entries:
                yield from (entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))


def _read(file: Path) -> bytes:
    """Return the content of a file; nothing if there is none."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
