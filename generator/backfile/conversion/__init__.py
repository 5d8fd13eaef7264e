"""One input becomes articles: read, extract, parse, clean, write, tag. A pure function of the input, the archive's
settings, its vocabulary and the furniture its owner accepted: no clock, no neighbour, no catalogue. It runs in a
process that `workers` may end. Why an article is as it is, is told on the same way, where that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import shorten

from backfile.article import Article, Clipping, Form, InertBlock, Origin, PlainText, RawHtml, SafeHtml
from backfile.conversion import fidelity
from backfile.conversion.fidelity import UNMEASURED, Measured
from backfile.conversion.images import NO_IMAGES, ImageSupply, Pictures
from backfile.conversion.result import Explanation, Result
from backfile.extract import extract
from backfile.extract.text import owner_lines
from backfile.extract.text.owner_lines import NOTHING, Accepted
from backfile.fields import parse
from backfile.markup import sanitize
from backfile.markup.nesting import depth
from backfile.markup.plain_text import one_line
from backfile.markup.unsupported import FIGURE, SPANS
from backfile.markup.writer import Unwritable, Writer
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers import InputData, Reader
from backfile.settings.schema import Settings
from backfile.tags import tagging
from backfile.tags.vocabulary import Vocabulary

_NOTHING = Result(None)


@dataclass(frozen=True, slots=True)
class Converter:
    """Makes articles for one archive."""

    settings: Settings
    writer: Writer
    vocabulary: Vocabulary
    furniture: Accepted = NOTHING
    explaining: bool = False
    """Whether to say of each record why it is as it is."""

    def convert(self, source: InputData, reader: Reader, supply: ImageSupply = NO_IMAGES) -> Iterator[Result]:
        """Give each record of an input, in order. A remark goes with the record after it, or else with the last.

        `supply` is where the input's images come from, and go to.
        """
        waiting: Result | None = None
        remarks: list[Problem] = []
        for found in reader.read(source):
            if isinstance(found, Problem) and found.kind not in REFUSALS:
                remarks.append(found)
                continue
            if waiting:
                yield waiting
            made = self._record(found, supply) if isinstance(found, Clipping) else Result(None, (found,))
            waiting, remarks = replace(made, problems=(*remarks, *made.problems)), []
        if waiting:
            yield replace(waiting, problems=(*waiting.problems, *remarks))

    def _record(self, clipping: Clipping, supply: ImageSupply) -> Result:
        if clipping.form is not Form.TEXT and depth(RawHtml(clipping.body)) > self.settings.max_depth:
            reason = f"its elements nest deeper than {self.settings.max_depth} levels"
            step = "If the page is sound, raise `max_depth` in mkdocs.yml; parsers lose text below 250 levels."
            return _refused(clipping, ProblemKind.TOO_DEEP, reason, step)
        pictures = Pictures(self.settings, supply)
        found, clipping = clipping, extract(clipping, self.furniture, pictures.came_with)
        article, problems = parse.parse(clipping)
        why = self._why(found, clipping) if self.explaining else None
        made = Result(None, problems, clipping.removed, why)
        html = _body(clipping, article.url, pictures)
        if not html:
            reason = "no text was found in it"
            step = "Open the file in a browser; if its text shows there, save the page again as it is shown."
            return _refused(clipping, ProblemKind.NO_BODY, reason, step, made)
        try:
            body, inert = self.writer.write(html)
        except Unwritable:
            return replace(made, problems=(*problems, unwritable(clipping.origin)))
        visible = sanitize.visible(html)
        measured = measure(clipping, article, html, visible)
        origin = replace(article.origin, images=pictures.names, fidelity=measured.fidelity)
        article = replace(article, body=body, origin=origin)
        problems = (*problems, *pictures.problems(origin), *fidelity.problems(origin))
        problems = (*problems, *_paged(clipping), *_long(article))
        about = (article, visible, self.vocabulary, self.settings.tags_per_article)
        article = replace(article, tags=tagging.tag(*about))
        if why:
            why = replace(why, offers=tuple(tagging.explained(*about)), inert=inert, measured=measured)
        made = replace(
            made,
            images=frozenset(pictures.kept),
            inert=_unforeseen(inert),
            elsewhere=tuple(dict.fromkeys(pictures.elsewhere)),
        )
        return replace(made, article=article, problems=problems, why=why)

    def _why(self, found: Clipping, clipping: Clipping) -> Explanation:
        """Explain a record as far as it is extracted. In: it as found, and what extraction left of it."""
        edge = owner_lines.recurring(found, clipping, self.furniture)
        return Explanation(parse.explain(clipping), owner_lines.names(found) if found.form is Form.TEXT else (), edge)


def _refused(clipping: Clipping, kind: ProblemKind, reason: str, step: str, made: Result = _NOTHING) -> Result:
    problem = Problem(kind, clipping.origin.file, reason, step, clipping.origin.record)
    return replace(made, problems=(*made.problems, problem))


def unwritable(origin: Origin) -> Problem:
    """Word the problem of an article that no form of Markdown shows as it is."""
    reason = "the site's Markdown extensions change its text even where it is written as plain HTML"
    step = "Take the extension that does so out of `markdown_extensions` in mkdocs.yml and run again."
    return Problem(ProblemKind.UNWRITABLE, origin.file, reason, step, origin.record)


def measure(clipping: Clipping, article: Article, html: SafeHtml, visible: str) -> Measured:
    """Measure how much of its page an article holds; `visible` is the text of its `html`."""
    if clipping.content is None:
        return UNMEASURED
    texts = (visible, article.headline, article.dek or "", *(removed.text for removed in clipping.removed))
    base_url = clipping.base_url or article.url
    written = fidelity.Written(html, texts, RawHtml(clipping.body), clipping.images, base_url)
    return fidelity.measure(clipping.content, written)


def _long(article: Article) -> Iterator[Problem]:
    if (lines := article.body.count("\n") + 1) > _LONG:
        reason = f"its page has {lines:,} lines of Markdown, which every build of the site renders anew"
        step = (
            "Nothing of it is lost; if it is a list or table of data rather than an article, leave it out of the inbox."
        )
        yield Problem(ProblemKind.LONG, article.origin.file, reason, step, article.origin.record)


_LONG = 6_000
"""More lines than articles have. From some thousands of blocks on, Python-Markdown takes more than in proportion."""


def _paged(clipping: Clipping) -> Iterator[Problem]:
    if clipping.next_page:
        reason = f"its text goes on at {one_line(clipping.next_page)[:_SHOWN]}, a page of its own"
        step = "Ingest that page, too; better, save the article anew as the site prints it or shows it on one page."
        yield Problem(ProblemKind.PAGED, clipping.origin.file, reason, step, clipping.origin.record)


_SHOWN = 200
"""How many characters of an address, or of a block, are told."""


def _unforeseen(inert: tuple[InertBlock, ...]) -> tuple[InertBlock, ...]:
    found = (block for block in inert if block.why not in (FIGURE, SPANS))
    return tuple(replace(block, text=shorten(block.text, _SHOWN, placeholder=" …")) for block in found)


def _body(clipping: Clipping, url: str | None, pictures: Pictures) -> SafeHtml:
    if clipping.form is Form.TEXT:
        return sanitize.from_text(PlainText(clipping.body))
    pictures.begin(clipping.images)
    return sanitize.clean(RawHtml(clipping.body), clipping.base_url or url, pictures.address)
