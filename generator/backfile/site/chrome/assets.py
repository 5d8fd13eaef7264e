"""Our styles and scripts as pages load them: without comments and indentation, and each kind as one file.

Every file of a page is a request; browsers show a page when all of its styles are there. Of Material's styles, those
of its search, which ours replaces, of colours that the settings do not name, and of what only an extension of Markdown
writes that the settings do not name, are left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File
from rcssmin import cssmin
from rjsmin import jsmin

from backfile.settings.known_code import KNOWN_EXTENSIONS
from backfile.site.chrome.theme_setup import THEME

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

STYLE, SCRIPT = "assets/stylesheets/site.css", "assets/javascripts/site.js"
"""The files of all our styles and of all our scripts that every page has, except modules."""
_MINIFIERS = {".css": cssmin, ".js": jsmin}
_MATERIAL = re.compile(r"assets/stylesheets/(?:main|palette)\.[0-9a-f]+\.min\.css")
_RULE = re.compile(r"[^{}]+\{[^{}]*\}")
_NEVER = (".md-search", ".md-feedback")
"""No element of a page has a class that begins with one of these."""
_WRITTEN_BY = {
    ".tabbed-": {"pymdownx.tabbed", "pymdownx.blocks.tab"},
    ".keys": {"pymdownx.keys"},
    ".critic": {"pymdownx.critic"},
    ".task-list": {"pymdownx.tasklist"},
}
"""Classes, and the extensions of Markdown that write them. The styles of tabs are a sixth of Material's."""
_COLOR = re.compile(r"\[data-md-color-(primary|accent)=([\w-]+)\]")
_NOT = re.compile(r":not\([^()]*\)")
"""What an element must not be: a selector with this can match, whatever is not on the page."""
_DEFAULT_COLOR = "indigo"


def publish_assets(files: Files, config: MkDocsConfig) -> None:
    """Minify our files, and publish those that every page loads as one file of each kind.

    A file with which the owner replaces one of ours is neither changed nor joined with others.
    """
    ours = {file.src_uri: file for file in files if _is_ours(file)}
    for file in ours.values():
        if minifier := _MINIFIERS.get(Path(file.src_uri).suffix):
            file.content_string = minifier(file.content_string)
    unused = unused_classes(config.markdown_extensions, has_templates=bool(config.theme.custom_dir))
    for file in files:
        if _MATERIAL.fullmatch(file.src_uri):
            file.content_string = trimmed(file.content_string, _colors(config), unused)
    for names, joined in ((config.extra_css, STYLE), (config.extra_javascript, SCRIPT)):
        # A script that is a module is not a string.
        parts = [ours[name] for name in names if isinstance(name, str) and name in ours]
        names[:] = [joined, *(name for name in names if not isinstance(name, str) or name not in ours)]
        files.append(File.generated(config, joined, content="\n".join(file.content_string for file in parts)))
        for file in parts:
            files.remove(file)


def _is_ours(file: File) -> bool:
    return (file.abs_src_path or "").startswith(f"{THEME}{os.sep}")


def trimmed(styles: str, colors: Collection[tuple[str, str]], unused: Collection[str]) -> str:
    """Return minified styles without the rules of which no selector can match.

    In: kinds and names of the colours; beginnings of classes that no element has.
    """

    def is_used(selector: str) -> bool:
        is_possible = not any(name in selector for name in unused)
        return is_possible and all(color in colors for color in _COLOR.findall(selector))

    def kept(match: re.Match[str]) -> str:
        selectors = _NOT.sub("", match[0].partition("{")[0])
        return match[0] if any(map(is_used, selectors.split(","))) else ""

    return _RULE.sub(kept, styles)


def unused_classes(extensions: Iterable[str], *, has_templates: bool) -> list[str]:
    """Return beginnings of classes that no element of a site has, as selectors have them.

    In: names of extensions of Markdown; whether the owner has templates, which can write any element, as an unknown
    extension can.
    """
    names = {name.removeprefix("markdown.extensions.") for name in extensions}
    if has_templates or not names <= KNOWN_EXTENSIONS.keys():
        return [*_NEVER]
    return [*_NEVER, *(each for each, writers in _WRITTEN_BY.items() if not writers & names)]


def _colors(config: MkDocsConfig) -> set[tuple[str, str]]:
    """Return kind and name, as attributes have it, of each colour in the palette of the settings."""
    palette = config.theme.get("palette") or {}
    options = palette if isinstance(palette, list) else [palette]
    return {
        (kind, str(option.get(kind) or _DEFAULT_COLOR).replace(" ", "-"))
        for option in options
        for kind in ("primary", "accent")
    }
