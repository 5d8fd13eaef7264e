"""File systems that ignore case in names."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTES = 200


@contextmanager
def without_case(folder: Path) -> Iterator[Path]:
    """Mount a file system that ignores case in names: FAT, exFAT, or ext4 with casefold. Skip the test without one.

    FAT and exFAT have neither links nor permissions, and no colon in names.
    """
    image, mounted = folder / "disk.img", folder / "mounted"
    mounted.mkdir()
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    succeeded, device = _run("losetup", "--find", "--show", str(image))
    if not succeeded:
        pytest.skip(f"disks cannot be mounted here: {device}")
    try:
        mounts = (_mount_fat, _mount_exfat, _mount_casefold_ext4)
        if not any(mount(device, mounted) for mount in mounts):
            pytest.skip("no disk that ignores case can be mounted here: see dosfstools, exfat-fuse with exfatprogs")
        try:
            yield _case_insensitive_folder(mounted)
        finally:
            _run("umount", str(mounted))
    finally:
        _run("losetup", "--detach", device)


def _case_insensitive_folder(mounted: Path) -> Path:
    """Return a folder on the disk, after a check that it ignores case."""
    folder = mounted / "Folder"
    folder.mkdir()
    _run("chattr", "+F", str(folder))
    folder.joinpath("A").touch()
    assert folder.joinpath("a").exists()
    folder.joinpath("a").unlink()
    return folder


def _mount_fat(device: str, mount_point: Path) -> bool:
    return _run_all(("mkfs.vfat", device), ("mount", "-t", "vfat", "-o", "utf8", device, str(mount_point)))


def _mount_exfat(device: str, mount_point: Path) -> bool:
    return _run_all(("mkfs.exfat", device), ("mount.exfat-fuse", device, str(mount_point)))


def _mount_casefold_ext4(device: str, mount_point: Path) -> bool:
    return _run_all(("mkfs.ext4", "-q", "-O", "casefold", device), ("mount", device, str(mount_point)))


def _run_all(*commands: Sequence[str]) -> bool:
    return all(_run(*command)[0] for command in commands)


def _run(*command: str) -> tuple[bool, str]:
    """Run a command. Return whether it succeeded, and its output or error."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, (done.stdout or done.stderr).strip()
