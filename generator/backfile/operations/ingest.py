"""Ingest: find the inputs, convert them, choose among saves of one article, write pages, update lists, commit.

All inputs are converted before the first page is written, so that the result depends on the inputs alone and not on
their order or on the number of workers. Converting is up to `workers`, the choice of saves to `drafts`, writing to
`reconcile`, the commit to `ingest_commit`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from backfile.archive import identity_yml
from backfile.archive.catalog import Catalog, open_catalog
from backfile.archive.identity_sites import Sites, make_sites
from backfile.archive.identity_yml import Rulings
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.extract.text import furniture_yml
from backfile.lists import names, update
from backfile.lists.update import ListsUpdate
from backfile.operations.drafts import Chain, Draft, Drafts, superseded_problem
from backfile.operations.gone import SeenRecords
from backfile.operations.identity_problems import claim_problems, claims_of_run
from backfile.operations.imports import write_imports
from backfile.operations.ingest_commit import commit_ingest
from backfile.operations.input_files import find_inputs
from backfile.operations.known_results import KnownResults, open_results
from backfile.operations.matching import Matcher
from backfile.operations.read_inputs import InputsReader
from backfile.operations.reconcile import Reconciler
from backfile.operations.revision_commits import open_history
from backfile.operations.run_results import RunResults, original_problem
from backfile.operations.same_article import SameArticles
from backfile.operations.save_revisions import SaveRevisions
from backfile.operations.spilled_texts import SpilledTexts
from backfile.operations.withdrawn_pages import WithdrawnPages
from backfile.readers import unpack
from backfile.readers.files import InputFile
from backfile.report import Committed, Progress, RecordListener, Report
from backfile.settings.layout import FURNITURE_YML, IDENTITY_YML, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE
from backfile.tags.vocabulary import tags_yml
from backfile.workers import fetch_images, pool
from backfile.workers.forkserver import stop_forkserver
from backfile.workers.garbage import rare_collections
from backfile.workers.processors import processors
from backfile.workers.progress import count_bytes
from backfile.workers.staging import Staging, clear_fetched, content_file, create_staging

_MANY = 10_000
"""After so many articles the fork server is ended before pages are written: it has 100 MB, and starting it again, for
the next run of this process, takes less than a hundredth of such a run."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of an ingest."""

    jobs: int | None = None
    """The number of worker processes; None: one for each processor."""
    commit: bool = True
    """Commit, unless the archive's settings turn commits off."""
    dry_run: bool = False
    """Return the result of a run, and write nothing."""
    read_as: str | None = None
    """The name of the reader for inputs whose file names decide on none."""
    wait: WaitListener | None = None
    """Wait while another run is at work, and pass a sentence about it to this callback; None: raise LockedError."""
    drafts: bool = False
    """Keep articles that are not published, too: drafts, private ones."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """For data sets, field or `body` -> the key or column that has it; imports.yml gets it for the named files."""
    fetch_images: bool = False
    """Fetch images of articles that are on the web; not in a dry run."""
    reread: bool = False
    """Read all inputs, also those whose results are known from an earlier run."""


@dataclass(frozen=True, slots=True)
class _Run:
    """One ingest, which holds the archive's lock."""

    config: Config
    options: Options
    storage: Storage
    catalog: Catalog
    results: RunResults
    staging: Staging | None
    """None in a dry run."""
    known: KnownResults | None
    """The results of earlier runs; None if none are used."""
    sites: Sites
    rulings: Rulings
    withdrawn: WithdrawnPages
    seen: SeenRecords = field(default_factory=SeenRecords)


@dataclass(frozen=True, slots=True)
class _Saves:
    """What became of earlier revisions, and of pages that their owner edited."""

    commits: list[str]
    """The hashes of the commits that have them, the first first."""
    levels: int
    """As in `SaveRevisions`."""
    merged: list[str]
    """The merged pages, relative to the archive's folder."""


