"""Why an article is as it is: from an input, from the original of a page, or else from what the page itself still says.

What an input becomes is told by the code that ingest runs, in the same workers and bounds. Nothing is written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backfile import images
from backfile.archive import page
from backfile.archive.storage import Storage
from backfile.article import Article, InertBlock, RemovedText
from backfile.conversion.fidelity import UNMEASURED, Measured
from backfile.conversion.result import Result
from backfile.fields import FIELDS
from backfile.fields.parse import Candidate, Fate
from backfile.markup import sanitize
from backfile.problems import NothingThereError, Problem, ProblemKind
from backfile.readers import files
from backfile.readers.files import InputFile
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.workers import pool

if TYPE_CHECKING:
    from backfile.tags.tagger import Offer

KEYS = tuple(field.key for field in FIELDS if field.parse)
"""The front-matter keys that hold a field of the input, in the page's order."""


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A page of the archive that was asked about."""

    path: str
    """From the archive's folder on."""
    edited: bool
    """Whether its text is not what the program wrote."""
    original: bool
    """Whether its original is kept, and was read again."""
    differs: tuple[str, ...] = ()
    """Front-matter keys, and `body`, in which it is not what its original would become now."""


@dataclass(frozen=True, slots=True)
class ArticleExplanation:
    """All that can be said of one record."""

    file: str
    """The input, as in `Origin.file`; the page's path where its front matter tells of none."""
    record: str | None
    page: OnDisk | None
    """The page, where one was asked about."""
    article: Article | None
    """What the record becomes; the page's own where there is no original. Absent where it is refused."""
    candidates: tuple[Candidate, ...] = ()
    lines_of: tuple[str, ...] = ()
    """The names under which lines of furniture.yml count for it, besides those for every text."""
    removed: tuple[RemovedText, ...] = ()
    offers: tuple[Offer, ...] = ()
    inert: tuple[InertBlock, ...] = ()
    measured: Measured = UNMEASURED
    """How much of its page's main content it holds; of a page without its original only what that says of it."""
    problems: tuple[Problem, ...] = ()


def explain(
    paths: Sequence[Path], config: Config, read_as: str | None = None, folder: Path | None = None
) -> Iterator[ArticleExplanation]:
    """Explain files, those below folders, and pages of the archive, in the order in which they were named.

    `read_as` is a reader's name for inputs whose names tell none, `folder` the one by which files are named when they
    are ingested. Raises NothingThereError for what does not exist, SettingsError for a tags.yml or furniture.yml that
    cannot be used.
    """
    for path in paths:
        if (name := _page_name(path, config)) is not None:
            yield from _of_page(name, config)
        else:
            yield from _of_inputs(_given(path, folder), config, read_as)


def _page_name(path: Path, config: Config) -> str | None:
    """Give the path under docs/ of a page; None for other files."""
    file, docs = Path(os.path.realpath(path)), Path(os.path.realpath(config.docs))
    return file.relative_to(docs).as_posix() if file.suffix == ".md" and file.is_relative_to(docs) else None


def _given(path: Path, folder: Path | None) -> list[InputFile]:
    try:
        found = files.find([path])
    except NothingThereError as error:
        raise _nothing(path) from error
    return [files.within(given, folder) for given in found] if folder else found


def _nothing(path: object) -> NothingThereError:
    return NothingThereError(f"{path} does not exist. Name a file that does, or a page of the archive.")


def _of_inputs(given: Sequence[InputFile], config: Config, read_as: str | None) -> Iterator[ArticleExplanation]:
    jobs = min(len(given), pool.processors())
    for item, _, records in pool.read_all(given, config, jobs, read_as, explaining=True):
        for made in records:
            yield _explanation(item.file, made, None)


def _explanation(file: str, made: Result, on_disk: OnDisk | None) -> ArticleExplanation:
    why, article = made.why, made.article
    record = article.origin.record if article else next((problem.record for problem in made.problems), None)
    told = ArticleExplanation(file, record, on_disk, article, removed=made.removed, problems=made.problems)
    if why is None:
        return told
    told = replace(told, candidates=why.candidates, lines_of=why.lines_of, offers=why.offers, inert=why.inert)
    return replace(told, measured=why.measured)


def _of_page(name: str, config: Config) -> Iterator[ArticleExplanation]:
    storage = Storage(config.root, config.docs)
    shown = storage.display_path(name)
    try:
        text = storage.read_page(name)
        article = page.load(text)
    except FileNotFoundError as error:
        raise _nothing(shown) from error
    except (OSError, page.PageError) as error:
        step = "Name the page of an article; the handbook describes its front matter."
        reason = f"it cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)
        yield ArticleExplanation(shown, None, None, None, problems=(Problem(ProblemKind.PAGE, shown, reason, step),))
        return
    edited, origin = not page.read_seal(text).intact, article.origin
    original = storage.original_file(origin.sha256)
    if not re.fullmatch("[0-9a-f]{64}", origin.sha256) or not original.is_file():
        yield _from_page(article, OnDisk(shown, edited, original=False), config)
        return
    given, found = [InputFile(original, origin.file, named=True, page=storage.docs / name)], False
    for _, _, records in pool.read_all(given, config, 1, origin.reader, explaining=True):
        for made in records:
            if made.article is None or made.article.origin.record == origin.record:
                found = True
                differs = tuple(page.differing(article, made.article)) if made.article else ()
                yield _explanation(origin.file, made, OnDisk(shown, edited, original=True, differs=differs))
    if not found:
        reason = f"its original has no record `{origin.record}`, so that the page alone is explained"
        problem = Problem(ProblemKind.ORIGINAL, shown, reason, "Put right what its `origin` says.")
        yield replace(_from_page(article, OnDisk(shown, edited, original=False), config), problems=(problem,))


def _from_page(article: Article, on_disk: OnDisk, config: Config) -> ArticleExplanation:
    """Say what a page without its original tells: where its fields stood, its tags, its inert blocks."""
    from backfile.conversion import unwritable
    from backfile.markup.writer import UnwritableError, Writer
    from backfile.tags import tagging, tags_yml

    writer = Writer(config.rendering.extensions, config.rendering.options)
    html = sanitize.clean(writer.render(article.body), image_address=images.of_page)
    vocabulary = tags_yml.load(config.root / TAGS_YML)
    about = (article, sanitize.visible_text(html), vocabulary, config.settings.tags_per_article)
    offers = tuple(tagging.explained(*about))
    stood = [(key, via) for key, via in article.origin.fields.items() if key in KEYS]
    candidates = tuple(Candidate(key, value(article, key), via, Fate.TAKEN) for key, via in stood)
    origin = article.origin
    measured = Measured(dict(origin.fidelity))
    told = ArticleExplanation(
        origin.file, origin.record, on_disk, article, candidates, offers=offers, measured=measured
    )
    try:
        return replace(told, inert=writer.write(html)[1])
    except UnwritableError:
        return replace(told, problems=(unwritable(origin),))


def value(article: Article, key: str) -> tuple[str, ...]:
    """Give what an article says under a front-matter key as texts: several for lists, none where it says nothing."""
    found = article.origin.retrieved if key == "retrieved" else getattr(article, page.KEYS[key])
    if isinstance(found, tuple):
        return found
    return () if found is None else (found if isinstance(found, str) else found.isoformat(),)
