"""The gate: the last look at an article's rendered HTML before it enters a template.

Owns what may stand in the HTML of articles and list pages, and what a link or an image to the outside becomes. It
trusts nothing before it: neither the cleaner, nor the writer, nor the Markdown extensions an owner added. What a
template prints of an article's metadata is `shown`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import nh3

from backfile.site.article.lead_text import words

REL = "nofollow noopener noreferrer ugc"
"""What a link to the outside says: the archive does not vouch for it, and its readers are nobody's business."""

TAGS = frozenset(
    """
    a abbr address aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q rb rp rt rtc ruby s samp
    section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
"""What an article may be made of. Everything else goes, its text stays."""

_CODE = {"class"}
_CELL = {"class", "style", "colspan", "rowspan", "headers", "align"}
_HEADING = {"id"}

ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "class"},
    "blockquote": {"cite"},
    "code": _CODE,
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "div": _CODE,
    "h1": _HEADING,
    "h2": _HEADING,
    "h3": _HEADING,
    "h4": _HEADING,
    "h5": _HEADING,
    "h6": _HEADING,
    "img": {"src", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "pre": _CODE,
    "q": {"cite"},
    "span": _CODE,
    "table": _CODE,
    "td": _CELL,
    "th": _CELL | {"scope", "abbr"},
    "time": {"datetime"},
}

SCHEMES = {"http", "https", "mailto", "tel"}

# Classes that Python-Markdown and Pygments write around code and beside headings. Any other could be one that
# Material's scripts act upon (`mermaid` would load a script from another host).
_CLASS = re.compile(
    r"(highlight(table)?|linenos|linenodiv|code|filename|headerlink|language-[\w+#.-]{1,40}|[a-z][a-z0-9]{0,2})\Z"
)
_ALIGN = re.compile(r"text-align: ?(left|right|center|justify);?\Z")
# Ids with two underscores belong to Material and to this theme: a heading must not answer for `#__config`.
_ID = re.compile(r"(?!__)[\w.:%-]+\Z")

# Tags as nh3 writes them: `<` is entity-coded in text, values are in double quotes. A value may hold
# what looks like a tag; but every tag is consumed whole, so a match can start nowhere but at a tag.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=<>/]+="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([^\s"=<>/]+)="([^"]*)"')
_FIGURE = re.compile(r"<figure\b(?:(?!</?figure\b).)*</figure>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)
_ELSEWHERE = re.compile(
    r'(<(?:a|span) class="image-elsewhere)("[^>]*><span class="image-elsewhere__label">[^<]*</span> )([^<]*)<'
)

LocalImage = Callable[[str], Mapping[str, str] | None]
"""Gives the attributes (unescaped) that an image of the archive gets for its address; None for any other address."""


def gate(html: str, kept: LocalImage = lambda _: None, image: str = "Image") -> str:
    """Give `html` with what the allow-list holds and nothing else; the visible text stays as it is.

    `kept` tells the images that the archive keeps. Links to the outside get `REL`. Images from the outside are not
    loaded, since that would tell their hosts who reads what: a link with the image's description (or else its address)
    stands in their place, behind the word `image`; one that the figure's caption repeats is marked as told.
    """
    depth = 0

    def rewritten(match: re.Match[str]) -> str:
        nonlocal depth
        written, (closing, tag, attributes) = match.group(), match.groups()
        if tag == "img":
            return _image(written, dict(_ATTRIBUTE.findall(attributes)), kept, image, inside_link=depth > 0)
        if tag != "a":
            return written
        depth += -1 if closing else 1
        return written if closing else _link(written, dict(_ATTRIBUTE.findall(attributes)))

    passed = _TAG.sub(rewritten, _SANITISER.clean(html))
    return _FIGURE.sub(_told, passed) if "image-elsewhere" in passed and "<figcaption" in passed else passed


def identifies(value: str) -> bool:
    """Whether the gate lets `value` pass as the id of a heading."""
    return _ID.match(value) is not None


def outside(address: str) -> bool:
    """Whether a browser would leave the site for `address` (unescaped), read as browsers read it.

    They ignore tabs and line breaks anywhere and control characters and blanks in front, and take backslashes for
    slashes (URL Standard, section 4.4).
    """
    seen = re.sub(r"[\t\r\n]", "", address).lstrip("".join(map(chr, range(0x21)))).replace("\\", "/")
    return seen.startswith("//") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", seen) is not None


def _filtered(tag: str, name: str, value: str) -> str | None:
    """Give the value an attribute may keep, or None for no attribute."""
    if name == "class":
        return " ".join(filter(_CLASS.match, value.split())) or None
    if name == "style":
        return value if _ALIGN.match(value) else None
    if name == "id":
        return value if identifies(value) else None
    return value


_SANITISER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_filtered,
    url_schemes=SCHEMES,
    link_rel=None,
)


def _link(tag: str, attributes: dict[str, str]) -> str:
    if not outside(unescape(attributes.get("href", ""))):
        return tag
    return f'{tag[:-1]} rel="{REL}">'


def _image(tag: str, attributes: dict[str, str], kept: LocalImage, word: str, *, inside_link: bool) -> str:
    address, alt = attributes.get("src", ""), attributes.get("alt", "")
    if address and not outside(unescape(address)):
        if here := kept(unescape(address)):
            written = attributes | {name: escape(value) for name, value in here.items()}
            tag = "<img" + "".join(f' {name}="{value}"' for name, value in written.items()) + ">"
        return f'{tag[:-1]} loading="lazy">'
    described = alt or f'<span class="image-elsewhere__address">{escape(unescape(address))}</span>'
    text = f'<span class="image-elsewhere__label">{word}</span> {described}'
    if not address or inside_link:
        return f'<span class="image-elsewhere">{text}</span>'
    return f'<a class="image-elsewhere" href="{address}" rel="{REL}">{text}</a>'


def _told(figure: re.Match[str]) -> str:
    """Mark the descriptions of images that the figure's caption has, word for word."""
    caption = f" {' '.join(words(unescape(' '.join(_TAG.sub('', found) for found in _CAPTION.findall(figure[0])))))} "

    def marked(match: re.Match[str]) -> str:
        begun, label, description = match.groups()
        told = f" {' '.join(words(unescape(description)))} " in caption
        return f"{begun}{' image-elsewhere--told' if told else ''}{label}{description}<"

    return _ELSEWHERE.sub(marked, figure[0])
