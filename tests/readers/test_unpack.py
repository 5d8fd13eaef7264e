"""Gzipped inputs are unpacked, also where they are gzipped several times, within the same limits."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from backfile import convert
from backfile.problems import ProblemKind
from backfile.readers.unpack import MOST_LAYERS, TooLargeError, load, open_unpacked

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


@pytest.mark.parametrize("cut", [3, 15, 40, -1])
def test_a_damaged_layer_is_reported(cut: int, tmp_path: Path) -> None:
    file = tmp_path / "page.html.gz"
    file.write_bytes(gzip.compress(_gzipped(PAGE, 1)[:cut], mtime=0))
    [result] = convert(file)
    assert result.article is None
    assert [problem.kind for problem in result.problems] == [ProblemKind.UNREADABLE]
