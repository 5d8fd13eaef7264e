"""Web archives, saved pages in one file, and packed folders: what becomes of each record."""

from __future__ import annotations

import gzip
import io
import os
import plistlib
import struct
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from backfile import convert
from backfile.readers.archive_beside import tar_beside, zip_beside
from backfile.readers.embedded_images import embed_images
from tests.readers.corpus import cases, check, file_of, originals, summary

CASES = [*cases("web_archives"), *cases("saved_pages")]
PAGE = b"<!DOCTYPE html><title>The pier</title><article><p>The pier was mended in the spring, at last.</p></article>"
HOSTILE = Path(__file__).parents[1] / "hostile"


def _tar_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


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
        ("w02-lying-length.warc", ["x", "damaged"]),
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


@pytest.mark.parametrize("times", range(6))
@pytest.mark.parametrize("is_cut", [False, True])
def test_a_file_beside_a_page_is_found_in_archives_of_any_layers(tmp_path: Path, times: int, is_cut: bool) -> None:
    for beside, pack in ((zip_beside, _zip), (tar_beside, _tar)):
        data = _gzipped(pack("photo.jpg"), times)
        file = tmp_path / f"{beside.__name__}-{times}{is_cut}"
        file.write_bytes(data[: len(data) // 3] if is_cut else data)
        if is_cut or times == 5:
            with suppress(OSError):
                assert beside(file, "page.html", "photo.jpg", 1 << 20) in (None, PAGE)
        else:
            assert beside(file, "page.html", "photo.jpg", 1 << 20) == PAGE


def _headers(kind: bytes, count: int) -> bytes:
    """A tar file with so many headers before one page, each about the name of the next member."""
    out = b""
    for content in [b"13 comment=x\n" if kind == tarfile.XHDTYPE else b"page.html\0"] * count:
        info = tarfile.TarInfo("header")
        info.type, info.size = kind, len(content)
        out += info.tobuf(tarfile.GNU_FORMAT) + content.ljust(512, b"\0")
    info = tarfile.TarInfo("page.html")
    info.size = len(PAGE)
    return out + info.tobuf() + PAGE.ljust(512, b"\0") + b"\0" * 1024


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["tar", "tgz"])
def test_a_tar_file_with_thousands_of_headers_is_reported(
    kind: bytes, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "a.tar"
    file.write_bytes(pack(_headers(kind, 3)))
    assert [result.problems for result in convert(file)] == [()]
    file.write_bytes(pack(_headers(kind, 3000)))
    (result,) = convert(file)
    assert [problem.reason for problem in result.problems] == [
        "it cannot be read: too many headers are before one file"
    ]
    with suppress(OSError):
        assert tar_beside(file, "page.html", "photo.jpg", 1 << 20) is None


@pytest.mark.parametrize("pack", [_zip_of, _tar_of])
@pytest.mark.parametrize("names", [[], [".hidden", "__MACOSX/a.html"], ["page_files/a.html", "page.html"]])
def test_no_archive_is_passed_over_in_silence(
    pack: Callable[[dict[str, bytes]], bytes], names: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "a"
    data = pack(dict.fromkeys(names, PAGE))
    for content in (data, pack({"inner": data})):
        file.write_bytes(content)
        (result,) = convert(file)
        assert result.article or result.is_record


def _capture(kind: str, length: int) -> bytes:
    """A packed record of a web archive that states a wrong length."""
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.test/\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
    head += f"Content-Type: application/http;msgtype={kind}\r\nContent-Length: {length}\r\n\r\n"
    return gzip.compress(head.encode() + content + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("before", "between"),
    [(b"", b""), (bytes(10), b""), (b"", bytes(70_000))],
    ids=["nothing", "zeros before", "zeros between"],
)
def test_a_zip_file_behind_another_is_read_and_the_other_is_reported(
    before: bytes, between: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(before + _zip_of({"a.html": PAGE}) + between + _zip_of({"b.html": PAGE}))
    results = [*convert(tmp_path / "a.zip")]
    assert [result.article.origin.record for result in results if result.article] == ["b.html"]
    assert ["another zip file" in problem.reason for result in results for problem in result.problems] == [True]


ROW = b'{"title": "The pier", "text": "The pier was mended in the spring, at last.", "date": "2020-03-04"}\n'
FORMS = {
    "a.tar.gz": _tar_of({"a.html": PAGE}),
    "a.zip.gz": _zip_of({"a.html": PAGE}),
    "a.jsonl.gz": ROW,
    "a.csv.gz": b"title,text,date\nThe pier,The pier was mended in the spring.,2020-03-04\n",
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("behind", [b"", bytes(1000), b"\r\n", PAGE, _zip_of({"b.html": PAGE})])
def test_what_is_behind_gzipped_data_is_reported(name: str, behind: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(gzip.compress(FORMS[name]) + behind)
    results = [*convert(tmp_path / name)]
    assert [result.article is not None for result in results if result.article] == [True]
    steps = [problem.next_step for result in results for problem in result.problems if "behind" in problem.reason]
    assert ["to a file of its own" in step for step in steps] == [True] * bool(behind.strip(b"\0\r\n"))


WHOLE = b"<!DOCTYPE html><html><head><title>The pier</title></head><body>" + PAGE.partition(b"</title>")[2]
PARTS = {
    "two pages": ([WHOLE, b"\n" + WHOLE], True),
    "a page and zeros": ([WHOLE, bytes(500)], False),
    "a page in parts": ([WHOLE[:15], WHOLE[15:80], WHOLE[80:]], False),
}


@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("pack", [bytes, lambda data: _zip_of({"a.html.gz": data})], ids=["alone", "in a zip file"])
def test_a_second_page_in_a_gzipped_file_is_reported(
    parts: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    members, has_two = PARTS[parts]
    data = b"".join(member if not member.strip(b"\0") else gzip.compress(member) for member in members)
    file = tmp_path / ("a.html.gz" if pack is bytes else "a.zip")
    file.write_bytes(pack(data))
    (result,) = convert(file)
    assert result.article
    assert ["another page" in problem.reason for problem in result.problems] == [True] * has_two


def test_a_gzipped_file_that_ends_early_is_read_in_a_container_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_zip_of({"a.html.gz": gzip.compress(WHOLE)[:-4]}))
    (result,) = convert(tmp_path / "a.zip")
    assert result.article
    assert [problem.kind for problem in result.problems] == ["damaged"]


FRAME = "\n--b1\nContent-Type: text/html\n{}\n<p>The council of Merrow met at last.</p>\n--b1--\n"
CONTENTS = {
    "nothing": ("", "", False),
    "line ends": ("", "\r\n\n", False),
    "another file": ("", MHTML.format(""), True),
    "a page": ("", FRAME.format("Content-Location: https://a.test/council\n"), True),
    "a frame": ("<iframe src='cid:f1@x'></iframe>", FRAME.format("Content-ID: <f1@x>\n"), False),
    "a frame by its address": (
        "<iframe src='/a/b.html'>",
        FRAME.format("Content-Location: http://a.test/a/b.html\n"),
        False,
    ),
    "a hidden frame": ("", FRAME.format("Content-ID: <frame-4A@mhtml.blink>\n"), False),
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_second_page_in_an_mhtml_file_is_reported(kind: str, tmp_path: Path) -> None:
    shown, more, has_two = CONTENTS[kind]
    text = MHTML.format("").replace("</article>", f"{shown}</article>")
    text = text.replace("\n--b1--\n", more) if more.startswith("\n--b1") else text + more
    (tmp_path / "a.mhtml").write_text(text)
    (result,) = convert(tmp_path / "a.mhtml")
    assert result.article
    assert len([each for each in result.problems if each.kind == "several"]) == has_two


def _long_capture(name: str, beyond: int) -> bytes:
    """A record of a web archive that states a length beyond its end."""
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.test/{name}\r\n"
    head += "WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
    return f"{head}Content-Length: {len(content) + beyond}\r\n\r\n".encode() + content + b"\r\n\r\n"


def test_a_record_that_reaches_over_others_is_reported_and_has_none_of_them(tmp_path: Path) -> None:
    second, third = _long_capture("b", 0), _long_capture("c", 0)
    (tmp_path / "a.warc").write_bytes(_long_capture("a", len(second)) + second + third)
    results = [*convert(tmp_path / "a.warc")]
    assert [result.article.url for result in results if result.article] == ["http://a.test/a", "http://a.test/c"]
    assert all("WARC/1." not in result.article.body for result in results if result.article)
    assert [problem.record for result in results for problem in result.problems] == ["behind http://a.test/a"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize("damage", ["header", "end", "nothing"])
def test_a_tar_file_is_read_behind_a_damaged_header_and_behind_its_end(
    damage: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    data = bytearray(_tar_of({"a.html": PAGE, "b.html": PAGE}) + _tar_of({"c.html": PAGE}))
    if damage == "header":
        place = data.index(b"b.html\0") + 148  # of its checksum (POSIX.1-1988, ustar)
        data[place : place + 8] = b"99999999"
    (tmp_path / "a.tar").write_bytes(pack(bytes(data) + (b"noise" if damage == "end" else b"")))
    results = [*convert(tmp_path / "a.tar")]
    read = {result.article.origin.record for result in results if result.article}
    assert read == {"a.html", "c.html", *(["b.html"] if damage != "header" else [])}
    reasons = [problem.reason for result in results for problem in result.problems]
    assert ["no tar file" in reason for reason in reasons] == ([] if damage == "nothing" else [True])


@pytest.mark.parametrize("kind", ["request", "response"])
@pytest.mark.parametrize("length", [-5, 5, 60, 5000, 10**20])
@pytest.mark.parametrize("count", [1, 2])
def test_a_web_archive_of_damaged_records_is_counted(kind: str, length: int, count: int, tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(_capture(kind, length) * count)
    assert any(result.is_record for result in convert(file))


@pytest.mark.parametrize(
    "member", ["datapackage.json", "datapackage-digest.json", "pages/pages.jsonl", "archive/a.warc.gz"]
)
@pytest.mark.parametrize(("field", "value"), [(6, 0x01), (6, 0x20), (6, 0x41), (8, 12), (8, 99)])
def test_no_member_of_a_web_archive_ends_its_process(member: str, field: int, value: int) -> None:
    """The flags (6) and the method (8) of a member say that it is encrypted, or packed in some other way."""
    seal = b'{"hash": "x", "signedData": {"domain": "a.test"}}'
    length = len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
    data = bytearray(
        _zip_of(
            {
                "datapackage.json": b"{}",
                "datapackage-digest.json": seal,
                "pages/pages.jsonl": b'{"url": "http://a.test/"}',
                "archive/a.warc.gz": _capture("response", length),
            }
        )
    )
    name = member.encode()
    for begins, before in ((b"PK\x03\x04", 30), (b"PK\x01\x02", 46)):
        place = data.index(name) - before
        while data[place : place + 4] != begins:
            place = data.index(name, place + before + 1) - before
        struct.pack_into("<H", data, place + field + (2 if before == 46 else 0), value)
    assert any(result.is_record for result in convert(bytes(data), file="a.wacz"))


@pytest.mark.parametrize("suffix", [".html", ".txt", ".md", ".html.gz", ".zip", ".jsonl"])
@pytest.mark.parametrize("pack", [_zip_of, _tar_of])
def test_a_member_with_a_long_name_is_read_as_what_its_end_says(
    pack: Callable[[dict[str, bytes]], bytes], suffix: str, tmp_path: Path
) -> None:
    kinds = {".txt": TEXT, ".md": TEXT, ".html.gz": gzip.compress(PAGE), ".zip": _zip_of({"a.html": PAGE})}
    content = kinds.get(suffix, PAGE if suffix == ".html" else b'{"title": "The pier", "text": "%s"}' % TEXT)
    file = tmp_path / "a"
    for name in ("n" * 1500, "a/" * 700 + "b", "é" * 998):
        file.write_bytes(pack({name + suffix: content}))
        (result,) = convert(file)
        assert result.article
        assert len(result.article.origin.record or "") < 1100


TEXT = b"The pier was mended in the spring, at last, and nobody on the quay was late for the ferry again."


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


def _overlapping(kind: str) -> bytes:
    """Return a zip file of one page, or web archive, that its directory names several times, or within each other."""
    name, data = ("archive/a.warc", b"WARC/1.0\r\n") if kind == "wacz" else ("a.html", PAGE)
    packed = _zip_of({name: data, "b.html" if kind == "within" else f"z/{name}": data})
    start = packed.index(b"PK\x01\x02")
    head, end = packed[:start], packed.index(b"PK\x05\x06")
    entries = packed[start:end]
    if kind == "within":  # The second member begins where the content of the first one does.
        second = entries.index(b"PK\x01\x02", 4)
        place = struct.pack("<L", 30 + len(name))
        entries = entries[: second + 42] + place + entries[second + 46 :]
        count = 2
    else:
        entries, count = entries * 20, 40
    directory = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return head + entries + directory


@pytest.mark.parametrize(("kind", "read", "refused"), [("zip", 2, 38), ("within", 1, 1), ("wacz", 0, 38)])
def test_no_bytes_of_a_zip_file_are_read_as_several_files(kind: str, read: int, refused: int, tmp_path: Path) -> None:
    file = tmp_path / f"packed.{'wacz' if kind == 'wacz' else 'zip'}"
    file.write_bytes(_overlapping(kind))
    found = [*convert(file)]
    reasons = [problem.reason for result in found for problem in result.problems]
    assert reasons.count("its bytes are also those of another file") == refused
    assert sum(result.article is not None for result in found) == read


@pytest.mark.parametrize("headers", [{"size": "99999999999999"}, {"GNU.sparse.size": "9" * 18}, {"size": "9" * 30}])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_a_size_that_a_tar_file_does_not_have_ends_its_reading(
    headers: dict[str, str], pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as packed:
        packed.addfile(tarfile.TarInfo("a.html"), None)
        wrong = tarfile.TarInfo("b.html")
        wrong.pax_headers = headers
        packed.addfile(wrong, None)
    (tmp_path / "packed.tar").write_bytes(pack(out.getvalue() + _tar_of({"c.html": PAGE})))
    reasons = [problem.reason for result in convert(tmp_path / "packed.tar") for problem in result.problems]
    assert any("cannot be read" in reason or "is larger than" in reason for reason in reasons), reasons
