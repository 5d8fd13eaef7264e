"""Web archives, saved pages in one file, and packed folders: what becomes of each record."""

from __future__ import annotations

import gzip
import io
import os
import plistlib
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile import convert
from backfile.readers.archives import tar_beside
from backfile.readers.embedded_images import embed_images
from tests.readers.corpus import cases, check, file_of, originals, summary

CASES = [*cases("web_archives"), *cases("saved_pages")]
PAGE = b"<!DOCTYPE html><title>The pier</title><article><p>The pier was mended in the spring, at last.</p></article>"
HOSTILE = Path(__file__).parents[1] / "hostile"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_each_record_becomes_what_is_expected(case: Path) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("web_archives"), ids=lambda case: case.name)
def test_cookies_and_addresses_of_machines_are_in_no_original(case: Path) -> None:
    for data in originals(file_of(case)):
        assert b"secret-cookie" not in data
        assert b"192.0.2.7" not in data


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("z01-slip.zip", ["unreadable"] * 5),
        ("z02-symlink.zip", ["unreadable"] * 2),
        ("z03-dup.zip", ["first", "second", "case"]),
        ("z06-truncated.zip", ["unreadable"]),
        ("z07-lying-size.zip", ["unreadable"]),
        ("z08-bomb.gz", ["no-reader"]),
        ("w01-truncated.warc.gz", None),
        ("w02-lying-length.warc", ["unreadable", "damaged"]),
    ],
)
def test_hostile_files_are_reported(name: str, expected: list[str] | None) -> None:
    found = [summary(result) for result in convert(HOSTILE / name)]
    assert found
    if expected is not None:
        assert found == expected


MHTML = """From: <Saved by Blink>
{0}Subject: The pier
 at Merrow
Content-Type: multipart/related; type="text/html"; boundary="b1"

--b1
Content-Type: text/html

<title>The pier</title><article><p>The pier was mended in the spring, at last.</p></article>
--b1--
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    "head",
    [
        "To: jane@private.test\n",
        "X_Odd: y\n jane@private.test\nTo: Jane\n <jane@private.test>\n",
        "From jane@private.test Wed Mar  4 10:00:00 2020\nTo: jane@private.test\n",
        "From: <Saved by Blink>\n jane@private.test\n",
        "jane@private.test\n",
        "To : jane@private.test\nFrom:jane@private.test\n",
    ],
)
def test_only_known_headers_of_a_page_are_kept(head: str, end: str, tmp_path: Path) -> None:
    file = tmp_path / "page.mhtml"
    file.write_bytes(MHTML.format(head).replace("\n", end).encode())
    (original,) = originals(file)
    assert original == MHTML.format("").replace("\n", end).encode()
    (result,) = convert(original, file=file.name)
    assert result.article


def test_the_first_part_of_a_page_may_follow_its_head_at_once(tmp_path: Path) -> None:
    file = tmp_path / "page.mhtml"
    file.write_text(MHTML.format("To: jane@private.test\n").replace("\n\n--b1", "\n--b1"))
    (original,) = originals(file)
    assert original.decode() == MHTML.format("").replace("\n\n--b1", "\n--b1")


def test_a_value_that_occurs_often_in_a_web_archive_is_visited_once(tmp_path: Path) -> None:
    value: list[object] = [{"WebResourceResponse": b"Set-Cookie: secret-cookie"}]
    for _ in range(60):
        value = [value, value]
    main = {"WebResourceData": PAGE, "WebResourceURL": "https://gazette.test/s", "WebResourceMIMEType": "text/html"}
    file = tmp_path / "page.webarchive"
    file.write_bytes(plistlib.dumps({"WebMainResource": main, "shared": value}, fmt=plistlib.FMT_BINARY))
    (original,) = originals(file)
    assert b"secret-cookie" not in original
    assert plistlib.loads(original)["WebMainResource"] == main


def test_a_tar_file_that_cannot_be_unpacked_is_tried_once(tmp_path: Path) -> None:
    file, data = tmp_path / "a.tar.gz", _tar("photo.jpg")
    file.write_bytes(_gzipped(data, 5))
    changed = file.stat().st_mtime_ns
    with pytest.raises(OSError, match="gzipped more than 4 times"):
        tar_beside(file, "page.html", "photo.jpg", 1 << 20)
    file.write_bytes(data)
    os.utime(file, ns=(changed, changed))
    with pytest.raises(OSError, match="gzipped more than 4 times"):
        tar_beside(file, "page.html", "photo.jpg", 1 << 20)


def _gzipped(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data)
    return data


IMAGES = {"https://gazette.test/photo.jpg": ("image/jpeg", b"x")}


@pytest.mark.parametrize(
    ("written", "embedded"),
    [
        ("<img src={0}>", True),
        ("<img alt='a>b' src = '{0}'>", True),
        ('<IMG\nSRC="{0}"/>', True),
        ('<p title=it\'s><img src="https://gazette.test/{0}">', True),
        ("<p>Write src={0} here, a < b src={0}", False),
        ('<p>Write src="{0}" here', False),
        ("<p title='a > b'>it's src={0}", False),
        ("<!-- <img src={0}> --> src={0}", False),
        ("<script>var a = '<img src={0}>'</script>", False),
        ("<title><img src={0}></title>", False),
        ("<img alt='Write src={0} here'>", False),
        ('<img alt={0} title="{0}">', False),
        ('<img src="{0}', False),
    ],
)
def test_images_are_embedded_in_tags_alone(written: str, embedded: bool) -> None:
    text = written.format("photo.jpg")
    found = embed_images(text, "https://gazette.test/", IMAGES)
    assert ("data:image/jpeg;base64,eA==" in found) is embedded
    assert embedded or found == text


@pytest.mark.parametrize("name", ["z05-names.zip", "z10-gitattributes.zip"])
def test_hidden_members_are_no_inputs_and_names_lead_nowhere(name: str) -> None:
    records = [
        result.article.origin.record if result.article else result.problems[0].record
        for result in convert(HOSTILE / name)
    ]
    assert records
    for record in records:
        assert record
        assert not record.startswith(("/", "."))
        assert "\n" not in record
        assert ".." not in record.split("/")


def _tar(name: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as packed:
        for member, data in ((name, PAGE), (f"{name}.bin", b"\0\1"), (f"../{name}", PAGE), (f"{name}.zip", _zip("a"))):
            info = tarfile.TarInfo(member)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for member, data in ((name, PAGE), (f"{name}.bin", b"\0\1"), (f"../{name}", PAGE)):
            packed.writestr(member, data)
    return out.getvalue()


@pytest.mark.parametrize(("pack", "longest"), [(_tar, 500_000), (_zip, 60_000)], ids=["tar", "zip"])
def test_no_name_in_a_container_is_long(pack: Callable[[str], bytes], longest: int, tmp_path: Path) -> None:
    """Names are printed and written: a packed name of a megabyte takes a kilobyte."""
    file = tmp_path / "packed"
    file.write_bytes(pack("n" * longest))
    results = list(convert(file))
    assert len(results) >= 3
    for result in results:
        names = [problem.record or "" for problem in result.problems]
        names += [result.article.origin.record or ""] if result.article else []
        assert all(len(name) < 3_500 for name in names)
