"""The code that the settings of an archive name, and that is not known to be harmless (`known_code`).

Owns finding it in the settings, and removing it from them. Whether it may run is decided in `trust`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from backfile.settings.code_files import Source, digest_value
from backfile.settings.known_code import KNOWN_EXTENSIONS, KNOWN_PLUGINS, KNOWN_THEMES, OPENING
from backfile.settings.settings_yaml import NotRun, Reading


class CodeKind(StrEnum):
    """What names the code; the value is its noun in messages."""

    HOOK = "hook"
    PLUGIN = "plugin"
    EXTENSION = "Markdown extension"
    PYTHON = "Python object"
    TEMPLATES = "templates"
    THEME = "theme"
    INHERIT = "inherited file"
    SITE = "folder of the site"


@dataclass(frozen=True, slots=True)
class Code:
    """Code that the settings name."""

    kind: CodeKind
    name: str
    file: str
    """The file that names it, relative to the archive's folder if it is in it."""
    line: int
    settings: str = ""
    """The digest of its settings."""
    sources: tuple[Source, ...] = ()
    """The files that it consists of, as far as the archive brings them."""

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.kind} {self.name}"

    @property
    def converts(self) -> bool:
        """Return whether reading the settings and converting articles runs it. Building the site runs all code."""
        return self.kind in (CodeKind.EXTENSION, CodeKind.PYTHON, CodeKind.INHERIT)


def find_code(reading: Reading) -> tuple[Code, ...]:
    """Return the code that the settings name, in the order in which messages list it."""
    kinds = (_parents, _hooks, _plugins, _extensions, _tags, _site)
    return tuple(code for find in kinds for code in find(reading))


def _parents(reading: Reading) -> Iterator[Code]:
    for parent in reading.parents:
        yield Code(CodeKind.INHERIT, str(parent.path), parent.file, parent.line, "", (Source(parent.path),))


def _tags(reading: Reading) -> Iterator[Code]:
    for tag in reading.tags:
        local = _local(reading, tag.tag.partition(":")[2])
        yield Code(CodeKind.PYTHON, tag.tag, tag.file, tag.line, tag.arguments, local)


def _hooks(reading: Reading) -> Iterator[Code]:
    """Yield the hooks. A hook can import what is in its folder; outside the archive only the hook itself counts."""
    for name in _list(reading.data.get("hooks")):
        path = Path(os.path.normpath(reading.root / str(name)))
        beside = (Source(path.parent, is_modules=True),) if _is_inside(path.parent, reading.root) else ()
        yield Code(CodeKind.HOOK, str(name), *reading.line_of(name, "hooks"), "", (Source(path), *beside))


def _plugins(reading: Reading) -> Iterator[Code]:
    theme = theme_name(reading.data)
    for plugin, value in entries(reading.data.get("plugins")):
        if not is_known_plugin(plugin, value, theme):
            yield Code(CodeKind.PLUGIN, str(plugin), *reading.line_of(plugin, "plugins"), digest_value(value))


def _extensions(reading: Reading) -> Iterator[Code]:
    for name, value in entries(reading.data.get("markdown_extensions")):
        if not is_known_extension(name, value):
            place = reading.line_of(name, "markdown_extensions")
            yield Code(CodeKind.EXTENSION, str(name), *place, digest_value(value), _local(reading, str(name)))


def _site(reading: Reading) -> Iterator[Code]:
    """Yield what runs when the site is built: themes and templates; and a folder of the site outside the archive."""
    theme = reading.data.get("theme")
    if (name := theme_name(reading.data)) not in KNOWN_THEMES:
        yield Code(CodeKind.THEME, str(name), *reading.line_of(name, "theme"))
    if isinstance(theme, dict) and (folder := theme.get("custom_dir")):
        sources = (Source(reading.root / str(folder)),)
        yield Code(CodeKind.TEMPLATES, str(folder), *reading.line_of(folder, "theme"), "", sources)
    docs = reading.root / str(reading.data.get("docs_dir") or "docs")
    for file in _list(reading.data.get("extra_templates")):
        place = reading.line_of(file, "extra_templates")
        yield Code(CodeKind.TEMPLATES, str(file), *place, "", (Source(docs / str(file)),))
    if (site := reading.data.get("site_dir")) and not _is_inside(reading.root / str(site), reading.root):
        yield Code(CodeKind.SITE, str(site), *reading.line_of(site, "site_dir"))


def is_known_plugin(name: object, value: object, theme: object) -> bool:
    """Return whether a plugin, with these settings, is known to be harmless. Material's have names without prefix."""
    plain = str(name)
    full = plain.removeprefix("/") if "/" in plain else f"{theme}/{plain}"
    return (full in KNOWN_PLUGINS or plain in KNOWN_PLUGINS) and (plain == "backfile" or not _opens_files(value))


def is_known_extension(name: object, value: object) -> bool:
    """Return whether a Markdown extension, with these settings, is known to be harmless."""
    return str(name).removeprefix("markdown.extensions.") in KNOWN_EXTENSIONS and not _opens_files(value)


def _opens_files(value: object) -> bool:
    """Return whether settings of a known entry make it open files by itself, or contain a path out of the archive."""
    return any(isinstance(key, str) and key in OPENING for key in _keys(value, set())) or _leads_out(value)


def _leads_out(value: object) -> bool:
    """Return whether settings contain a path that leads out of the archive."""
    for part in parts(value, without="separator"):
        path = str(getattr(part, "suffix", part)).replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or path[1:3] == ":/":
            return True
    return False


def parts(value: object, seen: set[int] | None = None, *, without: str | None = None) -> Iterator[object]:
    """Yield what lists and mappings contain, at any depth; one that occurs again, as YAML's aliases do, once.

    Values of keys that end with `without` are left out: a separator may be a slash.
    """
    seen = set() if seen is None else seen
    if not isinstance(value, dict | list | tuple):
        yield value
    elif id(value) not in seen:
        seen.add(id(value))
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if without is None or not str(key).endswith(without):
                yield from parts(part, seen, without=without)


def _keys(value: object, seen: set[int]) -> Iterator[object]:
    """Yield the keys of mappings, at any depth. In: what was seen, by its identity."""
    if isinstance(value, dict | list | tuple) and id(value) not in seen:
        seen.add(id(value))
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield key
            yield from _keys(part, seen)


def has_marker(value: object) -> bool:
    """Return whether a value contains the marker of an object that was not made."""
    return any(isinstance(part, NotRun) for part in parts(value))


def theme_name(data: dict[str, Any]) -> str | None:
    """Return the name of the theme; None for a theme that consists of the archive's templates alone."""
    theme = data.get("theme") or "mkdocs"
    name = theme.get("name") if isinstance(theme, dict) else theme
    return None if name is None else str(name)


def entries(value: object) -> Iterator[tuple[object, object]]:
    """Yield name and settings of each entry of a list of plugins or extensions, which may be a mapping too."""
    for entry in (value,) if isinstance(value, dict) else _list(value):
        if isinstance(entry, dict):
            yield from entry.items()
        else:
            yield entry, None


def _list(value: object) -> list[object]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _local(reading: Reading, name: str) -> tuple[Source, ...]:
    """Return the files of a module that lies in the archive; none for a module of an installed package."""
    top = name.replace(":", ".").partition(".")[0]
    if not top.isidentifier():
        return ()
    found = (Source(reading.root / f"{top}.py"), Source(reading.root / top, is_modules=True))
    return tuple(source for source in found if os.path.lexists(source.path))


def _is_inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
