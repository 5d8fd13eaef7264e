"""requirements.txt: this program and its dependencies in the versions that are installed here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from packaging.requirements import Requirement

REQUIREMENTS_TXT = "requirements.txt"


def requirements() -> str:
    """Return the text of requirements.txt: this program and its dependencies in the installed versions (PEP 508)."""
    from importlib.metadata import PackageNotFoundError, distribution

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    packages: dict[str, Distribution] = {}
    visited: set[tuple[str, str]] = set()
    queue = [Requirement("backfile")]
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
    program = packages.pop("backfile")
    others = "".join(f"{name}=={package.version}\n" for name, package in sorted(packages.items()))
    return (
        f"# The packages that build the site, in the versions that made the archive.\n{_program_pin(program)}\n{others}"
    )


def _requirements(package: Distribution, extra: str) -> list[Requirement]:
    """Return the dependencies of a package on this system, for one of its extras or, if empty, without extras."""
    from packaging.requirements import Requirement

    dependencies = map(Requirement, package.requires or ())
    return [
        dependency
        for dependency in dependencies
        if (dependency.marker.evaluate({"extra": extra}) if dependency.marker else not extra)
    ]


def _program_pin(package: Distribution) -> str:
    """Return the requirement for this program: its version, or the commit that it was installed from (PEP 610)."""
    source = json.loads(package.read_text("direct_url.json") or "{}")
    if vcs := source.get("vcs_info"):
        return f"backfile @ {vcs['vcs']}+{source['url']}@{vcs['commit_id']}"
    return f"backfile=={package.version}"
