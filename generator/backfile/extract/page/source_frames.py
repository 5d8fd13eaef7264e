"""Frames with their source in the page: `<iframe srcdoc="…">`. Owns showing the text in such frames, in their place.

Programs that save pages write all frames so, also those of advertising. A frame is text only if it has a sentence or
a table, no control, mostly text that leads nowhere, and no name of furniture. What a page shows in no other form is
left to `unshown_article`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import html as lxml_html
from lxml.etree import ParserError

from backfile.extract.dom import SENTENCE_ENDS, is_hidden, is_smaller_than, visible_text
from backfile.extract.element_names import split_names
from backfile.extract.page.embed_urls import find_embed_url
from backfile.extract.repair_nesting import repair_nesting
from backfile.extract.void_elements import end_void_elements

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_APART = ("nav", "footer", "dialog", "menu", "form", "aside", "header")
_CONTROLS = ("form", "input", "button", "select", "textarea", "dialog", "iframe", "frameset")
_WITHOUT_TEXT = ("script", "style", "template", "noscript", "link", "meta", "title")
_NAME = re.compile(
    r"(?<![a-z])(?:google|ads?|advert\w*|banner|sponsor\w*|promo\w*|newsletters?|subscri\w*|consent|cookies?|captcha"
    r"|recaptcha|comments?|login|paywall|share|sharing|social|teads|taboola|outbrain|criteo|widget)(?![a-z])"
)
"""Names of frames that are no text of an article, and of elements around them."""
_ATTRIBUTES = ("class", "id", "name", "title", "aria-label")
_MOST_AROUND = 4
_SHORTEST_SENTENCE = 40
_SMALLEST = 50
"""Pixels. A smaller frame shows no text."""
_MOST_FRAMES, _MOST_BLOCKS, _DEEPEST = 200, 200, 60
_LONGEST_SOURCE = 500_000
"""Characters of the sources that are parsed."""


def show_source_frames(page: HtmlElement) -> None:
    """Replace the frames of a page that have text of the article in their source by this text, in place."""
    length = 0
    for frame in list(islice(page.find("body").iter("iframe"), _MOST_FRAMES)):
        source = frame.get("srcdoc") or ""
        length += len(source)
        if source and length <= _LONGEST_SOURCE and find_embed_url(frame) is None and _can_be_text(frame):
            content = _parse(source)
            if content is not None and _is_text(content):
                content.tail, frame.tail = frame.tail, None
                frame.getparent().replace(frame, content)


def _can_be_text(frame: HtmlElement) -> bool:
    """Return whether a frame is visible, and neither it nor an element around it has a name of furniture."""
    around = [frame, *islice(frame.iterancestors(), _MOST_AROUND)]
    if is_smaller_than(frame, _SMALLEST) or any(map(is_hidden, around)):
        return False
    if any(each.tag in _APART for each in islice(frame.iterancestors(), _DEEPEST)):
        return False
    return not any(_NAME.search(split_names(each, _ATTRIBUTES)) for each in around)


def _parse(source: str) -> HtmlElement | None:
    """Return the body of a document as a div, without what shows no text; None if it is no document."""
    try:
        document = lxml_html.document_fromstring(end_void_elements(source), ensure_head_body=True)
    except (ParserError, ValueError):
        return None
    repair_nesting(document)
    body = document.body
    for element in list(body.iter(*_WITHOUT_TEXT)):
        element.drop_tree()
    body.tag = "div"
    body.attrib.clear()
    return body


def _is_text(content: HtmlElement) -> bool:
    """Return whether a document is text of an article."""
    if next(content.iter(*_CONTROLS), None) is not None:
        return False
    text = visible_text(content)
    linked = sum(len(visible_text(link)) for link in content.iter("a"))
    blocks = islice(content.iter("p", "div", "li", "blockquote", "td"), _MOST_BLOCKS)
    parts = map(visible_text, blocks)
    has_sentence = any(len(part) >= _SHORTEST_SENTENCE and part.endswith(SENTENCE_ENDS) for part in parts)
    return 2 * linked < len(text) and (has_sentence or next(content.iter("td"), None) is not None)
