"""Explain: how an article was made, from an input, from the original of a page, or from the page alone.

Inputs and originals are converted as in an ingest, by the same workers with the same limits. Nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
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
from backfile.operations.explain_identity import ComparedPage, compare_pages
from backfile.operations.originals import original_of
from backfile.problems import NothingThereError, Problem, ProblemKind
from backfile.readers import files
from backfile.readers.files import InputFile
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.workers import pool
from backfile.workers.processors import processors

if TYPE_CHECKING:
    from backfile.conversion.line_fates import ExplainedLine
    from backfile.tags.subjects.choice import SubjectOffer
    from backfile.tags.tagger import Offer

KEYS = tuple(field.key for field in FIELDS if field.parse)
"""The front-matter keys that hold a field of the input, in the page's order."""


@dataclass(frozen=True, slots=True)
class PageState:
    """A page of the archive that is explained."""

    path: str
    """Relative to the archive's folder."""
    edited: bool
    """Whether its text is not the one that the program wrote."""
    original: bool
    """Whether its original is in the archive, and was converted again."""
    differs: tuple[str, ...] = ()
    """Front-matter keys, and `body`, in which the page differs from the article made from its original now."""


@dataclass(frozen=True, slots=True)
class ArticleExplanation:
    """The explanation of one record."""

    file: str
    """The input, as in `Origin.file`; the path of a page that cannot be read."""
    record: str | None
    page: PageState | None
    """The page; None when an input is explained."""
    article: Article | None
    """The article made from the record, or the page's own when it has no original. None when it is refused."""
    candidates: tuple[Candidate, ...] = ()
    lines_of: tuple[str, ...] = ()
    """The names in furniture.yml whose lines apply to it, besides those for every text."""
    removed: tuple[RemovedText, ...] = ()
    lines: tuple[ExplainedLine, ...] = ()
    """Of a text, its lines and what became of them."""
    offers: tuple[Offer, ...] = ()
    subject_offers: tuple[SubjectOffer, ...] = ()
    inert: tuple[InertBlock, ...] = ()
    measured: Measured = UNMEASURED
    """How much of the main content is in the article; for a page without its original only what the page states."""
    problems: tuple[Problem, ...] = ()
    compared: tuple[ComparedPage, ...] = ()
    """The pages that an input may be a save of, the one that it would revise first."""


def explain(
    paths: Sequence[Path], config: Config, read_as: str | None = None, folder: Path | None = None
) -> Iterator[ArticleExplanation]:
    """Yield explanations of files, of files below folders, and of pages of the archive, in the order of `paths`.

    `read_as` is the name of the reader for inputs whose file names decide on none, `folder` the folder relative to
    which an ingest names the files. Raises NothingThereError for a path that does not exist, SettingsError for a
    tags.yml or furniture.yml that cannot be used.
    """
    for path in paths:
        if (page_path := _page_path(path, config)) is not None:
            yield from _explain_page(page_path, config)
        else:
            for each in _explain_inputs(_find_inputs(path, folder), config, read_as):
                yield replace(each, compared=compare_pages(each.article, config)) if each.article else each


def _page_path(path: Path, config: Config) -> str | None:
    """Return the path under docs/ of a page; None for other files.

    A link in docs/ is a page, too, wherever it leads: its reading refuses what is outside.
    """
    if path.suffix != ".md":
        return None
    found = product(*((os.path.abspath(each), os.path.realpath(each)) for each in (path, config.docs)))  # noqa: PTH100
    return next(
        (Path(file).relative_to(docs).as_posix() for file, docs in found if Path(file).is_relative_to(docs)), None
    )


def _find_inputs(path: Path, folder: Path | None) -> list[InputFile]:
    try:
        inputs = files.find([path])
    except NothingThereError as error:
        raise _missing(path) from error
    return [files.within(item, folder) for item in inputs] if folder else inputs


def _missing(path: object) -> NothingThereError:
    return NothingThereError(f"{path} does not exist. Name a file that does, or a page of the archive.")


def _explain_inputs(inputs: Sequence[InputFile], config: Config, read_as: str | None) -> Iterator[ArticleExplanation]:
    jobs = min(len(inputs), processors())
    for batch in pool.convert_inputs(inputs, config, jobs, read_as, explaining=True):
        for result in batch.results:
            yield _explanation_of(batch.input.file, result, None)


