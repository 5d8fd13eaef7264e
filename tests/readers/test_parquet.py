"""Data sets in Parquet: as others write them, without the package that reads them, and damaged.

All but one of these tests need pyarrow, which is no package of the development environment: `make parquet` runs them.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from backfile import convert
from backfile.problems import ProblemKind
from backfile.readers import parquet
from backfile.readers.parquet_values import RowValues
from backfile.readers.records import open_source
from tests.readers.corpus import CORPUS, cases, check, file_of, originals

HAS_PYARROW = importlib.util.find_spec("pyarrow") is not None
needs_pyarrow = pytest.mark.skipif(not HAS_PYARROW, reason="pyarrow is not installed; make parquet installs it")
FILE = file_of(CORPUS / "parquet" / "pandas")


@needs_pyarrow
@pytest.mark.parametrize("case", cases("parquet"), ids=lambda case: case.name)
def test_each_row_becomes_what_is_expected(case: Path) -> None:
    check(case)


@pytest.mark.skipif(HAS_PYARROW, reason="pyarrow is installed")
@pytest.mark.parametrize("case", cases("parquet"), ids=lambda case: case.name)
def test_without_the_package_the_next_step_is_told(case: Path) -> None:
    (result,) = convert(file_of(case))
    (problem,) = result.problems
    assert problem.kind is ProblemKind.NO_READER
    assert "pip install 'backfile[parquet]'" in problem.next_step


@needs_pyarrow
def test_originals_have_no_personal_data_and_are_read_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(originals(FILE))
    assert len(found) == 2
    assert not any(b"jane@gazette.test" in data for data in found)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    headlines = [
        result.article and result.article.headline for data in found for result in convert(data, file="a.json")
    ]
    assert headlines == ["Ferry leaves an hour late", "Forty lamps on the pier"]


@needs_pyarrow
def test_a_row_above_the_limit_costs_itself() -> None:
    source = open_source(FILE, FILE.name, 450)
    with source.content:
        items = list(parquet.records(source))
    assert [getattr(item, "kind", None) for item in items] == [ProblemKind.TOO_LARGE, None]


@needs_pyarrow
@pytest.mark.parametrize("zone", ["Nowhere/X", "+99:99", "../../etc/passwd", "Europe/Paris"])
def test_times_of_an_unknown_zone_are_in_utc(zone: str) -> None:
    import pyarrow
    from pyarrow import parquet as writer

    seconds = int(datetime(2020, 3, 22, 10, tzinfo=UTC).timestamp())
    times = pyarrow.array([seconds], pyarrow.timestamp("s", zone))
    nested = pyarrow.array([[{"a": seconds}]], pyarrow.list_(pyarrow.struct([("a", times.type)])))
    out = BytesIO()
    text = "The pier was mended in the spring, at last, and nobody on the quay was late for the ferry."
    writer.write_table(pyarrow.table({"title": ["Pier"], "text": [text], "date": times, "more": nested}), out)
    (result,) = convert(out.getvalue(), file="a.parquet")
    assert result.article
    assert result.article.published == datetime(2020, 3, 22, 10, tzinfo=UTC)


TEXT = "The board of the harbour met in the café to talk about the east pier, which is closed since the storm. " * 4


@needs_pyarrow
@pytest.mark.parametrize("form", ["binary", "string", "list of binary", "list of string"])
def test_a_text_that_is_no_utf_8_is_read_and_reported(form: str) -> None:
    import pyarrow
    from pyarrow import parquet as writer

    data = TEXT.encode("cp1252")
    binary = pyarrow.array([data], pyarrow.binary())
    string = pyarrow.Array.from_buffers(pyarrow.string(), 1, binary.buffers())
    offsets = pyarrow.array([0, 1], pyarrow.int32())
    column = {
        "binary": binary,
        "string": string,
        "list of binary": pyarrow.ListArray.from_arrays(offsets, binary),
        "list of string": pyarrow.ListArray.from_arrays(offsets, string),
    }[form]
    out = BytesIO()
    table = pyarrow.table(
        {"title": pyarrow.array([b"Caf\xe9 opens"]), "body": column, "content": ["READ ON: a teaser."]}
    )
    writer.write_table(table, out)
    article, remark = convert(out.getvalue(), file="a.parquet")
    assert article.article
    assert article.article.headline == "Café opens"
    assert str(article.article.body) == TEXT.strip()
    assert [(problem.kind, "cp1252" in problem.reason) for problem in remark.problems] == [(ProblemKind.ENCODING, True)]


@needs_pyarrow
def test_values_that_are_left_out_of_a_field_are_reported() -> None:
    import pyarrow
    from pyarrow import parquet as writer

    out = BytesIO()
    table = pyarrow.table(
        {
            "title": ["Café"] * 3,
            "text": [TEXT] * 3,
            "date": pyarrow.array([2**50, 0, 2**50], pyarrow.timestamp("s")),
            "author": pyarrow.array([bytes(range(256))] * 3),
            "thumb": pyarrow.array([b"\x89PNG\xff\0"] * 3),
        }
    )
    writer.write_table(table, out)
    *articles, first, second = convert(out.getvalue(), file="a.parquet")
    assert len(articles) == 3
    assert ["author" in str(first.problems), "date" in str(second.problems)] == [True, True]
    assert "2 rows" in second.problems[0].reason


@needs_pyarrow
def test_damaged_files_end_with_a_refusal(tmp_path: Path) -> None:
    data = FILE.read_bytes()
    damaged = [data[:length] for length in range(8, len(data), len(data) // 12)]
    damaged += [data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :] for at in range(4, len(data), len(data) // 60)]
    found: Counter[str] = Counter()
    for number, content in enumerate(damaged):
        file = tmp_path / f"{number}.parquet"
        file.write_bytes(content)
        for result in convert(file):
            assert result.article or result.problems
            found.update(["article"] if result.article else [problem.kind.value for problem in result.problems])
    assert set(found) <= {"article", "unreadable", "no-body"}
    assert min(found["article"], found["unreadable"]) > 10


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (datetime(2024, 1, 2, 3, tzinfo=UTC), "2024-01-02T03:00:00+00:00"),
        (date(2024, 1, 2), "2024-01-02"),
        (Decimal("1.20"), "1.20"),
        (math.nan, None),
        ("é".encode(), "é"),
        (b"\x89PNG\r\n\x1a\n\xff", None),
        ("Münchner Post".encode("latin-1"), "Münchner Post"),
        ([b"caf\xe9", {"a": b"\xfcber"}], ["café", {"a": "über"}]),
        ([("a", b"b")], [["a", "b"]]),
        ({"a": {"b": math.inf}}, {"a": {"b": None}}),
    ],
)
def test_values_become_those_of_json(value: object, plain: object) -> None:
    assert RowValues("", {}).plain_row(["value"], [value]) == {"value": plain}
