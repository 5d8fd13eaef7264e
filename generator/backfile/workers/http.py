"""One HTTP request, with its redirects. Owns which hosts and ports are contacted: none in the network of this machine,
unless its owner allows it. The caller limits the time.

The URLs are from articles, and the answers from unknown servers: both are hostile by assumption.
"""

from __future__ import annotations

import logging
import socket
from importlib.metadata import version
from urllib.parse import urlsplit

import certifi
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from backfile.markup.urls import safe_url
from backfile.workers.origins import PORTS, origin
from backfile.workers.public_addresses import is_public

logging.getLogger("urllib3").setLevel(logging.CRITICAL)

_MAX_REDIRECTS = 5
_CONNECT_TIMEOUT = urllib3.Timeout(connect=5, read=None)
"""In seconds, for each IP address of a host."""
_BUSY_STATUSES = frozenset({429, 503})
"""Statuses with which a server requests that no further requests are sent."""
_CHUNK_BYTES = 1 << 16

_HEADERS = {
    "User-Agent": f"backfile/{version('backfile')} (keeps the images of saved articles)",
    "Accept": "image/avif,image/webp,image/png,image/jpeg,image/gif",
    "Accept-Encoding": "identity",
}
_BROKEN_CONNECTION = "the connection broke off"


class FetchError(Exception):
    """Nothing was fetched; the message is the reason, one clause."""

    def __init__(self, reason: str, *, of_origin: bool = False, size: int = 0) -> None:
        super().__init__(reason)
        self.size = size
        """How many bytes were received nevertheless."""
        self.of_origin = of_origin
        """Whether requests for other URLs of that origin would fail as well."""


def fetch(address: str, max_bytes: int, *, private: bool = False) -> bytes:
    """Return the content at an http or https URL, at most `max_bytes`. Raises FetchError.

    With `private`, hosts of private networks and of this machine are contacted too, and any port.
    """
    first = origin(address)
    for _ in range(1 + _MAX_REDIRECTS):
        try:
            with _request(address, private=private) as response:
                location = response.headers.get("Location") if 300 <= response.status < 400 else None
                if location is None:
                    return _read_body(response, max_bytes)
        except FetchError as error:
            # A failure of the origin to which one redirects says nothing about the first one.
            of_origin = error.of_origin and origin(address) == first
            raise FetchError(str(error), of_origin=of_origin, size=error.size) from error
        target = safe_url(location, address)
        if target is None:
            raise FetchError("it redirects to an address that cannot be used")
        address = target
    raise FetchError(f"it redirects more than {_MAX_REDIRECTS} times")


def _read_body(response: urllib3.BaseHTTPResponse, max_bytes: int) -> bytes:
    """Return the content of a response, at most `max_bytes`. Raises FetchError."""
    if response.status != 200:
        raise FetchError(f"the server answers {response.status}", of_origin=response.status in _BUSY_STATUSES)
    data = bytearray()
    try:
        for chunk in response.stream(_CHUNK_BYTES, decode_content=False):
            data += chunk
            if len(data) > max_bytes:
                break
    except HTTPError as error:
        raise FetchError(_BROKEN_CONNECTION, size=len(data)) from error
    if len(data) > max_bytes:
        raise FetchError("it is too large", size=len(data))
    return bytes(data)


def _request(address: str, *, private: bool) -> urllib3.BaseHTTPResponse:
    """Send one request to an IP address that was checked: a second look-up of the name could return another.

    Raises FetchError.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise FetchError("its address cannot be used") from error
    if port not in PORTS.values() and not private:
        raise FetchError(f"port {port} is not a standard port of the web")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for ip in _resolve(host, port, private=private):
        pool = _connection_pool(parts.scheme, host, ip, port)
        headers = _HEADERS | {"Host": _bracketed(host) + (f":{port}" if port != PORTS[parts.scheme] else "")}
        try:
            return pool.urlopen("GET", target, headers=headers, redirect=False, retries=False, preload_content=False)
        except (NewConnectionError, ConnectTimeoutError):
            continue
        except SSLError as error:
            raise FetchError("its host has no valid certificate", of_origin=True) from error
        except HTTPError as error:
            raise FetchError(_BROKEN_CONNECTION, of_origin=True) from error
    raise FetchError("its host does not answer", of_origin=True)


def _connection_pool(scheme: str, host: str, ip: str, port: int) -> urllib3.HTTPConnectionPool:
    """Return the connection to an IP address, whose certificate has to be that of the host name."""
    address = _bracketed(ip)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port, timeout=_CONNECT_TIMEOUT)
    return urllib3.HTTPSConnectionPool(
        address,
        port,
        timeout=_CONNECT_TIMEOUT,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
        server_hostname=host,
        assert_hostname=host,
    )


def _bracketed(host: str) -> str:
    """Return a host as URLs have it: an IPv6 address in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def _resolve(host: str, port: int, *, private: bool) -> list[str]:
    """Return the IP addresses of a host that may be contacted. Raises FetchError if there are none."""
    try:
        results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("its host is not known", of_origin=True) from error
    addresses = dict.fromkeys(str(result[4][0]) for result in results)
    allowed = [ip for ip in addresses if private or is_public(ip)]
    if not allowed:
        raise FetchError("its host is in a private network", of_origin=True)
    return allowed
