"""The story: find the inputs, read them, choose among saves of one article, shelve, list, commit.

Everything is first made, then chosen, then shelved, so that what a run leaves behind depends on its inputs alone and
not on their order or on the number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from backfile.archive import git, page
from backfile.archive.catalog import Catalog
from backfile.archive.lock import Waiting
from backfile.archive.storage import Storage
from backfile.conversion.images import ImageStaging
from backfile.extract.text import furniture_yml
from backfile.lists import names, update
from backfile.operations import commit as pending
from backfile.operations.drafts import Draft, Drafts, superseded
from backfile.operations.reconcile import Reconciler, Tally
from backfile.problems import GitError, Problem, ProblemKind
from backfile.readers import files
from backfile.readers.files import InputFile
from backfile.report import Committed, RecordListener, Report
from backfile.settings.layout import CATALOG, FURNITURE_YML, INCOMING, ORIGINALS, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE
from backfile.tags import tags_yml
from backfile.workers import fetch_images as fetching
from backfile.workers import pool

Progress = Callable[[int, int], None]
"""Told how many inputs are done, of how many."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run differs from the usual."""

    jobs: int | None = None
    """Worker processes; absent: one a processor."""
    commit: bool = True
    """Commit, where the archive's settings say so too."""
    dry_run: bool = False
    """Find out what would be done, and write nothing."""
    read_as: str | None = None
    """A reader's name, for inputs whose names tell none."""
    wait: Waiting | None = None
    """Told that another run is waited for; absent: that is an error."""
    fetch_images: bool = False
    """Fetch the images of articles that are on the web; not in a dry run."""


def ingest(
    sources: Sequence[Path],
    config: Config,
    options: Options | None = None,
    progress: Progress = lambda done, total: None,
    stdin: IO[bytes] | None = None,
    told: RecordListener = lambda _: None,
) -> Report:
    """Take files and folders into the archive. `-` among the sources stands for `stdin`.

    Raises LockedError while another run is at work, NothingThereError for a source that does not exist, OwnFolderError
    for the archive's own pages, SettingsError for a tags.yml or furniture.yml that cannot be used, StorageError when
    files cannot be written. A commit that git refuses is no error: the report says so.
    """
    options = options or Options()
    tags_yml.load(config.root / TAGS_YML)
    names.load(config.root)
    furniture_yml.load(config.root / FURNITURE_YML)
    storage, tally = Storage(config.root, config.docs), Tally(told)
    with storage.locked("ingest", options.wait), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        given = _given(sources, config, storage, stdin)
        with storage.scratch("drafts").open("w+b") as file:
            drafts = Drafts(file)
            aside = None if options.dry_run else fetching.aside(storage, config, wanted=options.fetch_images)
            read = _make(given, config, options, aside, drafts, tally, progress)
            keeping = config.settings.keep_originals and not options.dry_run
            keep = partial(_keep_original, config, storage, tally) if keeping else _keep_nothing
            _shelve(drafts, Reconciler(storage, catalog, tally, keep, aside), tally, keep)
        revision = uncommitted = None
        listed = update.update(storage, catalog, config, dry_run=options.dry_run)
        folder = config.docs.relative_to(config.root).as_posix()
        for remark in (*catalog.faults(), *listed.problems(folder)):
            tally.report(remark)
        if options.commit and config.settings.commit and not options.dry_run:
            try:
                revision = _commit(config, storage, tally)
            except GitError as error:
                uncommitted = str(error)
        fetching.clear(aside)
    problems = tuple(sorted(tally.problems, key=lambda problem: (problem.file, problem.record or "", problem.kind)))
    counts = (read, len(tally.written), len(tally.updated), tally.unchanged)
    told_of = (tuple(tally.removed), tuple(tally.inert), tuple(tally.settled))
    return Report(*counts, problems, *told_of, Committed(revision, uncommitted))


def _given(sources: Sequence[Path], config: Config, storage: Storage, stdin: IO[bytes] | None) -> list[InputFile]:
    """List the inputs; standard input is first written to a file, so that a worker can read it."""
    named = [source for source in sources if str(source) != files.STDIN]
    own = [config.docs, config.site, *(config.root / name for name in (ORIGINALS, INCOMING))]
    found = files.find(named, own)
    if len(named) < len(sources) and stdin is not None:
        file = storage.scratch("stdin")
        file.write_bytes(stdin.read(config.settings.max_megabytes * MEGABYTE + 1))
        found.append(InputFile(file, files.STDIN))
    return found


