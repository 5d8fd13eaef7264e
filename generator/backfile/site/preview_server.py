"""The server of previews: that of MkDocs, for the addresses of this machine only.

A site that somebody visits can let its own name lead to 127.0.0.1 (DNS rebinding). The browser would then give its
scripts whatever the preview answers under that name, so requests for foreign names are refused.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from backfile.problems import BackfileError
from backfile.site.mkdocs_calls import BUILD_ERRORS

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_LOCAL = "localhost"
_log = logging.getLogger("mkdocs")
_NO_STATE = re.compile(r"/livereload/\d{30}")
"""The address of a state of the site that no server has; Python makes no numbers of thousands of digits."""


class PreviewServer(LiveReloadServer):
    """The server."""

    def __init__(self, builder: Callable[[], None], host: str, port: int, root: str, mount_path: str) -> None:
        """Take as MkDocs does: what builds the site again; host and port; the folder of the site, and its path."""
        self._bound = host
        super().__init__(builder=partial(_rebuild, builder), host=host, port=port, root=root, mount_path=mount_path)

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Answer requests until the server is shut down, which can be before its thread begins: without a socket."""
        if self.socket.fileno() >= 0:
            super().serve_forever(poll_interval)

    def serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Return the answer to a request; an error for one of a foreign name, or with a path that no file can have."""
        if not is_own_name(environ.get("HTTP_HOST", ""), self._bound):
            return _refuse(start_response, "421 Misdirected Request", f"Open this preview as {self.url}")
        if "\0" in environ["PATH_INFO"] or _NO_STATE.search(environ["PATH_INFO"]):
            return _refuse(start_response, "400 Bad Request", "No file has such a name.")
        found: Iterable[bytes] = super().serve_request(environ, start_response)
        return found


def _rebuild(builder: Callable[[], None]) -> None:
    """Build the site again; if that is not possible, say so: the site stays as it was, and the server goes on."""
    try:
        builder()
    except (*BUILD_ERRORS, BackfileError, OSError) as error:
        _log.error("The preview stays as it was: %s", str(error).rstrip(".!"))


def is_own_name(header: str, bound: str) -> bool:
    """Return whether a request is for this machine: for an address, `localhost`, or the name by which it is served.

    In: the header `Host`, which programs without a browser may leave out; the host that the user chose.
    """
    try:
        name = urlsplit(f"//{header}").hostname
    except ValueError:
        return False
    if not name:
        return not header
    own = {bound.lower(), *(f"{socket.gethostname().lower()}{end}" for end in ("", ".local"))}
    return name in own or name == _LOCAL or name.endswith(f".{_LOCAL}") or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _refuse(start_response: StartResponse, status: str, text: str) -> list[bytes]:
    headers: list[Any] = [("Content-Type", "text/plain; charset=utf-8")]
    start_response(status, headers)
    return [f"{text}\n".encode()]
