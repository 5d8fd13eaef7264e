"""The remark on lines whose encoding extraction repaired."""

from __future__ import annotations

from backfile.article import Article, Clipping, Form, Markdown, Origin, PlainText, RemovedText
from backfile.conversion.remarks import remarks
from backfile.problems import Problem, ProblemKind

ORIGIN = Origin("mill.txt", "0" * 64, "text", record="2")


def remarks_on(*removed: RemovedText) -> list[Problem]:
    clipping = Clipping(ORIGIN, Form.TEXT, PlainText("The mill turns."), removed=removed)
    return list(remarks(clipping, Article("The mill", Markdown("The mill turns."), ORIGIN)))


def test_repaired_lines_are_a_remark_with_an_example() -> None:
    (problem,) = remarks_on(
        RemovedText("counter", "12 comments"),
        RemovedText("encoding", "Die alte MÃ¼hle", "Die alte Mühle"),
        RemovedText("encoding", "Ã¼ber dem FluÃŸ", "über dem Fluß"),
    )
    assert (problem.kind, problem.file, problem.record) == (ProblemKind.ENCODING, "mill.txt", "2")
    assert problem.reason == (
        "2 lines were decoded in a wrong encoding before the text was saved, and repaired: “MÃ¼hle” became “Mühle”"
    )


def test_one_repaired_line_is_counted_as_one() -> None:
    (problem,) = remarks_on(RemovedText("encoding", "MÃ¼hle", "Mühle"))
    assert problem.reason.startswith("1 line was decoded")


def test_other_repairs_are_no_remark() -> None:
    assert not remarks_on(RemovedText("markup", "<p>x</p>", "x"), RemovedText("furniture.yml", "encoding"))
