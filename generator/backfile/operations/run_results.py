"""The results of an ingest while it runs, and the wording of the problems that it finds when it writes pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from shlex import quote

from backfile.archive.git_history import FileVersion
from backfile.operations.drafts import Draft
from backfile.operations.removed_pages import restore_command
from backfile.problems import GitError, Problem, ProblemKind, StorageError
from backfile.report import Committed, HtmlBlock, Outcome, RecordListener, Removal, Report, Stored
from backfile.settings.layout import INCOMING


@dataclass(slots=True)
class RunResults:
    """What became of the articles of a run so far. Paths are under docs/."""

    on_record: RecordListener = lambda _: None
    """Receives each result as soon as it is determined."""
    written: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    inert: list[HtmlBlock] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    images_kept: int = 0
    images_on_the_web: int = 0
    on_disk: list[tuple[str, str]] = field(default_factory=list)
    """The pages that were written to the disk: `+` for one that is new in git, otherwise `~`, and the path."""
    saved: list[float] = field(default_factory=list)
    """When the saves on these pages were made, as in `identity.save_order`."""

    def add_problem(self, problem: Problem) -> None:
        """Add a problem and pass it to the listener."""
        self.problems.append(problem)
        self.on_record(problem)

    def add_stored(self, outcome: Outcome, draft: Draft, path: str, page_file: str) -> None:
        """Add what became of a draft that has a page. In: the page's path under docs/, and in the archive."""
        self.images_kept += len(draft.images)
        self.images_on_the_web += draft.on_the_web
        if outcome is Outcome.UNCHANGED:
            self.unchanged += 1
        else:
            (self.written if outcome is Outcome.WRITTEN else self.updated).append(path)
            self._add_details(draft)
        self.on_record(Stored(outcome, draft.input_file.file, draft.record, page_file))

    def add_on_disk(self, mark: str, path: str, draft: Draft) -> None:
        """Add a page that was written to the disk, as in `on_disk`, with its save."""
        self.on_disk.append((mark, path))
        self.saved.append(draft.order[0])

    def _add_details(self, draft: Draft) -> None:
        """Add the lines that were removed from a draft, and its inert blocks."""
        file = draft.name
        self.removed.extend(Removal(file, item.rule, item.text, item.replacement) for item in draft.removed)
        self.inert.extend(HtmlBlock(file, each.block, each.why, each.text) for each in draft.inert)

    def report(self, read: int, commit: Committed) -> Report:
        """Return the report of the run. In: the number of records that were read; the result of the commit."""
        problems = sorted(self.problems, key=lambda problem: (problem.file, problem.record or "", problem.kind))
        return Report(
            read,
            len(self.written),
            len(self.updated),
            self.unchanged,
            tuple(problems),
            tuple(self.removed),
            tuple(self.inert),
            tuple(self.settled),
            self.images_kept,
            self.images_on_the_web,
            commit,
            len({*self.written, *self.updated}),
        )


def removed_problem(draft: Draft, version: FileVersion) -> Problem:
    """Return the problem of an input whose page its owner removed."""
    reason = f"its page {version.path} was removed by hand, and is not written again"
    step = f"To restore it, run {restore_command(version)} and ingest it once more; otherwise nothing needs to be done."
    return _problem(ProblemKind.REMOVED, draft, reason, step)


def withdrawn_problem(draft: Draft, page_file: str, *, by_claim: bool) -> Problem:
    """Return the problem of an input whose article was withdrawn.

    In: the tombstone, by its path in the archive; whether the withdrawn page may have been an impostor
    (`Tombstone.is_by_claim`).
    """
    reason = f"its article was withdrawn: {page_file}"
    step = f"To let it in again, run: backfile restore {quote(page_file)}; otherwise nothing needs to be done."
    if by_claim:
        claims = "a page with its address, record or headline was withdrawn"
        reason = f"{claims}, of which nothing shows that it was this article: {page_file}"
        command = f'backfile withdraw {quote(page_file)} --impostor --reason "A forgery"'
        step = f"If that page was another article, run {command} and ingest this one again; otherwise do nothing."
    return _problem(ProblemKind.WITHDRAWN, draft, reason, step)


def withdrawn_text_problem(draft: Draft, page_file: str, stone_file: str) -> Problem:
    """Return the remark that a new page has the text of an article that was withdrawn. In: both, by their paths in the
    archive.
    """
    reason = f"its page {page_file} has the text of an article that was withdrawn, under another headline or address"
    reason += f": {stone_file}"
    command = f"backfile withdraw {quote(page_file)} --reason …"
    step = f"If it is that article, run: {command}; if it only has the same text, nothing needs to be done."
    return _problem(ProblemKind.IDENTITY, draft, reason, step)


def edited_problem(draft: Draft, page_file: str, path: str, conflicts: Sequence[str]) -> Problem:
    """Return the problem of an input that cannot be merged into a page that its owner edited.

    In: the page's path in the archive and in docs/; what is in conflict.
    """
    reason = f"its page {page_file} was edited by hand and is not overwritten ({'; '.join(conflicts)})"
    step = f"Compare it with {INCOMING}/{path}, which has the new text; the handbook's page on inputs says more."
    return _problem(ProblemKind.EDITED, draft, reason, step)


def unwritten_problem(draft: Draft, error: StorageError) -> Problem:
    """Return the problem of an input whose page cannot be written."""
    return _problem(ProblemKind.UNWRITTEN, draft, error.reason, "Remove what is in its way and run again.")


def history_problem(error: GitError) -> Problem:
    """Return the remark that git's history cannot be read."""
    message = " ".join(str(error).split()).rstrip(".")
    reason = f"git cannot list the pages that were removed, so they are written again ({message})"
    return Problem(ProblemKind.GIT, ".git", reason, "Fix the problem before the next run.")


def original_problem(draft: Draft) -> Problem:
    """Return the remark that an input changed during the run, so that its original is not stored."""
    reason = "it changed while it was being read, and its original is not kept"
    return _problem(ProblemKind.ORIGINAL, draft, reason, "Ingest it once more.")


def _problem(kind: ProblemKind, draft: Draft, reason: str, step: str) -> Problem:
    return Problem(kind, draft.input_file.file, reason, step, draft.record)
