"""Whether the list pages are what the articles give: asked at every build, from front matter that MkDocs reads anyway.

Lists are in the archive, so that it builds without this program; after a page was edited, moved or removed by hand they
are what they were.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from backfile.lists.update import compare, list_context
from backfile.problems import SettingsError
from backfile.settings.mkdocs_yml import Rendering, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from backfile.article import PageSummary

log = get_plugin_logger("backfile")


def warn(entries: Sequence[PageSummary], config: MkDocsConfig) -> None:
    """Warn of list pages that are not what the articles give, and say what to do."""
    rendering = Rendering(tuple(config.markdown_extensions), config.mdx_configs)
    try:
        differing = compare(
            entries,
            Path(config.docs_dir),
            list_context(Path(config.config_file_path).parent, config.site_name, rendering, language_of(config)),
        )
    except SettingsError as error:
        log.warning(f"Whether the list pages are stale cannot be told: {error}")
        return
    if names := (*differing.written, *differing.removed):
        among = f"{len(names)} of them, {names[0]} among them" if len(names) > 1 else names[0]
        log.warning(f"The list pages are not what the articles give: {among}. Run: backfile lists")
