"""Owns finding and loading the mkdocs.yml of an archive.

MkDocs' own loader reads the file, so that ingest checks its rendering against exactly the configuration that the site
is built with. The settings in it are declared in `schema`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from backfile.problems import NotAnArchiveError, SettingsError
from backfile.settings.layout import CACHE, INCOMING, MKDOCS_YML, ORIGINALS
from backfile.settings.mkdocs_log import collect_warnings
from backfile.settings.schema import FORMAT, Settings, settings_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True)
class Rendering:
    """How the site renders Markdown: the arguments of `markdown.Markdown`. Picklable if the owner's extensions are."""

    extensions: tuple[Any, ...] = ("toc", "tables", "fenced_code", "pymdownx.superfences")
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """The loaded mkdocs.yml of an archive."""

    root: Path
    """The folder that holds mkdocs.yml; absolute."""
    docs: Path
    """The folder of the pages; absolute."""
    site: Path
    """The folder of the built site; absolute."""
    site_name: str
    settings: Settings
    rendering: Rendering
    language: str = "en"
    """Of the interface, as the theme names it."""


def find(start: Path) -> Path:
    """Return the archive's folder: `start` or the nearest folder above it that holds a mkdocs.yml.

    Raises NotAnArchiveError when there is none.
    """
    start = start.resolve()
    if not start.is_dir():
        raise NotAnArchiveError(f"{start} is not a folder. Name the archive's folder, or a folder in it.")
    for folder in (start, *start.parents):
        if (folder / MKDOCS_YML).is_file():
            return folder
    raise NotAnArchiveError(
        f"{start} is not an archive: no {MKDOCS_YML} here or above it. Make one with: backfile init FOLDER"
    )


def load(root: Path, formats: tuple[int, ...] = (FORMAT,)) -> Config:
    """Load `root`/mkdocs.yml of an archive that has one of `formats`.

    Raises NotAnArchiveError without that file, and SettingsError when MkDocs refuses it or the format is another.
    """
    path = root.resolve() / MKDOCS_YML
    if not path.is_file():
        raise NotAnArchiveError(
            f"{root} is not an archive: it has no {MKDOCS_YML}. Make one with: backfile init {root}"
        )
    config, warnings = _load(path)
    _check_folders(path, config)
    for warning in warnings:
        if "Unrecognised configuration name" in warning and "backfile" in warning:
            raise SettingsError(f"{path}: {warning}. The handbook's page on settings lists all settings.")
    return Config(
        root=path.parent,
        docs=Path(config.docs_dir),
        site=Path(config.site_dir),
        site_name=config.site_name,
        settings=settings_of(config, formats),
        rendering=Rendering(tuple(config.markdown_extensions), config.mdx_configs),
        language=language_of(config),
    )


def _load(path: Path) -> tuple[MkDocsConfig, list[str]]:
    """Return what MkDocs loads from `path`, and its warnings. Raises SettingsError when MkDocs refuses the file."""
    with collect_warnings() as warnings:
        try:
            return load_config(str(path)), warnings.lines
        except (MkDocsException, OSError) as error:
            reason = "; ".join(dict.fromkeys([*warnings.lines, str(error)])).rstrip(".!")
            step = "Correct the file. The handbook's page on settings describes it."
            raise SettingsError(f"{path}: {reason}. {step}") from error


_RESERVED = (CACHE, ORIGINALS, INCOMING, ".git")
"""Folders that hold neither the pages nor the site: a build empties the folder of the site."""


def _check_folders(path: Path, config: MkDocsConfig) -> None:
    """Raise SettingsError for folders of pages or site that are outside the archive, or in or around reserved ones."""
    if not Path(config.docs_dir).is_relative_to(path.parent):
        raise SettingsError(f"{path}: `docs_dir` is outside the archive. Name a folder inside it.")
    reserved = [Path(os.path.realpath(path.parent / name)) for name in _RESERVED]
    for setting in ("docs_dir", "site_dir"):
        folder = Path(os.path.realpath(config[setting]))
        for other in reserved:
            if folder.is_relative_to(other) or other.is_relative_to(folder):
                reason = f"`{setting}` overlaps with {other.name}/, which a build would delete or publish"
                raise SettingsError(f"{path}: {reason}. Name a separate folder.")


def language_of(config: MkDocsConfig) -> str:
    """Return the language of the interface: the value of `theme: language:`, by default `en`."""
    return str(config.theme.get("language") or "en")
