"""How much of a page's main content is in its written. Owns the measure and the bound below which a person should look;
what the main content is, `extract` asks of opinions that have no part in choosing the article.

Counted is that on which all opinions agree, and where there is but one opinion, or no agreement, nothing is said. What
was found is looked for in the article as it is written, after every step that could lose it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from backfile.article import ContentPassage, Coverage, MainContent, Origin, RawHtml, SafeHtml
from backfile.markup.urls import safe_url
from backfile.problems import Problem, ProblemKind

KEYS = ("text", "links", "images")
"""What is counted."""
_LOW = 0.7
"""An article with less of its page's main text lacks something."""
_LEAST = 500
"""Characters on which the opinions must agree for that to be said: in less, one box of advertising is too much."""
_HALF = 0.5
"""Structured data that gives less of the text on which the others agree gives a summary, and is no opinion on it."""
_MOST_SOUGHT = 50_000_000
"""Characters of the article that are looked through for passages that are not in it: some 20 ms. It bounds hostile
pages; passages beyond it are not counted at all."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of a page's main content is in its article, and what the opinions on it were."""

    fidelity: dict[str, Coverage] = field(default_factory=dict)
    """As in `Origin.fidelity`."""
    opinions: tuple[tuple[str, Coverage], ...] = ()
    """Each opinion, and how many characters of the text that it takes for the main one are in the article."""
    left_out: tuple[ContentPassage, ...] = ()
    """The passages that some opinion takes for main content and that are not in the article."""


UNMEASURED = Measured()
"""Of texts, in which there is nothing else."""


@dataclass(frozen=True, slots=True)
class Written:
    """An article, to be looked through."""

    shown: SafeHtml
    """The article as it is written."""
    texts: Sequence[str]
    """Its visible text, and what else of the page has a place elsewhere: headline, dek, lines that repeated them."""
    found: RawHtml
    """The article as it was chosen, with the addresses of its images as found."""
    images: Iterable[str]
    """Addresses of images that came with the page."""
    base_url: str | None
    """What relative addresses refer to."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A passage that was looked for in an article."""

    passage: ContentPassage
    length: int
    """Its characters, white space apart, which markup may put anywhere."""
    is_held: bool
    """Whether the article has it."""


def measure(content: MainContent, written: Written) -> Measured:
    """Measure how much of `content` is in an article."""
    counted = list(_sought(content.passages, "".join("".join(written.texts).split())))
    agreed = _agreed(content.opinions, counted)
    fidelity = {
        "text": _text(agreed),
        "links": _links(agreed, written),
        "images": _images(content.images if agreed else (), written),
    }
    opinions = ((name, _text([each for each in counted if name in each.passage.opinions])) for name in content.opinions)
    return Measured(
        {key: share for key, share in fidelity.items() if share.of},
        tuple(opinions),
        tuple(each.passage for each in counted if not each.is_held),
    )


def problems(origin: Origin) -> Iterator[Problem]:
    """Give a remark where an article lacks much of its page's main text."""
    text = origin.fidelity.get("text")
    if text is None or text.of < _LEAST or text.kept >= _LOW * text.of:
        return
    reason = f"only {percent(text)}% of its main text is in the article"
    step = "Compare the two: `backfile explain` lists what was left out, and who takes it for main text."
    yield Problem(ProblemKind.FIDELITY, origin.file, reason, step, origin.record)


def percent(share: Coverage) -> int:
    """Give a share in percent, rounded down: a hundred means all."""
    return 100 * share.kept // share.of if share.of else 0


def _sought(passages: Sequence[ContentPassage], whole: str) -> Iterator[_Counted]:
    """Look for each passage in a text without white space, first behind the one before."""
    at = sought = 0
    for passage in passages:
        bare = "".join(passage.text.split())
        place = whole.find(bare, at)
        if place < 0:
            place = whole.find(bare)
            sought += len(whole)
        if place >= 0:
            at = place + len(bare)
        yield _Counted(passage, len(bare), place >= 0)
        if sought > _MOST_SOUGHT:
            return


def _agreed(opinions: Sequence[str], counted: Sequence[_Counted]) -> Sequence[_Counted]:
    """Give the passages that all opinions take for main content; none where there is but one opinion."""
    others = {name for name in opinions if name != "structured"}
    agreed = [each for each in counted if others.issubset(each.passage.opinions)]
    told = [each for each in agreed if "structured" in each.passage.opinions]
    if _text(told).of > _HALF * _text(agreed).of:
        return told
    return agreed if len(others) > 1 else []


def _text(counted: Sequence[_Counted]) -> Coverage:
    return Coverage(sum(each.length for each in counted if each.is_held), sum(each.length for each in counted))


def _links(counted: Sequence[_Counted], written: Written) -> Coverage:
    wanted = dict.fromkeys(link for each in counted for link in each.passage.links if not _NO_PAGE.match(link))
    there = {unquote(unescape(address)) for address in _HREF.findall(written.shown)} if wanted else ()
    return _share(unquote(safe_url(link, written.base_url) or "") in there for link in wanted)


def _share(held: Iterable[bool]) -> Coverage:
    each = list(held)
    return Coverage(sum(each), len(each))


_HREF = re.compile(r'href="([^"]*)"')
_SRC = re.compile(r'src="([^"]*)"')
_NO_PAGE = re.compile(r"\s*(?:#|(?!https?:)[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
"""Places on the page itself, scripts, addresses of mail."""


def _images(pictures: Sequence[tuple[str, ...]], written: Written) -> Coverage:
    there = {unquote(unescape(address)) for address in _SRC.findall(written.found)} if pictures else ()
    came = set(written.images)
    return _share(
        any(unquote(a) in there and (a in came or safe_url(a, written.base_url) is not None) for a in addresses)
        for addresses in pictures
    )
