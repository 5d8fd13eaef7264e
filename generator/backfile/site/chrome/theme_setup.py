"""How Material is set up for an archive: our templates, styles and scripts in, what contacts other hosts out.

Owns which of the theme's settings are the archive's to decide, and the palette where the owner chose none. How things
look is said in `theme/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from rcssmin import cssmin
from rjsmin import jsmin

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

THEME = Path(__file__).parents[1] / "theme"
PALETTE = "backfile"
"""Name of our palette, paper and ink, to Material: its colours are in `theme/assets/stylesheets/colours.css`."""

STYLES = ("assets/stylesheets/backfile.css", "assets/stylesheets/colours.css")

_SHORTENED = {".css": cssmin, ".js": jsmin}

log = get_plugin_logger("backfile")


def set_up_theme(config: MkDocsConfig, *, search: bool) -> None:
    """Add our theme to Material and switch off what would contact other hosts or is replaced by ours.

    Raises PluginError with another theme: its templates would print what they should not.
    """
    if config.theme.name != "material":
        raise PluginError("The archive's theme is Material. Write `theme: {name: material}` in mkdocs.yml.")
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
    config.theme["font"] = False
    _colour(config)
    config.extra_css[:0] = STYLES
    config.extra_javascript += [f"assets/javascripts/{name}.js" for name in ("reach", "filter", "cite")]
    if search:
        config.extra_css.insert(len(STYLES), "assets/stylesheets/search.css")
        script = ExtraScriptValue("assets/javascripts/search.js")
        script.type = "module"
        config.extra_javascript.append(script)
    if config.extra.pop("analytics", None):
        log.warning("`extra: analytics` is ignored: the archive's readers contact nobody but the archive.")
    # With a fixed scope Material's inline scripts are the same on every page, and so is the policy.
    config.extra.setdefault("scope", "/")
    for name in ("search", "material/search"):
        if name in config.plugins:
            config.plugins[name].config["enabled"] = False


def shorten(files: Files) -> None:
    """Publish our scripts and styles without comments and indentation, a quarter of what a browser would load of them.

    Where the owner put a file in the place of one of ours, it stays as it is.
    """
    for file in files:
        shortened = _SHORTENED.get(Path(file.src_uri).suffix)
        if shortened and file.abs_src_path and Path(file.abs_src_path).is_relative_to(THEME):
            file.content_string = shortened(file.content_string)


def _colour(config: MkDocsConfig) -> None:
    """Choose our palette wherever the owner names no primary colour."""
    palette = config.theme.get("palette") or {}
    options = palette if isinstance(palette, list) else [palette]
    for option in options:
        if not option.get("primary"):
            option["primary"] = PALETTE
            option.setdefault("accent", PALETTE)
    config.theme["palette"] = palette
