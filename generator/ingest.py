"""The story: find the inputs, read them, choose among saves of one article, shelve, list, commit.

Everything is first made, then chosen, then shelved, so that what a run leaves behind depends on its inputs alone and
not on their order or on the number of workers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generator import history, inputs, lists, page, workers
from generator.catalog import Catalog
from generator.config import MEGABYTE, Config
from generator.drafts import Drafts
from generator.inputs import Given
from generator.problems import Report
from generator.shelf import CATALOG, INCOMING, ORIGINALS, Shelf
from generator.shelving import Shelver, Tally
from generator.taggers import vocabulary

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


def ingest(
    sources: Sequence[Path],
    config: Config,
    options: Options | None = None,
    progress: Progress = lambda done, total: None,
    stdin: IO[bytes] | None = None,
) -> Report:
    """Take files and folders into the archive. `-` among the sources stands for `stdin`.

    Raises LockedError while another run is at work, NothingThereError for a source that does not exist, SettingsError
    for a tags.yml that cannot be used, GitError when the commit fails (the pages are then written all the same).
    """
    options = options or Options()
    vocabulary.load(config.root / "tags.yml")
    shelf, tally, revision = Shelf(config.root, config.docs), Tally(), None
    with shelf.locked(), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        given = _given(sources, config, shelf, stdin)
        with shelf.scratch("drafts").open("w+b") as file:
            drafts = Drafts(file)
            read = _make(given, config, options, drafts, tally, progress)
            shelver = Shelver(shelf, catalog, tally, dry_run=options.dry_run)
            for draft in drafts.current(tally.problems):
                written = shelver.put(draft, drafts.text(draft))
                if written and config.settings.keep_originals and not options.dry_run:
                    limit = config.settings.max_megabytes * MEGABYTE
                    shelf.keep_original(draft.sha256, inputs.load(draft.given.path, limit))
        tally.problems.extend(catalog.faults())
        if not options.dry_run:
            lists.update(shelf, catalog, config.site_name)
            if options.commit and config.settings.commit:
                revision = _commit(config, shelf, tally)
    problems = tuple(sorted(tally.problems, key=lambda problem: (problem.file, problem.record or "", problem.kind)))
    return Report(read, len(tally.written), len(tally.updated), tally.unchanged, problems, revision)


def _given(sources: Sequence[Path], config: Config, shelf: Shelf, stdin: IO[bytes] | None) -> list[Given]:
    """List the inputs; standard input is first written to a file, so that a worker can read it."""
    named = [source for source in sources if str(source) != inputs.STDIN]
    own = [config.docs, config.site, *(config.root / name for name in (ORIGINALS, INCOMING))]
    found = inputs.find(named, own)
    if len(named) < len(sources) and stdin is not None:
        file = shelf.scratch("stdin")
        file.write_bytes(stdin.read(config.settings.max_megabytes * MEGABYTE + 1))
        found.append(Given(file, inputs.STDIN))
    return found


def _make(
    given: Sequence[Given], config: Config, options: Options, drafts: Drafts, tally: Tally, progress: Progress
) -> int:
    """Read every input into drafts and problems. Gives the number of records."""
    read = 0
    progress(0, len(given))
    results = workers.read_all(given, config, options.jobs or len(os.sched_getaffinity(0)), options.read_as)
    for done, (item, sha256, records) in enumerate(results, start=1):
        read += len(records)
        for made in records:
            tally.problems.extend(made.problems)
            if made.article is not None:
                drafts.add(item, sha256, made.article)
        progress(done, len(given))
    return read


def _commit(config: Config, shelf: Shelf, tally: Tally) -> str | None:
    """Commit what the program wrote, in this run or in one that was cut short; what its owner edited is the owner's."""
    if not history.is_versioned(config.root):
        return None
    docs = config.docs.relative_to(config.root).as_posix()
    folders = [f"{docs}/{path}" for path in ("articles", *lists.paths())]
    changed = history.changed(config.root, [*folders, ORIGINALS, INCOMING])
    ours = [path for path in changed if not _is_edited(shelf, path.removeprefix(docs + "/"))]
    return history.commit(config.root, ours, _message(tally, shelf)) if ours else None


def _is_edited(shelf: Shelf, path: str) -> bool:
    """Whether a changed file under articles/ is not as the program wrote it: edited, removed, or the owner's own."""
    if not path.startswith("articles/"):
        return False
    return not ((shelf.docs / path).is_file() and page.seal(shelf.read_page(path)).intact)


_LISTED = 40


def _message(tally: Tally, shelf: Shelf) -> str:
    """Word the commit: what came in, by headline."""
    new, updated = len(tally.written), len(tally.updated)
    counts = [f"{new} new"] * bool(new) + [f"{updated} updated"] * bool(updated)
    lines = [f"Ingest: {', '.join(counts)}" if counts else "Ingest: what an earlier run left uncommitted", ""]
    paths = [*(("+", path) for path in tally.written), *(("~", path) for path in tally.updated)]
    for mark, path in paths[:_LISTED]:
        article = page.load(shelf.read_page(path))
        day = f"{article.published:%Y-%m-%d}" if article.published else None
        about = ", ".join(filter(None, (article.source, day)))
        lines.append(f"{mark} {article.headline}" + (f" ({about})" if about else ""))
    if len(paths) > _LISTED:
        lines.append(f"and {len(paths) - _LISTED} more")
    return "\n".join(lines).rstrip() + "\n"
