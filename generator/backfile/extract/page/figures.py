"""Figures with captions. Owns which figures are images with a caption, how a figure is made of an image and a caption,
and what text the caption contains: the text of the page's `figcaption`, then the other text of the figure, such as a
credit. It does not decide how captions look.

These modules handle a caption on its way to the reader:

- `page/captions.py` finds the captions that are in no `figcaption`.
- `page/embeds.py` writes the caption of a figure that replaces a post, a player or a map.
- `page/select_figures.py` decides which figures, and so which captions, belong to the article.
- `markup/allow_list.py` decides which elements a caption may contain; `markup/blocks.py` puts it at the end of its
  figure; `markup/writer.py` writes the figure into the Markdown page as inert HTML, because Markdown has no form for
  it.
- `site/article/sanitize_output.py` decides which attributes figure and caption have on the site.
- The stylesheets of the site theme, in `site/theme/assets/stylesheets/`, decide how captions look. The selector is
  `.article__body figcaption`. To change the look of captions, change only these rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html as lxml_html

from backfile.extract.dom import HEADINGS, visible_text
from backfile.extract.page.image_urls import find_image_url
from backfile.extract.text.furniture import match_furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_OTHER_CONTENT = ("figure", "table", "blockquote", "pre", "video", "iframe")
"""Elements that make a figure more than images with a caption."""
_STRUCTURE = ("tbody", "tr", "td", "th", "dl", "dt", "dd", "figure", "figcaption")
"""Elements that have no meaning of their own in a caption."""
_CONTROLS = ("button", "svg", "script", "style", "noscript", "template", "select", "input")
_INLINE = ("a", "b", "strong", "i", "em")
"""Words that are part of a sentence, also where a control would have the same."""


def is_captioned_image(figure: HtmlElement) -> bool:
    """Return whether a figure contains an image with a URL and a caption with text, and no other content."""
    caption = figure.find(".//figcaption")
    return (
        caption is not None
        and bool(visible_text(caption))
        and next(figure.iterdescendants(*_OTHER_CONTENT), None) is None
        and any(find_image_url(image) for image in figure.iter("img"))
    )


def wrap(parts: Sequence[HtmlElement]) -> HtmlElement:
    """Return the element that holds an image and its caption: the only part itself, or a new element around the parts,
    which follow each other.
    """
    if len(parts) == 1:
        return parts[0]
    holder = lxml_html.Element("div")
    parts[0].addprevious(holder)
    holder.tail = parts[-1].tail
    for part in parts:
        part.tail = None
    holder.extend(parts)
    return holder


def make_figure(holder: HtmlElement) -> None:
    """Make a figure of the image and the text of an element, with all of the text as its caption, in place."""
    image = next(image for image in holder.iter("img") if find_image_url(image))
    for other in [*(other for other in holder.iter("img") if other is not image), image]:
        other.drop_tree()
    image.tail = None
    caption = lxml_html.Element("figcaption")
    caption.text, holder.text = holder.text, None
    caption.extend(list(holder))
    for control in list(caption.iter(*_CONTROLS)):
        control.drop_tree()
    for element in [element for element in caption.iterdescendants() if not len(element)]:
        if element.tag not in _INLINE and match_furniture(visible_text(element)) is not None:
            element.drop_tree()
    for block in caption.iterdescendants(*HEADINGS, *_STRUCTURE):
        block.tag = "div"
    figure = holder
    if holder.tag in ("td", "li", "dd", "dt"):
        figure = lxml_html.Element("figure")
        holder.append(figure)
    figure.tag = "figure"
    figure.extend([image, caption])


def rebuild_figure(figure: HtmlElement, images: Sequence[HtmlElement]) -> None:
    """Reduce a figure to `images` and its caption, in place. Other text in it, such as a credit, is added to the
    caption.

    A figure without a caption is not changed: if it is in another figure, that one may have its caption already.
    """
    caption = figure.find(".//figcaption")
    if caption is None:
        return
    for part in (*images, caption):
        part.drop_tree()
    rest = lxml_html.Element("div")
    rest.text = figure.text
    rest.extend(list(figure))
    figure.text = None
    figure.extend([*images, caption])
    if (text := visible_text(rest)) and text not in visible_text(caption):
        caption.append(rest)
