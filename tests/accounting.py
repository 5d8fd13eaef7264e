"""What every run of ingest owes its user: each record is accounted for, and each problem says what to do."""

from __future__ import annotations

from typing import Any

from backfile.cli.ingest_report import report_as_json
from backfile.cli.output import escape_controls
from backfile.problems import REFUSALS, ProblemKind
from backfile.report import Report


def accounted(report: Report | dict[str, Any]) -> tuple[int, int, int, int, int]:
    """Give a run's counts: read, written, updated, unchanged, reported. In: its report, also as `--json` prints it."""
    found = report_as_json(report, (), dry_run=False) if isinstance(report, Report) else report
    read, *became = (found[key] for key in ("read", "written", "updated", "unchanged", "reported"))
    assert read == sum(became)
    assert found["reported"] == sum(ProblemKind(problem["kind"]) in REFUSALS for problem in found["problems"])
    for problem in found["problems"]:
        assert problem["file"]
        assert escape_controls(problem["reason"]) == problem["reason"], "one line, and nothing that a terminal acts on"
        assert problem["reason"].strip(" .")
        assert not problem["reason"].endswith(".")
        assert problem["next_step"].endswith(".")
    return (read, became[0], became[1], became[2], became[3])
