"""Builds the site in this process, exactly as `mkdocs build` does.

Owns when a build has nothing to do, and what it remembers for the next one. Everything that has an effect on the files
of the site is in `plugin`, so MkDocs alone writes the same bytes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config

from backfile.archive.lock import WaitListener
from backfile.problems import BuildError, StorageError
from backfile.settings.inspection import inspect, refuse_to_build
from backfile.settings.layout import MKDOCS_YML
from backfile.settings.mkdocs_log import collect_warnings
from backfile.site.built import Built
from backfile.site.mkdocs_calls import BUILD_ERRORS, imports, message, refuse_undecodable, retry
from backfile.site.rendering.kept_page import MissingTextError
from backfile.site.rendering.kept_site import KeptSite
from backfile.site.rendering.pages import KeptPageError
from backfile.site.rendering.substitution import render, why_plain
from backfile.site.rendering.unchanged import (
    LastSite,
    forget,
    last_site,
    read_inputs,
    site_states,
    unchanged,
    write_record,
)
from backfile.site.site_folder import site_files
from backfile.site.staging import Staging, staged
from backfile.workers.garbage import rare_collections

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from backfile.settings.mkdocs_yml import Config

_LARGE = 20_000
"""Files that a build reads. If there are more, its memory is kept small (`render`)."""


def build(
    config: Config,
    strict: bool = False,
    verbose: bool = False,
    wait: WaitListener | None = None,
    full: bool = False,
    *,
    is_changed: bool = False,
) -> Built:
    """Build the archive's site into `config.site`. With `verbose`, the log of MkDocs is written to standard error.

    With `full` everything is made anew, else only what must be (`site.rendering`). `is_changed` is whether the caller
    knows that something has changed since the last build; otherwise that is looked up. Raises BuildError if MkDocs or
    Pagefind fails, and with `strict` at any warning; the old site then stays. Raises LockedError while another build
    runs, unless `wait` is given, and UntrustedError for code that is not trusted.
    """
    start = time.monotonic()
    names_code = refuse_to_build(config.root, config.access)
    refuse_undecodable(config)
    if not (full or verbose or is_changed) and (known := _unchanged(config, strict)):
        return replace(known, seconds=time.monotonic() - start)
    environment = () if names_code else inspect(config.root).environment
    try:
        with imports(names_code), staged(config.root, config.site, wait) as staging:
            inputs = read_inputs(config.root, config.docs, config.settings.social_card_fonts, environment)
            last = None if full else last_site(config.root, config.site)
            is_large = len(inputs.paths) > _LARGE
            run = _Run(config, staging, last, strict, verbose, names_code, full, is_large)
            with rare_collections():
                built, digests = retry(config, lambda: _build(run))
            forget(config.root)
    except (OSError, StorageError) as error:
        raise BuildError(message(error, [])) from error
    states = site_states(config.root, config.site, last, staging.stays, staging.new)
    pages = sum(path.endswith(".html") for path in states or site_files(config.site))
    built = replace(built, pages=pages, seconds=time.monotonic() - start)
    if states and built.all_because is None:
        write_record(config.root, inputs, built, states, digests)
    return built


def _unchanged(config: Config, strict: bool) -> Built | None:
    """Return the result of the last build if nothing changed since; for a strict build only one without warnings."""
    known = unchanged(config.root)
    return None if known and strict and known.warnings else known


@dataclass(frozen=True, slots=True)
class _Run:
    """What a build does."""

    config: Config
    staging: Staging
    """Where MkDocs writes the site."""
    last: LastSite | None
    """What the last build left, if it is known."""
    strict: bool
    verbose: bool
    names_code: bool
    """Whether the settings name code that is not known."""
    full: bool
    """Whether nothing is used that the last build made."""
    is_large: bool


def _build(run: _Run) -> tuple[Built, Mapping[str, str]]:
    """Call MkDocs, and return the result without the number of pages, and the digests of the files of the site.

    What is kept is not used if it is wrong.
    """
    try:
        return _call_mkdocs(run)
    except (KeptPageError, MissingTextError) as error:
        built, digests = _call_mkdocs(replace(run, last=None, full=True))
        return replace(built, all_because=f"what was kept of {error} was not right"), digests


def _call_mkdocs(run: _Run) -> tuple[Built, Mapping[str, str]]:
    # At this level what is logged about a page can be kept without setting the level for each page.
    handlers = [logging.StreamHandler()] if run.verbose else []
    with collect_warnings(logging.INFO, *handlers) as log:
        try:
            settings = str(run.config.root / MKDOCS_YML)
            loaded = load_config(settings, strict=run.strict, site_dir=str(run.staging.folder))
            loaded.plugins.on_startup(command="build", dirty=False)
            try:
                built, digests = _render(run, loaded)
            finally:
                loaded.plugins.on_shutdown()
        except BUILD_ERRORS as error:
            raise BuildError(message(error, log.lines)) from error
    return replace(built, warnings=tuple(log.lines)), digests


def _render(run: _Run, loaded: MkDocsConfig) -> tuple[Built, Mapping[str, str]]:
    """Let MkDocs render the pages: all, or those that must be."""
    site, folder = run.config.site, KeptSite(Path(loaded.site_dir), run.config.site, run.last)
    run.staging.stays = frozenset()
    if why := why_plain(loaded, names_code=run.names_code):
        mkdocs_build.build(loaded)
        count = sum(path.endswith(".html") for path in folder.paths())
        return Built(site, 0, 0, rendered=count, all_because=why), {}
    is_large = run.is_large and not run.verbose
    pages = render(loaded, folder, lambda: mkdocs_build.build(loaded), is_new=run.full, is_large=is_large)
    if run.last:
        run.staging.old, run.staging.stays = [*run.last.files()], folder.stays
    return Built(site, 0, 0, rendered=pages.rendered, kept=pages.kept, removed=pages.removed), folder.digests
