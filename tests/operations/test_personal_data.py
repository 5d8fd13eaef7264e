"""Personal data in files of every kind that carries it: none of it is in the archive, in any object of git."""

from __future__ import annotations

import csv
import gzip
import io
import json
import plistlib
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backfile.archive import page
from backfile.operations.ingest import ingest
from backfile.operations.init import create
from backfile.operations.reingest import reingest

EMAIL, PHONE, ADDRESS = "jane@private.test", "+49 30 555 0199", "203.0.113.77"
TOKEN, PASSWORD = "tok_9f8e7d6c5b4a", "$2y$10$plantedplantedplanted"
PLANTED = (EMAIL, PHONE, ADDRESS, TOKEN, PASSWORD)
TEXT = "The ferry to Merrow left the quay at noon, and the sheep on the quay were late for it again, as always."


def _values(title: str) -> dict[str, object]:
    """The values of an article among those of persons, as systems write them."""
    return {
        "title": title,
        "text": f"{title}: {TEXT}",
        "author": f"Jane Doe <{EMAIL}>",
        "authorEmail": EMAIL,
        "comment_author_IP": ADDRESS,
        "remote_addr": ADDRESS,
        "hashed_password": PASSWORD,
        "auth_token": TOKEN,
        "resetToken": TOKEN,
        "Phone number": PHONE,
    }


def _json_values(title: str) -> dict[str, object]:
    person = {"name": "Jane Doe", "email": EMAIL, "ip": ADDRESS}
    return {**_values(title), "authors": [person], "comments": [{**person, "text": "Ours was late too."}]}


def _csv(title: str, delimiter: str) -> bytes:
    out = io.StringIO()
    values = _values(title)
    csv.writer(out, delimiter=delimiter).writerows([values.keys(), values.values()])
    return out.getvalue().encode()


def _rss(title: str) -> bytes:
    return f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:admin="http://webns.net/mvcb/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:play="http://www.google.com/schemas/play-podcasts/1.0">
<channel><title>Gazette</title><managingEditor>{EMAIL} (Jane Doe)</managingEditor>
<dc:publisher>The Gazette (mailto:{EMAIL})</dc:publisher><admin:errorReportsTo rdf:resource="mailto:{EMAIL}"/>
<itunes:owner><itunes:name>Jane</itunes:name><itunes:email>{EMAIL}</itunes:email></itunes:owner>
<play:owner>{EMAIL}</play:owner>
<item><title>{title}</title><guid>g1</guid><author>{EMAIL} (Jane Doe)</author>
<dc:creator>Jane &lt;{EMAIL}&gt;</dc:creator>
<link rel="author" href="mailto:{EMAIL}"/><description>{title}: {TEXT}</description></item></channel></rss>""".encode()


def _atom(title: str) -> bytes:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<author><name>Jane Doe</name><email>{EMAIL}</email><uri>mailto:{EMAIL}</uri></author>
<entry><title>{title}</title><id>urn:1</id><author><name>{EMAIL}</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{title}: {TEXT}</p></div></content>
</entry></feed>""".encode()


def _json_feed(title: str) -> bytes:
    author = {"name": f"Jane <{EMAIL}>", "url": f"mailto:{EMAIL}", "_private": {"phone": PHONE, "token": TOKEN}}
    item = {"id": "1", "title": title, "content_text": f"{title}: {TEXT}", "authors": [author]}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "authors": [author], "items": [item]}
    return json.dumps(feed).encode()


def _html(title: str) -> bytes:
    return f"<!DOCTYPE html><title>{title}</title><article><h1>{title}</h1><p>{title}: {TEXT}</p></article>".encode()


def _warc(title: str) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    info = {"operator": EMAIL, "ip": ADDRESS, "http-header-from": EMAIL}
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", info))
    url = f"https://gazette.test/{title.split()[-1]}"
    sent = StatusAndHeaders("GET / HTTP/1.1", [("Cookie", f"session={TOKEN}"), ("From", EMAIL)], is_http_request=True)
    writer.write_record(writer.create_warc_record(url, "request", http_headers=sent))
    headers = [("Content-Type", "text/html"), ("Set-Cookie", f"session={TOKEN}"), ("X-Client-IP", ADDRESS)]
    writer.write_record(
        writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(_html(title)),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-IP-Address": ADDRESS},
        )
    )
    return out.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def _wacz(title: str) -> bytes:
    package = {"profile": "wacz", "contact": EMAIL, "resources": []}
    return _zip({"datapackage.json": json.dumps(package).encode(), "archive/data.warc.gz": _warc(title)})


