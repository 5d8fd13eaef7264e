"""Builds and serves the site in this process, exactly as `mkdocs build` and `mkdocs serve` do.

Owns how MkDocs is called, and how its errors become errors of the project. Everything that has an effect on the files
of the site is in `plugin`, so MkDocs alone writes the same bytes.
"""

from __future__ import annotations

import errno
import gc
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from backfile.archive.lock import WaitListener
from backfile.problems import BuildError, StorageError, UntrustedError
from backfile.settings.access import Access
from backfile.settings.code_files import without_compiled_files
from backfile.settings.folder_path import first_undecodable
from backfile.settings.inspection import inspect, refuse_to_build
from backfile.settings.layout import MKDOCS_YML, RENDERED
from backfile.settings.mkdocs_log import collect_warnings
from backfile.site.built import Built
from backfile.site.preview_server import PreviewServer
from backfile.site.rendering.cache import RenderingCache
from backfile.site.rendering.kept_page import MissingTextError
from backfile.site.rendering.kept_site import KeptSite
from backfile.site.rendering.pages import KeptPageError
from backfile.site.rendering.substitution import reused, why_plain
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

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from backfile.settings.mkdocs_yml import Config

_R = TypeVar("_R")


def build(
    config: Config, strict: bool = False, verbose: bool = False, wait: WaitListener | None = None, full: bool = False
) -> Built:
    """Build the archive's site into `config.site`. With `verbose`, the log of MkDocs is written to standard error.

    With `full` everything is made anew, else only what must be (`site.rendering`). Raises BuildError if MkDocs or
    Pagefind fails, and with `strict` at any warning; the old site then stays. Raises LockedError while another build
    runs, unless `wait` is given, and UntrustedError for code that is not trusted.
    """
    start = time.monotonic()
    names_code = refuse_to_build(config.root, config.access)
    _refuse_undecodable(config)
    if not (full or verbose) and (known := unchanged(config.root)) and not (strict and known.warnings):
        return replace(known, seconds=time.monotonic() - start)
    environment = () if names_code else inspect(config.root).environment
    try:
        with _imports(names_code), staged(config.root, config.site, wait) as staging:
            inputs = read_inputs(config.root, config.docs, config.settings.social_card_fonts, environment)
            last = None if full else last_site(config.root, config.site)
            run = _Run(config, staging, last, strict=strict, verbose=verbose, names_code=names_code, full=full)
            with _rare_collections():
                built, digests = _retry(config, lambda: _build(run))
            forget(config.root)
    except (OSError, StorageError) as error:
        raise BuildError(_message(error, [])) from error
    states = site_states(config.root, config.site, last, staging.stays, staging.new)
    pages = sum(path.endswith(".html") for path in states or site_files(config.site))
    built = replace(built, pages=pages, seconds=time.monotonic() - start)
    if states and built.all_because is None:
        write_record(config.root, inputs, built, states, digests)
    return built


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


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let Python look for garbage in cycles less often: nearly all that a build makes stays until its end."""
    before = gc.get_threshold()
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _refuse_undecodable(config: Config) -> None:
    """Raise BuildError for a file in docs/ whose name is not UTF-8: MkDocs cannot make a URL of it."""
    if path := first_undecodable(config.docs):
        raise BuildError(f"The site was not built: the name of {path} is not UTF-8. Rename it and build again.")


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
        except _BUILD_ERRORS as error:
            raise BuildError(_message(error, log.lines)) from error
    return replace(built, warnings=tuple(log.lines)), digests


def _render(run: _Run, loaded: MkDocsConfig) -> tuple[Built, Mapping[str, str]]:
    """Let MkDocs render the pages: all, or those that must be."""
    site, folder = run.config.site, KeptSite(Path(loaded.site_dir), run.config.site, run.last)
    run.staging.stays = frozenset()
    if why := why_plain(loaded, names_code=run.names_code):
        mkdocs_build.build(loaded)
        pages = sum(path.endswith(".html") for path in folder.paths())
        return Built(site, 0, 0, rendered=pages, all_because=why), {}
    cache = RenderingCache(run.config.root / RENDERED, is_new=run.full)
    try:
        with reused(loaded, cache, folder, is_new=run.full) as reuse:
            mkdocs_build.build(loaded)
        removed = cache.remove_others(reuse.texts.paths, reuse.pages.paths)
    finally:
        cache.close()
    if run.last:
        run.staging.old, run.staging.stays = [*run.last.files()], folder.stays
    built = Built(site, 0, 0, rendered=reuse.pages.rendered, kept=reuse.pages.kept, removed=removed)
    return built, folder.digests


def _retry(config: Config, build: Callable[[], _R]) -> _R:
    """Return the result of `build`; call it again if an ingest has removed a list page during the build."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return build()
        except FileNotFoundError as error:
            if not Path(error.filename or "").is_relative_to(config.docs):
                raise
    return build()


def serve(config: Config, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False) -> None:
    """Serve the site on this machine until interrupted, and rebuild it at every change.

    Raises BuildError if the first build fails or the address is in use, and UntrustedError for code that is not
    trusted; a rebuild then reports it, and the site stays as it was.
    """
    settings = str(config.root / MKDOCS_YML)
    names_code = refuse_to_build(config.root, config.access)
    _refuse_undecodable(config)
    with collect_warnings(logging.INFO, logging.StreamHandler()) as log, _imports(names_code), _asking(config):
        try:
            address = f"{host}:{port}"
            _retry(config, lambda: mkdocs_serve.serve(settings, open_in_browser=open_browser, dev_addr=address))
        except (*_BUILD_ERRORS, OSError) as error:
            if isinstance(error, OSError) and error.errno in _ADDRESS_ERRORS:
                step = "Choose another address or port with --host and --port."
                raise BuildError(f"The site cannot be served at {host}:{port}: {error.strerror}. {step}") from error
            raise BuildError(_message(error, log.lines)) from error


def _imports(names_code: bool) -> AbstractContextManager[None]:
    """Return the context in which MkDocs imports code of an archive that names any."""
    return without_compiled_files() if names_code else nullcontext()


@contextmanager
def _asking(config: Config) -> Iterator[None]:
    """Let MkDocs use our server, and ask before each rebuild whether the code that the settings name is trusted.

    MkDocs reads the settings again at each change of them, and has no event before that.
    """
    accesses = iter([config.access])

    def load(**options: Any) -> MkDocsConfig:
        try:
            refuse_to_build(config.root, next(accesses, Access.ASK))
        except UntrustedError as error:
            logging.getLogger("mkdocs").error(str(error))  # noqa: TRY400  (MkDocs prints the traceback itself)
            raise
        return load_config(**options)

    before = {name: vars(mkdocs_serve)[name] for name in ("load_config", "LiveReloadServer")}
    vars(mkdocs_serve).update(load_config=load, LiveReloadServer=PreviewServer)
    try:
        yield
    finally:
        vars(mkdocs_serve).update(before)


_BUILD_ERRORS = (MkDocsException, UnicodeDecodeError, RecursionError)
"""The exceptions that MkDocs raises when it cannot read a page. It has logged which page."""
_ATTEMPTS = 3
_BETWEEN_COLLECTIONS = 50_000
"""New objects. Of a build after one of 10,000 articles was added, looking more often took a tenth."""
_ADDRESS_ERRORS = frozenset({errno.EADDRINUSE, errno.EADDRNOTAVAIL})


def _message(error: Exception, lines: list[str]) -> str:
    causes = "; ".join(dict.fromkeys([*lines, str(error)])).rstrip(".!")
    return f"The site was not built: {causes}. Correct this and build again."
