"""Disks unlike those that tests usually run on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTES = 200


@contextmanager
def without_case(folder: Path) -> Iterator[Path]:
    """Mount a disk on which names that differ in case are one: FAT, or exFAT, or ext4 that folds case, or skip.

    The first two know neither links nor permissions, and no colon in a name.
    """
    image, mounted = folder / "disk.img", folder / "mounted"
    mounted.mkdir()
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    done, device = _said("losetup", "--find", "--show", str(image))
    if not done:
        pytest.skip(f"disks cannot be mounted here: {device}")
    try:
        ways = (_fat, _exfat, _folding)
        if not any(way(device, mounted) for way in ways):
            pytest.skip("no disk that ignores case can be mounted here: see dosfstools, exfat-fuse with exfatprogs")
        try:
            yield _folded(mounted)
        finally:
            _said("umount", str(mounted))
    finally:
        _said("losetup", "--detach", device)


def _folded(mounted: Path) -> Path:
    """Give a folder on the disk after a look whether the disk does what it should."""
    folder = mounted / "Folder"
    folder.mkdir()
    _said("chattr", "+F", str(folder))
    folder.joinpath("A").touch()
    assert folder.joinpath("a").exists()
    folder.joinpath("a").unlink()
    return folder


def _fat(device: str, at: Path) -> bool:
    return _all(("mkfs.vfat", device), ("mount", "-t", "vfat", "-o", "utf8", device, str(at)))


def _exfat(device: str, at: Path) -> bool:
    return _all(("mkfs.exfat", device), ("mount.exfat-fuse", device, str(at)))


def _folding(device: str, at: Path) -> bool:
    return _all(("mkfs.ext4", "-q", "-O", "casefold", device), ("mount", device, str(at)))


def _all(*commands: Sequence[str]) -> bool:
    return all(_said(*command)[0] for command in commands)


def _said(*command: str) -> tuple[bool, str]:
    """Run a command; give whether it did its work, and what it said."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, (done.stdout or done.stderr).strip()
