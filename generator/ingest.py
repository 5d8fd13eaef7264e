"""The story: find the inputs, read them, choose among saves of one article, shelve, list, commit.

Everything is first made, then chosen, then shelved, so that what a run leaves behind depends on its inputs alone and
not on their order or on the number of workers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from generator import history, identity, inputs, lists, page, workers
from generator.article import Article
from generator.catalog import Catalog, Shelved
from generator.config import Config
from generator.inputs import Given
from generator.problems import Kind, Problem, Report
from generator.shelf import CACHE, INCOMING, ORIGINALS, Shelf, place
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A made article that waits for its turn: its text is in the spool, here is what choosing needs."""

    given: Given
    sha256: str
    at: int
    """Where its text begins in the spool."""
    length: int
    """How long its text is, in bytes."""
    key: str
    """What saves of one article have in common."""
    rank: tuple[float, float, int, str]


@dataclass(slots=True)
class _Run:
    """What has come of a run so far."""

    read: int = 0
    written: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    claimed: set[str] = field(default_factory=set)
    """Pages that an article of this run has been matched with."""


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
    shelf = Shelf(config.root, config.docs)
    cache = config.root / CACHE
    with shelf.locked(), Catalog(cache / "catalog.sqlite", config.docs) as catalog:
        catalog.sync()
        given = _given(sources, config, shelf, stdin)
        run = _Run()
        with shelf.scratch("made").open("w+b") as spool:
            drafts = _make(given, config, options, spool, run, progress)
            for draft in _current(drafts, spool, run):
                _shelve(draft, spool, config, shelf, catalog, options, run)
        run.problems.extend(catalog.faults())
        if not options.dry_run:
            lists.update(shelf, catalog, config.site_name)
        revision = None
        if options.commit and config.settings.commit and not options.dry_run:
            revision = _commit(config, shelf, run)
    problems = tuple(sorted(run.problems, key=lambda problem: (problem.file, problem.record or "", problem.kind)))
    return Report(run.read, len(run.written), len(run.updated), run.unchanged, problems, revision)


def _given(sources: Sequence[Path], config: Config, shelf: Shelf, stdin: IO[bytes] | None) -> list[Given]:
    """List the inputs; standard input is first written to a file, so that a worker can read it."""
    named = [source for source in sources if str(source) != inputs.STDIN]
    own = [config.docs, config.site, *(config.root / name for name in (ORIGINALS, INCOMING))]
    found = inputs.find(named, own)
    if len(named) < len(sources) and stdin is not None:
        file = shelf.scratch("stdin")
        limit = config.settings.max_megabytes * (1 << 20)
        file.write_bytes(stdin.read(limit + 1))
        found.append(Given(file, inputs.STDIN))
    return found


def _make(
    given: Sequence[Given], config: Config, options: Options, spool: IO[bytes], run: _Run, progress: Progress
) -> list[_Draft]:
    """Read every input, put the articles' texts into the spool, and give a draft of each."""
    drafts: list[_Draft] = []
    jobs = options.jobs or len(os.sched_getaffinity(0))
    progress(0, len(given))
    results = workers.read_all(given, config, jobs, options.read_as)
    for done, (item, sha256, records) in enumerate(results, start=1):
        for made in records:
            run.read += 1
            run.problems.extend(made.problems)
            if made.article is not None:
                text = page.dump(made.article).encode("utf-8", "replace")
                key = identity.url(made.article) or identity.text(made.article)
                draft = _Draft(item, sha256, spool.tell(), len(text), key, identity.rank(made.article))
                drafts.append(draft)
                spool.write(text)
        progress(done, len(given))
    return drafts


def _text(draft: _Draft, spool: IO[bytes]) -> str:
    spool.seek(draft.at)
    return spool.read(draft.length).decode("utf-8")


