"""The settings of Material for an archive: our templates, styles and scripts, and nothing that contacts other hosts.

Owns which settings of the theme the archive decides, and the palette if the owner chose none. How pages look is defined
in `site/theme`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

THEME = Path(__file__).parents[1] / "theme"
PALETTE = "backfile"
"""The name of our palette in Material's settings. Its colours are a look's (`theme/assets/stylesheets/looks/`)."""

STYLES = tuple(f"assets/stylesheets/{name}.css" for name in ("backfile", "lists", "history"))

SCRIPTS = ("start", "palette", "frame", "reach", "filter", "today", "pictures", "notes", "reading", "proof")
"""In the order in which pages run them."""
SEARCH_SCRIPT = "assets/javascripts/search.js"
"""A module, which imports others."""

log = get_plugin_logger("backfile")


def set_up_theme(config: MkDocsConfig, *, search: bool, look: str) -> None:
    """Add our theme to Material; switch off what contacts other hosts, and Material's search, which ours replaces.

    Raises PluginError for another theme, because its templates print metadata without the necessary escaping.
    """
    if config.theme.name != "material":
        raise PluginError("An archive needs the theme Material. Write `theme: {name: material}` in mkdocs.yml.")
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
    config.theme["font"] = False
    _set_palette(config)
    styles = [*STYLES, f"assets/stylesheets/looks/{look}.css"]
    config.extra_css[:0] = styles
    config.extra_javascript += [f"assets/javascripts/{name}.js" for name in SCRIPTS]
    if search:
        config.extra_css.insert(len(styles), "assets/stylesheets/search.css")
        script = ExtraScriptValue(SEARCH_SCRIPT)
        script.type = "module"
        config.extra_javascript.append(script)
    if config.extra.pop("analytics", None):
        log.warning("`extra: analytics` is ignored, because pages of an archive contact no other host.")
    # With a fixed scope, Material's inline scripts are the same on every page, and so is the policy in `csp`.
    config.extra.setdefault("scope", "/")
    for name in ("search", "material/search"):
        if name in config.plugins:
            config.plugins[name].config["enabled"] = False


def _set_palette(config: MkDocsConfig) -> None:
    """Set our palette in each option in which the owner names no primary colour."""
    palette = config.theme.get("palette") or {}
    options = palette if isinstance(palette, list) else [palette]
    for option in options:
        if not option.get("primary"):
            option["primary"] = PALETTE
            option.setdefault("accent", PALETTE)
    config.theme["palette"] = palette
