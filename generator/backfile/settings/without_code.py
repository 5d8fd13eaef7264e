"""The settings of an archive without the code that they name, for MkDocs to check the rest."""

from __future__ import annotations

from typing import Any

from backfile.settings.code import entries, has_marker, is_known_extension, is_known_plugin, theme_name
from backfile.settings.known_code import KNOWN_THEMES
from backfile.settings.settings_yaml import NotRun

_OF_THE_SITE = ("hooks", "extra_templates", "watch")
"""Only a build of the site uses these."""


def without_code(data: dict[str, Any], *, keep_extensions: bool) -> dict[str, Any]:
    """Return the settings without what runs only when the site is built: hooks, other plugins, templates.

    Unless `keep_extensions`, they are also without Markdown extensions that are not known to be harmless, and without
    the objects that were not made.
    """
    name = theme_name(data)
    kept = {key: value for key, value in data.items() if key not in _OF_THE_SITE}
    if "theme" in kept:
        kept["theme"] = _theme(kept["theme"], name)
    if not all(is_known_plugin(plugin, value, name) for plugin, value in entries(kept.get("plugins"))):
        known = [entry for entry in entries(kept["plugins"]) if is_known_plugin(*entry, name)]
        kept["plugins"] = [{plugin: value} for plugin, value in known]
    if keep_extensions:
        return kept
    if not all(is_known_extension(*entry) for entry in entries(kept.get("markdown_extensions"))):
        known = [entry for entry in entries(kept["markdown_extensions"]) if is_known_extension(*entry)]
        kept["markdown_extensions"] = [{extension: value} if value else extension for extension, value in known]
    for key in ("plugins", "markdown_extensions"):
        if isinstance(kept.get(key), list):
            kept[key] = [_entry(entry) for entry in kept[key] if not isinstance(entry, NotRun)]
    return {key: _without_markers(value) for key, value in kept.items() if not isinstance(value, NotRun)}


def _entry(entry: Any) -> Any:
    """Return an entry of a list of plugins or extensions; its settings are without markers."""
    if not isinstance(entry, dict):
        return entry
    return {name: None if isinstance(value, NotRun) else _without_markers(value) for name, value in entry.items()}


def _theme(theme: object, name: str | None) -> object:
    """Return the theme without the archive's templates; another theme is replaced by that of the program."""
    if name is not None and name in KNOWN_THEMES and not isinstance(theme, dict):
        return theme
    settings = theme if isinstance(theme, dict) else {}
    kept = {key: value for key, value in settings.items() if key != "custom_dir"}
    return kept if name is not None and name in KNOWN_THEMES else {**kept, "name": "material"}


def _without_markers(value: Any) -> Any:
    """Return a value without the markers of objects that were not made, and without items of lists that contain one."""
    if not has_marker(value):
        return value
    if isinstance(value, dict):
        return {key: _without_markers(part) for key, part in value.items() if not isinstance(part, NotRun)}
    return [part for part in value if not has_marker(part)]
