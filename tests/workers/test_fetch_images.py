"""Images on the web are fetched where that is asked for: from a server on this machine."""

from __future__ import annotations

import http.server
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from backfile import images
from backfile.conversion.image_sources import fetched_file
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.operations.reingest import reingest
from backfile.settings.mkdocs_yml import Config, load
from backfile.settings.schema import Settings
from backfile.workers import fetch_images
from backfile.workers import http as web
from tests.accounting import accounted
from tests.conversion.saved_images import page, png
from tests.conversion.test_images import kept, remarks, shown
from tests.operations.ingested import status, tree

PRIVATE = Settings(fetch_private=True, fetch_pause_milliseconds=0)


class Site:
    """A server of images, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.when: list[float] = []
        self.headers: list[dict[str, str]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.when.append(time.monotonic())
                site.headers.append(dict(self.headers))
                site.answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.at = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        name, _, rest = request.path.split("?")[0].removesuffix(".png").strip("/").partition("/")
        if name == "slow":
            time.sleep(30)
        body = png(shade=int(name)) if name.isdigit() else {"page": b"<html>", "large": bytes(2 << 20)}.get(name, b"")
        code = {"gone": 404, "busy": 503, "on": 302, "round": 301, "inside": 302, "odd": 302}.get(name, 200)
        request.send_response(code)
        where = {"on": f"/{rest}", "round": "/round", "inside": f"http://{rest}/", "odd": "javascript:alert(1)"}.get(
            name
        )
        if where:
            request.send_header("Location", where)
        request.send_header("Content-Length", str(len(body) + 10 * (name == "torn")))
        request.end_headers()
        request.wfile.write(body)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def home(tmp_path: Path) -> Config:
    made = init.create(tmp_path / "archive")
    file = made.root / "mkdocs.yml"
    file.write_text(file.read_text() + "      fetch_private: true\n      fetch_pause_milliseconds: 0\n")
    return load(made.root)


def test_what_an_address_leads_to(site: Site) -> None:
    assert web.fetch(f"{site.at}/5", 1 << 20, private=True) == png(shade=5)
    assert web.fetch(f"{site.at}/on/on/5?a=b#c", 1 << 20, private=True) == png(shade=5)
    assert site.headers[0]["User-Agent"].startswith("backfile/")
    assert not {"Cookie", "Referer", "Authorization"} & set(site.headers[0])


def test_a_certificate_is_that_of_the_host_whose_address_is_asked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -keyout {key} -out {certificate}"
    subprocess.run([*made.split(), "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    port = site.server.server_port
    with pytest.raises(web.FetchError, match="no valid certificate"):
        web.fetch(f"https://localhost:{port}/5", 1 << 20, private=True)
    monkeypatch.setattr(web.certifi, "where", lambda: str(certificate))
    assert web.fetch(f"https://localhost:{port}/5", 1 << 20, private=True) == png(shade=5)
    with pytest.raises(web.FetchError, match="no valid certificate"):
        web.fetch(f"https://127.0.0.1:{port}/5", 1 << 20, private=True)
    assert site.asked == ["/5"]


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
def test_what_fails_says_why(site: Site, path: str) -> None:
    with pytest.raises(web.FetchError) as failed:
        web.fetch(f"{site.at}/{path}", 1 << 20, private=True)
    assert str(failed.value) == FAILURES[path]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3", "169.254.169.254", "2130706433"]
)
def test_nothing_of_our_own_network_is_asked(site: Site, host: str) -> None:
    port = site.server.server_port
    for address in (f"http://{host}/5", f"http://{host}:{port}/5", f"https://user@{host}/5"):
        with pytest.raises(web.FetchError, match=r"private network|not a standard port|not known"):
            web.fetch(address, 1 << 20)
    assert site.asked == []


def test_a_server_leads_nobody_into_our_own_network(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked first is allowed; where it leads is looked at like any address."""
    allowed = iter([True, False])
    monkeypatch.setattr(web, "is_public", lambda ip: next(allowed))
    monkeypatch.setitem(web._PORTS, "http", site.server.server_port)
    with pytest.raises(web.FetchError, match="private network"):
        web.fetch(f"{site.at}/inside/localhost", 1 << 20)
    assert site.asked == ["/inside/localhost"]


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
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_which_addresses_are_the_internet_s(ip: str, public: bool) -> None:
    assert web.is_public(ip) is public


