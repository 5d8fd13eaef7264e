"""Inputs of 200 KB made to be slow for patterns of readers: each takes time in proportion to its length."""

from __future__ import annotations

import gzip
import io
import time
import zipfile

import pytest

from backfile.problems import Problem, ProblemKind
from backfile.readers import division, reader_named
from backfile.readers.division import read_records
from backfile.readers.markdown_syntax import render
from backfile.readers.records import open_bytes
from backfile.readers.text_formats import is_json

SIZE = 200_000
RSS = '<rss version="2.0"><channel><item><guid>1</guid><description>{}</description></item></channel></rss>'
WORST = {
    "marks in a heading": ("markdown", "# " + "#" * SIZE + "x"),
    "blanks before a mark in a heading": ("markdown", "# " + " #" * (SIZE // 2) + "x"),
    "brackets in a heading": ("markdown", "# " + "[" * SIZE),
    "links without an end in a heading": ("markdown", "# " + "[](" * (SIZE // 3)),
    "backticks": ("markdown", "`" * SIZE),
    "backticks and a line": ("markdown", "`" * SIZE + "\nx"),
    "fences that close nothing": ("markdown", "```x\n" * (SIZE // 5)),
    "backticks of any number": ("markdown", " ".join("`" * length for length in range(1, 630))),
    "wiki links without an end": ("markdown", "[[" * (SIZE // 2)),
    "embedded notes without an end": ("markdown", "![[" * (SIZE // 3)),
    "blank lines in JSON": ("markdown", "{" + "\n" * SIZE),
    "blanks in JSON": ("markdown", "{" + " \n" * (SIZE // 2) + "}x"),
    "blanks in a shortcode": ("markdown", "{{<" + " " * SIZE),
    "blanks behind a shortcode": ("markdown", "{{< a" + " " * SIZE),
    "blank lines before a heading": ("markdown", "\n \n" * (SIZE // 3) + "x"),
    "blanks behind a summary": ("feed", RSS.format("Read more" + " " * SIZE + "x")),
    "declarations without an end": ("feed", "<!DOCTYPE[" * 6000 + RSS.format("x")),
    "a head without lines": ("mhtml", "From: <Saved by Blink>" + "a" * SIZE),
    "a comment of a browser with blanks": ("html", "<!-- saved from url=(1)data:a b" * (SIZE // 30) + "<p>x"),
    "a comment of SingleFile with blanks": ("html", "<!-- Page saved with SingleFile url: a b" * (SIZE // 40) + "<p>x"),
    "schemes of schemes": ("html", f"<!-- saved from url=(1){'blob:' * (SIZE // 5)}x --><html><p>x"),
}


@pytest.mark.parametrize("name", WORST)
def test_a_worst_input_takes_time_in_proportion(name: str) -> None:
    kind, text = WORST[name]
    reader = reader_named(kind)
    assert reader is not None
    start = time.process_time()
    for record in read_records(open_bytes(text.encode(), "a", 1 << 24), reader):
        if not isinstance(record, Problem):
            list(reader.parse(record))
    assert time.process_time() - start < 8


def test_the_end_of_a_text_in_brackets_is_looked_for_once() -> None:
    start = time.process_time()
    assert is_json("[" + " " * 60_000 + '"a", "b"]', is_whole=True)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`[[a]]` and [[b]]", "<p><code>[[a]]</code> and b</p>\n"),
        ("``a ` [[b]]`` [[c]]", "<p><code>a ` [[b]]</code> c</p>\n"),
        ("` [[a]] `` [[b]] ` [[c]]", "<p><code>[[a]] `` [[b]]</code> c</p>\n"),
        ("`` [[a]]", "<p>`` a</p>\n"),
        ("```\n[[a]]\n```\n\n[[b]]\n", "<pre><code>[[a]]\n</code></pre>\n<p>b</p>\n"),
        ("~~~ x\n[[a]]\n", '<pre><code class="language-x">[[a]]\n</code></pre>\n'),
        ("[a](https://a.test/) " + "[" * 500, f'<p><a href="https://a.test/">a</a> {"[" * 500}</p>\n'),
    ],
)
def test_nothing_is_changed_in_code(text: str, html: str) -> None:
    assert render(text)[0] == html


def _zip_of_empty_files() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(200):
            packed.writestr(f"{number}.html", b"")
    return out.getvalue()


_GOOD = '{"title": "Pier", "text": "The pier was mended."}\n'
_WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.test/\r\nContent-Length: 6\r\n\r\nhello\n\r\n\r\n"
)
MANY = {
    "objects without a text": ("json", gzip.compress((_GOOD + '{"text":null}\n' * 200).encode())),
    "values of a list that are no objects": ("json", gzip.compress(f"[{_GOOD}{',0' * 200}]".encode())),
    "objects before the first text": ("json", gzip.compress(('{"text":null}\n' * 200 + _GOOD).encode())),
    "damaged objects before the first text": ("json", gzip.compress(("{'text': null}\n" * 200 + _GOOD).encode())),
    "rows with too many cells": (
        "csv",
        gzip.compress(("title,text\nPier,The pier was mended.\n" + "1,2,3\n" * 200).encode()),
    ),
    "rows without a text": (
        "csv",
        gzip.compress(("title,text\nPier,The pier was mended.\n" + "Failed,\n" * 200).encode()),
    ),
    "files of a zip file": ("zip", _zip_of_empty_files()),
    "records of a web archive": ("warc", gzip.compress((_WARC * 200).encode())),
    "articles of a few bytes": ("json", gzip.compress(('{"text":"a"}\n' * 3_000).encode())),
}


@pytest.mark.parametrize("name", MANY)
def test_a_packed_container_has_no_number_of_records_without_a_limit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of nulls cost no bytes, but each is a record or a report, which takes time."""
    monkeypatch.setattr(division, "_MOST_UNPACKED", 1 << 20)
    monkeypatch.setattr(division, "_MOST_TIMES", 1)
    kind, data = MANY[name]
    reader = reader_named(kind)
    assert reader is not None
    *items, last = read_records(open_bytes(data, "a", 1 << 24), reader)
    assert len(items) < (550 if "articles" in name else 110)
    assert isinstance(last, Problem)
    assert last.kind is ProblemKind.TOO_LARGE
    assert last.next_step.startswith("If it is sound, divide it")
    counts = sum(not isinstance(item, Problem) for item in items), sum(isinstance(item, Problem) for item in items)
    assert f"behind {counts[0]:,} records and {counts[1]:,} reports" in last.reason
