"""The files of the code that settings name: which they are, and their digests.

Folders are listed and files are read only to remember code, or to compare it with what was remembered: not to look at
an archive.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import all_suffixes
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a folder of code. Of a folder of modules, the files are meant that a module in it can import."""

    path: Path
    is_modules: bool = False


def files_of(sources: Iterable[Source], root: Path) -> list[Path]:
    """Return the files of the sources, sorted. A link that leads out of `root` is in the list, and not followed."""
    real_root = os.path.realpath(root)
    files: set[Path] = set()
    for source in sources:
        if source.path.is_dir():
            wants = _is_module if source.is_modules else _is_any
            enters = str.isidentifier if source.is_modules else _is_any
            files.update(_walk(source.path, real_root, set(), enters, wants))
        else:
            files.add(source.path)
    return sorted(files)


def _is_any(_: str) -> bool:
    return True


def _is_module(name: str) -> bool:
    return any(name.endswith(suffix) and name.removesuffix(suffix).isidentifier() for suffix in all_suffixes())


def _walk(
    folder: Path, root: str, seen: set[str], enters: Callable[[str], bool], wants: Callable[[str], bool]
) -> Iterator[Path]:
    """Yield the files below a folder, and the links in it that lead out of `root`; each folder once."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield folder  # Its digest is that of a file that cannot be read.
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
            yield path
        elif entry.is_dir():
            if enters(entry.name):
                yield from _walk(path, root, seen, enters, wants)
        elif wants(entry.name):
            yield path


def digest_places(paths: Iterable[Path], root: Path) -> str:
    """Return a digest of where files are, without reading them: their paths, and where links lead out of `root`."""
    real_root = os.path.realpath(root)
    places = []
    for path in paths:
        real = os.path.realpath(path)
        places.append([os.path.relpath(path, root), "" if Path(real).is_relative_to(real_root) else real])
    return digest_value(places)


def digest_contents(paths: Iterable[Path]) -> str:
    """Return a digest of the contents of files, in their order. Pipes and devices are not read."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            is_file = stat.S_ISREG(path.stat().st_mode)
            content = path.read_bytes() if is_file else b"not a file"
        except OSError as error:
            content = f"unreadable {error.errno}".encode()
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def digest_value(value: object) -> str:
    """Return a digest of settings, the same in every process. A value that occurs again, as YAML's aliases do, is
    computed once.
    """
    return _digest(value, {})


def _digest(value: object, known: dict[int, str]) -> str:
    if id(value) in known:
        return known[id(value)]
    if isinstance(value, Mapping):
        known[id(value)] = "a circle"
        parts = sorted(f"{_digest(key, known)} {_digest(part, known)}" for key, part in value.items())
        text = f"mapping {parts}"
    elif isinstance(value, list | tuple):
        known[id(value)] = "a circle"
        text = f"list {[_digest(part, known) for part in value]}"
    elif isinstance(value, str | int | float | bytes | None):
        text = f"{type(value).__name__} {value!r}"
    else:
        # Functions, dates, and the paths of `!relative`, whose text exists only while a page is rendered.
        name = next((getattr(value, key) for key in ("__qualname__", "tag", "suffix") if hasattr(value, key)), "")
        text = f"{type(value).__qualname__} {name or value}"
    result = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    if isinstance(value, Mapping | list | tuple):
        known[id(value)] = result
    return result


@contextmanager
def without_compiled_files() -> Iterator[None]:
    """Within the context, Python does not use compiled files that are beside a module.

    An archive may bring a compiled file (`__pycache__`) that differs from the file beside it, which its owner has read.
    """
    from platformdirs import user_cache_path

    prefix = sys.pycache_prefix
    sys.pycache_prefix = str(user_cache_path("backfile", appauthor=False) / "compiled")
    try:
        yield
    finally:
        sys.pycache_prefix = prefix
