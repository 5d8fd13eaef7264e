"""The conversion of one record to its articles: the steps in their order. Owns what each step receives from the earlier
ones; the work of a step is left to its room.

Fields are parsed and visible text is computed once, here, and handed to the steps that need them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from backfile.article import Article, Clipping, Form, PlainText, RawHtml, SafeHtml
from backfile.conversion import fidelity, much_removed, remarks
from backfile.conversion.fidelity import UNMEASURED, Measured
from backfile.conversion.image_sources import NO_IMAGES, ImageSupply
from backfile.conversion.images import ArticleImages
from backfile.conversion.line_fates import explain_lines
from backfile.conversion.result import Explanation, Result, refused
from backfile.extract import extract
from backfile.extract.text import owner_lines
from backfile.extract.text.owner_lines import NO_LINES, AcceptedLines
from backfile.fields import parse as fields
from backfile.markup import sanitize
from backfile.markup.nesting import measure_nesting
from backfile.markup.writer import UnwritableError, Writer
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers import Reader, RecordData
from backfile.readers.publication_status import find_drafts_folder
from backfile.settings.schema import Settings
from backfile.tags import article_subjects, tagging
from backfile.tags.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts records to articles of one archive."""

    settings: Settings
    writer: Writer
    vocabulary: Vocabulary
    furniture: AcceptedLines = NO_LINES
    explaining: bool = False
    """Whether the results explain how each article was made."""
    drafts: bool = False
    """Whether articles that are not published are converted, too."""

    def convert(self, record: RecordData, reader: Reader, supply: ImageSupply = NO_IMAGES) -> Iterator[Result]:
        """Yield a result for each clipping and each refusal of a record, in order.

        A remark of the reader belongs to the next result, or to the last if none follows. `supply` is where the images
        of the record come from, and where they are staged.
        """
        pending: Result | None = None
        reader_remarks = list(_file_remarks(record))
        for item in _parse(record, reader):
            if isinstance(item, Problem) and item.kind not in REFUSALS and item.kind is not ProblemKind.LEFT_OUT:
                reader_remarks.append(item)
                continue
            if pending:
                yield pending
            if isinstance(item, Clipping):
                result = self._convert_clipping(_with_damage(item, reader_remarks), supply)
            else:
                result = refused(item)
            pending, reader_remarks = replace(result, problems=(*reader_remarks, *result.problems)), []
        if pending:
            yield replace(pending, problems=(*pending.problems, *reader_remarks))

    def _convert_clipping(self, clipping: Clipping, supply: ImageSupply) -> Result:
        """Return the article of a clipping, or the problem that prevents one."""
        if refusal := self._refuse(clipping):
            return refused(refusal)
        images = ArticleImages(self.settings, supply)
        extracted = extract(clipping, self.furniture, images.is_usable)
        extracted = replace(extracted, parsed=extracted.parsed or fields.parse_fields(extracted))
        html = _sanitize(extracted, images)
        visible = sanitize.visible_text(html)
        extracted = fields.add_language(extracted, visible)
        article, problems = fields.parse(extracted)
        if not self.drafts and (day := remarks.scheduled_day(article)):
            return refused(remarks.left_out(clipping.origin, f"it is dated {day}, in the future"))
        explanation = self._explain(clipping, extracted) if self.explaining else None
        result = Result(None, problems, extracted.removed, explanation)
        if not html:
            return replace(result, problems=(*problems, remarks.no_body(extracted)))
        try:
            body, inert = self.writer.write(html)
        except UnwritableError:
            return replace(result, problems=(*problems, remarks.unwritable(clipping.origin)))
        measured = measure(extracted, article, html, visible)
        images.keep_lead(article.image)
        origin = replace(article.origin, images=images.names, fidelity=measured.fidelity)
        result = self._tag(result, replace(article, body=body, origin=origin), visible)
        if result.why:
            result = replace(result, why=replace(result.why, inert=inert, measured=measured))
        return replace(
            result,
            problems=(
                *problems,
                *images.problems(origin),
                *fidelity.problems(origin),
                *much_removed.problems(extracted),
                *remarks.remarks(extracted, replace(article, body=body)),
            ),
            images=frozenset(images.kept),
            inert=remarks.quoted_blocks(inert),
            elsewhere=tuple(dict.fromkeys(images.on_the_web)),
        )

    def _refuse(self, clipping: Clipping) -> Problem | None:
        """Return why a clipping is not converted: it is not published, or parsers would need too long for it."""
        unpublished = clipping.unpublished or find_drafts_folder(clipping.origin)
        if unpublished and not self.drafts:
            return remarks.left_out(clipping.origin, unpublished)
        if clipping.form is Form.TEXT:
            return None
        nesting = measure_nesting(RawHtml(clipping.body))
        if nesting.depth > self.settings.max_depth:
            return remarks.too_deep(clipping.origin, self.settings.max_depth)
        return remarks.too_many_attributes(clipping.origin) if nesting.has_too_many_attributes else None

    def _tag(self, result: Result, article: Article, visible: str) -> Result:
        """Return the result with the article, its tags and its subjects. In: the visible text of its body."""
        settings = self.settings
        subject = (article, visible, self.vocabulary, settings.tags_per_article, settings.tags_language)
        if result.why is None:
            article = replace(article, tags=tagging.tag(*subject))
            subjects = article_subjects.subjects_of(article, visible, self.vocabulary)
            return replace(result, article=replace(article, subjects=subjects))
        offers = tuple(tagging.explain(*subject))
        article = replace(article, tags=tagging.accepted_tags(offers, settings.tags_per_article))
        found = article_subjects.subject_offers(article, visible, self.vocabulary)
        article = replace(article, subjects=article_subjects.accepted_subjects(found))
        return replace(result, article=article, why=replace(result.why, offers=offers, subject_offers=found))

    def _explain(self, clipping: Clipping, extracted: Clipping) -> Explanation:
        """Return the explanation of the steps up to extraction. In: the clipping before and after extraction."""
        edge = owner_lines.unknown_edge_lines(clipping, extracted, self.furniture)
        names = owner_lines.entry_names(clipping) if clipping.form is Form.TEXT else ()
        return Explanation(fields.explain(extracted), names, edge, lines=explain_lines(clipping, extracted))


