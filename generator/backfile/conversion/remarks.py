"""Problems of a converted article, and their wording. Owns when an article is refused or remarked on for its form: too
deep, without text, not writable, very long, continued on another page, or with lines whose encoding was repaired; those
of fidelity and of images are worded beside their measures, in `fidelity` and `images`.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from backfile.article import Article, Clipping, Form, InertBlock, Origin
from backfile.extract.text import mojibake
from backfile.fields.future_dates import is_future
from backfile.markup.nesting import MOST_ATTRIBUTES
from backfile.markup.plain_text import one_line
from backfile.markup.unsupported import FIGURE, SPANS
from backfile.problems import Problem, ProblemKind

_LONG_LINES = 6_000
"""A page with more lines is reported; articles are shorter. From some thousands of blocks on, the time that
Python-Markdown takes grows faster than the number of blocks."""
KEEP_LINES = (
    "`backfile explain FILE` shows every line with the rule that removed it; a line under `keep:` in furniture.yml "
    "stays."
)
"""The next step where lines of a text were removed that may be its article."""
_OF_SYSTEMS = frozenset({"feed", "data", "front-matter"})
"""Where publishing systems state when an article is published: `Origin.fields`."""
_MAX_QUOTED = 200
"""How many characters of an address or a block are quoted."""
_MAX_WORD = 40
"""How many characters of a repaired word are quoted."""


def too_deep(origin: Origin, max_depth: int) -> Problem:
    """Return the refusal of a record whose elements nest deeper than `max_depth`."""
    reason = f"its elements nest deeper than {max_depth} levels"
    step = "If the page is sound, raise `max_depth` in mkdocs.yml; parsers lose text below 250 levels."
    return Problem(ProblemKind.TOO_DEEP, origin.file, reason, step, origin.record)


def too_many_attributes(origin: Origin) -> Problem:
    """Return the refusal of a record with an element that has too many attributes."""
    reason = f"one of its elements has more than {MOST_ATTRIBUTES} attributes, for which parsers need very long"
    step = "No sound page has so many. Look at the file; if you want its text, save that alone."
    return Problem(ProblemKind.TOO_DEEP, origin.file, reason, step, origin.record)


def no_body(clipping: Clipping) -> Problem:
    """Return the refusal of a record without text. In: the clipping after extraction."""
    origin = clipping.origin
    if clipping.form is Form.TEXT and clipping.removed:
        reason = "every line of it was removed as furniture, or is a field"
        return Problem(ProblemKind.NO_BODY, origin.file, reason, KEEP_LINES, origin.record)
    reason = "no text was found in it"
    step = "Open the file in a browser; if its text shows there, save the page again as it is shown."
    return Problem(ProblemKind.NO_BODY, origin.file, reason, step, origin.record)


def unwritable(origin: Origin) -> Problem:
    """Return the refusal of an article whose text the site's extensions change in every form of Markdown."""
    reason = "the site's Markdown extensions change its text even where it is written as plain HTML"
    step = "Remove the extension that does so from `markdown_extensions` in mkdocs.yml and run again."
    return Problem(ProblemKind.UNWRITABLE, origin.file, reason, step, origin.record)


def left_out(origin: Origin, why: str) -> Problem:
    """Return the problem of a record that is not published. In: why, one clause."""
    step = "To keep it nevertheless, ingest the file with --include drafts."
    return Problem(ProblemKind.LEFT_OUT, origin.file, why, step, origin.record)


def scheduled_day(article: Article) -> str | None:
    """Return the day for which an article is scheduled; None for others. A date on a page may as well be wrong."""
    when = article.published
    if when is None or article.origin.fields.get("date") not in _OF_SYSTEMS:
        return None
    return f"{when:%Y-%m-%d}" if is_future(when, article.origin.retrieved) else None


def remarks(clipping: Clipping, article: Article) -> Iterator[Problem]:
    """Yield the remarks on an article: repaired lines, a continuation on another page, a great length."""
    origin = article.origin
    yield from _encoding_remarks(clipping)
    if clipping.next_page:
        reason = f"its text continues at {one_line(clipping.next_page)[:_MAX_QUOTED]}"
        step = "Ingest that page, too; or better, save the whole article from the site's print view and ingest that."
        yield Problem(ProblemKind.PAGED, origin.file, reason, step, origin.record)
    if clipping.headlines:
        named = " and ".join(f"“{_quoted(headline)}”" for headline in clipping.headlines[:2])
        reason = f"its page has {len(clipping.headlines)} articles, and all are in this one: {named} are the first two"
        step = "Save the page of each article, and ingest those; then remove this one."
        yield Problem(ProblemKind.SEVERAL, origin.file, reason, step, origin.record)
    if (lines := article.body.count("\n") + 1) > _LONG_LINES:
        reason = f"its page has {lines:,} lines of Markdown, which every build of the site renders again"
        step = "It is complete; if it is a list or table of data rather than an article, remove it from the inbox."
        yield Problem(ProblemKind.LONG, origin.file, reason, step, origin.record)


def _encoding_remarks(clipping: Clipping) -> Iterator[Problem]:
    """Yield a remark if extraction repaired lines that were decoded in a wrong encoding, with a word as example."""
    repaired = [item for item in clipping.removed if item.rule == mojibake.RULE and item.replacement is not None]
    if not repaired:
        return
    first = repaired[0]
    pairs = zip(first.text.split(), (first.replacement or "").split(), strict=False)
    found, written = next((pair for pair in pairs if pair[0] != pair[1]), (first.text, first.replacement or ""))
    lines = "1 line was" if len(repaired) == 1 else f"{len(repaired):,} lines were"
    example = f"“{_quoted(found)}” became “{_quoted(written)}”"
    reason = f"{lines} decoded in a wrong encoding before the text was saved, and repaired: {example}"
    step = "`backfile explain FILE` shows every such line and what replaced it; compare them with the original."
    yield Problem(ProblemKind.ENCODING, clipping.origin.file, reason, step, clipping.origin.record)


def _quoted(text: str) -> str:
    return one_line(text)[:_MAX_WORD]


def quoted_blocks(inert: tuple[InertBlock, ...]) -> tuple[InertBlock, ...]:
    """Return the inert blocks that are reported, with shortened texts: not those that the page format defines."""
    return tuple(
        InertBlock(block.block, block.why, shorten(block.text, _MAX_QUOTED, placeholder=" …"))
        for block in inert
        if block.why not in (FIGURE, SPANS)
    )