def _tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as packed:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.uname = len(data), "jane"
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _mhtml(title: str) -> bytes:
    """A page as Outlook saves a mail: with the headers of the mail."""
    return f"""From: "Jane Doe" <{EMAIL}>
To: Joe <{EMAIL}>,
\t<{EMAIL}>
Received: from [{ADDRESS}]
X-Token: {TOKEN}
Subject: {title}
Date: Wed, 4 Mar 2020 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b1"

--b1
Content-Type: text/html
Content-Location: https://gazette.test/m

{_html(title).decode()}
--b1--
""".encode()


def _webarchive(title: str) -> bytes:
    response = f"Set-Cookie: session={TOKEN}; X-Client-IP: {ADDRESS}".encode()
    main = {
        "WebResourceData": _html(title),
        "WebResourceURL": "https://gazette.test/s",
        "WebResourceMIMEType": "text/html",
        "WebResourceResponse": response,
    }
    frame = {"WebMainResource": {**main, "WebResourceURL": "https://gazette.test/frame"}}
    return plistlib.dumps({"WebMainResource": main, "WebSubframeArchives": [frame]}, fmt=plistlib.FMT_BINARY)


def _inputs() -> dict[str, bytes]:
    """Files of every kind of container that can carry data of persons; the headline has the file's name."""
    inputs = {
        "one.json": json.dumps(_json_values("Ferry one.json")).encode(),
        "array.json": json.dumps([_json_values("Ferry array.json")]).encode(),
        "lines.jsonl": json.dumps(_json_values("Ferry lines.jsonl")).encode() + b"\n",
        "table.csv": _csv("Ferry table.csv", ","),
        "table.tsv": _csv("Ferry table.tsv", "\t"),
        "feed.rss": _rss("Ferry feed.rss"),
        "feed.atom": _atom("Ferry feed.atom"),
        "feed.json": _json_feed("Ferry feed.json"),
        "a.warc.gz": _warc("Ferry a.warc.gz"),
        "a.wacz": _wacz("Ferry a.wacz"),
        "page.mhtml": _mhtml("Ferry page.mhtml"),
        "page.webarchive": _webarchive("Ferry page.webarchive"),
    }
    others = {f"z-{name}": _as_other(data) for name, data in inputs.items() if name[0] != "a"}
    tar = {"t.json": inputs["one.json"].replace(b"Ferry ", b"Barge ")}
    return {**inputs, "packed.zip": _zip(others), "packed.tar.gz": _tar(tar)}


def _as_other(data: bytes) -> bytes:
    """Return another article of the same length."""
    return data.replace(b"Ferry ", b"Boats ").replace(b"gazette", b"courier")


def _objects(root: Path) -> dict[str, bytes]:
    """Return the content of each object of git, whatever refers to it; a gzipped one is unpacked."""
    run = subprocess.run(
        ["git", "-C", str(root), "cat-file", "--batch-all-objects", "--batch"], capture_output=True, check=True
    )
    rest, objects = io.BytesIO(run.stdout), {}
    while head := rest.readline():
        name, kind, size = head.split()
        data = rest.read(int(size))
        rest.read(1)
        objects[f"{kind.decode()} {name.decode()}"] = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return objects


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one file of each kind."""
    folder = tmp_path_factory.mktemp("personal")
    config = create(folder / "archive")
    (folder / "in").mkdir()
    for name, data in _inputs().items():
        (folder / "in" / name).write_bytes(data)
    report = ingest([folder / "in"], config)
    assert report.reported == 0, "\n".join(str(problem) for problem in report.problems)
    assert report.revision
    result = reingest(config, dry_run=True)
    assert (result.problems, result.changed) == ((), ())
    return config.root


def test_each_file_has_an_article(archive: Path) -> None:
    headlines = {page.load(file.read_text()).headline for file in archive.glob("docs/articles/**/*.md")}
    assert {name for name in _inputs() if not name.startswith("packed")} <= {
        headline.removeprefix("Ferry ") for headline in headlines
    }
    assert {headline for headline in headlines if headline.startswith("Boats ")} >= {"Boats one.json", "Boats feed.rss"}


def test_every_article_has_its_original(archive: Path) -> None:
    for file in archive.glob("docs/articles/**/*.md"):
        sha256 = page.load(file.read_text()).origin.sha256
        assert (archive / "originals" / sha256[:2] / f"{sha256[2:]}.gz").is_file(), file.read_text()


def test_no_object_of_git_has_data_of_persons(archive: Path) -> None:
    objects = _objects(archive)
    originals = [data for data in objects.values() if TEXT.encode() in data]
    assert len(originals) > 2 * len(_inputs()), "originals and pages are among the objects"
    found = {(name, secret) for name, data in objects.items() for secret in PLANTED if secret.encode() in data}
    assert not found, [(name, secret, objects[name][:600]) for name, secret in sorted(found)]


def test_no_other_file_has_data_of_persons(archive: Path) -> None:
    files = [file for file in archive.rglob("*") if file.is_file() and ".git" not in file.parts]
    assert not [(file, secret) for file in files for secret in PLANTED if secret.encode() in file.read_bytes()]
