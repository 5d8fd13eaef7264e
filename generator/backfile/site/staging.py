"""The folder in which a site is built, and how a finished build replaces the old site.

The old site stays complete until the new one is finished, and stays if a build fails or is killed. The home page is
moved last: a site that was interrupted while it was moved has none. Locks belong to `archive/lock.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.archive.lock import WaitListener, hold_lock
from backfile.settings.inside import resolve_inside
from backfile.settings.layout import BUILDING, CACHE

_HOME = "index.html"


@contextmanager
def staged(root: Path, site: Path, wait: WaitListener | None = None) -> Iterator[Path]:
    """Yield a folder to build in; if no exception is raised, its content then replaces that of `site`.

    Hidden files of the old site stay, as with MkDocs: `site` can be a git checkout from which it is published. Only one
    build can run at a time: raises LockedError while another one runs, unless `wait` is given.
    """
    folder = root / CACHE / "site"
    with hold_lock(root / BUILDING, "build", wait):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
            _replace_site(folder, site, root)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _replace_site(folder: Path, site: Path, root: Path) -> None:
    if site.is_relative_to(root):
        resolve_inside(site, root)  # It may have become a link during the build.
    (site / _HOME).unlink(missing_ok=True)
    site.mkdir(parents=True, exist_ok=True)
    new_paths = sorted(folder.iterdir(), key=lambda path: (path.name == _HOME, path.name))
    names = {path.name for path in new_paths}
    for old in site.iterdir():
        if not old.name.startswith(".") or old.name in names:
            _remove(old)
    for path in new_paths:
        shutil.move(path, site / path.name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
