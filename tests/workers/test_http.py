"""One HTTP request: redirects, certificates, failures, and hosts that are not contacted."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest

from backfile.workers import http
from tests.conversion.saved_images import png
from tests.workers.image_server import ImageServer


def test_redirects_are_followed_without_cookies_and_referrer(site: ImageServer) -> None:
    assert http.fetch(f"{site.url}/5", 1 << 20, private=True) == png(shade=5)
    assert http.fetch(f"{site.url}/on/on/5?a=b#c", 1 << 20, private=True) == png(shade=5)
    assert site.headers[0]["User-Agent"].startswith("backfile/")
    assert not {"Cookie", "Referer", "Authorization"} & set(site.headers[0])


def test_the_certificate_has_to_be_that_of_the_host_name(
    site: ImageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -keyout {key} -out {certificate}"
    subprocess.run([*command.split(), "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    port = site.server.server_port
    with pytest.raises(http.FetchError, match="no valid certificate"):
        http.fetch(f"https://localhost:{port}/5", 1 << 20, private=True)
    monkeypatch.setattr(http.certifi, "where", lambda: str(certificate))
    assert http.fetch(f"https://localhost:{port}/5", 1 << 20, private=True) == png(shade=5)
    with pytest.raises(http.FetchError, match="no valid certificate"):
        http.fetch(f"https://127.0.0.1:{port}/5", 1 << 20, private=True)
    assert site.paths == ["/5"]


FAILURES = {
    "gone": "the server answers 404",
    "busy": "the server answers 503",
    "round": "it redirects more than 5 times",
    "odd": "it redirects to an address that cannot be used",
    "large": "it is too large",
    "torn": "the connection broke off",
    "inside/nowhere.invalid": "its host is not known",
    "inside/127.0.0.1:1": "its host does not answer",
}


@pytest.mark.parametrize("path", FAILURES)
def test_failures_have_a_reason(site: ImageServer, path: str) -> None:
    with pytest.raises(http.FetchError) as failed:
        http.fetch(f"{site.url}/{path}", 1 << 20, private=True)
    assert str(failed.value) == FAILURES[path]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3", "169.254.169.254", "2130706433"]
)
def test_hosts_of_private_networks_are_not_contacted(site: ImageServer, host: str) -> None:
    port = site.server.server_port
    for address in (f"http://{host}/5", f"http://{host}:{port}/5", f"https://user@{host}/5"):
        with pytest.raises(http.FetchError, match=r"private network|not a standard port|not known"):
            http.fetch(address, 1 << 20)
    assert site.paths == []


def test_a_redirect_into_a_private_network_is_not_followed(site: ImageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address is allowed; that of the redirect is checked as well."""
    allowed = iter([True, False])
    monkeypatch.setattr(http, "is_public", lambda ip: next(allowed))
    monkeypatch.setitem(http.PORTS, "http", site.server.server_port)
    with pytest.raises(http.FetchError, match="private network"):
        http.fetch(f"{site.url}/inside/localhost", 1 << 20)
    assert site.paths == ["/inside/localhost"]


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_public_ip_addresses(ip: str, public: bool) -> None:
    assert http.is_public(ip) is public
