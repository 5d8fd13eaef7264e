"""Pin: write requirements.txt with the digest of every file that a host may install.

Only the files themselves have these digests, so pip gets them, from where it gets packages on this machine. Each file
for this machine is compared with what is installed. The program itself becomes a wheel in the archive.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.tags import sys_tags
from packaging.utils import parse_wheel_filename

from backfile.archive.storage import Storage
from backfile.operations import wheels
from backfile.operations.requirements_txt import PROGRAM, REQUIREMENTS_TXT, installed_packages, requirements

FOLDER = "packages"
"""The folder of the archive that holds the wheel of the program."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """What was pinned."""

    packages: int
    wheel: str
    """The wheel of the program, a path in the archive."""
    digest: str


def pin(root: Path, packages: Mapping[str, Distribution] | None = None) -> Pinned:
    """Write requirements.txt and the wheel of the program into an archive. The network is used as pip uses it.

    Raises BackfileError when a package cannot be had, or has other content than the one that is installed here.
    """
    packages = packages or installed_packages()
    with TemporaryDirectory() as name:
        program = wheels.make(packages[PROGRAM], _folder(name, "program"))
        content = program.read_bytes()
        path, digest = f"{FOLDER}/{program.name}", hashlib.sha256(content).hexdigest()
        others = {key: package for key, package in packages.items() if key != PROGRAM}
        digests = _digests(others, _folder(name, "others")) if others else {}
    text = requirements(packages, digests, {path: digest})
    storage = Storage(root, root / "docs")
    with storage.locked("pin"):
        storage.write_file(root / path, content)
        storage.write_file(root / REQUIREMENTS_TXT, text.encode())
    return Pinned(len(packages), path, digest)


def _folder(parent: str, name: str) -> Path:
    folder = Path(parent, name)
    folder.mkdir()
    return folder


def _digests(packages: Mapping[str, Distribution], folder: Path) -> dict[str, list[str]]:
    """Return the digests of the packages' wheels, by name; the wheels for this machine must have the same content."""
    wheels.download([f"{name}=={package.version}" for name, package in sorted(packages.items())], folder)
    here = set(sys_tags())
    digests: dict[str, list[str]] = defaultdict(list)
    for wheel in sorted(folder.glob("*.whl")):
        name, _, _, tags = parse_wheel_filename(wheel.name)
        if not here.isdisjoint(tags):
            wheels.refuse_other_content(wheel, packages[name])
        digests[name].append(hashlib.sha256(wheel.read_bytes()).hexdigest())
    return digests
