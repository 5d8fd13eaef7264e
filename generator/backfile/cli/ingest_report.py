"""Printing of what an ingest did: for people and as JSON. `ingest` and `init --sample` use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from backfile.cli.committed import commit_as_json, commit_lines
from backfile.cli.output import DRY_RUN, Json, count, print_lines
from backfile.cli.problem_list import name_record, print_problems, problems_as_json
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.report import RecordListener, Report, Stored

_COUNTS = ("read", "written", "updated", "unchanged", "left_out", "reported")


def report_as_json(report: Report, pages: Iterable[Stored], *, dry_run: bool) -> Json:
    """Return the result of an ingest as a JSON object, with the keys that the handbook lists."""
    return {
        **{name: getattr(report, name) for name in _COUNTS},
        "dry_run": dry_run,
        "pages": [asdict(page) for page in pages],
        "problems": problems_as_json(report.problems),
        "removed": [asdict(removal) for removal in report.removed],
        "inert": [asdict(block) for block in report.inert],
        "settled": list(report.settled),
        "images_kept": report.images_kept,
        "images_on_the_web": report.images_on_the_web,
        **commit_as_json(report.commit),
        "earlier": list(report.commit.earlier),
    }


def print_report(
    report: Report, next_step: str, *, dry_run: bool = False, fetched: bool | None = None, quiet: bool = False
) -> None:
    """Print the result of an ingest: problems, counts, remarks on the articles, then `next_step` if pages are new.

    In: whether images on the web were fetched; None if the command cannot fetch them.
    """
    print_problems(report.problems)
    if quiet:
        return
    if not report.read:
        print_lines("There was nothing to read: no file was found. Hidden files are left out.")
        print_lines("Next: name a folder with files in it: backfile ingest ~/saved-articles")
        return
    width = len(str(report.read))
    counts = {name: getattr(report, name) for name in _COUNTS if name != "left_out" or report.left_out}
    print_lines(*(f"{number:>{width}}  {name.replace('_', ' ')}" for name, number in counts.items()))
    print_lines(*_closing_lines(report, dry_run=dry_run, fetched=fetched))
    if (report.written or report.updated) and not dry_run:
        print_lines(next_step)


def print_record(item: Stored | Problem) -> None:
    """Print the result of one record on one line."""
    if isinstance(item, Stored):
        outcome, about = item.outcome.value, item.page
    else:
        kinds = {ProblemKind.LEFT_OUT: "left out"} | dict.fromkeys(REFUSALS, "reported")
        outcome, about = kinds.get(item.kind, "remark"), item.reason
    print_lines(f"{outcome:<9}  {name_record(item)}: {about}")


def collect_pages(pages: list[Stored]) -> RecordListener:
    """Return a callback for an ingest that appends the records with a page to `pages`, and ignores problems."""
    return lambda item: pages.append(item) if isinstance(item, Stored) else None


def _closing_lines(report: Report, *, dry_run: bool, fetched: bool | None) -> Iterator[str]:
    left_out = tuple(removal for removal in report.removed if removal.replacement is None)
    repaired = tuple(removal for removal in report.removed if removal.replacement is not None)
    if left_out:
        lines = count(len(left_out), "line was", "lines were")
        yield f"{lines} left out as page furniture; --json lists {_pronoun(left_out)}."
    if repaired:
        repairs = count(len(repaired), "repair was", "repairs were")
        yield f"{repairs} made in lines of texts; --json lists {_pronoun(repaired)}."
    if report.inert:
        blocks = count(len(report.inert), "block was", "blocks were")
        yield f"{blocks} written as HTML instead of Markdown; --json lists {_pronoun(report.inert)} with the reason."
    if report.images_on_the_web and fetched is not None:
        yield _images_line(report, fetched=fetched and not dry_run)
    if report.settled:
        texts = count(len(report.settled), "text that you merged was", "texts that you merged were")
        yield f"{texts} deleted from incoming/."
    if dry_run:
        yield DRY_RUN
    else:
        yield from commit_lines(report.commit, report.articles, report.written + report.updated)


def _images_line(report: Report, *, fetched: bool) -> str:
    """Return a line on the images that stay on the web. In: whether the run tried to fetch them."""
    number = report.images_on_the_web
    images = count(number, "image stays", "images stay")
    kept = f" ({report.images_kept} kept)" if report.images_kept else ""
    step = "the remarks give the reasons" if fetched else f"--fetch-images keeps {'it' if number == 1 else 'them'}"
    return f"{images} on the web{kept}; {step}."


def _pronoun(items: tuple[object, ...]) -> str:
    return "it" if len(items) == 1 else "them"
