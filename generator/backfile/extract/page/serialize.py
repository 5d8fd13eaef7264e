"""HTML of an extracted article. Owns the last changes to its tree: URLs of images as `src`, and no horizontal rules
that separate nothing. The result is not sanitized.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from backfile.article import RawHtml
from backfile.extract.dom import iter_strings
from backfile.extract.page.image_urls import find_image_url, is_redundant_placeholder

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def serialize_article(element: HtmlElement) -> RawHtml:
    """Return the content of an element, without the element itself, as an HTML fragment; URLs stay as found."""
    article = deepcopy(element)
    article.tag = "div"
    article.attrib.clear()
    article.tail = None
    _remove_redundant_rules(article)
    for image in list(article.iter("img")):
        if url := find_image_url(image):
            image.set("src", url)
        elif is_redundant_placeholder(image):
            image.drop_tree()
    html: str = lxml_html.tostring(article, encoding="unicode")
    return RawHtml(html.removeprefix("<div>").removesuffix("</div>"))


def _remove_redundant_rules(article: HtmlElement) -> None:
    """Remove horizontal rules before the first content, after the last, and directly after another rule, in place."""
    redundant: list[HtmlElement] = []
    has_content = False
    last_rule: HtmlElement | None = None
    for element, is_tail, string in iter_strings(article):
        if string is not None and (string.strip() or element.tag == "img"):
            has_content, last_rule = True, None
        elif element.tag == "hr" and not is_tail:
            if has_content and last_rule is None:
                last_rule = element
            else:
                redundant.append(element)
    for rule in [*redundant, *([] if last_rule is None else [last_rule])]:
        rule.drop_tree()
