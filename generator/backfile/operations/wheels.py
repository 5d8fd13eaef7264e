"""Wheels: the files that packages are installed from. pip gets them; a wheel is compared with what is installed.

pip runs in an empty folder, because `python -m` looks for modules in the current folder first.
"""

from __future__ import annotations

import csv
import hashlib
import json
import platform
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from importlib.metadata import Distribution
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from backfile.problems import BackfileError, DependencyError

_GLIBC = [f"manylinux_2_{minor}_x86_64" for minor in range(35, 4, -1)]
_HOST = [*_GLIBC, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"]
"""The systems of the hosts: Linux with glibc, x86-64."""


def download(pins: Sequence[str], folder: Path) -> None:
    """Download the wheels of pinned requirements: those for this system and, if it differs, those for the hosts.

    Raises DependencyError without pip, BackfileError when pip finds no wheel.
    """
    arguments = ["download", "--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    _pip(*arguments, *pins)
    if not _is_like_host():
        systems = [f"--platform={name}" for name in _HOST]
        version = f"--python-version={sys.version_info.major}.{sys.version_info.minor}"
        _pip(*arguments, *systems, version, "--implementation=cp", *pins)


def _is_like_host() -> bool:
    is_glibc = platform.libc_ver()[0] == "glibc"
    return sys.platform == "linux" and is_glibc and platform.machine() == "x86_64"


def make(package: Distribution, folder: Path) -> Path:
    """Return the wheel of a package, in `folder`: from where it was installed (PEP 610), else from the index.

    A repository is read at the commit that was installed; an archive must have the digest that was installed.
    """
    requirement = _source(package)
    if requirement:
        _pip("wheel", "--no-deps", "--wheel-dir", str(folder), requirement)
    else:
        _pip("download", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), _pin(package))
    (wheel,) = folder.glob("*.whl")
    if not requirement:
        refuse_other_content(wheel, package)
    return wheel


def _pin(package: Distribution) -> str:
    return f"{package.metadata['Name']}=={package.version}"


def _source(package: Distribution) -> str:
    """Return the requirement of what a package was installed from; empty if it came from an index by its name."""
    source = json.loads(package.read_text("direct_url.json") or "{}")
    if not source:
        return ""
    name, url = package.metadata["Name"], source["url"]
    if repository := source.get("vcs_info"):
        below = f"#subdirectory={source['subdirectory']}" if source.get("subdirectory") else ""
        return f"{name} @ {repository['vcs']}+{url}@{repository['commit_id']}{below}"
    known = source.get("archive_info", {})
    digests = known.get("hashes") or dict([known["hash"].split("=", 1)] if known.get("hash") else [])
    return f"{name} @ {url}#sha256={digests['sha256']}" if "sha256" in digests else f"{name} @ {url}"


def refuse_other_content(wheel: Path, package: Distribution) -> None:
    """Raise BackfileError if a wheel has a module with other content than the package that is installed here.

    Both have a RECORD of the digests of their files. What pip changes when it installs is left out: scripts, RECORD.
    """
    here = _digests(package.read_text("RECORD") or "")
    try:
        with zipfile.ZipFile(wheel) as file:
            (record,) = (name for name in file.namelist() if name.endswith(".dist-info/RECORD"))
            theirs = _digests(file.read(record).decode("utf-8"))
            _check_record(file, theirs, wheel.name)
    except (zipfile.BadZipFile, ValueError) as error:
        raise BackfileError(f"{wheel.name} is no valid wheel: {error}. Ask who publishes it.") from error
    own = {name: digest for name, digest in theirs.items() if ".data/" not in name and name != record}
    if other := sorted(name for name, digest in own.items() if here.get(name) != digest):
        raise BackfileError(
            f"{wheel.name} has another {other[0]} than the package that is installed here. "
            "Do not publish with it, before you know why: name and version are the same."
        )


def _check_record(file: zipfile.ZipFile, digests: dict[str, str], name: str) -> None:
    """Raise BackfileError if the files of a wheel are others than those of its RECORD."""
    from base64 import urlsafe_b64encode

    for member in file.namelist():
        if member.endswith(("/", ".dist-info/RECORD", ".dist-info/RECORD.jws", ".dist-info/RECORD.p7s")):
            continue
        digest = urlsafe_b64encode(hashlib.sha256(file.read(member)).digest()).rstrip(b"=").decode()
        if digests.get(member) != f"sha256={digest}":
            raise BackfileError(f"{name} has another {member} than its own RECORD says. Ask who publishes it.")


def _digests(record: str) -> dict[str, str]:
    """Return the digests in a RECORD, by the paths of the files."""
    return {row[0]: row[1] for row in csv.reader(record.splitlines()) if len(row) > 1}


def _pip(*arguments: str) -> None:
    if find_spec("pip") is None:
        command_line = f"{sys.executable} -m ensurepip"
        raise DependencyError(f"pip is not installed beside this program. To install it, run {command_line}.")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    with TemporaryDirectory() as empty:
        done = subprocess.run(  # noqa: S603 - fixed words, and names and versions of installed packages
            command, cwd=empty, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
        )
    if done.returncode:
        last = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("ERROR:")), done.stderr)
        raise BackfileError(f"pip cannot get the packages. It says: {last.removeprefix('ERROR:').strip()}")
