"""Images that the archive does not have: what stands in their place, one short line for a whole gallery.

No other host is contacted, so each is a link to where it was published. Owns the HTML of these links, and the joining
of those that follow each other; which images the archive has is decided by the gate (`sanitize_output`). Like those of
`gated_html`, its expressions rely on how the gate writes HTML: `<` is an entity in text, values are in double quotes.
"""

from __future__ import annotations

import re
from html import unescape

from backfile.i18n.catalogs import Catalog
from backfile.site.article.gated_html import REL, strip_tags
from backfile.site.article.lead_text import comparable_words

_ATTRIBUTES = r'(?:[^">]|"[^"]*")*+'
_LABEL = r'<span class="image-elsewhere__label">[^<]*+</span>'
_LINK = rf'<a class="image-elsewhere"{_ATTRIBUTES}>{_LABEL}[^<]*+</a>'
_SPAN = rf'<span class="image-elsewhere">{_LABEL}[^<]*+</span>'
_ITEM = rf"(?:{_LINK}|<a\b{_ATTRIBUTES}>\s*+{_SPAN}\s*+</a>|{_SPAN})"
_ITEMS = rf"\s*+{_ITEM}(?:\s|<br>|{_ITEM})*+"
_PARAGRAPH = rf"<p>{_ITEMS}</p>"
_FIGURE = rf"<figure>\s*+(?:{_PARAGRAPH}|{_ITEMS})\s*+</figure>"
_LIST = rf"<[uo]l>(?:\s*+<li>(?:\s*+{_PARAGRAPH}\s*+|{_ITEMS})</li>)++\s*+</[uo]l>"

_STARTS = re.compile(r'<(?:a|span) class="image-elsewhere"')
_GALLERY = re.compile(rf"(?:(?:{_PARAGRAPH}|{_FIGURE}|{_LIST})\s*+)++")
_GALLERY_ITEM = re.compile(_ITEM)
_ITEM_PARTS = re.compile(rf"({_LABEL})([^<]*+)")
_CAPTIONED_FIGURE = re.compile(r"<figure>((?:(?!</?figure\b).)*)</figure>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)


def write_image_elsewhere(url: str, description: str, label: str, *, inside_link: bool) -> str:
    """Return what stands in the place of an image: a link to it, or text within another link, or without a URL.

    In: URL and description, escaped; the word for an image.
    """
    text = f'<span class="image-elsewhere__label">{label}</span>{" " if description else ""}{description}'
    if not url or inside_link:
        return f'<span class="image-elsewhere">{text}</span>'
    return f'<a class="image-elsewhere" href="{url}" rel="{REL}">{text}</a>'


def count_images_elsewhere(html: str) -> int:
    """Return how many images of an article the archive does not have. In: HTML from the gate."""
    return len(_STARTS.findall(html))


def mark_figures_elsewhere(html: str) -> str:
    """Mark the figures with a caption of which the archive has no image: image and caption are then one line.

    A description that the caption has, word for word, is left out.
    """
    if 'class="image-elsewhere"' not in html or "<figcaption" not in html:
        return html
    return _CAPTIONED_FIGURE.sub(_mark_figure, html)


def _mark_figure(figure: re.Match[str]) -> str:
    captions = _CAPTION.findall(figure[1])
    if not captions or not _STARTS.search(figure[1]):
        return figure[0]
    # Without the descriptions of images within the caption, which would repeat themselves.
    printed = _GALLERY_ITEM.sub(" ", " ".join(captions))
    words = " ".join(comparable_words(unescape(strip_tags(printed))))

    def replacement(match: re.Match[str]) -> str:
        is_repeated = f" {' '.join(comparable_words(unescape(match[2])))} " in f" {words} "
        return match[1] if is_repeated else match[0]

    content = _ITEM_PARTS.sub(replacement, figure[1])
    return (
        f"<figure>{content}</figure>" if "<img" in content else f'<figure class="figure-elsewhere">{content}</figure>'
    )


def join_images_elsewhere(html: str, t: Catalog) -> str:
    """Return the HTML of an article with one line for images that follow each other, which unfolds to their links.

    A single image without a description is described as one that is not kept. In: HTML from the gate, the site's words.
    """
    return _GALLERY.sub(lambda gallery: _join(gallery[0], t), html) if 'class="image-elsewhere"' in html else html


def _join(gallery: str, t: Catalog) -> str:
    items = _GALLERY_ITEM.findall(gallery)
    said = t("images_elsewhere", count=len(items))
    if len(items) == 1:
        return _ITEM_PARTS.sub(lambda match: match[0] if match[2] else _label(said), gallery)
    links = "".join(f"<li>{_numbered(item, number)}</li>" for number, item in enumerate(items, start=1))
    return f'<details class="images-elsewhere"><summary>{_label(said)}</summary><ul>{links}</ul></details>\n'


def _numbered(item: str, number: int) -> str:
    """Return an item with its number, if it has no description. The search leaves labels out, so it is in the label."""
    return _ITEM_PARTS.sub(lambda match: match[0] if match[2] else match[1].replace("</", f" {number}</"), item)


def _label(text: str) -> str:
    return f'<span class="image-elsewhere__label image-elsewhere__label--alone">{text}</span>'
