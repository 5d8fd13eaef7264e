"""The command `backfile explain`: shows how the program made an article."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.explanation import field_rows, format_explanation
from backfile.cli.options import Archive, Json, ReadAs, open_for_reading
from backfile.cli.problem_list import print_problems, problems_as_json
from backfile.problems import REPORTED

if TYPE_CHECKING:
    from backfile.operations.explain import ArticleExplanation


def explain(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", readable=False, hidden=True)],
    archive: Archive = Path(),
    folder: Annotated[
        Path | None,
        typer.Option("--in", metavar="FOLDER", help="The folder that you ingest, if FILES are in folders below it."),
    ] = None,
    read_as: ReadAs = None,
    as_json: Json = False,
) -> None:
    """Explain an article: where its fields come from, how complete it is, what was removed, why it has its tags.

    FILES are inputs, or pages of the archive; the original of a page is read again. Nothing is written.
    """
    with output.reserve_stdout(as_json):
        explanations = list(open_for_reading(archive, look=True).explain(files, read_as=read_as, folder=folder))
    if as_json:
        output.print_json({"explanations": [_as_json(each) for each in explanations]})
    else:
        for number, each in enumerate(explanations):
            output.print_lines(*[""] * bool(number), *format_explanation(each))
            print_problems(each.problems)
    if any(each.article is None for each in explanations):
        raise typer.Exit(REPORTED)


def _as_json(explanation: ArticleExplanation) -> output.Json:
    measured, article = explanation.measured, explanation.article
    return {
        "file": explanation.file,
        "record": explanation.record,
        "page": asdict(explanation.page) if explanation.page else None,
        "fields": list(field_rows(explanation)),
        "identity": [asdict(each) for each in explanation.compared],
        "lines": [asdict(line) for line in explanation.lines],
        "removed": [asdict(removal) for removal in explanation.removed],
        "fidelity": {key: asdict(share) for key, share in measured.fidelity.items()},
        "opinions": [{"opinion": name, **asdict(share)} for name, share in measured.opinions],
        "left_out": [{"opinions": paragraph.opinions, "text": paragraph.text} for paragraph in measured.left_out],
        "furniture": list(explanation.lines_of),
        "tags": list(article.tags) if article else [],
        "offers": [asdict(offer) for offer in explanation.offers],
        "subjects": list(article.subjects) if article else [],
        "subject_offers": [asdict(offer) for offer in explanation.subject_offers],
        "inert": [asdict(block) for block in explanation.inert],
        "problems": problems_as_json(explanation.problems),
    }


COMMAND = Command(
    "explain",
    "Explain how an article was made.",
    explain,
    (
        "backfile explain ~/saved-articles/page.html",
        "backfile explain docs/articles/2020/03/a-page.md",
        "backfile explain ~/texts/post/a.txt --in ~/texts",
        "backfile explain ~/saved-articles --json",
    ),
)
