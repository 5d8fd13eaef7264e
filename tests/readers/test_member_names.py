"""The names of members of zip and tar files: each member is read or reported, under a name that no other one has."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile import convert
from backfile.readers.archives import tar_records, zip_records
from backfile.readers.reader import Record
from backfile.readers.records import open_bytes
from backfile.readers.self_extracting import unpack_page

PAGE = "<!DOCTYPE html><title>{0}</title><article><p>The pier was mended in the spring, at last: {0}.</p></article>"
INNER = "a.zip"


def _zip(names: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number, name in enumerate(names):
            info = zipfile.ZipInfo(name or "x")
            info.filename = info.orig_filename = name
            packed.writestr(info, _content(name, number))
    return out.getvalue()


def _tar(names: list[str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for number, name in enumerate(names):
            info, data = tarfile.TarInfo(name), _content(name, number)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _content(name: str, number: int) -> bytes:
    return _zip(["b.html"]) if name == INNER else PAGE.format(f"Light {number}").encode()


LEADS_OUT = "its name leads out of the archive"


@pytest.mark.parametrize("pack", [_zip, _tar])
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.html", "b.html", ""], ["a.html", "b.html", "unnamed"]),
        (["", "", "unnamed", "unnamed (2)"], ["unnamed (3)", "unnamed (4)", "unnamed", "unnamed (2)"]),
        (["a.html", "..", "b.html"], ["a.html", "unnamed", "b.html"]),
        (["a.html", ".", "\x01"], ["a.html", "unnamed", "unnamed (2)"]),
        (["../..", "\\", "..\\..", "a.html"], ["unnamed", "unnamed (2)", "unnamed (3)", "a.html"]),
        (["a.html", "a.html", "a (2).html"], ["a.html", "a (3).html", "a (2).html"]),
        (["a.html", "a (2).html", "A.html", "a.html"], ["a.html", "a (2).html", "A (3).html", "a (4).html"]),
        (["x/a.txt", "x//a.txt", "x/a (2).txt"], ["x/a.txt", "x/a (3).txt", "x/a (2).txt"]),
        (["a b.html", "a  b.html", "a\tb.html"], ["a b.html", "a b (2).html", "a b (3).html"]),
        ([INNER, "a.zip#b.html"], ["a.zip#b.html", "a.zip_b.html"]),
        (["a.zip#b.html", INNER, "a.zip_b.html"], ["a.zip_b (2).html", "a.zip#b.html", "a.zip_b.html"]),
        ([INNER, INNER, "a (2).zip#b.html"], ["a.zip#b.html", "a (3).zip#b.html", "a (2).zip#b.html"]),
        (["page #1.html"], ["page #1.html"]),
    ],
)
def test_each_member_is_read_or_reported_under_a_name_of_its_own(
    names: list[str], expected: list[str], pack: Callable[[list[str]], bytes], tmp_path: Path
) -> None:
    file = tmp_path / f"packed.{'zip' if pack is _zip else 'tar'}"
    file.write_bytes(pack(names))
    found = [*convert(file)]
    assert [
        result.article.origin.record if result.article else result.problems[0].record for result in found
    ] == expected
    refused = {name: result.problems[0].reason for name, result in zip(names, found, strict=True) if not result.article}
    assert all((reason == LEADS_OUT) is (".." in name or name == "\\") for name, reason in refused.items())


def test_a_page_that_unpacks_itself_may_have_a_member_without_a_name() -> None:
    assert unpack_page(b"<html>" + _zip(["", "index.html"])) == PAGE.format("Light 1").encode()


@pytest.mark.parametrize("pack", [_zip, _tar])
def test_many_members_of_one_name_have_names_of_their_own(pack: Callable[[list[str]], bytes]) -> None:
    names = [f"a ({number}).txt" for number in range(2, 1500)] + ["a.txt"] * 1500
    source = open_bytes(pack(names), "packed", 1 << 20)
    records = (zip_records if pack is _zip else tar_records)(source)
    assert len({record.name for record in records if isinstance(record, Record)}) == len(names)
