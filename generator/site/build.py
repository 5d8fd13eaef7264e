"""Builds and serves the site, in this process, exactly as `mkdocs build` and `mkdocs serve` do.

Owns how MkDocs is called and what becomes of its errors. Everything that shapes the site is in `plugin`, so that MkDocs
alone gives the same bytes.
"""

from __future__ import annotations

import errno
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from generator.config import heard
from generator.problems import BuildError

if TYPE_CHECKING:
    from generator.config import Config


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    """How many HTML pages the site has."""
    seconds: float
    warnings: tuple[str, ...] = ()
    """What MkDocs warned of, in its words."""


def build(config: Config, strict: bool = False, verbose: bool = False) -> Built:
    """Build the archive's site into `config.site`; in `verbose` builds what MkDocs says goes to standard error.

    Raises BuildError when MkDocs or Pagefind gives up, and in `strict` builds at any warning.
    """
    start = time.monotonic()
    with heard(logging.INFO, logging.StreamHandler()) if verbose else heard() as said:
        try:
            loaded = load_config(str(config.root / "mkdocs.yml"), strict=strict)
            loaded.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build.build(loaded)
            finally:
                loaded.plugins.on_shutdown()
        except (MkDocsException, OSError) as error:
            raise BuildError(_explained(error, said.lines)) from error
    pages = sum(1 for _ in config.site.rglob("*.html"))
    return Built(pages, time.monotonic() - start, tuple(said.lines))


def serve(config: Config, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False) -> None:
    """Serve the site on this machine until interrupted, and rebuild it at every change.

    Raises BuildError when the first build fails or the address is taken.
    """
    with heard(logging.INFO, logging.StreamHandler()) as said:
        try:
            mkdocs_serve.serve(str(config.root / "mkdocs.yml"), open_in_browser=open_browser, dev_addr=f"{host}:{port}")
        except (MkDocsException, OSError) as error:
            if isinstance(error, OSError) and error.errno in _TAKEN:
                step = "Name another address or port with --host and --port."
                raise BuildError(f"The site cannot be shown at {host}:{port}: {error.strerror}. {step}") from error
            raise BuildError(_explained(error, said.lines)) from error


_TAKEN = frozenset({errno.EADDRINUSE, errno.EADDRNOTAVAIL})


def _explained(error: Exception, lines: list[str]) -> str:
    said = "; ".join(dict.fromkeys([*lines, str(error)])).rstrip(".!")
    return f"The site was not built: {said}. Mend what it names and build again."
