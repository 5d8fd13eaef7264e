"""Builds and serves the site, in this process, exactly as `mkdocs build` and `mkdocs serve` do.

Owns how MkDocs is called and what becomes of its errors. Everything that shapes the site is in `plugin`, so that MkDocs
alone gives the same bytes.
"""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from backfile.archive.lock import Waiting
from backfile.problems import BuildError, StorageError
from backfile.settings.layout import MKDOCS_YML
from backfile.settings.mkdocs_log import collect_warnings
from backfile.site.staging import staged

if TYPE_CHECKING:
    from backfile.settings.mkdocs_yml import Config

_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    """How many HTML pages the site has."""
    seconds: float
    warnings: tuple[str, ...] = ()
    """What MkDocs warned of, in its words."""


def build(config: Config, strict: bool = False, verbose: bool = False, wait: Waiting | None = None) -> Built:
    """Build the archive's site into `config.site`; in `verbose` builds what MkDocs says goes to standard error.

    Raises BuildError when MkDocs or Pagefind gives up, and in `strict` builds at any warning: the site is then the one
    that was there before. Raises LockedError while another build is at work, unless its end is to be waited for.
    """
    start = time.monotonic()
    try:
        with staged(config.root, config.site, wait) as folder:
            warnings = _steady(config, lambda: _build(config, folder, strict, verbose))
    except (OSError, StorageError) as error:
        raise BuildError(_explained(error, [])) from error
    pages = sum(1 for _ in config.site.rglob("*.html"))
    return Built(pages, time.monotonic() - start, warnings)


def _build(config: Config, folder: Path, strict: bool, verbose: bool) -> tuple[str, ...]:
    """Have MkDocs build into `folder`; give its warnings."""
    with collect_warnings(logging.INFO, logging.StreamHandler()) if verbose else collect_warnings() as said:
        try:
            loaded = load_config(str(config.root / MKDOCS_YML), strict=strict, site_dir=str(folder))
            loaded.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build.build(loaded)
            finally:
                loaded.plugins.on_shutdown()
        except _OF_A_PAGE as error:
            raise BuildError(_explained(error, said.lines)) from error
    return tuple(said.lines)


def _steady(config: Config, build: Callable[[], _R]) -> _R:
    """Build, and begin anew where a page went away meanwhile: an ingest removes lists that nothing asks for."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return build()
        except FileNotFoundError as error:
            if not Path(error.filename or "").is_relative_to(config.docs):
                raise
    return build()


def serve(config: Config, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False) -> None:
    """Serve the site on this machine until interrupted, and rebuild it at every change.

    Raises BuildError when the first build fails or the address is taken.
    """
    settings = str(config.root / MKDOCS_YML)
    with collect_warnings(logging.INFO, logging.StreamHandler()) as said:
        try:
            address = f"{host}:{port}"
            _steady(config, lambda: mkdocs_serve.serve(settings, open_in_browser=open_browser, dev_addr=address))
        except (*_OF_A_PAGE, OSError) as error:
            if isinstance(error, OSError) and error.errno in _TAKEN:
                step = "Name another address or port with --host and --port."
                raise BuildError(f"The site cannot be shown at {host}:{port}: {error.strerror}. {step}") from error
            raise BuildError(_explained(error, said.lines)) from error


_OF_A_PAGE = (MkDocsException, UnicodeDecodeError, RecursionError)
"""What MkDocs ends with where it cannot read a page: it has logged which."""
_ATTEMPTS = 3
_TAKEN = frozenset({errno.EADDRINUSE, errno.EADDRNOTAVAIL})


def _explained(error: Exception, lines: list[str]) -> str:
    said = "; ".join(dict.fromkeys([*lines, str(error)])).rstrip(".!")
    return f"The site was not built: {said}. Mend what it names and build again."