def _explanation_of(file: str, result: Result, state: PageState | None) -> ArticleExplanation:
    why, article = result.why, result.article
    record = article.origin.record if article else next((problem.record for problem in result.problems), None)
    explanation = ArticleExplanation(file, record, state, article, removed=result.removed, problems=result.problems)
    if why is None:
        return explanation
    return replace(
        explanation,
        candidates=why.candidates,
        lines_of=why.lines_of,
        offers=why.offers,
        subject_offers=why.subject_offers,
        lines=why.lines,
        inert=why.inert,
        measured=why.measured,
    )


def _explain_page(path: str, config: Config) -> Iterator[ArticleExplanation]:
    """Yield the explanation of the page at `path`, under docs/, and of every refused record of its original."""
    storage = Storage(config.root, config.docs)
    page_file = storage.display_path(path)
    try:
        text = storage.read_page(path)
        article = page.load(text)
    except FileNotFoundError as error:
        raise _missing(page_file) from error
    except (OSError, page.PageError) as error:
        yield ArticleExplanation(page_file, None, None, None, problems=(_unreadable_problem(page_file, error),))
        return
    state = PageState(page_file, edited=not page.read_seal(text).intact, original=False)
    original = original_of(article.origin, path, storage)
    if original is None:
        yield _explain_page_alone(article, state, config)
        return
    explanations = list(_explain_original(original, article, state, config))
    yield from explanations
    if not explanations:
        problem = _record_problem(page_file, article.origin.record)
        yield replace(_explain_page_alone(article, state, config), problems=(problem,))


def _explain_original(
    original: InputFile, article: Article, state: PageState, config: Config
) -> Iterator[ArticleExplanation]:
    """Yield the explanations of the record of a page's original that is its article, and of refused records."""
    origin = article.origin
    for batch in pool.convert_inputs([original], config, 1, origin.reader, explaining=True):
        for result in batch.results:
            if result.article is None or result.article.origin.record == origin.record:
                differs = tuple(page.differing(article, result.article)) if result.article else ()
                yield _explanation_of(origin.file, result, replace(state, original=True, differs=differs))


def _unreadable_problem(page_file: str, error: OSError | page.PageError) -> Problem:
    reason = f"it cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)
    step = "Name the page of an article; the handbook describes its front matter."
    return Problem(ProblemKind.PAGE, page_file, reason, step)


def _record_problem(page_file: str, record: str | None) -> Problem:
    reason = f"its original has no record `{record}`, so only the page is explained"
    return Problem(ProblemKind.ORIGINAL, page_file, reason, "Correct `origin` on the page.")


def _explain_page_alone(article: Article, state: PageState, config: Config) -> ArticleExplanation:
    """Return the explanation of a page without its original: the places of its fields, its tags, its inert blocks."""
    from backfile.conversion import remarks
    from backfile.markup.writer import UnwritableError, Writer
    from backfile.tags import article_subjects, tagging
    from backfile.tags.vocabulary import tags_yml

    origin = article.origin
    writer = Writer(config.rendering.extensions, config.rendering.options)
    html = sanitize.clean(writer.render(article.body), image_address=images.safe_page_url)
    vocabulary = tags_yml.load(config.root / TAGS_YML)
    visible_text, settings = sanitize.visible_text(html), config.settings
    subject = (article, visible_text, vocabulary, settings.tags_per_article, settings.tags_language)
    offers = tuple(tagging.explain(*subject))
    places = [(key, via) for key, via in origin.fields.items() if key in KEYS]
    candidates = tuple(Candidate(key, field_values(article, key), via, Fate.TAKEN) for key, via in places)
    measured = Measured(dict(origin.fidelity))
    explanation = ArticleExplanation(
        origin.file, origin.record, state, article, candidates, offers=offers, measured=measured
    )
    explanation = replace(
        explanation, subject_offers=article_subjects.subject_offers(article, visible_text, vocabulary)
    )
    try:
        return replace(explanation, inert=writer.write(html)[1])
    except UnwritableError:
        return replace(explanation, problems=(remarks.unwritable(origin),))


def field_values(article: Article, key: str) -> tuple[str, ...]:
    """Return the values of an article under a front-matter key as strings: several for lists, none without a value."""
    value = article.origin.retrieved if key == "retrieved" else getattr(article, page.KEYS[key])
    if isinstance(value, tuple):
        return value
    return () if value is None else (value if isinstance(value, str) else value.isoformat(),)
