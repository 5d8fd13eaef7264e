"""Reingest: make every page again from its original, after the program, the settings or the owner's files changed.

Pages keep their paths. The new text of a page that its owner edited is merged into it (`reingest_edits`). No page is
added or removed: the article of a page is looked up in the page's own original only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from backfile.archive import page
from backfile.archive.catalog import open_catalog
from backfile.archive.known_host import with_known_host
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.conversion.result import Result
from backfile.lists import names, update
from backfile.operations.commit import commit_changes
from backfile.operations.originals import is_by_hand, original_of
from backfile.operations.reingest_edits import EditedPages
from backfile.operations.revision_commits import open_history
from backfile.operations.spilled_texts import SpilledTexts
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers.files import InputFile
from backfile.readers.records import CUT_FILE
from backfile.report import Committed, PageChange, Progress
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags.vocabulary import tags_yml
from backfile.workers import fetch_images as fetching
from backfile.workers import pool
from backfile.workers.processors import processors
from backfile.workers.staging import Staging, clear_fetched, create_staging

_NEXT_STEP = "The pages are written; the next reingest or ingest commits them."


@dataclass(frozen=True, slots=True)
class ReingestReport:
    """The result of a reingest, or of its dry run. pages = unchanged + changed + left alone + reported, always."""

    pages: int
    unchanged: int
    changed: tuple[PageChange, ...]
    left_alone: tuple[PageChange, ...]
    """Pages that their owner edited and into which the new texts cannot be merged."""
    problems: tuple[Problem, ...]
    """Pages that could not be made again, and stay as they are."""
    remarks: tuple[Problem, ...] = ()
    """Images that could not be fetched or are not kept, and pages that were left alone."""
    commit: Committed = field(default_factory=Committed)


_Converted = tuple[str, list[Result]]
"""The path of a page, and the results of its original, one for each record."""


@dataclass(slots=True)
class _Results:
    """The results of a reingest while it runs."""

    unchanged: int = 0
    changed: list[PageChange] = field(default_factory=list)
    left_alone: list[PageChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def report(self, pages: int) -> ReingestReport:
        """Return the report, sorted by page and file. In: the number of pages."""
        changed, left_alone = (
            tuple(sorted(changes, key=lambda change: change.page)) for changes in (self.changed, self.left_alone)
        )
        problems, remarks = (
            tuple(sorted(problems, key=lambda problem: (problem.file, problem.kind)))
            for problems in (self.problems, self.remarks)
        )
        return ReingestReport(pages, self.unchanged, changed, left_alone, problems, remarks)


def reingest(
    config: Config,
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    *,
    commit: bool = True,
    dry_run: bool = False,
    fetch_images: bool = False,
    wait: WaitListener | None = None,
) -> ReingestReport:
    """Make every page again from its original, update the lists, and commit. Return what changed.

    `jobs` is the number of worker processes, one for each processor by default. With `dry_run` nothing is written or
    fetched; with `fetch_images` the images of pages that are on the web are fetched. `wait` is as in `lock.hold_lock`.
    Raises SettingsError for a tags.yml or furniture.yml that cannot be used, StorageError when a file cannot be
    written.
    """
    tags_yml.load(config.root / TAGS_YML)
    names.load(config.root)
    storage, results = Storage(config.root, config.docs), _Results()
    commits = commit and config.settings.commit
    with storage.locked("reingest", wait, looks=dry_run), open_catalog(storage) as catalog:
        catalog.sync()
        storage.refuse_sparse_checkout()
        staging = None if dry_run else create_staging(storage, config, fetch=fetch_images)
        paths = [entry.path for entry in catalog.entries()]
        originals = _find_originals(paths, storage, results)
        convert_all = partial(_convert, originals, config, jobs or processors(), staging)
        failed = _fetch_images(convert_all, staging, config, progress)
        with storage.unnamed() as file:
            texts = SpilledTexts(file)
            history = open_history(config, storage, texts) if commits else None
            edited = EditedPages(storage, catalog, history, texts, staging)
            converted = _with_remarks(convert_all(), failed, results)
            earlier = _write_pages(converted, results, edited, lambda done: progress(done, len(paths)))
        if staging:
            clear_fetched(staging)
            update.update(storage, catalog, config)
        report = results.report(len(paths))
        return _commit(report, storage, config, edited.merged_files, earlier) if commits and staging else report


def _write_pages(
    converted: Iterable[_Converted], results: _Results, edited: EditedPages, progress: Callable[[int], None]
) -> list[str]:
    """Write the pages that change, those that their owner edited last. Return the commits that were made for these."""
    storage, staging, catalog = edited.storage, edited.staging, edited.catalog
    for done, (path, records) in enumerate(converted, start=1):
        result = _compare(path, records, storage, results, edited)
        if result and result.article and staging:
            storage.store_images(result.images, staging.images)
            storage.write_page(path, result.page)
            catalog.update_page(path)
        progress(done)
    merged, earlier = edited.finish(_NEXT_STEP)
    results.changed += merged
    results.left_alone += edited.left_alone
    results.remarks += edited.problems
    return earlier


def _fetch_images(
    convert_all: Callable[[], Iterator[_Converted]], staging: Staging | None, config: Config, progress: Progress
) -> dict[str, str]:
    """Fetch the images of pages that are on the web, if they are wanted. Return the reason for each that failed."""
    if staging is None or staging.fetched is None:
        return {}
    results = (result for _, records in convert_all() for result in records)
    return fetching.fetch_all(results, staging.fetched, config.settings, progress)


def _commit(
    report: ReingestReport, storage: Storage, config: Config, merged: Sequence[str], earlier: Sequence[str]
) -> ReingestReport:
    """Commit the pages. In: also the merged ones, relative to the archive's folder; the commits before this one."""
    count = len(report.changed)
    message = f"Reingest: {count} page{'s' * (count != 1)} changed\n"
    commit = commit_changes(config, storage, message, _NEXT_STEP, merged)
    return replace(report, commit=replace(commit, earlier=tuple(earlier)))


