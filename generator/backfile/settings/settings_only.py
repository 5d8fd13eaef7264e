"""The configuration of MkDocs for reading the settings of an archive: the plugin has its options and does nothing, so
that what builds the site is not imported.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint

from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from backfile.settings.schema import SCHEMA

_NAME = "backfile"


class SettingsOnly(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """The plugin `backfile`, without its events."""

    config_scheme = SCHEMA


def _plugins() -> Plugins:
    """Return the option `plugins` of MkDocs, with `SettingsOnly` in place of the plugin that builds the site."""
    option = Plugins(theme_key="theme", default=MkDocsConfig.plugins.default)
    own = EntryPoint(_NAME, f"{__name__}:{SettingsOnly.__name__}", "mkdocs.plugins")
    option.installed_plugins = {**option.installed_plugins, _NAME: own}
    return option


class SettingsConfig(MkDocsConfig):  # type: ignore[no-untyped-call]
    """A configuration whose options are checked as those of a build."""

    plugins = _plugins()
