"""Markdown of other programs as HTML. Owns what means nothing outside of its program: wiki links, callouts, Liquid,
shortcodes; they become text or links, and are named once a kind.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from functools import cache
from html import escape

from markdown_it import MarkdownIt

_FENCED = re.compile(r"^(`{3,}+(?=[^`\n]*+$)|~{3,}+)[^\n]*+\n.*?(?:^\1[`~]*+[ \t]*+$|\Z)", re.DOTALL | re.MULTILINE)
"""Code between fences; without the second one, up to the end of the text (CommonMark, section 4.5)."""
_TICKS = re.compile(r"`+")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_EMBED = re.compile(r"!\[\[([^\[\]|\n]{1,300})(?:\|[^\[\]\n]{0,300})?\]\]")
_WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]{1,2000}?)(?<=\S)==")
_CALLOUT = re.compile(r"^((?:>[ \t]?)+)\[!([\w -]{1,30})\][+-]?[ \t]*([^\n]*)$", re.MULTILINE)
_RAW = re.compile(r"\{%-?\s*(?:end)?(?:raw|highlight|comment)\b[^%\n]{0,200}%\}")
_LIQUID = re.compile(r"\{%-?[^\n]{0,500}?-?%\}")
_SHORTCODE = re.compile(r"\{\{[<%]\s*+(/?)\s*+([\w-]{1,40})([^\n]{0,1000}?)/?\s{0,20}[>%]\}\}")
_ADDRESS = re.compile(r"""(?:src|href|url|link)\s*=\s*["']?(https?://[^\s"'<>]+)""")
_MOST_UNCLOSED = 1000
"""In a text with more opening brackets that are not closed, links stay text: nobody wrote them."""
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,30}$", re.MULTILINE)
_PELICAN = re.compile(r"\{(?:static|filename|attach|author|category|tag|index)\}", re.IGNORECASE)


def render(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the HTML of a text, and the kinds of markup that became plain text or links."""
    found: dict[str, None] = {}

    def noted(kind: str, replace: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
        def apply(match: re.Match[str]) -> str:
            found.setdefault(kind)
            return replace(match)

        return apply

    def convert(part: str) -> str:
        part = _PELICAN.sub("", _BLOCK_ID.sub("", _COMMENT.sub("", part)))
        part = _EMBED.sub(noted("embedded notes (![[…]])", _embedded), part)
        part = _WIKI_LINK.sub(noted("wiki links ([[…]])", lambda match: _escaped(match[2] or match[1])), part)
        part = _CALLOUT.sub(noted("callouts (> [!…])", _callout), part)
        part = _SHORTCODE.sub(noted("shortcodes ({{< … >}})", _shortcode), part)
        part = _LIQUID.sub(noted("Liquid tags ({% … %})", lambda _: ""), _RAW.sub("", part))
        return _HIGHLIGHT.sub(r"<mark>\1</mark>", part)

    parts: list[str] = []
    end = 0
    for start, after in _code(text):
        parts += [convert(text[end:start]), text[start:after]]
        end = after
    parts.append(convert(text[end:]))
    source = "".join(parts)
    has_links = source.count("[") - source.count("]") <= _MOST_UNCLOSED
    return str(_parser(has_links).render(source)), tuple(found)


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends in a text: between fences, or within a line or a paragraph."""
    end = 0
    for fenced in _FENCED.finditer(text):
        yield from _inline_code(text, end, fenced.start())
        end = fenced.end()
        yield fenced.span()
    yield from _inline_code(text, end, len(text))


def _inline_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends between backticks: the same number of them (CommonMark, section 6.1)."""
    runs = [match.span() for match in _TICKS.finditer(text, start, end)]
    waiting: defaultdict[int, deque[int]] = defaultdict(deque)
    for first, after in runs:
        waiting[after - first].append(first)
    place = start
    for first, after in runs:
        closing = waiting[after - first]
        closing.popleft()
        if first >= place and closing:
            place = closing[0] + after - first
            yield first, place


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def _embedded(match: re.Match[str]) -> str:
    name = match[1].strip()
    if name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")):
        return f'<img src="{escape(name)}" alt="">'
    return _escaped(name)


def _callout(match: re.Match[str]) -> str:
    title = match[3].strip() or match[2].strip().capitalize()
    return f"{match[1]}**{_escaped(title)}**  "


def _shortcode(match: re.Match[str]) -> str:
    """Return the address that a shortcode has as a link; nothing for others."""
    address = _ADDRESS.search(match[3])
    return f"<{address[1]}>" if address and not match[1] else ""


@cache
def _parser(has_links: bool) -> MarkdownIt:
    """Return the parser. Without links, it takes time in proportion to the number of brackets that are not closed."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser if has_links else parser.disable(["link", "image"])
