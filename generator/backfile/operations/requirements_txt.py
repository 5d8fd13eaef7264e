"""requirements.txt: this program and its dependencies in the versions that are installed here.

pip installs nothing from the file whose digest is not in it. What is installed does not tell the digests of the wheels
that it came from, so the file has none until `pin` has written it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from packaging.requirements import Requirement

REQUIREMENTS_TXT = "requirements.txt"
PROGRAM = "backfile"

_HEAD = """\
# The packages that build the site, in the versions that made the archive.
# pip refuses each package that has no digest here, and each file with another one.
# To write the digests, and again after you installed other versions: backfile pin
--require-hashes
--only-binary :all:
"""


def requirements(
    packages: Mapping[str, Distribution], digests: Mapping[str, Sequence[str]], wheels: Mapping[str, str]
) -> str:
    """Return the text of requirements.txt. In: packages by name, and the SHA-256 digests of their files.

    `wheels` are paths in the archive, with their digests. The program is never required by its name, but only as such a
    wheel: who holds the name in an index is unknown.
    """
    own = [_line(f"./{path}", [digest]) for path, digest in sorted(wheels.items())]
    others = [
        _line(f"{name}=={package.version}", digests.get(name, ()))
        for name, package in sorted(packages.items())
        if name != PROGRAM
    ]
    return _HEAD + "".join(own + others)


def _line(requirement: str, digests: Sequence[str]) -> str:
    return " ".join([requirement, *(f"--hash=sha256:{digest}" for digest in sorted(digests))]) + "\n"


def installed_packages() -> dict[str, Distribution]:
    """Return this program and the packages that it requires on this system, by their canonical names (PEP 508)."""
    from importlib.metadata import PackageNotFoundError, distribution

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    packages: dict[str, Distribution] = {}
    visited: set[tuple[str, str]] = set()
    queue = [Requirement(PROGRAM)]
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        try:
            packages[name] = distribution(requirement.name)
        except PackageNotFoundError:
            continue  # a dependency on another system
        for extra in {"", *requirement.extras} - {extra for package, extra in visited if package == name}:
            visited.add((name, extra))
            queue += _requirements(packages[name], extra)
    return packages


def _requirements(package: Distribution, extra: str) -> list[Requirement]:
    """Return the dependencies of a package on this system, for one of its extras or, if empty, without extras."""
    from packaging.requirements import Requirement

    dependencies = map(Requirement, package.requires or ())
    return [
        dependency
        for dependency in dependencies
        if (dependency.marker.evaluate({"extra": extra}) if dependency.marker else not extra)
    ]
