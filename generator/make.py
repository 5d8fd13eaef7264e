"""One input becomes articles: read, extract, parse, clean, write, tag. A pure function of the input, the archive's
settings and its vocabulary: no clock, no neighbour, no catalogue. It runs in workers, where `bounds` may end it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import clean, fields, taggers
from generator.article import Article, Clipping, Form, PlainText, RawHtml, SafeHtml
from generator.config import Settings
from generator.extract import extract
from generator.markdown import Unwritable, Writer
from generator.problems import REFUSALS, Kind, Problem
from generator.readers import Input, Reader
from generator.taggers.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one record: an article, or none and a problem that says why; remarks besides."""

    article: Article | None
    problems: tuple[Problem, ...] = ()
    inert: int = 0
    """How many blocks of the body had to be written as inert HTML."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes articles for one archive."""

    settings: Settings
    writer: Writer
    vocabulary: Vocabulary

    def make(self, source: Input, reader: Reader) -> Iterator[Made]:
        """Give each record of an input, in order."""
        remarks: list[Problem] = []
        for found in reader.read(source):
            if isinstance(found, Clipping):
                made = self._record(found)
                yield replace(made, problems=(*remarks, *made.problems))
                remarks = []
            elif found.kind in REFUSALS:
                yield Made(None, (*remarks, found))
                remarks = []
            else:
                remarks.append(found)

    def _record(self, clipping: Clipping) -> Made:
        origin = clipping.origin
        if clipping.form is not Form.TEXT and clean.depth(RawHtml(clipping.body)) > self.settings.max_depth:
            reason = f"its elements nest deeper than {self.settings.max_depth} levels"
            step = "If the page is sound, raise `max_depth` in mkdocs.yml; parsers lose text below 250 levels."
            return Made(None, (Problem(Kind.TOO_DEEP, origin.file, reason, step, origin.record),))
        clipping = extract(clipping)
        known, problems = fields.parse(clipping)
        html = _body(clipping, known.url)
        if not html:
            reason = "no text was found in it"
            step = "Open the file in a browser; if its text shows there, save the page again as it is shown."
            return Made(None, (*problems, Problem(Kind.NO_BODY, origin.file, reason, step, origin.record)))
        try:
            body, inert = self.writer.write(html)
        except Unwritable:
            reason = "the site's Markdown extensions change its text even where it is written as plain HTML"
            step = "Take the extension that does so out of `markdown_extensions` in mkdocs.yml and run again."
            return Made(None, (*problems, Problem(Kind.UNWRITABLE, origin.file, reason, step, origin.record)))
        origin = replace(origin, retrieved=known.retrieved, fields=known.via)
        article = Article(
            headline=known.headline,
            body=body,
            origin=origin,
            dek=known.dek,
            kicker=known.kicker,
            authors=known.authors,
            dateline=known.dateline,
            published=known.published,
            modified=known.modified,
            source=known.source,
            section=known.section,
            language=known.language,
            url=known.url,
            image=known.image,
            rights=known.rights,
            keywords=known.keywords,
            extra=clipping.extra,
        )
        tags = taggers.tag(article, clean.visible(html), self.vocabulary, self.settings.tags_per_article)
        return Made(replace(article, tags=tags), tuple(problems), inert)


def _body(clipping: Clipping, url: str | None) -> SafeHtml:
    if clipping.form is Form.TEXT:
        return clean.from_text(PlainText(clipping.body))
    return clean.clean(RawHtml(clipping.body), clipping.base_url or url)
