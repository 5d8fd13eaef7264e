"""Our styles and scripts as pages load them: without comments and indentation, and each kind as one file.

Every file of a page is a request; browsers show a page when all of its styles are there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File
from rcssmin import cssmin
from rjsmin import jsmin

from backfile.site.chrome.theme_setup import THEME

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

STYLE, SCRIPT = "assets/stylesheets/site.css", "assets/javascripts/site.js"
"""The files of all our styles and of all our scripts that every page has, except modules."""
_MINIFIERS = {".css": cssmin, ".js": jsmin}


def publish_assets(files: Files, config: MkDocsConfig) -> None:
    """Minify our files, and publish those that every page loads as one file of each kind.

    A file with which the owner replaces one of ours is neither changed nor joined with others.
    """
    ours = {file.src_uri: file for file in files if _is_ours(file)}
    for file in ours.values():
        if minifier := _MINIFIERS.get(Path(file.src_uri).suffix):
            file.content_string = minifier(file.content_string)
    for names, joined in ((config.extra_css, STYLE), (config.extra_javascript, SCRIPT)):
        # A script that is a module is not a string.
        parts = [ours[name] for name in names if isinstance(name, str) and name in ours]
        names[:] = [joined, *(name for name in names if not isinstance(name, str) or name not in ours)]
        files.append(File.generated(config, joined, content="\n".join(file.content_string for file in parts)))
        for file in parts:
            files.remove(file)


def _is_ours(file: File) -> bool:
    return bool(file.abs_src_path) and Path(file.abs_src_path or "").is_relative_to(THEME)