def measure(clipping: Clipping, article: Article, html: SafeHtml, visible: str) -> Measured:
    """Measure how much of its page an article holds. In: what is left by extraction; the visible text of `html`."""
    if clipping.content is None:
        return UNMEASURED
    texts = (visible, article.headline, article.dek or "", *(removed.text for removed in clipping.removed))
    base_url = clipping.base_url or article.url
    written = fidelity.WrittenArticle(html, texts, RawHtml(clipping.body), clipping.images, base_url)
    return fidelity.measure(clipping.content, written)


def _file_remarks(record: RecordData) -> Iterator[Problem]:
    """Yield a remark on a record whose file is damaged."""
    origin = record.origin
    if origin.damaged:
        step = "Compare the end of the article, and ingest a whole file if you have one."
        yield Problem(ProblemKind.DAMAGED, origin.file, origin.damaged, step, origin.record)


def _with_damage(clipping: Clipping, reader_remarks: Sequence[Problem]) -> Clipping:
    """Return a clipping whose origin says what its reader remarked on damage of its record."""
    reasons = dict.fromkeys(problem.reason for problem in reader_remarks if problem.kind is ProblemKind.DAMAGED)
    if not reasons:
        return clipping
    return replace(clipping, origin=replace(clipping.origin, damaged="; ".join(reasons)))


def _parse(record: RecordData, reader: Reader) -> Iterator[Clipping | Problem]:
    """Yield what a reader finds in a record. One that is nested too deep for a reader costs no other record."""
    try:
        yield from reader.parse(record)
    except RecursionError:
        origin, step = record.origin, "Take it out of the file, or make it less deep, and run again."
        yield Problem(ProblemKind.TOO_DEEP, origin.file, "it is nested too deeply to be read", step, origin.record)


def _sanitize(clipping: Clipping, images: ArticleImages) -> SafeHtml:
    """Return the body of a clipping as safe HTML, with the addresses of kept images. In: its fields are parsed."""
    if clipping.form is Form.TEXT:
        return sanitize.from_text(PlainText(clipping.body))
    images.set_placeholders(clipping.images)
    url = clipping.parsed.values.get("url") if clipping.parsed else None
    base_url = clipping.base_url or (url if isinstance(url, str) else None)
    own_urls = [url] if isinstance(url, str) else []
    return sanitize.clean(RawHtml(clipping.body), base_url, images.resolve_address, own_urls)