def _current(drafts: Sequence[_Draft], spool: IO[bytes], run: _Run) -> Iterator[_Draft]:
    """Choose the current save of each article, in the order of reading; report the others."""
    groups: dict[str, list[_Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.key, []).append(draft)
    chosen: set[int] = set()
    for group in groups.values():
        standing: list[tuple[_Draft, Article]] = []
        for draft in sorted(group, key=lambda draft: draft.rank, reverse=True):
            article = page.load(_text(draft, spool)) if len(group) > 1 else None
            newer = next((other for other, held in standing if article and identity.same(article, held)), None)
            if newer is not None:
                run.problems.append(_superseded(draft.given.file, f"{newer.given.file} is a later save of it"))
                continue
            chosen.add(draft.at)
            if article:
                standing.append((draft, article))
    return (draft for draft in drafts if draft.at in chosen)


def _superseded(file: str, why: str) -> Problem:
    step = "Nothing needs to be done; to read this one instead, take the other one away."
    return Problem(Kind.SUPERSEDED, file, f"the article is there already: {why}", step)


def _shelve(
    draft: _Draft, spool: IO[bytes], config: Config, shelf: Shelf, catalog: Catalog, options: Options, run: _Run
) -> None:
    """Put one article where it belongs, and take down what that meant."""
    text = _text(draft, spool)
    article = page.load(text)
    found, others = _match(article, page.seal(text).value, catalog, shelf, run.claimed)
    path = found.path if found else place(article, lambda path: path in run.claimed or (shelf.docs / path).exists())
    run.claimed.add(path)
    if found is None:
        if others:
            run.problems.append(_held(draft, others[0].path))
        run.written.append(path)
    elif found.seal == page.seal(text).value:
        run.unchanged += 1
        return
    elif not found.intact:
        aside = INCOMING + "/" + path if options.dry_run else shelf.set_aside(path, text).relative_to(config.root)
        step = f"Compare it with {aside}, which holds the new text, and delete that file when you are done."
        run.problems.append(Problem(Kind.EDITED, draft.given.file, f"docs/{path} was edited by hand and is kept", step))
        return
    elif identity.is_older(article, page.load(shelf.read_page(path))):
        run.problems.append(_superseded(draft.given.file, f"docs/{path} is a later save of it"))
        return
    else:
        run.updated.append(path)
    if not options.dry_run:
        shelf.write_page(path, text)
        catalog.note(path)
        _keep_original(draft, config, shelf)


def _held(draft: _Draft, path: str) -> Problem:
    reason = f"its canonical URL is that of docs/{path}, which has another headline and text; both are kept"
    return Problem(
        Kind.URL_HELD, draft.given.file, reason, "If one of them names the wrong URL, mend its page's `url`."
    )


def _match(
    article: Article, seal: str, catalog: Catalog, shelf: Shelf, claimed: Iterable[str]
) -> tuple[Shelved | None, list[Shelved]]:
    """Find the page that holds the article; besides, the pages that have its URL and hold another one."""
    url = identity.url(article)
    candidates = catalog.by_url(url) if url else _without_url(article, catalog)
    free = [shelved for shelved in candidates if shelved.path not in claimed]
    exact = next((shelved for shelved in free if shelved.seal == seal), None)
    if exact:
        return exact, []
    same = identity.same if url else lambda a, b: identity.alike(a.body, b.body)
    for shelved in free:
        if same(article, page.load(shelf.read_page(shelved.path))):
            return shelved, []
    unreadable = catalog.at(place(article, lambda path: False))
    if unreadable and not unreadable.headline:
        # Its owner broke its front matter: it may well be this article's page, and is not to be doubled.
        return unreadable, []
    return None, candidates if url else []


def _without_url(article: Article, catalog: Catalog) -> list[Shelved]:
    return [*catalog.by_text(identity.text(article)), *catalog.by_place(identity.place(article))]


def _keep_original(draft: _Draft, config: Config, shelf: Shelf) -> None:
    if config.settings.keep_originals:
        shelf.keep_original(draft.sha256, inputs.load(draft.given.path, config.settings.max_megabytes * (1 << 20)))


def _commit(config: Config, shelf: Shelf, run: _Run) -> str | None:
    """Commit what the program wrote, in this run or in one that was cut short; what its owner edited is the owner's."""
    if not history.is_versioned(config.root):
        return None
    docs = config.docs.relative_to(config.root).as_posix()
    folders = [f"{docs}/{path}" for path in ("articles", *lists.paths())]
    changed = history.changed(config.root, [*folders, ORIGINALS, INCOMING])
    ours = [path for path in changed if not _is_edited(shelf, path.removeprefix(docs + "/"))]
    return history.commit(config.root, ours, _message(run, config)) if ours else None


def _is_edited(shelf: Shelf, path: str) -> bool:
    """Whether a changed file under articles/ is not as the program wrote it: edited, removed, or the owner's own."""
    if not path.startswith("articles/"):
        return False
    file = shelf.docs / path
    return not (file.is_file() and page.seal(shelf.read_page(path)).intact)


_LISTED = 40


def _message(run: _Run, config: Config) -> str:
    """Word the commit: what came in, by headline."""
    new, updated = len(run.written), len(run.updated)
    counts = [f"{new} new"] * bool(new) + [f"{updated} updated"] * bool(updated)
    lines = [f"Ingest: {', '.join(counts)}" if counts else "Ingest: what an earlier run left uncommitted", ""]
    paths = [*(("+", path) for path in run.written), *(("~", path) for path in run.updated)]
    for mark, path in paths[:_LISTED]:
        article = page.load((config.docs / path).read_text("utf-8"))
        day = f"{article.published:%Y-%m-%d}" if article.published else None
        about = ", ".join(filter(None, (article.source, day)))
        lines.append(f"{mark} {article.headline}" + (f" ({about})" if about else ""))
    if len(paths) > _LISTED:
        lines.append(f"and {len(paths) - _LISTED} more")
    return "\n".join(lines).rstrip() + "\n"
