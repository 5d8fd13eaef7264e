"""Owns the question whether the code that an archive names may run: what it is, and the error that asks its user."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from mkdocs.config.defaults import MkDocsConfig

from backfile.problems import StorageError, UntrustedError
from backfile.settings import trust as memory
from backfile.settings.access import Access
from backfile.settings.code import Code, CodeKind, find_code
from backfile.settings.code_files import Source
from backfile.settings.layout import MKDOCS_YML
from backfile.settings.settings_yaml import read_settings
from backfile.settings.trust import Untrusted, Why


@dataclass(frozen=True, slots=True)
class Inspection:
    """The code that the settings of an archive name."""

    data: dict[str, Any]
    """The settings, with markers in place of objects that were not made."""
    code: tuple[Code, ...]
    untrusted: tuple[Untrusted, ...]
    environment: tuple[str, ...]
    """The environment variables that the settings read."""


def inspect(root: Path, config: MkDocsConfig | None = None, *, all_files: bool = False) -> Inspection:
    """Read the settings of the archive at `root` without running anything; `config` is for `!relative`.

    An inherited file outside the archive is read only if it is trusted, or with `all_files`.
    """
    path = root.resolve() / MKDOCS_YML
    config = config or MkDocsConfig(config_file_path=str(path))

    def may_inherit(parent: Path) -> bool:
        named = Code(CodeKind.INHERIT, str(parent), "", 0, "", (Source(parent),))
        return all_files or not memory.untrusted(path.parent, [named])

    linked = _linked(path)
    if not all_files and (asked := memory.untrusted(path.parent, linked)):
        refuse(path.parent, asked)
    reading = read_settings(path, config, may_inherit=may_inherit)
    code = (*linked, *find_code(reading))
    return Inspection(reading.data, code, memory.untrusted(path.parent, code), tuple(sorted(reading.environment)))


def _linked(path: Path) -> tuple[Code, ...]:
    """Return mkdocs.yml as code if it is a link to a file outside the archive; then nothing of it is read."""
    real = path.resolve()
    if real.is_relative_to(path.parent):
        return ()
    return (Code(CodeKind.INHERIT, str(real), MKDOCS_YML, 1, "", (Source(path),)),)


def allow(root: Path) -> tuple[Inspection, str]:
    """Remember that the code of the archive at `root` may run. Return the code, with what was not trusted before, and
    why it cannot be remembered; then, as in a container without a home folder, it may run this once.
    """
    root = root.resolve()
    before = inspect(root, all_files=True)
    try:
        if before.untrusted:
            memory.remember(root, before.code)
    except StorageError as error:
        return before, error.reason
    return before, ""


def access(root: Path, *, trust: bool, look: bool) -> Access:
    """Return how the archive at `root` is opened; with `trust`, remember first that its code may run."""
    if trust:
        allow(root)
        return Access.CHECKED
    return Access.LOOK if look else Access.ASK


def refuse_to_build(root: Path, opened: Access) -> bool:
    """Return whether a build of the site runs code that the settings name. Raises UntrustedError for code that is not
    trusted.
    """
    seen = inspect(root, all_files=opened is Access.CHECKED)
    if seen.untrusted and opened is not Access.CHECKED:
        refuse(root, seen.untrusted, seen.environment)
    return bool(seen.code)


def refuse(root: Path, code: Iterable[Untrusted], environment: Iterable[str] = ()) -> NoReturn:
    """Raise UntrustedError for code that is not trusted."""
    code, environment = tuple(code), tuple(environment)
    named = "; ".join(map(str, code))
    variables = f" {name_variables(environment)}" if environment else ""
    is_changed = any(each.why is Why.CHANGED for each in code)
    when = "changed after you trusted it" if is_changed else "is not known to be harmless"
    raise UntrustedError(
        f"{root / MKDOCS_YML} names code that {when}: {named}.{variables} "
        "Read it. If you trust it, run the command again with --trust.",
        tuple(describe(each) for each in code),
        environment,
    )


def name_variables(environment: Iterable[str]) -> str:
    """Return the sentence that names environment variables; a site may publish their values."""
    return f"The settings read these environment variables: {', '.join(environment)}."


def describe(each: Untrusted) -> dict[str, object]:
    """Return code as JSON shows it."""
    code = each.code
    return {"kind": code.kind.value, "name": code.name, "file": code.file, "line": code.line, "why": each.why.value}
