"""Which files of docs/ MkDocs may read and publish: none through a link that leads out of docs/, and nothing but files.

MkDocs follows every link. Before it lists the files, a folder that is such a link ends the build, because MkDocs would
list all that is behind it. A file that is such a link is left out, with a warning. A named pipe ends the build: MkDocs
would wait for its writer.
"""

from __future__ import annotations

import logging
import os
import stat
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from backfile.problems import StorageError
from backfile.settings.inside import LARGEST_TEXT, LEADS_OUT, NO_FILE, REMOVE_LINK, is_inside, links_out, refuse_links

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_log = logging.getLogger("mkdocs.plugins.backfile")


def refuse_linked_folders(config: MkDocsConfig) -> None:
    """Raise PluginError if docs/, or a folder in it, is a link that leads out of its place."""
    docs = Path(config.docs_dir)
    try:
        refuse_links(Path(config.config_file_path).parent, docs)
    except StorageError as error:
        raise PluginError(str(error)) from error
    for path in links_out(docs):
        if path.is_dir():
            raise PluginError(f"{path}: {LEADS_OUT}. {REMOVE_LINK}")


def remove_linked_files(files: Files, config: MkDocsConfig) -> None:
    """Remove the files that are links out of docs/ from the files of the site, and warn of each.

    Nothing is read of them. Raises PluginError for what is not a file, such as a named pipe.
    """
    docs, start = Path(config.docs_dir), f"{config.docs_dir}{os.sep}"
    is_plain = cache(lambda folder: is_inside(Path(folder), docs))
    for file in list(files):
        path = file.abs_src_path
        if not path or not path.startswith(start):
            continue
        status = os.lstat(path)
        mode = status.st_mode
        if status.st_size > LARGEST_TEXT and file.is_documentation_page():
            raise PluginError(f"{path}: it is larger than {LARGEST_TEXT >> 20} MB. Remove it, or divide the page.")
        # Folders are asked about once: a file that is no link is where its folder is.
        if (stat.S_ISLNK(mode) or not is_plain(os.path.dirname(path))) and not is_inside(Path(path), docs):  # noqa: PTH120
            files.remove(file)
            _log.warning("%s: %s, and is not published. %s", file.src_uri, LEADS_OUT, REMOVE_LINK)
        elif not (stat.S_ISREG(mode) or (stat.S_ISLNK(mode) and _leads_to_file_or_nowhere(path))):
            raise PluginError(f"{path}: {NO_FILE}. Remove it.")


def warn_of_shared_addresses(files: Files) -> None:
    """Warn of files that would be written to one place, such as `pier.md` and `pier/index.md`: only one is shown."""
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        if file.inclusion.is_included():  # type: ignore[no-untyped-call]
            sources[file.dest_uri].append(file.src_uri)
    for names in sources.values():
        if len(names) > 1:
            shown = " and ".join(sorted(names))
            _log.warning("%s have one address, and only one of them is shown. Rename or move the others.", shown)


def _leads_to_file_or_nowhere(link: str) -> bool:
    """Return whether MkDocs can read what a link leads to, or says itself that there is nothing."""
    try:
        return stat.S_ISREG(os.stat(link).st_mode)  # noqa: PTH116
    except OSError:
        return True
