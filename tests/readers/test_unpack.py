"""Gzipped inputs are unpacked, also where they are gzipped several times, within the same limits."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pytest

from backfile import convert
from backfile.problems import ProblemKind
from backfile.readers.unpack import MOST_LAYERS, TooLargeError, load, next_member, open_unpacked, unpacked

PAGE = b"<!DOCTYPE html><title>East pier mended</title><article><p>The board met on Tuesday.</p></article>"
ATTACK = Path(__file__).parents[1] / "hostile" / "l03-nested-gzip.html.gz"


def _gzipped(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data, mtime=0)
    return data


@pytest.mark.parametrize("times", range(MOST_LAYERS + 1))
def test_a_file_is_unpacked_as_often_as_it_is_gzipped(times: int, tmp_path: Path) -> None:
    file = tmp_path / "page.html.gz"
    file.write_bytes(_gzipped(PAGE, times))
    assert load(file, 1000) == PAGE
    with open_unpacked(file) as stream:
        assert (stream.read(9), stream.seek(0), stream.read()) == (PAGE[:9], 0, PAGE)


@pytest.mark.parametrize("name", ["page.html.gz", "text.txt.gz", "page.html"])
def test_too_many_layers_are_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(_gzipped(PAGE, MOST_LAYERS + 1))
    [result] = convert(file)
    assert result.article is None
    assert [problem.kind for problem in result.problems] == [ProblemKind.UNREADABLE]
    assert "gzipped more than 4 times" in result.problems[0].reason


def test_the_attack_is_a_page() -> None:
    [result] = convert(ATTACK)
    assert result.article is not None
    assert "\ufffd" not in result.article.headline + result.article.body


def test_bytes_that_are_gzipped_twice_are_unpacked() -> None:
    [result] = convert(_gzipped(PAGE, 2), file="page.html")
    assert result.article is not None
    assert result.article.headline == "East pier mended"


def test_the_limit_is_that_of_the_last_layer(tmp_path: Path) -> None:
    file = tmp_path / "bomb.html.gz"
    file.write_bytes(_gzipped(b"x" * 50_000_000, 2))
    with pytest.raises(TooLargeError):
        load(file, 1_000_000)


class _Counted(io.BytesIO):
    """A file that counts the bytes that are read of it."""

    count = 0

    def readinto(self, buffer: Any) -> int:
        size = super().readinto(buffer)
        self.count += size
        return size


@pytest.mark.parametrize(("false", "is_found"), [(5, True), (9_000, True), (11_000, False)])
def test_what_is_behind_damage_is_found_in_one_pass(false: int, is_found: bool) -> None:
    record = gzip.compress(b"WARC/1.1 second")
    before = gzip.compress(b"WARC/1.1 first")[:-8] + b"\1" * 70_000 + b"\x1f\x8b\x08" * (false - 1)
    file = _Counted(before + record)
    stream = unpacked(io.BufferedReader(file))
    found = next_member(stream, 0, b"WARC/")
    assert file.count < 3 * len(file.getvalue()) + 500_000
    assert (found is not None) is is_found
    if found:
        assert (found[0], found[1].read()) == (len(before), b"WARC/1.1 second")


@pytest.mark.parametrize(
    ("cut", "kinds"),
    [(3, ["unreadable"]), (15, ["damaged", "no-body"]), (40, ["damaged", "no-body"]), (-1, ["damaged"])],
)
def test_a_damaged_layer_is_reported(cut: int, kinds: list[str], tmp_path: Path) -> None:
    """Of one that ends early, what came is read."""
    file = tmp_path / "page.html.gz"
    file.write_bytes(gzip.compress(_gzipped(PAGE, 1)[:cut], mtime=0))
    [result] = convert(file)
    assert (result.article is not None) is (cut == -1)
    assert [problem.kind for problem in result.problems] == kinds