@rare_collections()
def ingest(
    sources: Sequence[Path],
    config: Config,
    options: Options | None = None,
    progress: Progress = lambda done, total: None,
    stdin: IO[bytes] | None = None,
    on_record: RecordListener = lambda _: None,
) -> Report:
    """Ingest files and folders into the archive. `-` among the sources stands for `stdin`.

    `on_record` receives the result of each record as soon as it is determined. Raises LockedError while another run is
    at work, NothingThereError for a source that does not exist, OwnFolderError for the archive's own pages,
    SettingsError for a file of settings that cannot be used, StorageError when files cannot be written. A commit that
    git refuses is not an error: the report has the reason.
    """
    options = options or Options()
    tags_yml.load(config.root / TAGS_YML)
    names.load(config.root)
    furniture_yml.load(config.root / FURNITURE_YML)
    sites, rulings = make_sites(config.settings.same_sites), identity_yml.load(config.root / IDENTITY_YML)
    storage, results = Storage(config.root, config.docs), RunResults(on_record)
    with storage.locked("ingest", options.wait, looks=options.dry_run), open_catalog(storage) as catalog:
        catalog.sync()
        storage.refuse_sparse_checkout()
        input_files = find_inputs(sources, config, storage, stdin)
        own_files = write_imports(config, storage, input_files, options.mapping, dry_run=options.dry_run)
        staging = None if options.dry_run else create_staging(storage, config, fetch=options.fetch_images)
        with storage.unnamed() as file, _known_results(config, options, storage, catalog) as known:
            withdrawn = WithdrawnPages(storage, catalog, sites)
            run = _Run(config, options, storage, catalog, results, staging, known, sites, rulings, withdrawn)
            drafts = Drafts(file, sites, rulings)
            read = _read(run, input_files, drafts, progress)
            if len(drafts) > _MANY:
                stop_forkserver()
            saves = _write_pages(run, drafts, SpilledTexts(file))
            del drafts  # The list pages need memory next.
            _update_lists(run)
            commit = _commit(run, saves, own_files)
        clear_fetched(staging)
    return results.report(read, commit)


@contextmanager
def _known_results(
    config: Config, options: Options, storage: Storage, catalog: Catalog
) -> Iterator[KnownResults | None]:
    """Yield the results of earlier runs; None if none are used. They depend on fetched images in no known way."""
    fetches = options.fetch_images and config.settings.keep_images and not options.dry_run
    if fetches or (options.reread and options.dry_run):
        yield None
        return
    reading = [options.read_as, options.drafts, dict(sorted(options.mapping.items()))]
    known, is_complete = open_results(config, storage, catalog, reading, again=options.reread), False
    try:
        yield known
        is_complete = True
    finally:
        if known:
            known.close(is_complete=is_complete)


def _read(run: _Run, input_files: Sequence[InputFile], drafts: Drafts, progress: Progress) -> int:
    """Read every input into drafts and problems, and stage the images. Return the number of records.

    When images are fetched, everything is converted twice: the first time shows which images are needed.
    """
    read, options = 0, run.options

    def convert(inputs: Sequence[InputFile]) -> Generator[pool.InputResults]:
        jobs, mapping = options.jobs or processors(), options.mapping
        return pool.convert_inputs(
            inputs, run.config, jobs, options.read_as, run.staging, drafts=options.drafts, mapping=mapping
        )

    failed: dict[str, str] = {}
    if run.staging and run.staging.fetched:
        with closing(convert(input_files)) as converted:
            first_results = (result for batch in converted for result in batch.results)
            failed = fetch_images.fetch_all(first_results, run.staging.fetched, run.config.settings, progress)
    more_problems = partial(fetch_images.fetch_problems, failures=failed)
    reader = InputsReader(drafts, run.sites, convert, run.known, more_problems, run.withdrawn)
    with closing(reader.read(input_files)) as parts:
        for part in count_bytes(parts, input_files, progress):
            for record in part.records:
                read += record.is_record
                for problem in record.problems:
                    run.results.add_problem(problem)
                run.seen.add(part.input.file, record)
    return read


