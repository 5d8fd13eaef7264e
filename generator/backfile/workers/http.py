"""One address on the web, and what it leads to. Never within the network that we are in, unless its owner allows it.

Addresses stand in articles, and what answers is a stranger's server: both are hostile by assumption. Whoever calls
bounds the time that it all takes.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from importlib.metadata import version
from urllib.parse import urlsplit

import certifi
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from backfile.markup.urls import safe_url

logging.getLogger("urllib3").setLevel(logging.CRITICAL)

_PORTS = {"http": 80, "https": 443}
_MOST_REDIRECTS = 5
_CONNECTING = urllib3.Timeout(connect=5, read=None)
"""In seconds; a host may have several addresses."""
_BUSY = frozenset({429, 503})
"""Answers that ask to be left alone."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of IPv6 that stand for those of IPv4 (RFC 6052)."""


class FetchError(Exception):
    """Nothing was fetched; the message says why, one clause."""

    def __init__(self, reason: str, *, of_host: bool = False) -> None:
        super().__init__(reason)
        self.of_host = of_host
        """Whether it would go no better with another address of that host."""


def fetch(address: str, most: int, *, private: bool = False) -> bytes:
    """Give what an http or https address leads to, at most so many bytes. Raises FetchError.

    With `private` hosts of private networks and this machine are asked too, and any port.
    """
    for _ in range(1 + _MOST_REDIRECTS):
        with _ask(address, private=private) as answer:
            there = answer.headers.get("Location") if 300 <= answer.status < 400 else None
            if there is None:
                return _body(answer, most)
        following = safe_url(there, address)
        if following is None:
            raise FetchError("it leads on to an address that cannot be used")
        address = following
    raise FetchError(f"it leads on more than {_MOST_REDIRECTS} times")


def _body(answer: urllib3.BaseHTTPResponse, most: int) -> bytes:
    if answer.status != 200:
        raise FetchError(f"the server answers {answer.status}", of_host=answer.status in _BUSY)
    data = bytearray()
    try:
        for part in answer.stream(1 << 16, decode_content=False):
            data += part
            if len(data) > most:
                break
    except HTTPError as error:
        raise FetchError(_BROKEN) from error
    if len(data) > most:
        raise FetchError("it is too large")
    return bytes(data)


_BROKEN = "the connection broke off"


def _ask(address: str, *, private: bool) -> urllib3.BaseHTTPResponse:
    """Send one request, to the very IP address that was looked at: asked once more, a name may lead elsewhere."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise FetchError("its address cannot be used") from error
    if port not in _PORTS.values() and not private:
        raise FetchError(f"port {port} is none of the web's")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for ip in _reachable(host, port, private=private):
        pool = _connection(parts.scheme, host, ip, port)
        headers = _HEADERS | {"Host": _bracketed(host) + (f":{port}" if port != _PORTS[parts.scheme] else "")}
        try:
            return pool.urlopen("GET", target, headers=headers, redirect=False, retries=False, preload_content=False)
        except (NewConnectionError, ConnectTimeoutError):
            continue
        except SSLError as error:
            raise FetchError("its host does not prove that it is who it says", of_host=True) from error
        except HTTPError as error:
            raise FetchError(_BROKEN, of_host=True) from error
    raise FetchError("its host does not answer", of_host=True)


_HEADERS = {
    "User-Agent": f"backfile/{version('backfile')} (keeps the images of saved articles)",
    "Accept": "image/avif,image/webp,image/png,image/jpeg,image/gif",
    "Accept-Encoding": "identity",
}


def _connection(scheme: str, host: str, ip: str, port: int) -> urllib3.HTTPConnectionPool:
    at = _bracketed(ip)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(at, port, timeout=_CONNECTING)
    return urllib3.HTTPSConnectionPool(
        at,
        port,
        timeout=_CONNECTING,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
        server_hostname=host,
        assert_hostname=host,
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _reachable(host: str, port: int, *, private: bool) -> list[str]:
    """Give a host's IP addresses that may be asked. Raises FetchError where there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("its host is not known", of_host=True) from error
    addresses = dict.fromkeys(str(item[4][0]) for item in found)
    allowed = [ip for ip in addresses if private or is_public(ip)]
    if not allowed:
        raise FetchError("its host is in a private network", of_host=True)
    return allowed


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the internet's, and not of a machine or network of its own, however written."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if wrapped is None and address in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return is_public(str(wrapped)) if wrapped else address.is_global and not address.is_multicast
    return address.is_global and not address.is_multicast
