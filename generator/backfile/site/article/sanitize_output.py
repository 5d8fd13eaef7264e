"""The gate: the sanitizer for the rendered HTML of articles and list pages, before it enters a template.

Owns the allow-list of that HTML, and how links to other hosts are written; what replaces their images is in
`images_elsewhere`. It relies on nothing that ran before: not on `markup/sanitize.py`, not on the Markdown writer, not
on Markdown extensions that the owner added. The metadata that templates print is escaped in `escape_metadata`; finding
tags in the result is the task of `gated_html`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import nh3

from backfile.markup.page_links import PLACE_ID
from backfile.site.article.gated_html import REL, Tag, read_attributes, replace_tags
from backfile.site.article.images_elsewhere import mark_figures_elsewhere, write_image_elsewhere

TAGS = frozenset(
    """
    a abbr address aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q rb rp rt rtc ruby s samp
    section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
"""The elements that an article can have. Of any other element only the text stays."""

_CODE = {"class"}
_CELL = {"class", "style", "colspan", "rowspan", "headers", "align"}
_HEADING = {"id"}

ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "class", "id"},
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

# Classes that Python-Markdown and Pygments write in code and headings. Any other class could be one that Material's
# scripts react to: `mermaid` would load a script from another host.
_CLASS = re.compile(
    r"(highlight(table)?|linenos|linenodiv|code|filename|headerlink|language-[\w+#.-]{1,40}|[a-z][a-z0-9]{0,2})\Z"
)
_ALIGN = re.compile(r"text-align: ?(left|right|center|justify);?\Z")
# Ids that begin with two underscores belong to Material and to our theme: a heading must not have the id `__config`.
# Ids of places within an article are for empty links alone: a heading `Fn 1` must not have the id of the first note.
_ID = re.compile(r"(?!__)[\w.:%-]+\Z")

LocalImage = Callable[[str], Mapping[str, str] | None]
"""From the unescaped URL of an image to its unescaped attributes; None for an image that the archive does not have."""


def gate(html: str, local_image: LocalImage = lambda _: None, image_label: str = "Image") -> str:
    """Return `html` with only what the allow-list permits; the visible text does not change.

    Links to other sites get `rel="REL"`. Images of other hosts are not loaded, because these hosts would learn who
    reads which article: a link replaces the image, with the word `image_label` and the image's description.
    """
    open_links = 0
    places: set[str] = set()

    def replacement(tag: Tag) -> str:
        nonlocal open_links
        if tag.name == "img":
            attributes = read_attributes(tag.attributes)
            return _write_image(tag.text, attributes, local_image, image_label, inside_link=open_links > 0)
        if tag.name != "a":
            return tag.text
        open_links += -1 if tag.is_end else 1
        return tag.text if tag.is_end else _write_link(tag.text, read_attributes(tag.attributes), places)

    return mark_figures_elsewhere(replace_tags(_SANITIZER.clean(html), replacement))


def is_allowed_id(value: str) -> bool:
    """Return whether the gate keeps `value` as the id of a heading."""
    return _ID.match(value) is not None and PLACE_ID.fullmatch(value) is None


def is_external_url(url: str) -> bool:
    """Return whether a browser would leave the site for `url` (unescaped).

    Browsers ignore tabs and line breaks anywhere, and control characters and spaces at the beginning; they read
    backslashes as slashes (URL Standard, section 4.4).
    """
    parsed = re.sub(r"[\t\r\n]", "", url).lstrip("".join(map(chr, range(0x21)))).replace("\\", "/")
    return parsed.startswith("//") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", parsed) is not None


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute keeps, or None to remove the attribute."""
    if name == "class":
        return " ".join(filter(_CLASS.match, value.split())) or None
    if name == "style":
        return value if _ALIGN.match(value) else None
    if name == "id":
        is_allowed = PLACE_ID.fullmatch(value) is not None if tag == "a" else is_allowed_id(value)
        return value if is_allowed else None
    return value


_SANITIZER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_filter_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
)


def _write_link(tag: str, attributes: dict[str, str], places: set[str]) -> str:
    """Write the start of a link. In: the ids of the places before it; its own is added, so that none occurs twice."""
    place = attributes.get("id")
    if place is not None:
        if "href" in attributes or place in places:
            tag = tag.replace(f' id="{place}"', "", 1)
        places.add(place)
    if not is_external_url(unescape(attributes.get("href", ""))):
        return tag
    return f'{tag[:-1]} rel="{REL}">'


def _write_image(
    tag: str, attributes: dict[str, str], local_image: LocalImage, label: str, *, inside_link: bool
) -> str:
    url, alt = attributes.get("src", ""), attributes.get("alt", "")
    if url and not is_external_url(unescape(url)):
        if local_attributes := local_image(unescape(url)):
            written = attributes | {name: escape(value) for name, value in local_attributes.items()}
            tag = "<img" + "".join(f' {name}="{value}"' for name, value in written.items()) + ">"
        return f'{tag[:-1]} loading="lazy">'
    return write_image_elsewhere(url, alt, label, inside_link=inside_link)
