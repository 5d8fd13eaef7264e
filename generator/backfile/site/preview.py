"""The preview: a site that MkDocs serves on this machine, of which each change renders only what it changes.

Owns what differs from `mkdocs serve`. The site that is served stays whole until the next one is finished, and stays if
that cannot be built.
"""

from __future__ import annotations

import errno
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config

from backfile.archive.lock import hold_lock
from backfile.problems import BuildError, StorageError, UntrustedError
from backfile.settings.access import Access
from backfile.settings.inspection import refuse_to_build
from backfile.settings.layout import BUILDING, MKDOCS_YML
from backfile.settings.mkdocs_log import collect_warnings
from backfile.site.mkdocs_calls import BUILD_ERRORS, imports, message, refuse_undecodable, retry
from backfile.site.preview_server import PreviewServer
from backfile.site.rendering.kept_page import MissingTextError
from backfile.site.rendering.kept_site import KeptSite
from backfile.site.rendering.pages import KeptPageError
from backfile.site.rendering.substitution import render, why_plain
from backfile.site.rendering.unchanged import LastSite
from backfile.site.site_folder import site_files
from backfile.site.staging import Staging, replace_site
from backfile.workers.garbage import rare_collections

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from backfile.settings.mkdocs_yml import Config

_ADDRESS_ERRORS = frozenset({errno.EADDRINUSE, errno.EADDRNOTAVAIL})
_SITE = "site"
"""The name of the folder in `LastSite`: only this process asks for it."""
_log = logging.getLogger("mkdocs")


def serve(config: Config, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False) -> None:
    """Serve the site on this machine until interrupted, and rebuild it at every change.

    Raises BuildError if the first build fails or the address is in use, and UntrustedError for code that is not
    trusted; a rebuild then reports it, and the site stays as it was.
    """
    settings, address = str(config.root / MKDOCS_YML), f"{host}:{port}"
    names_code = refuse_to_build(config.root, config.access)
    refuse_undecodable(config)
    preview = _Preview(config, names_code=names_code)
    with collect_warnings(logging.INFO, logging.StreamHandler()) as log, imports(names_code), preview.in_mkdocs():
        try:
            retry(config, lambda: mkdocs_serve.serve(settings, open_in_browser=open_browser, dev_addr=address))
        except (*BUILD_ERRORS, OSError) as error:
            if isinstance(error, OSError) and error.errno in _ADDRESS_ERRORS:
                step = "Choose another address or port with --host and --port."
                raise BuildError(f"The site cannot be served at {address}: {error.strerror}. {step}") from error
            raise BuildError(message(error, log.lines)) from error


class _Preview:
    """The site of one preview."""

    def __init__(self, config: Config, *, names_code: bool) -> None:
        """Take the settings as they are now, and whether they name code that is not known."""
        self._config, self._names_code = config, names_code
        self._accesses = iter([config.access])
        self._options: dict[str, Any] = {}
        """With which MkDocs loaded the settings last."""
        self._last: LastSite | None = None
        """What the last build left, if it is known."""

    @contextmanager
    def in_mkdocs(self) -> Iterator[None]:
        """Let MkDocs use this preview and our server within the context."""
        ours = {"load_config": self.load, "LiveReloadServer": PreviewServer, "build": self.build}
        before = {name: vars(mkdocs_serve)[name] for name in ours}
        vars(mkdocs_serve).update(ours)
        try:
            yield
        finally:
            vars(mkdocs_serve).update(before)

    def load(self, **options: Any) -> MkDocsConfig:
        """Load the settings, and ask before each rebuild whether the code that they name is trusted: MkDocs reads them
        again at each change of them, and has no event before that. Raises UntrustedError.
        """
        try:
            self._names_code = refuse_to_build(self._config.root, next(self._accesses, Access.ASK))
        except UntrustedError as error:
            _log.error(str(error))
            raise
        self._options = options
        return load_config(**options)

    def build(self, loaded: MkDocsConfig, *, serve_url: str | None = None, dirty: bool = False) -> None:
        """Build the site: a function to put in the place of MkDocs' own. While `backfile build` runs, it waits."""
        root = self._config.root
        with ExitStack() as held, rare_collections():
            with suppress(StorageError):  # Where nothing can be written, nothing is kept.
                held.enter_context(hold_lock(root / BUILDING, "serve", _log.info))
            try:
                self._build(loaded, serve_url)
            except (KeptPageError, MissingTextError):
                self._last = None
                again = load_config(**self._options)
                again.site_url = loaded.site_url
                self._build(again, serve_url, is_new=True)

    def _build(self, loaded: MkDocsConfig, serve_url: str | None, *, is_new: bool = False) -> None:
        """Build into a folder beside that of the site, and then replace what differs."""
        site = Path(loaded.site_dir)
        staging = Staging(Path(tempfile.mkdtemp(prefix=f"{site.name}-", dir=site.parent)))
        kept = KeptSite(staging.folder, site, self._last)
        loaded.site_dir = str(staging.folder)
        try:

            def build() -> None:
                mkdocs_build.build(loaded, serve_url=serve_url)

            if why_plain(loaded, names_code=self._names_code):
                build()
            else:
                render(loaded, kept, build, is_new=is_new, is_preview=True)
            if self._last and kept.stays:
                staging.old, staging.stays = [*self._last.files()], kept.stays
            self._last = None
            replace_site(staging, site)
            self._last = _left(site, kept)
        finally:
            loaded.site_dir = str(site)
            shutil.rmtree(staging.folder, ignore_errors=True)


def _left(site: Path, kept: KeptSite) -> LastSite:
    """Return what a build left. Nobody else writes into the folder of a preview."""
    paths = [*site_files(site)]
    states = {f"{_SITE}/{path}": "" for path in paths}
    return LastSite(_SITE, states, {f"{_SITE}/{path}": digest for path, digest in kept.digests.items()})