def test_hosts_are_asked_in_turn_with_a_pause_and_given_up(site: Site, tmp_path: Path) -> None:
    other = site.at.replace("127.0.0.1", "localhost")
    wanted = [
        f"{site.at}/1",
        f"{site.at}/2",
        f"{site.at}/1",
        f"{other}/busy",
        f"{other}/3",
        f"{site.at}/gone",
        f"{site.at}/4",
    ]
    settings = Settings(fetch_private=True, fetch_pause_milliseconds=300, max_fetched=5)
    failed = fetch_images.fetch(dict.fromkeys(wanted), tmp_path / "fetched", settings, lambda done, total: None)
    assert site.asked == ["/1", "/busy", "/2", "/gone"]
    ours = [when for when, path in zip(site.when, site.asked, strict=True) if path != "/busy"]
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(ours))
    assert failed == {
        f"{other}/busy": "the server answers 503",
        f"{other}/3": "the server answers 503",
        f"{site.at}/gone": "the server answers 404",
        f"{site.at}/4": "more than 5 are wanted in one run",
    }
    assert fetched_file(tmp_path / "fetched", f"{site.at}/2").read_bytes() == png(shade=2)


def test_a_server_that_takes_its_time_is_given_up(site: Site, tmp_path: Path) -> None:
    settings = Settings(fetch_private=True, fetch_pause_milliseconds=0, fetch_seconds=2)
    wanted = [f"{site.at}/slow", f"{site.at}/1"]
    failed = fetch_images.fetch(wanted, tmp_path / "fetched", settings, lambda done, total: None)
    assert failed == dict.fromkeys(wanted, "fetching it took more than 2 seconds")


def test_images_of_articles_are_fetched_and_stay(home: Config, site: Site, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    elements = (f'<figure><img src="{site.at}/{path}.png"><figcaption>The pier.</figcaption></figure>' for path in "1")
    rest = (f"{site.at}/2.png?a=1", f"{site.at}/gone.png", f"{site.at}/page.png")
    (inbox / "pier.html").write_text(page(*elements, *rest))
    ingest([inbox], home)
    assert kept(home) == []
    assert site.asked == []
    dry = ingest([inbox], home, Options(fetch_images=True, dry_run=True))
    assert (accounted(dry), site.asked) == ((1, 0, 0, 1, 0), [])

    report = ingest([inbox], home, Options(fetch_images=True))
    assert accounted(report) == (1, 0, 1, 0, 0)
    assert shown(home) == [png(shade=1), png(shade=2), *rest[1:]]
    assert remarks(report) == [
        f"an image is not kept, {rest[2]}: it is not a PNG, JPEG, GIF, WebP or AVIF image",
        f"an image is not kept, {rest[1]}: the server answers 404",
    ]
    assert kept(home) == sorted([png(shade=1), png(shade=2)])
    assert status(home) == "?? mkdocs.yml\n".replace("??", " M")

    before, asked = tree(home), len(site.asked)
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)
    assert reingest(home).unchanged == 1
    assert len(site.asked) == asked
    ingest([inbox], home, Options(fetch_images=True))
    assert site.asked[asked:] == ["/gone.png", "/page.png"]
    assert tree(home) == before


def test_reingest_fetches_too(home: Config, site: Site, tmp_path: Path) -> None:
    (tmp_path / "pier.html").write_text(page(f"{site.at}/1.png", f"{site.at}/gone.png"))
    ingest([tmp_path / "pier.html"], home)
    said = reingest(home, fetch_images=True)
    assert (len(said.changed), said.problems) == (1, ())
    assert [remark.reason for remark in said.remarks] == [
        f"an image is not kept, {site.at}/gone.png: the server answers 404"
    ]
    assert shown(home) == [png(shade=1), f"{site.at}/gone.png"]
    shutil.rmtree(home.root / ".backfile")
    assert reingest(home).unchanged == 1
    assert (home.docs / "images" / images.name_of(png(shade=1), "png")).exists()
