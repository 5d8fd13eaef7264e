"""A package of somebody else that adds a reader of JSON Lines: each line is an article."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from backfile.article import Clipping, FieldCandidate, Form, RawHtml
from backfile.problems import Problem
from backfile.readers import InputSource, Reader, Record, RecordData


def claims(head: bytes) -> bool:
    return head.startswith(b'{"title"')


def records(source: InputSource) -> Iterator[Record]:
    for number, line in enumerate(source.content, start=1):
        if b'"stall' in line:
            FAULTS[json.loads(line)["title"].split()[1]]()
        yield Record(line, str(number))


def wait() -> None:
    while True:
        time.sleep(1)


def die_twice() -> None:
    """End the process, as that of another record does, while less than two have ended so."""
    place = Path(os.environ["FERRIES_ENDED"])
    ended = place.read_text() if place.exists() else ""
    if len(ended) < 2:
        place.write_text(ended + "x")
        os._exit(7)


FAULTS = {
    "die twice": die_twice,
    "die": lambda: os._exit(7),
    "leave": lambda: sys.exit(7),
    "raise": lambda: 1 // 0,
    "wait": wait,
    "fill": lambda: bytearray(1 << 31),
}
"""Headline -> what goes wrong with the record."""


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    row = json.loads(record.data)
    if row["title"] in FAULTS:
        FAULTS[row["title"]]()
    fields = {"headline": (FieldCandidate((row["title"],), "title"),)}
    yield Clipping(record.origin, Form.FRAGMENT, RawHtml(row["html"]), fields)


READER = Reader("json-lines", (".ferries",), claims, records, parse)
