"""The HTML that the gate writes: finding, reading and replacing its tags.

Owns the regular expressions that depend on how `sanitize_output` writes HTML: nh3 writes `<` in text as an entity, and
attribute values in double quotes. A value can contain `<` and `>`, so each expression matches a whole tag, and no match
begins inside another tag. What is allowed in that HTML is defined in `sanitize_output`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

REL = "nofollow noopener noreferrer ugc"
"""The `rel` of a link to another site: it is no recommendation of the archive, and the target gets no referrer."""

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*+)((?:[^">]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([^\s"=<>/]+)="([^"]*)"')
_EXTERNAL_LINK = re.compile(rf'<a((?: [^\s"=<>/]+="[^"]*")*?) href="([^"]*)"((?: [^\s"=<>/]+="[^"]*")*?) rel="{REL}">')
_IMAGES = re.compile(
    r'<figure\b.*?</figure>|<a class="image-elsewhere".*?</a>|<details class="images-elsewhere">.*?</details>',
    re.DOTALL,
)
_PARAGRAPH = re.compile(r"<p(?:>| (?:[^\">]|\"[^\"]*\")*>)(.*?)(?:</p>|\Z)", re.DOTALL)


class Tag(NamedTuple):
    """A start or end tag."""

    text: str
    """The whole tag, as written."""
    is_end: bool
    name: str
    attributes: str
    """The attributes as written, with the space before the first; see `read_attributes`."""


class ExternalLink(NamedTuple):
    """The start tag of a link to another site."""

    text: str
    """The whole tag, as written."""
    before: str
    """The attributes before `href`, each with the space before it."""
    href: str
    """The target, escaped as written."""
    after: str
    """The attributes between `href` and `rel`, each with the space before it."""


def replace_tags(html: str, replacement: Callable[[Tag], str]) -> str:
    """Return `html` with each tag replaced by what `replacement` returns for it."""
    return _TAG.sub(lambda match: replacement(Tag(match[0], bool(match[1]), match[2], match[3])), html)


def strip_tags(html: str) -> str:
    """Return `html` without its tags. The text between them stays as written, with entities.

    Also removes tags of HTML that did not pass the gate, as Python-Markdown writes it.
    """
    return _TAG.sub("", html)


def read_attributes(attributes: str) -> dict[str, str]:
    """Return the attributes of a tag by name. Values stay escaped."""
    return dict(_ATTRIBUTE.findall(attributes))


def external_link_targets(html: str) -> Iterator[str]:
    """Yield the `href` of each link to another site, escaped as written."""
    return (match[2] for match in _EXTERNAL_LINK.finditer(html))


def replace_external_links(html: str, replacement: Callable[[ExternalLink], str]) -> str:
    """Return `html` with the start tag of each link to another site replaced by what `replacement` returns."""
    return _EXTERNAL_LINK.sub(lambda match: replacement(ExternalLink(match[0], match[1], match[2], match[3])), html)


def blank_images(html: str) -> str:
    """Return `html` with a space in place of each figure and of each link in place of an image of another host."""
    return _IMAGES.sub(" ", html)


def paragraphs(html: str) -> Iterator[str]:
    """Yield the inner HTML of each paragraph. The last one may lack its end tag, where `html` is cut off."""
    return (match[1] for match in _PARAGRAPH.finditer(html))
