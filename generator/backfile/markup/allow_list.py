"""The allow-list: which elements and attributes of HTML pass the sanitizer, and what becomes of the others."""

from __future__ import annotations

import nh3

INLINE = {
    "a": "a",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "tt": "code",
    "samp": "code",
    "kbd": "kbd",
    "sub": "sub",
    "sup": "sup",
    "del": "del",
    "s": "del",
    "strike": "del",
    "ins": "ins",
    "mark": "mark",
    "q": "q",
}
"""Inline element -> the element as which it is written."""

WITHOUT_MEANING = frozenset("span small cite font abbr label u".split())
"""Inline elements without a meaning of their own. They pass nh3 only because a link can lead to them."""

CONTAINERS = frozenset(
    "p div section article main header footer aside nav address details summary center form fieldset hgroup".split()
)
"""Blocks without a meaning of their own: they are replaced by their content; their edges end a paragraph."""

FRAMES = frozenset(
    "h1 h2 h3 h4 h5 h6 ul ol li blockquote pre dl dt dd figure figcaption "
    "table caption thead tbody tfoot tr td th".split()
)
"""Blocks with a meaning."""

_VOID = frozenset({"br", "hr", "img"})

_ATTRIBUTES = {"*": {"id"}, "a": {"href", "name"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"colspan", "rowspan"}}
_ATTRIBUTES["th"] = _ATTRIBUTES["td"]

_DROPPED_WITH_CONTENT = frozenset(
    "script style iframe frame frameset noframes object embed applet template svg audio video canvas select datalist "
    "head title noscript".split()
)
"""Elements whose content is not text of the article."""

CLEANER = nh3.Cleaner(
    tags={*INLINE, *WITHOUT_MEANING, *CONTAINERS, *FRAMES, *_VOID},
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
"""nh3 with this allow-list. It parses as browsers do (html5ever); other elements are replaced by their content."""
