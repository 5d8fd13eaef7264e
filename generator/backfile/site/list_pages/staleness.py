"""The check at every build whether the list pages are up to date with the articles, from metadata that MkDocs has read.

List pages are files of the archive, so that it can be built without this program. After a page was edited, moved or
removed by hand, they are outdated until `backfile lists` is run. Their content is decided in `backfile.lists`.
"""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from backfile.archive.catalog_row import write_entry
from backfile.lists.context import list_context
from backfile.lists.current import known_state, lists_state
from backfile.lists.update import compare
from backfile.problems import SettingsError
from backfile.settings.mkdocs_yml import Rendering, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from backfile.article import PageSummary

log = get_plugin_logger("backfile")


def warn_of_outdated_lists(summaries: Sequence[PageSummary], config: MkDocsConfig) -> None:
    """Log a warning if list pages are not up to date with the articles of `summaries`."""
    root, docs = Path(config.config_file_path).parent, Path(config.docs_dir)
    rendering = Rendering(tuple(config.markdown_extensions), config.mdx_configs)
    site = config.site_name, language_of(config)
    if known := known_state(root):
        entries = map(write_entry, sorted(summaries, key=attrgetter("path")))
        if lists_state(entries, docs, root, site, rendering) == known:
            return
    try:
        changes = compare(summaries, docs, list_context(root, site[0], rendering, site[1]))
    except SettingsError as error:
        log.warning(f"The list pages were not checked: {error}")
        return
    if paths := (*changes.written, *changes.removed):
        which = f"{len(paths)} of them, {paths[0]} among them" if len(paths) > 1 else paths[0]
        log.warning(f"The list pages are not up to date with the articles: {which}. Run: backfile lists")
