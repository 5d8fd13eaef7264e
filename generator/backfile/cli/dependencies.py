"""Errors for missing and broken packages: they name the packages, and the command that installs them.

The requirements are read from the metadata of the installed packages, so that indirect requirements are checked too.
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

_PROGRAM = "backfile"


def dependency_error(error: ImportError) -> DependencyError:
    """Return the error for a failed import; its message names the packages to install, and the command."""
    if unmet := unmet_requirements():
        return unmet
    if error.name and (broken := broken_package(error.name, str(error))):
        return broken
    return _error(f"the program or a package that it needs cannot be loaded: {error}", "--force-reinstall", _PROGRAM)


def broken_package(module: str, reason: str) -> DependencyError | None:
    """Return the error for a module that cannot be imported; None when no installed package has such a module."""
    package = _installed_as(module)
    return (
        _error(f"{package} cannot be loaded: {reason}", "--force-reinstall", "--no-deps", package) if package else None
    )


def unmet_requirements() -> DependencyError | None:
    """Return an error that names the missing packages and those of a wrong version; None if there are none."""
    try:
        import packaging.requirements  # noqa: F401
    except ImportError:
        # Requirements are parsed with this package, which is itself required.
        unmet: Mapping[str, object] = {"packaging": ""}
    else:
        unmet = _unmet(_PROGRAM)
    if not unmet:
        return None
    verb = "is" if len(unmet) == 1 else "are"
    version = "has the wrong version" if len(unmet) == 1 else "have the wrong versions"
    reason = f"{', '.join(unmet)} {verb} missing or {version}"
    return _error(reason, *(f"{name}{versions}" for name, versions in unmet.items()))


def _error(reason: str, *arguments: str) -> DependencyError:
    """Return an error for `reason` with the command of pip that corrects it."""
    command = join([sys.executable, "-m", "pip", "install", *arguments])
    return DependencyError(f"{reason.rstrip('.')}. Run this command and try again: {command}")


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
        if (name, names_of_extras := frozenset(requirement.extras)) not in seen:
            yield from _requirements(name, names_of_extras, seen)


def _declared(package: str) -> list[str]:
    try:
        return metadata.requires(package) or []
    except metadata.PackageNotFoundError:
        return []


def _installed_as(module: str) -> str | None:
    """Return the name of the installed package that contains a module."""
    top = module.partition(".")[0]
    return next(iter(metadata.packages_distributions().get(top, ())), None)
