"""The cases of a corpus of containers: what is expected of each record of a file, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from backfile import convert, dumps
from backfile.conversion.result import Result
from backfile.problems import REFUSALS, ProblemKind

CORPUS = Path(__file__).parents[1] / "corpus"


def cases(name: str) -> list[Path]:
    """The folders of the cases of a corpus."""
    return sorted(path.parent for path in (CORPUS / name).glob("*/expected.json"))


def file_of(case: Path) -> Path:
    (file,) = (path for path in case.iterdir() if path.name != "expected.json")
    return file


def check(case: Path) -> None:
    """Check that each record of a case becomes what is expected of it."""
    expected: list[dict[str, Any]] = json.loads((case / "expected.json").read_text("utf-8"))
    results = list(convert(file_of(case)))
    assert [summary(result) for result in results] == [item.get("problem") or item["title"] for item in expected], [
        str(problem) for result in results for problem in result.problems
    ]
    for item, result in zip(expected, results, strict=True):
        _check_record(item, result)


def summary(result: Result) -> str:
    if result.article:
        return result.article.headline
    kinds = [problem.kind for problem in result.problems]
    return next((kind for kind in kinds if kind in REFUSALS or kind is ProblemKind.LEFT_OUT), kinds[0]).value


def _check_record(expected: dict[str, Any], result: Result) -> None:
    if "record" in expected:
        origins = [result.article.origin.record] if result.article else [p.record for p in result.problems]
        assert origins == [expected["record"]]
    if result.article is None:
        return
    page = dumps(result.article)
    meta = next(yaml.safe_load_all(page.removeprefix("---\n").split("\n---\n")[0]))
    body = str(result.article.body)
    for text in expected.get("contains", ()):
        assert text in body
    for text in expected.get("absent", ()):
        assert text not in page
    if "remarks" in expected:
        assert [problem.kind.value for problem in result.problems] == expected["remarks"]
    for key in expected.keys() - {"contains", "absent", "record", "remarks"}:
        found = meta.get(key)
        assert (str(found)[:10] if key == "date" else found) == expected[key], key


def originals(file: Path) -> Iterator[bytes]:
    """Yield the bytes of the records of a file that the archive would keep."""
    from backfile.problems import Problem
    from backfile.readers.choice import reader_by_name, reader_of
    from backfile.readers.division import read_records
    from backfile.readers.reader import Reader
    from backfile.readers.records import open_source

    source = open_source(file, file.name, 50 << 20)
    with source.content:
        reader = reader_of(source, reader_by_name(file.name, None, named=True))
        if isinstance(reader, Reader):
            for content in read_records(source, reader):
                if not isinstance(content, Problem):
                    yield content.data
