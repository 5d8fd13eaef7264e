"""How much of the main content of a page is in its article. Owns the measure, and the limit below which a problem is
reported; what the main content is, several opinions of `extract.page.reference_content` determine, which take no part
in choosing the article.

Only the content on which all opinions agree is counted; if there is only one, or they do not agree, there is no
measure. The content is searched in the article as it is written, after all steps that could lose it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from backfile.article import ContentPassage, Coverage, MainContent, Origin, RawHtml, SafeHtml
from backfile.markup.page_links import comparable_address, find_fragment
from backfile.markup.urls import safe_url
from backfile.problems import Problem, ProblemKind

KEYS = ("text", "links", "images")
"""What is counted."""
_LOW_COVERAGE = 0.97
"""Less of the main text than this share in the article is reported."""
_MIN_CHARACTERS = 500
"""Characters on which the opinions have to agree before that is reported: in a shorter text, a single advertisement
changes the share too much."""
_SUMMARY_SHARE = 0.5
"""Structured data with less than this share of the text on which the other opinions agree is a summary, and is not
counted."""
_LEAST_SHARE = 0.7
"""If the places of which the article has text have less than this share of the main text, the others are no boxes."""
_MAX_SEARCHED = 50_000_000
"""How many characters of the article are searched for passages that are not in it: some 20 ms. It limits the time for
hostile pages; later passages are not counted."""
_STRUCTURED = "structured"
"""The name of the opinion that reads structured data."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of the main content of a page is in its article, by each opinion too."""

    fidelity: dict[str, Coverage] = field(default_factory=dict)
    """As in `Origin.fidelity`."""
    opinions: tuple[tuple[str, Coverage], ...] = ()
    """Each opinion, and how many characters of the main text that it selects are in the article."""
    left_out: tuple[ContentPassage, ...] = ()
    """The passages that some opinion selects as main content and that are not in the article."""


UNMEASURED = Measured()
"""For texts, which contain nothing but the article."""


@dataclass(frozen=True, slots=True)
class WrittenArticle:
    """An article in the forms in which the content of its page is searched."""

    safe_html: SafeHtml
    """The body as it is written."""
    texts: Sequence[str]
    """The visible text of the body, and texts of the page that are elsewhere: headline, dek, lines that repeated
    them."""
    raw_html: RawHtml
    """The body as it was selected, with the addresses of its images as found."""
    images: Iterable[str]
    """Addresses of images that came with the page."""
    base_url: str | None
    """The base of relative URLs."""


@dataclass(frozen=True, slots=True)
class _SearchedPassage:
    """A passage that was searched in an article."""

    passage: ContentPassage
    length: int
    """The number of its characters without white space, which markup can add anywhere."""
    is_in_article: bool


def measure(content: MainContent, article: WrittenArticle) -> Measured:
    """Measure how much of `content` is in an article."""
    searched = list(_search_passages(content.passages, "".join("".join(article.texts).split())))
    agreed = _without_boxes(_agreed_passages(content.opinions, searched))
    fidelity = {
        "text": _text_coverage(agreed),
        "links": _link_coverage(agreed, article),
        "images": _image_coverage(content.images if agreed else (), article),
    }
    opinions = (
        (name, _text_coverage([item for item in searched if name in item.passage.opinions]))
        for name in content.opinions
    )
    return Measured(
        {key: coverage for key, coverage in fidelity.items() if coverage.of},
        tuple(opinions),
        tuple(item.passage for item in searched if not item.is_in_article),
    )


def problems(origin: Origin) -> Iterator[Problem]:
    """Yield a remark if much of the main text of its page is not in an article."""
    text = origin.fidelity.get("text")
    if text is None or not is_low(text):
        return
    reason = f"only {percent(text)}% of its main text is in the article"
    step = "Compare the article with its page; `backfile explain` lists the paragraphs that were left out."
    yield Problem(ProblemKind.FIDELITY, origin.file, reason, step, origin.record)


