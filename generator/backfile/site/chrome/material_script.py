"""Which pages load Material's script: those that the owner wrote, and every page where the owner asks for more.

A browser takes longer to evaluate it than to show a page of some kilobytes. Pages that the build generates do without:
styles and `frame.js` do the part of its work that they need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.site.chrome.assets import SCRIPT
from backfile.site.chrome.navigation import is_generated
from backfile.site.chrome.theme_setup import SEARCH_SCRIPT

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_FEATURES = frozenset(
    (
        "navigation.expand navigation.footer navigation.indexes navigation.path navigation.prune navigation.sections "
        "navigation.tabs navigation.tabs.sticky toc.integrate"
    ).split()
)
"""Features of Material that templates and styles make alone, or with `frame.js`."""
_GROUPS = ("content.", "search.")
"""Beginnings of features of the owner's own texts, and of Material's search, which the archive does not use."""
_EXTRA = ("alternate", "consent", "version")
"""Keys of `extra` that need the script: choice of a language, consent to cookies, choice of a version."""
_OWN_PLUGINS = frozenset(
    (
        "backfile search material/blog material/info material/meta material/offline material/optimize material/search "
        "material/social material/tags material/typeset"
    ).split()
)
"""This program's plugin, and plugins of MkDocs and Material that write no markup for scripts."""


def is_on_all_pages(config: MkDocsConfig) -> bool:
    """Return whether every page loads the script, for the settings of a build whose own scripts are joined.

    That is so for features that need it, and for code of others, which may use it: own scripts and templates, hooks,
    and plugins that are not Material's.
    """
    features = map(str, config.theme.get("features") or [])
    needing = [name for name in features if name not in _FEATURES and not name.startswith(_GROUPS)]
    scripts = {str(script) for script in config.extra_javascript} - {SCRIPT, SEARCH_SCRIPT}
    code = (config.theme.custom_dir, config.hooks, config.plugins.keys() - _OWN_PLUGINS)
    return bool(needing or scripts or any(code) or any(config.extra.get(key) for key in _EXTRA))


def variables(config: MkDocsConfig, page: Page | None = None) -> dict[str, bool]:
    """Return what templates ask: whether the page is generated, and whether it loads the script."""
    generated = page is None or is_generated(page)
    return {"is_generated": generated, "has_material_script": not generated or is_on_all_pages(config)}
