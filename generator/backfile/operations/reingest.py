"""Pages made anew from the originals, after the program, the settings or the owner's files got better.

Paths stay, and so does what an owner edited. Nothing comes in or goes: an article is looked for on its own page only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.lock import Waiting
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.conversion.images import ImageStaging
from backfile.conversion.result import Result
from backfile.lists import names, update
from backfile.operations import commit as pending
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers.files import InputFile
from backfile.settings.layout import CATALOG, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags import tags_yml
from backfile.workers import fetch_images as fetching
from backfile.workers import pool

_LATER = "The pages are written; the next reingest or ingest commits them."

Progress = Callable[[int, int], None]
"""Told how many pages are done, of how many."""


@dataclass(frozen=True, slots=True)
class Change:
    """A page that is, or would be, another."""

    page: str
    """Its path, from the archive's folder on."""
    headline: str
    keys: tuple[str, ...]
    """The keys of its front matter, and `body`, that differ."""


@dataclass(frozen=True, slots=True)
class Reingested:
    """What making pages anew did, or would do. pages = unchanged + changed + left alone + reported, always."""

    pages: int
    unchanged: int
    changed: tuple[Change, ...]
    left_alone: tuple[Change, ...]
    """Pages that their owner edited, and that would be others now."""
    problems: tuple[Problem, ...]
    """Pages that could not be made anew, and stay."""
    remarks: tuple[Problem, ...] = ()
    """Images that were to be fetched, and are not kept."""
    revision: str | None = None
    """The commit that holds the result; absent when nothing changed or commits are off."""
    uncommitted: str | None = None
    """Why git refused the commit, and what to do."""


@dataclass(slots=True)
class _Tally:
    unchanged: int = 0
    changed: list[Change] = field(default_factory=list)
    left_alone: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def result(self, pages: int) -> Reingested:
        """Give what was taken down, in the order of the pages."""
        changed, left_alone = (
            tuple(sorted(found, key=lambda change: change.page)) for found in (self.changed, self.left_alone)
        )
        problems, remarks = (
            tuple(sorted(found, key=lambda problem: (problem.file, problem.kind)))
            for found in (self.problems, self.remarks)
        )
        return Reingested(pages, self.unchanged, changed, left_alone, problems, remarks)


def reingest(
    config: Config,
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    *,
    commit: bool = True,
    dry_run: bool = False,
    fetch_images: bool = False,
    wait: Waiting | None = None,
) -> Reingested:
    """Make every page anew from its original, and bring the lists up to date, in one commit.

    `jobs` is the number of worker processes, one a processor by default. With `dry_run` nothing is written or fetched;
    with `fetch_images` the images that pages leave on the web are fetched. `wait` is
    told that another run is waited for; without it LockedError is raised. Raises SettingsError for a tags.yml or a
    furniture.yml that cannot be used, StorageError when a file cannot be written.
    """
    tags_yml.load(config.root / TAGS_YML)
    names.load(config.root)
    storage, tally = Storage(config.root, config.docs), _Tally()
    with storage.locked("reingest", wait), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        paths = [entry.path for entry in catalog.entries()]
        aside = None if dry_run else fetching.aside(storage, config, wanted=fetch_images)
        by_reader = _originals(paths, storage, tally)
        reading = partial(_read, by_reader, config, jobs or pool.processors(), aside)
        failed: dict[str, str] = {}
        if aside and aside.fetched:
            failed = fetching.fetch_all((result for _, result in reading()), aside.fetched, config.settings, progress)
        found = _made(reading(), storage, failed, tally)
        for done, (old, records) in enumerate(found, start=1):
            made = _taken(old, records, storage, tally)
            if made and made.article and aside:
                storage.keep_images(made.images, aside.checked)
                storage.write_page(old.path, page.dump(made.article))
                catalog.note(old.path)
            progress(done, len(paths))
        result = tally.result(len(paths))
        if aside is None:
            return result
        fetching.clear(aside)
        update.update(storage, catalog, config)
        return _committed(result, storage, config) if commit and config.settings.commit else result


def _committed(result: Reingested, storage: Storage, config: Config) -> Reingested:
    count = len(result.changed)
    message = f"Reingest: {count} page{'s' * (count != 1)} changed\n"
    revision, uncommitted = pending.record(config, storage, [], message, _LATER)
    return replace(result, revision=revision, uncommitted=uncommitted)


@dataclass(frozen=True, slots=True)
class _Old:
    """A page as it is."""

    path: str
    """Under docs/, with `/`."""
    text: str
    article: Article


Originals = dict[str, list[tuple[str, InputFile]]]
"""Reader -> pages and their originals."""


def _originals(paths: Sequence[str], storage: Storage, tally: _Tally) -> Originals:
    """Find the originals of pages; those without one are reported."""
    by_reader: defaultdict[str, list[tuple[str, InputFile]]] = defaultdict(list)
    for path in paths:
        origin = page.load(storage.read_page(path)).origin
        original = storage.original(origin.sha256)
        if re.fullmatch("[0-9a-f]{64}", origin.sha256) and original.is_file():
            given = InputFile(original, origin.file, named=True, page=storage.docs / path)
            by_reader[origin.reader].append((path, given))
        else:
            reason = "its original is not kept, so it stays as it is"
            step = f"To have it made anew, ingest {origin.file} once more."
            tally.problems.append(Problem(ProblemKind.ORIGINAL, storage.name(path), reason, step))
    return dict(sorted(by_reader.items()))


def _read(
    by_reader: Originals, config: Config, jobs: int, aside: ImageStaging | None
) -> Iterator[tuple[str, pool.TaskResult]]:
    """Give each page that has an original, with what its original becomes now."""
    for reader, found in by_reader.items():
        results = pool.read_all([given for _, given in found], config, jobs, reader, aside)
        yield from zip((path for path, _ in found), results, strict=True)


def _made(
    results: Iterable[tuple[str, pool.TaskResult]], storage: Storage, failed: Mapping[str, str], tally: _Tally
) -> Iterator[tuple[_Old, list[Result]]]:
    """Give each page as it is, with what its original becomes now. In: why images were not fetched."""
    for path, (_, _, records) in results:
        for made in records:
            tally.remarks.extend(problem for problem in made.problems if problem.kind is ProblemKind.IMAGE)
            tally.remarks.extend(fetching.remarks(made, failed))
        text = storage.read_page(path)
        yield _Old(path, text, page.load(text)), records


def _taken(old: _Old, records: Sequence[Result], storage: Storage, tally: _Tally) -> Result | None:
    """Take down what became of a page; give the record with the article that it is to have, if that is another."""
    name = storage.name(old.path)
    found = next((made for made in records if made.article and _is_of(made.article, old.article)), None)
    made = found.article if found else None
    if made is None:
        tally.problems.append(_unmade(name, records))
        return None
    seal = page.read_seal(old.text)
    if page.read_seal(page.dump(made)).value == seal.value:
        tally.unchanged += 1
        return None
    change = Change(name, made.headline, tuple(page.differing(old.article, made)))
    (tally.changed if seal.intact else tally.left_alone).append(change)
    return found if seal.intact else None


def _is_of(made: Article, there: Article) -> bool:
    return made.origin.record == there.origin.record


def _unmade(name: str, records: Sequence[Result]) -> Problem:
    refusals = (problem for made in records for problem in made.problems if problem.kind in REFUSALS)
    why = next(refusals, None)
    if why is None:
        return Problem(ProblemKind.ORIGINAL, name, "its original has no such record any more", "It stays as it is.")
    return Problem(why.kind, name, f"it stays as it is: {why.reason}", why.next_step)
