"""Problems of a converted article, and their wording. Owns when an article is refused or remarked on for its form: too
deep, without text, not writable, very long, or continued on another page; those of fidelity and of images are worded
beside their measures, in `fidelity` and `images`.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from backfile.article import Article, Clipping, Form, InertBlock, Origin
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
MAX_QUOTED = 200
"""How many characters of an address or a block are quoted."""


def too_deep(origin: Origin, max_depth: int) -> Problem:
    """Return the refusal of a record whose elements nest deeper than `max_depth`."""
    reason = f"its elements nest deeper than {max_depth} levels"
    step = "If the page is sound, raise `max_depth` in mkdocs.yml; parsers lose text below 250 levels."
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


def remarks(clipping: Clipping, article: Article) -> Iterator[Problem]:
    """Yield the remarks on an article that continues on another page, and on one that is very long."""
    origin = article.origin
    if clipping.next_page:
        reason = f"its text continues at {one_line(clipping.next_page)[:MAX_QUOTED]}"
        step = "Ingest that page, too; or better, save the whole article from the site's print view and ingest that."
        yield Problem(ProblemKind.PAGED, origin.file, reason, step, origin.record)
    if (lines := article.body.count("\n") + 1) > _LONG_LINES:
        reason = f"its page has {lines:,} lines of Markdown, which every build of the site renders again"
        step = "It is complete; if it is a list or table of data rather than an article, remove it from the inbox."
        yield Problem(ProblemKind.LONG, origin.file, reason, step, origin.record)


def quoted_blocks(inert: tuple[InertBlock, ...]) -> tuple[InertBlock, ...]:
    """Return the inert blocks that are reported, with shortened texts: not those that the page format defines."""
    return tuple(
        InertBlock(block.block, block.why, shorten(block.text, MAX_QUOTED, placeholder=" …"))
        for block in inert
        if block.why not in (FIGURE, SPANS)
    )
