"""The folder in which a site is built, and how a finished build replaces the old site.

The old site stays complete until the new one is finished, and stays if a build fails or is killed. The home page is
moved last: a site that was interrupted while it was moved has none. Locks belong to `archive/lock.py`.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from backfile.archive.lock import WaitListener, hold_lock
from backfile.settings.inside import resolve_inside
from backfile.settings.layout import BUILDING, CACHE
from backfile.site.site_folder import site_files

_HOME = "index.html"


@dataclass(slots=True)
class Staging:
    """The folder of a build, and what of the old site stays where it is. Paths are from the site's root."""

    folder: Path
    old: Collection[str] = ()
    """The files of the old site, without hidden ones at its root, if some stay."""
    stays: Set[str] = field(default_factory=frozenset)
    """Those of them that are files of the new site."""
    new: Set[str] = field(default_factory=frozenset)
    """The files that were built, when the site is finished."""


@contextmanager
def staged(root: Path, site: Path, wait: WaitListener | None = None) -> Iterator[Staging]:
    """Yield a folder to build in; if no exception is raised, its content then replaces that of `site`.

    Hidden files of the old site stay, as with MkDocs: `site` can be a git checkout from which it is published. Only one
    build can run at a time: raises LockedError while another one runs, unless `wait` is given.
    """
    folder = root / CACHE / "site"
    with hold_lock(root / BUILDING, "build", wait):
        _clear(folder)
        folder.mkdir()
        staging = Staging(folder)
        try:
            yield staging
            if site.is_relative_to(root):
                resolve_inside(site, root)  # It may have become a link during the build.
            replace_site(staging, site)
        finally:
            _clear(folder)


def _clear(folder: Path) -> None:
    """Remove a folder as far as possible, also what is in folders of an old site that may not be changed."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for place, names, _ in os.walk(folder):
            for path in (Path(place, name) for name in names):
                if not path.is_symlink():
                    path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


def replace_site(staging: Staging, site: Path) -> None:
    """Let the files that were built be those of a site, beside those of them that stay."""
    if staging.stays:
        _update_site(staging, site)
    else:
        _move_all(staging.folder, site)


def _move_all(folder: Path, site: Path) -> None:
    (site / _HOME).unlink(missing_ok=True)
    site.mkdir(parents=True, exist_ok=True)
    new_paths = sorted(folder.iterdir(), key=lambda path: (path.name == _HOME, path.name))
    names = {path.name for path in new_paths}
    # What is only moved aside is removed at the end of the build: of 100,000 articles that takes minutes.
    aside = Path(tempfile.mkdtemp(dir=folder))
    for old in site.iterdir():
        if not old.name.startswith(".") or old.name in names:
            _move_aside(old, aside)
    for path in new_paths:
        shutil.move(path, site / path.name)


def _move_aside(path: Path, folder: Path) -> None:
    """Move a file or folder into a folder; what is on another disk is removed."""
    try:
        path.rename(folder / path.name)
    except OSError:
        _remove(path)


def _update_site(staging: Staging, site: Path) -> None:
    """Remove the files of the old site that do not stay, and move the new ones to their places."""
    folder = staging.folder
    if _HOME in staging.stays:
        shutil.move(site / _HOME, folder / _HOME)
        staging.stays = staging.stays - {_HOME}
    else:
        (site / _HOME).unlink(missing_ok=True)
    staging.new = frozenset(site_files(folder)) - staging.stays
    _remove_files(site, [path for path in staging.old if path not in staging.stays and path not in staging.new])
    for hidden in {path.split("/")[0] for path in staging.new if path.startswith(".")}:
        _remove(site / hidden)
    for path in sorted(staging.new, key=lambda path: (path == _HOME, path)):
        _move(folder / path, site / path)


def _remove_files(site: Path, paths: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then."""
    for path in paths:
        (site / path).unlink(missing_ok=True)
        if "/" in path:
            with suppress(OSError):
                os.removedirs((site / path).parent)


def _move(file: Path, place: Path) -> None:
    """Move a file into the place of another, where there is a whole file at any time: on another disk, it is copied
    beside its place first. Raises OSError, also if a folder is in its place.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(file, place)


def _copy(file: Path, place: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=place.parent)
    os.close(descriptor)
    try:
        shutil.copy2(file, name)
        os.replace(name, place)  # noqa: PTH105
    finally:
        Path(name).unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
