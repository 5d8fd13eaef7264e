"""Rendering of Markdown with the archive's own extensions and with the extensions that sites with Material use."""

from __future__ import annotations

import re

import lxml.html
import markdown

from backfile.markup.writer import Writer
from backfile.settings.mkdocs_yml import Rendering

ARCHIVE = Rendering()
MATERIAL = Rendering(
    tuple(
        "toc tables fenced_code abbr admonition attr_list def_list footnotes md_in_html meta nl2br sane_lists smarty "
        "wikilinks pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.details "
        "pymdownx.blocks.tab pymdownx.caret pymdownx.critic pymdownx.details pymdownx.emoji pymdownx.highlight "
        "pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.saneheaders "
        "pymdownx.smartsymbols pymdownx.snippets pymdownx.superfences pymdownx.tabbed pymdownx.tasklist "
        "pymdownx.tilde".split()
    ),
    {"toc": {"permalink": True}},
)
RENDERINGS = {"archive": ARCHIVE, "material": MATERIAL}
WRITERS = {name: Writer(rendering.extensions, rendering.options) for name, rendering in RENDERINGS.items()}
BASE = "https://paper.test/news/"


def rendered(text: str, name: str) -> str:
    """Render Markdown with new instances of the extensions of `RENDERINGS[name]`."""
    rendering = RENDERINGS[name]
    return markdown.markdown(text, extensions=list(rendering.extensions), extension_configs=dict(rendering.options))


def visible_words(markup: str) -> list[str]:
    """Return the words that a reader sees in HTML."""
    blocks = re.sub(r"<(/?(?:p|h\d|li|[uo]l|blockquote|pre|div|t\w+|d[dlt]|fig\w+|br|hr|caption)\b)", r" <\1", markup)
    tree = lxml.html.fragment_fromstring(blocks or " ", create_parent="div")
    for link in tree.find_class("headerlink"):
        link.drop_tree()
    return tree.text_content().split()
