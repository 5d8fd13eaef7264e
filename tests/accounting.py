"""Checks of the report of an ingest: every record is counted once, and every problem has a next step."""

from __future__ import annotations

from typing import Any

from backfile.cli.ingest_report import report_as_json
from backfile.cli.output import escape_controls
from backfile.problems import REFUSALS, ProblemKind
from backfile.report import Report


def accounted(report: Report | dict[str, Any]) -> tuple[int, int, int, int, int]:
    """Check a report, and return its counts: read, written, updated, unchanged, reported.

    In: the report of a run, or what `--json` prints of it.
    """
    printed = report_as_json(report, (), dry_run=False) if isinstance(report, Report) else report
    read, written, updated, unchanged, left_out, reported = (
        printed[key] for key in ("read", "written", "updated", "unchanged", "left_out", "reported")
    )
    assert read == written + updated + unchanged + left_out + reported
    assert left_out == sum(problem["kind"] == ProblemKind.LEFT_OUT for problem in printed["problems"])
    assert reported == sum(ProblemKind(problem["kind"]) in REFUSALS for problem in printed["problems"])
    for problem in printed["problems"]:
        assert problem["file"]
        assert escape_controls(problem["reason"]) == problem["reason"], "one line without control characters"
        assert problem["reason"].strip(" .")
        assert not problem["reason"].endswith(".")
        assert problem["next_step"].endswith(".")
    return (read, written, updated, unchanged, reported)
