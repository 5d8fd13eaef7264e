"""Web archives, saved pages in one file, and packed folders: what becomes of each record."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile import convert
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
