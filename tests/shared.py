"""Fixtures that one process of a parallel run makes, and the others take."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name` of the run, which `make` has filled. No test may change it outside of `alone`.

    In a run with several processes (pytest-xdist), the first that needs the folder makes it; the others wait for that.
    """
    folder = _base(factory) / name
    with alone(factory, name):
        if not (made := folder.with_name(f"{name}.made")).exists():
            shutil.rmtree(folder, ignore_errors=True)  # An error may have left a part of it.
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@contextmanager
def alone(factory: pytest.TempPathFactory, name: str) -> Iterator[None]:
    """Let no other process of the run make or change the folder `name` in the meantime."""
    with (_base(factory) / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _base(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of all processes of the run: with pytest-xdist, each has a folder `popen-gwN` in it."""
    base = factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base