def is_low(text: Coverage) -> bool:
    """Return whether an article lacks so much of the main text of its page that its owner and its readers are told."""
    return text.of >= _MIN_CHARACTERS and text.kept < _LOW_COVERAGE * text.of


def percent(coverage: Coverage) -> int:
    """Return a coverage in percent, rounded down: 100 means all."""
    return 100 * coverage.kept // coverage.of if coverage.of else 0


def _search_passages(passages: Sequence[ContentPassage], text: str) -> Iterator[_SearchedPassage]:
    """Search each passage in a text without white space: first after the passage before it, then in the whole text."""
    position = searched = 0
    for passage in passages:
        bare = "".join(passage.text.split())
        start = text.find(bare, position)
        if start < 0:
            start = text.find(bare)
            searched += len(text)
        if start >= 0:
            position = start + len(bare)
        yield _SearchedPassage(passage, len(bare), start >= 0)
        if searched > _MAX_SEARCHED:
            return


def _agreed_passages(opinions: Sequence[str], searched: Sequence[_SearchedPassage]) -> Sequence[_SearchedPassage]:
    """Return the passages that all opinions select as main content; none if there is only one opinion."""
    others = {name for name in opinions if name != _STRUCTURED}
    agreed = [item for item in searched if others.issubset(item.passage.opinions)]
    in_structured_data = [item for item in agreed if _STRUCTURED in item.passage.opinions]
    if _text_coverage(in_structured_data).of > _SUMMARY_SHARE * _text_coverage(agreed).of:
        return in_structured_data
    return agreed if len(others) > 1 else []


def _without_boxes(searched: Sequence[_SearchedPassage]) -> Sequence[_SearchedPassage]:
    """Return the passages without those in places of which the article has nothing: requests for support, newsletters
    and notes about an author stand in boxes of their own. If most of the text is in such places, they are no boxes.
    """
    kept = {item.passage.place for item in searched if item.is_in_article}
    beside = [item for item in searched if item.passage.place in kept]
    return beside if _text_coverage(beside).of >= _LEAST_SHARE * _text_coverage(searched).of else searched


def _text_coverage(searched: Sequence[_SearchedPassage]) -> Coverage:
    characters = sum(item.length for item in searched if item.is_in_article)
    return Coverage(characters, sum(item.length for item in searched))


def _link_coverage(searched: Sequence[_SearchedPassage], article: WrittenArticle) -> Coverage:
    """Count the links of the passages to other pages, and those that are in the article."""
    own = {comparable_address(article.base_url)} if article.base_url else ()
    found = (link for item in searched for link in item.passage.links if not _NOT_A_PAGE.match(link))
    links = dict.fromkeys(link for link in found if not find_fragment(link, article.base_url, own))
    written = {unquote(unescape(url)) for url in _HREF.findall(article.safe_html)} if links else ()
    return _coverage(unquote(safe_url(link, article.base_url) or "") in written for link in links)


def _coverage(are_in_article: Iterable[bool]) -> Coverage:
    """Count the items, and those that are in the article. In: whether each of them is."""
    results = list(are_in_article)
    return Coverage(sum(results), len(results))


_HREF = re.compile(r'href="([^"]*)"')
_SRC = re.compile(r'src="([^"]*)"')
_NOT_A_PAGE = re.compile(r"\s*(?:#|(?!https?:)[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
"""Links to fragments of the page itself, scripts and mail addresses."""


def _image_coverage(images: Sequence[tuple[str, ...]], article: WrittenArticle) -> Coverage:
    """Count the images, each with all its addresses, and those that are in the article."""
    written = {unquote(unescape(address)) for address in _SRC.findall(article.raw_html)} if images else ()
    came_with_page = set(article.images)
    return _coverage(
        any(
            unquote(address) in written
            and (address in came_with_page or safe_url(address, article.base_url) is not None)
            for address in addresses
        )
        for addresses in images
    )
