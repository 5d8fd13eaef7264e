"""Which package is missing or broken when an import fails, and the command that installs it. Read from the metadata of
what is installed, so that it is true for packages that our packages depend on, too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from shlex import join
from typing import TYPE_CHECKING

from backfile.problems import DependencyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packaging.specifiers import SpecifierSet

_OURS = "backfile"


def dependency_error(error: ImportError) -> DependencyError:
    """Return the error that tells a user which packages to install, and how, after an import failed."""
    if unmet := unmet_requirements():
        return unmet
    if error.name and (package := _installed_as(error.name)):
        return _error(f"{package} cannot be loaded: {error}", "--force-reinstall", "--no-deps", package)
    return _error(f"a package cannot be loaded: {error}", "--force-reinstall", _OURS)


def unmet_requirements() -> DependencyError | None:
    """Return an error that names the packages that are missing or not of the version that is needed, if there are."""
    try:
        import packaging.requirements  # noqa: F401
    except ImportError:
        # Without it no requirement can be read, and it is one itself.
        unmet: Mapping[str, object] = {"packaging": ""}
    else:
        unmet = _unmet(_OURS)
    if not unmet:
        return None
    kind = "is" if len(unmet) == 1 else "are"
    reason = f"{', '.join(unmet)} {kind} missing, or not of the version that backfile needs"
    return _error(reason, *(f"{name}{versions}" for name, versions in unmet.items()))


def _error(reason: str, *arguments: str) -> DependencyError:
    command = join([sys.executable, "-m", "pip", "install", *arguments])
    return DependencyError(f"{reason.rstrip('.')}. Install what is needed and run again: {command}")


def _unmet(package: str) -> dict[str, SpecifierSet]:
    """Return the requirements of `package`, direct and indirect, that are not met: name -> versions."""
    from packaging.specifiers import SpecifierSet

    unmet: dict[str, SpecifierSet] = {}
    for name, versions in _requirements(package, frozenset(), set()):
        try:
            met = versions.contains(metadata.version(name), prereleases=True)
        except metadata.PackageNotFoundError:
            met = False
        if not met:
            unmet[name] = unmet.get(name, SpecifierSet()) & versions
    return dict(sorted(unmet.items()))


def _requirements(
    package: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]
) -> Iterator[tuple[str, SpecifierSet]]:
    """Yield name and versions of each requirement of an installed package, and of the packages it requires."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    seen.add((package, extras))
    for requirement in map(Requirement, _declared(package)):
        marker, name = requirement.marker, canonicalize_name(requirement.name)
        if marker and not any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
            continue
        yield name, requirement.specifier
        if (name, wanted := frozenset(requirement.extras)) not in seen:
            yield from _requirements(name, wanted, seen)


def _declared(package: str) -> list[str]:
    try:
        return metadata.requires(package) or []
    except metadata.PackageNotFoundError:
        return []


def _installed_as(module: str) -> str | None:
    """Return the package that holds a module."""
    top = module.partition(".")[0]
    return next(iter(metadata.packages_distributions().get(top, ())), None)
