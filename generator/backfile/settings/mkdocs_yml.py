"""Owns finding and loading the mkdocs.yml of an archive.

MkDocs checks the settings, so that ingest checks its rendering against exactly the extensions that the site is built
with. Code that the settings name runs only if `trust` has it; hooks, other plugins and templates, which only a build
of the site uses, are never loaded here. The settings of the plugin are declared in `schema`.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import ValidationError
from mkdocs.exceptions import ConfigurationError, MkDocsException

from backfile.problems import NotAnArchiveError, SettingsError
from backfile.settings.access import Access
from backfile.settings.code import CodeKind
from backfile.settings.code_files import without_compiled_files
from backfile.settings.folder_path import find, refuse_undecodable
from backfile.settings.inside import refuse_links
from backfile.settings.inspection import access as access_to
from backfile.settings.inspection import inspect, refuse
from backfile.settings.layout import CACHE, INCOMING, MKDOCS_YML, ORIGINALS
from backfile.settings.mkdocs_log import collect_warnings
from backfile.settings.schema import FORMAT, Settings, settings_of
from backfile.settings.settings_only import SettingsConfig
from backfile.settings.settings_yaml import read_settings
from backfile.settings.without_code import without_code

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from backfile.settings.trust import Untrusted


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
    access: Access = Access.ASK
    """How it was loaded."""
    runs_code: bool = False
    """Whether rendering an article runs code that the settings name and that is not known to be harmless."""
    not_run: tuple[Untrusted, ...] = ()
    """Code of the archive that would have run if it was trusted: `settings` and `rendering` are without it."""

    def refuse_left_out(self, writes_nothing: bool) -> None:
        """Raise UntrustedError when something is to be written and code was left out."""
        if self.not_run and not writes_nothing:
            refuse(self.root, self.not_run)


def open_archive(start: Path, *, trust: bool, look: bool) -> Config:
    """Load the settings of the archive at `start` or above it. `trust` and `look` are those of `inspection.access`."""
    root = find(start)
    return load(root, access=access_to(root, trust=trust, look=look))


def load(root: Path, formats: tuple[int, ...] = (FORMAT,), access: Access = Access.ASK) -> Config:
    """Load `root`/mkdocs.yml of an archive that has one of `formats`.

    Raises NotAnArchiveError without that file, SettingsError when MkDocs refuses it or the format is another, and
    UntrustedError when it names code that converting articles would run, as far as `access` demands.
    """
    path = root.resolve() / MKDOCS_YML
    refuse_undecodable(path.parent)
    if not path.is_file():
        raise NotAnArchiveError(
            f"{root} is not an archive: it has no {MKDOCS_YML}. Make one with: backfile init {root}"
        )
    config, warnings, runs_code, not_run = _load(path, access)
    _check_folders(path, config)
    for warning in warnings:
        if "Unrecognised configuration name" in warning and "backfile" in warning:
            raise SettingsError(f"{path}: {warning}. The handbook's page on settings lists all settings.")
    if not_run and config.plugins.get("backfile") is None:
        refuse(path.parent, not_run)  # The settings of the plugin may be in the inherited file.
    return Config(
        root=path.parent,
        docs=Path(config.docs_dir),
        site=Path(config.site_dir),
        site_name=config.site_name,
        settings=settings_of(config, formats),
        rendering=Rendering(tuple(config.markdown_extensions), config.mdx_configs),
        language=language_of(config),
        access=access,
        runs_code=runs_code,
        not_run=not_run,
    )


def _load(path: Path, access: Access) -> tuple[MkDocsConfig, list[str], bool, tuple[Untrusted, ...]]:
    """Return what MkDocs makes of `path`, its warnings, whether rendering runs code, and the code that did not run.

    Raises SettingsError when MkDocs refuses the file.
    """
    with collect_warnings() as warnings:
        try:
            config = SettingsConfig(config_file_path=str(path))
            seen = inspect(path.parent, config)
            not_run = tuple(each for each in seen.untrusted if each.code.converts and access is not Access.CHECKED)
            if access is Access.ASK and not_run:
                refuse(path.parent, seen.untrusted, seen.environment)
            runs = not not_run and any(code.converts for code in seen.code)
            data = read_settings(path, config, may_inherit=lambda _: True, run_tags=True).data if runs else seen.data
            with without_compiled_files() if runs else nullcontext():
                config.load_dict(without_code(data, keep_extensions=runs))
                warnings.lines += _validate(config)
        except (MkDocsException, ValidationError, OSError) as error:
            reason = "; ".join(dict.fromkeys([*warnings.lines, str(error)])).rstrip(".!")
            step = "Correct the file. The handbook's page on settings describes it."
            raise SettingsError(f"{path}: {reason}. {step}") from error
        except RecursionError as error:
            raise SettingsError(f"{path}: nested too deeply. Correct the file.") from error
        runs_code = runs and any(code.kind in (CodeKind.EXTENSION, CodeKind.PYTHON) for code in seen.code)
        return config, warnings.lines, runs_code, not_run


def _validate(config: MkDocsConfig) -> list[str]:
    """Let MkDocs check a configuration, as its own loader does. Return its warnings; raise ConfigurationError."""
    errors, warnings = config.validate()
    lines = [f"Config value '{name}': {warning}" for name, warning in warnings]
    if errors:
        wrong = "; ".join(f"Config value '{name}': {error}" for name, error in errors)
        raise ConfigurationError("; ".join([*lines, wrong]))
    if config.strict and warnings:
        raise ConfigurationError("; ".join([*lines, "the setting `strict` permits no warnings"]))
    return lines


_RESERVED = (CACHE, ORIGINALS, INCOMING, ".git")
"""Folders that hold neither the pages nor the site: a build empties the folder of the site."""


def _check_folders(path: Path, config: MkDocsConfig) -> None:
    """Raise SettingsError for folders of pages or site that are outside the archive, or in or around reserved ones."""
    refuse_links(path.parent, Path(config.docs_dir), Path(config.site_dir))
    if not Path(config.docs_dir).is_relative_to(path.parent):
        raise SettingsError(f"{path}: `docs_dir` is outside the archive. Name a folder inside it.")
    folders = {setting: _fold(Path(os.path.realpath(config[setting]))) for setting in ("docs_dir", "site_dir")}
    docs, site = folders.values()
    if site.is_relative_to(docs) or docs.is_relative_to(site):  # MkDocs compares names, and these can be links.
        raise SettingsError(
            f"{path}: `site_dir` overlaps with `docs_dir`, which a build would delete. Name another folder."
        )
    reserved = {name: _fold(Path(os.path.realpath(path.parent / name))) for name in _RESERVED}
    for setting, folder in folders.items():
        for name, other in reserved.items():
            if folder.is_relative_to(other) or other.is_relative_to(folder):
                reason = f"`{setting}` overlaps with {name}/, which a build would delete or publish"
                raise SettingsError(f"{path}: {reason}. Name a separate folder.")


def _fold(path: Path) -> Path:
    """Return a path by which folders are compared: some disks take `.GIT`, `.git.` and `.git` with a character that is
    not shown for one name.
    """
    shown = ("".join(each for each in part if unicodedata.category(each) != "Cf") for part in path.parts)
    return Path(*(unicodedata.normalize("NFC", part).casefold().rstrip(". ") or part for part in shown))


def language_of(config: MkDocsConfig) -> str:
    """Return the language of the interface: the value of `theme: language:`, by default `en`."""
    return str(config.theme.get("language") or "en")