_Originals = dict[str, list[tuple[str, InputFile]]]
"""Reader -> paths of pages, and their originals."""


def _find_originals(paths: Sequence[str], storage: Storage, results: _Results) -> _Originals:
    """Return the originals of pages. Those without one are added to the problems; pages by hand are unchanged."""
    by_reader: defaultdict[str, list[tuple[str, InputFile]]] = defaultdict(list)
    for path in paths:
        origin = page.load(storage.read_page(path)).origin
        if is_by_hand(origin):
            results.unchanged += 1
        elif original := original_of(origin, path, storage):
            by_reader[origin.reader].append((path, original))
        else:
            reason = "its original is not in the archive, so it stays as it is"
            step = f"To make it again, ingest {origin.file} once more."
            results.problems.append(Problem(ProblemKind.ORIGINAL, storage.display_path(path), reason, step))
    return dict(sorted(by_reader.items()))


def _convert(originals: _Originals, config: Config, jobs: int, staging: Staging | None) -> Iterator[_Converted]:
    """Yield the path of each page with the results of its original, one for each record."""
    for reader, pages in originals.items():
        converted = pool.convert_inputs([original for _, original in pages], config, jobs, reader, staging)
        for (path, _), (_, results) in zip(pages, pool.group_by_input(converted), strict=True):
            yield path, list(results)


def _with_remarks(
    converted: Iterable[_Converted], failed: Mapping[str, str], results: _Results
) -> Iterator[_Converted]:
    """Yield the path of each page with the results of its original, and add problems of images to the remarks.

    In: the reasons why images could not be fetched, by address.
    """
    for path, records in converted:
        for result in records:
            results.remarks.extend(problem for problem in result.problems if problem.kind is ProblemKind.IMAGE)
            results.remarks.extend(fetching.fetch_problems(result, failed))
        yield path, records


def _compare(
    path: str, records: Sequence[Result], storage: Storage, results: _Results, edited: EditedPages
) -> Result | None:
    """Compare a page with its original's records, and add what becomes of it. Return the result to write, if any."""
    text, page_file = storage.read_page(path), storage.display_path(path)
    current = page.load(text)
    result = next((result for result in records if _is_record_of(result.article, current)), None)
    if result is None or result.article is None:
        results.problems.append(_unmade_problem(page_file, records))
        return None
    made = _with_known_damage(with_known_host(result.page, current.origin.host), current)
    seal = page.read_seal(text)
    if page.read_seal(made).value == seal.value:
        results.unchanged += 1
        return None
    change = PageChange(page_file, result.article.headline, tuple(page.differing(current, page.load(made))))
    if not seal.intact:
        edited.merge(path, text, made, change, result.images)
        return None
    results.changed.append(change)
    return replace(result, page=made)


def _with_known_damage(text: str, current: Article) -> str:
    """Return the text of a page that was made again, with the remark of its current text that its file ended early: the
    original in the archive, which was unpacked, does not show it.
    """
    if current.origin.damaged != CUT_FILE:
        return text
    article = page.load(text)
    return page.dump(replace(article, origin=replace(article.origin, damaged=CUT_FILE)))


def _is_record_of(article: Article | None, current: Article) -> bool:
    return article is not None and article.origin.record == current.origin.record


def _unmade_problem(page_file: str, records: Sequence[Result]) -> Problem:
    """Return the problem of a page whose original is not converted to its article any more."""
    refusal = next((problem for result in records for problem in result.problems if problem.kind in REFUSALS), None)
    if refusal is None:
        reason = "its original has no such record any more, so it stays as it is"
        return Problem(
            ProblemKind.ORIGINAL, page_file, reason, "Correct `origin` on the page, or ingest its input again."
        )
    return Problem(refusal.kind, page_file, f"it stays as it is: {refusal.reason}", refusal.next_step)
