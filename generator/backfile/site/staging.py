"""Where a site is built, and how it takes the place of the one before it.

It is built aside, so that the old site is there until the new one is whole, and stays where a build fails or is killed.
What is moved last is the home page: a site that was cut short in the moving has none.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.archive.lock import Waiting, held
from backfile.settings.layout import CACHE

_HOME = "index.html"


@contextmanager
def staged(root: Path, site: Path, wait: Waiting | None = None) -> Iterator[Path]:
    """Give a folder to build in; its content becomes the archive's `site` when all went well.

    Hidden files of the old site stay, as with MkDocs: a checkout may be published from there. One build at a time:
    raises LockedError while there is another, unless its end is to be waited for.
    """
    folder = root / CACHE / "site"
    with held(root / CACHE / "building", "build", wait):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
            _move(folder, site)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _move(folder: Path, site: Path) -> None:
    (site / _HOME).unlink(missing_ok=True)
    site.mkdir(parents=True, exist_ok=True)
    fresh = sorted(folder.iterdir(), key=lambda path: (path.name == _HOME, path.name))
    names = {path.name for path in fresh}
    for old in site.iterdir():
        if not old.name.startswith(".") or old.name in names:
            _remove(old)
    for path in fresh:
        shutil.move(path, site / path.name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
