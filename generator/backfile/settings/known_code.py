"""The code that an archive may name in its settings without asking its owner: what each entry does, and why it is
harmless in the hands of a stranger.

An entry is harmless if it runs nothing that the archive brings, contacts no host, and opens no file but those in
MkDocs' list of files, of which links out of docs/ are removed (`site.published_files`), and those of the site. A file
that code opens by a name of its own can be a link out of the archive. Settings with which an entry does so are in
`OPENING`; those that lead out of the archive are found by `code`.
"""

from __future__ import annotations

_NAMES = "chooses an index of emoji that the package contains"
_DRAWS = "draws an emoji as text"
_SLUG = "makes an anchor from the text of a heading"
_FENCE = "writes the text of a code block as an element"

KNOWN_PYTHON = {
    "material.extensions.emoji.twemoji": _NAMES,
    "material.extensions.emoji.to_svg": _DRAWS,
    "materialx.emoji.twemoji": _NAMES,
    "materialx.emoji.to_svg": _DRAWS,
    "pymdownx.emoji.emojione": _NAMES,
    "pymdownx.emoji.gemoji": _NAMES,
    "pymdownx.emoji.twemoji": _NAMES,
    "pymdownx.emoji.to_alt": _DRAWS,
    "pymdownx.emoji.to_png": _DRAWS,
    "pymdownx.emoji.to_png_sprite": _DRAWS,
    "pymdownx.emoji.to_svg": _DRAWS,
    "pymdownx.emoji.to_svg_sprite": _DRAWS,
    "pymdownx.superfences.fence_code_format": _FENCE,
    "pymdownx.superfences.fence_div_format": _FENCE,
    "pymdownx.arithmatex.fence_mathjax_format": _FENCE,
    "pymdownx.arithmatex.fence_generic_format": _FENCE,
    "pymdownx.arithmatex.inline_mathjax_format": _FENCE,
    "pymdownx.arithmatex.inline_generic_format": _FENCE,
    "pymdownx.slugs.uslugify": _SLUG,
    "pymdownx.slugs.uslugify_encoded": _SLUG,
    "pymdownx.slugs.uslugify_cased": _SLUG,
    "pymdownx.slugs.uslugify_cased_encoded": _SLUG,
    "pymdownx.slugs.gfm": _SLUG,
    "pymdownx.slugs.gfm_encoded": _SLUG,
    "markdown.extensions.toc.slugify": _SLUG,
    "markdown.extensions.toc.slugify_unicode": _SLUG,
}
"""What `!!python/name:` may name. Nothing is called before the first page is rendered."""

KNOWN_CALLS = {
    "pymdownx.slugs.slugify": _SLUG,
    "pymdownx.arithmatex.arithmatex_fenced_format": _FENCE,
    "pymdownx.arithmatex.arithmatex_inline_format": _FENCE,
}
"""What `!!python/object/apply:` may call: each returns a function of one of the kinds above."""

_TEXT = "changes text only"

KNOWN_EXTENSIONS = dict.fromkeys(
    (
        "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html "
        "meta nl2br sane_lists smarty tables toc wikilinks"
    ).split(),
    _TEXT,
) | dict.fromkeys(
    (
        "pymdownx.arithmatex pymdownx.betterem pymdownx.bracketspan pymdownx.caret pymdownx.critic pymdownx.details "
        "pymdownx.emoji pymdownx.escapeall pymdownx.extra pymdownx.fancylists pymdownx.highlight pymdownx.inlinehilite "
        "pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.pathconverter pymdownx.progressbar pymdownx.quotes "
        "pymdownx.saneheaders pymdownx.smartsymbols pymdownx.striphtml pymdownx.superfences pymdownx.tabbed "
        "pymdownx.tasklist pymdownx.tilde pymdownx.blocks.admonition pymdownx.blocks.caption "
        "pymdownx.blocks.definition pymdownx.blocks.details pymdownx.blocks.html pymdownx.blocks.tab"
    ).split(),
    _TEXT,
)
"""Without `pymdownx.snippets` and `pymdownx.b64`, which read files that a text names. The extensions of Python-Markdown
have long names too: `markdown.extensions.toc`."""

_PAGES = "reads and writes only pages of the site"

KNOWN_PLUGINS = {
    "backfile": "this program",
    "search": _PAGES,
    "material/meta": "reads front matter from files in MkDocs' list",
    "material/offline": _PAGES,
    "material/search": _PAGES,
    "material/tags": _PAGES,
    "material/typeset": _PAGES,
}
"""Without `material/group`, which loads other plugins, `material/projects`, which builds other settings, and
`material/privacy`, which contacts the hosts that pages name. Without `material/blog`, which reads a file of authors and
makes folders in docs/, `material/optimize`, which reads and writes in `.cache/`, `material/social`, which does so and
fetches fonts, and `material/info`, which asks a host for the newest version and packs files of the archive."""

OPENING = frozenset(("custom_icons", "jieba_dict", "jieba_dict_user"))
"""Settings of entries above, at any depth, by which they open files themselves: icons of `pymdownx.emoji`, and
dictionaries of Material's search. An entry with one of them is not known to be harmless."""

KNOWN_THEMES = {
    None: "the templates of MkDocs",
    "material": "the theme of this program",
    "mkdocs": "a theme of MkDocs",
    "readthedocs": "a theme of MkDocs",
}
