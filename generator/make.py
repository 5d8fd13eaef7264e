"""One input becomes articles: read, extract, parse, clean, write, tag. A pure function of the input, the archive's
settings and its vocabulary: no clock, no neighbour, no catalogue. It runs in workers, where `bounds` may end it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import clean, fields, taggers
from generator.article import Article, Clipping, Form, PlainText, RawHtml, Removed, SafeHtml
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
    removed: tuple[Removed, ...] = ()
    """What extraction took out of the body."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes articles for one archive."""

    settings: Settings
    writer: Writer
    vocabulary: Vocabulary

    def make(self, source: Input, reader: Reader) -> Iterator[Made]:
        """Give each record of an input, in order. A remark goes with the record after it, or else with the last."""
        waiting: Made | None = None
        remarks: list[Problem] = []
        for found in reader.read(source):
            if isinstance(found, Problem) and found.kind not in REFUSALS:
                remarks.append(found)
                continue
            if waiting:
                yield waiting
            made = self._record(found) if isinstance(found, Clipping) else Made(None, (found,))
            waiting, remarks = replace(made, problems=(*remarks, *made.problems)), []
        if waiting:
            yield replace(waiting, problems=(*waiting.problems, *remarks))

    def _record(self, clipping: Clipping) -> Made:
        if clipping.form is not Form.TEXT and clean.depth(RawHtml(clipping.body)) > self.settings.max_depth:
            reason = f"its elements nest deeper than {self.settings.max_depth} levels"
            step = "If the page is sound, raise `max_depth` in mkdocs.yml; parsers lose text below 250 levels."
            return _refused(clipping, Kind.TOO_DEEP, reason, step)
        clipping = extract(clipping)
        article, problems = fields.parse(clipping)
        html = _body(clipping, article.url)
        if not html:
            reason = "no text was found in it"
            step = "Open the file in a browser; if its text shows there, save the page again as it is shown."
            return _refused(clipping, Kind.NO_BODY, reason, step, problems)
        try:
            body, _ = self.writer.write(html)
        except Unwritable:
            reason = "the site's Markdown extensions change its text even where it is written as plain HTML"
            step = "Take the extension that does so out of `markdown_extensions` in mkdocs.yml and run again."
            return _refused(clipping, Kind.UNWRITABLE, reason, step, problems)
        article = replace(article, body=body)
        tags = taggers.tag(article, clean.visible(html), self.vocabulary, self.settings.tags_per_article)
        return Made(replace(article, tags=tags), problems, clipping.removed)


def _refused(clipping: Clipping, kind: Kind, reason: str, step: str, also: tuple[Problem, ...] = ()) -> Made:
    return Made(None, (*also, Problem(kind, clipping.origin.file, reason, step, clipping.origin.record)))


def _body(clipping: Clipping, url: str | None) -> SafeHtml:
    if clipping.form is Form.TEXT:
        return clean.from_text(PlainText(clipping.body))
    return clean.clean(RawHtml(clipping.body), clipping.base_url or url)