def _make(
    given: Sequence[InputFile],
    config: Config,
    options: Options,
    aside: ImageStaging | None,
    drafts: Drafts,
    tally: Tally,
    progress: Progress,
) -> int:
    """Read every input into drafts and problems, and set images aside. Gives the number of records.

    Where images are to be fetched, everything is read once before: to find out which.
    """
    read = 0
    progress(0, len(given))
    reading = partial(pool.read_all, given, config, options.jobs or pool.processors(), options.read_as, aside)
    failed: dict[str, str] = {}
    if aside and aside.fetched:
        with closing(reading()) as results:
            failed = fetching.fetch_all(results, aside.fetched, config.settings, progress)
    with closing(reading()) as results:
        for done, (item, sha256, records) in enumerate(results, start=1):
            read += len(records)
            for made in records:
                for problem in (*made.problems, *fetching.remarks(made, failed)):
                    tally.report(problem)
                if made.article is not None:
                    drafts.add(item, sha256, made.article, made.removed, made.images, made.inert)
            progress(done, len(given))
    return read


Keep = Callable[[Draft], None]
"""Keeps the original of a draft."""


def _shelve(drafts: Drafts, shelver: Reconciler, tally: Tally, keep: Keep) -> None:
    """Put the current save of each article in its place; of the others, only the originals are kept."""
    others: list[tuple[Draft, Draft]] = []

    def pass_over(draft: Draft, better: Draft, why: str) -> None:
        tally.report(superseded(draft.given.file, why))
        others.append((draft, better))

    away = {draft.at for draft in drafts.current(pass_over) if not shelver.put(draft, drafts.text(draft))}
    for draft, better in others:
        if better.at not in away:
            keep(draft)
    shelver.settle()


def _keep_nothing(_: Draft) -> None: ...


def _keep_original(config: Config, storage: Storage, tally: Tally, draft: Draft) -> None:
    """Keep an input that became an article."""
    load = partial(files.load, draft.given.path, config.settings.max_megabytes * MEGABYTE)
    try:
        kept = storage.keep_original(draft.sha256, load)
    except files.UNREADABLE:
        kept = False
    if not kept:
        reason = "it changed while it was being read, and its original is not kept"
        tally.report(Problem(ProblemKind.ORIGINAL, draft.given.file, reason, "Ingest it once more."))


def _commit(config: Config, storage: Storage, tally: Tally) -> str | None:
    """Commit what the program wrote, in this run or in one that was cut short; what its owner edited is the owner's."""
    if not git.is_versioned(config.root):
        return None
    git.mend(config.root)
    _remark(config, tally)
    ours = pending.ours(config, storage)
    revision = git.commit(config.root, ours, _message(tally, storage)) if ours else None
    if revision and git.branch(config.root) is None:
        reason = f"no branch is checked out: the commit {revision[:10]} is on none"
        tally.report(Problem(ProblemKind.GIT, ".git", reason, f"Keep it with: git branch NAME {revision[:10]}."))
    return revision


def _remark(config: Config, tally: Tally) -> None:
    """Tell where a commit does not do what its owner may expect."""
    docs = config.docs.relative_to(config.root).as_posix()
    if tally.written and git.ignored(config.root, f"{docs}/articles"):
        reason = "git is told to ignore the pages in it, and has not committed them"
        step = "Take it out of .gitignore; where git is to leave the pages alone, set `commit: false` in mkdocs.yml."
        tally.report(Problem(ProblemKind.GIT, f"{docs}/articles", reason, step))
    if git.is_parted(config.root, config.docs):
        reason = "this folder is a git repository of its own, and its pages have not been committed"
        step = "Commit them there; to be told no more of it, set `commit: false` in mkdocs.yml."
        tally.report(Problem(ProblemKind.GIT, docs, reason, step))


_LISTED = 40


def _message(tally: Tally, storage: Storage) -> str:
    """Word the commit: what came in, by headline."""
    new, updated = len(tally.written), len(tally.updated)
    counts = [f"{new} new"] * bool(new) + [f"{updated} updated"] * bool(updated)
    lines = [f"Ingest: {', '.join(counts)}" if counts else "Ingest: what an earlier run left uncommitted", ""]
    paths = [*(("+", path) for path in tally.written), *(("~", path) for path in tally.updated)]
    for mark, path in paths[:_LISTED]:
        article = page.load(storage.read_page(path))
        day = f"{article.published:%Y-%m-%d}" if article.published else None
        about = ", ".join(filter(None, (article.source, day)))
        lines.append(f"{mark} {article.headline}" + (f" ({about})" if about else ""))
    if len(paths) > _LISTED:
        lines.append(f"and {len(paths) - _LISTED} more")
    return "\n".join(lines).rstrip() + "\n"