def _write_pages(run: _Run, drafts: Drafts, texts: SpilledTexts) -> _Saves:
    """Write the newest save of each article, and commit the earlier ones. Return the commits.

    Without git, only the originals of the earlier ones are stored. In: also where other texts can wait.
    """
    results, storage, dry_run = run.results, run.storage, run.options.dry_run
    commits = run.options.commit and run.config.settings.commit
    history = open_history(run.config, storage, texts) if commits else None
    saves = SaveRevisions(storage, run.catalog, results, history, drafts.text, texts, dry_run=dry_run)
    matcher = Matcher(storage, run.catalog, run.sites, run.rulings, saves.made_text)
    store_original = partial(_store_original, run)
    reconciler = Reconciler(
        *(storage, run.catalog, results, saves, store_original, drafts.text, drafts.keep_host),
        *(run.staging, matcher, run.sites, run.withdrawn),
    )
    for chain in _in_order(drafts.chains(partial(_add_duplicate, run)), run.catalog.digests()):
        reconciler.put(chain)
    claims = claims_of_run(drafts.rivals, reconciler.paths, reconciler.new, storage.display_path)
    for problem in claim_problems((*reconciler.claims, *claims)):
        results.add_problem(problem)
    made = _Saves(saves.finish(), saves.levels, saves.merged_files)
    reconciler.settle()
    _add_remarks(run, reconciler, drafts)
    return made


def _in_order(chains: Iterable[Chain], stored: frozenset[str]) -> list[Chain]:
    """Return chains as they are stored: a page goes to the input that it was made from, before others can claim it."""
    return sorted(chains, key=lambda chain: stored.isdisjoint(draft.sha256 for draft in chain.saves))


def _add_duplicate(run: _Run, draft: Draft, other: Draft) -> None:
    run.results.add_problem(superseded_problem(draft, f"{other.name} has the same content"))


def _add_remarks(run: _Run, reconciler: Reconciler, drafts: Drafts) -> None:
    """Add the remarks on articles that are there twice, and on those that are gone from their container."""
    commits = run.options.commit and run.config.settings.commit
    pending = {path for _, path in run.results.on_disk} if run.options.dry_run else set()
    same_articles = SameArticles(run.storage, run.catalog, reconciler.pages, drafts.text, pending, run.rulings)
    for problem in same_articles.problems(commits=commits):
        run.results.add_problem(problem)
    for problem in run.seen.problems(run.catalog, run.config.docs.relative_to(run.config.root).as_posix()):
        run.results.add_problem(problem)


def _commit(run: _Run, saves: _Saves, own_files: Sequence[str]) -> Committed:
    """Commit what the run wrote to the disk, unless the settings or the options forbid it."""
    if not (run.options.commit and run.config.settings.commit) or run.options.dry_run:
        return Committed()
    files = [*own_files, *saves.merged]
    return commit_ingest(run.config, run.storage, run.results, files, saves.commits, saves.levels)


def _store_original(run: _Run, draft: Draft) -> None:
    """Store the original of a draft, unless the settings or the options forbid it."""
    if run.options.dry_run or not run.config.settings.keep_originals:
        return
    if run.known and run.known.has_original(draft.sha256):
        return
    file = content_file(run.staging, draft.input_file, draft.sha256)
    load = partial(unpack.load, file, run.config.settings.max_megabytes * MEGABYTE)
    try:
        is_stored = run.storage.store_original(draft.sha256, load, None if file == draft.input_file.path else file)
    except unpack.LOAD_ERRORS:
        is_stored = False
    if is_stored and run.known:
        run.known.add_original(draft.sha256)
    if not is_stored:
        run.results.add_problem(original_problem(draft))


def _update_lists(run: _Run) -> None:
    """Update the list pages, and add pages that cannot be read and lists that were edited to the problems."""
    docs = run.config.docs.relative_to(run.config.root).as_posix()
    for problem in (*run.catalog.problems(), *_lists(run).problems(docs)):
        run.results.add_problem(problem)


def _lists(run: _Run) -> ListsUpdate:
    """Update the list pages, unless they are known to be as the last update left them, and return the changes."""
    if update.is_current(run.catalog, run.config):
        return ListsUpdate((), (), (), ())
    return update.update(run.storage, run.catalog, run.config, dry_run=run.options.dry_run)
