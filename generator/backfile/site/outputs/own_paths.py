"""The paths that belong to the site itself: no redirect may have them, in this build or a later one.

A redirect comes before a file: nginx and Cloudflare Pages follow it even if the file exists. Besides the files that a
build has written, the first segments below are left to files and pages that another build may write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from backfile.archive.url_keys import server_path
from backfile.images import FOLDER as IMAGES
from backfile.lists.files import list_folders
from backfile.site.chrome import navigation
from backfile.site.outputs.manifest import FOLDER as MANIFEST
from backfile.site.outputs.original_urls import FOLDER as ADDRESSES
from backfile.site.search.index import FOLDER as SEARCH_INDEX

_PAGES = (navigation.ARTICLES, navigation.HANDBOOK, navigation.HISTORY, navigation.REVISIONS)
_FOLDERS = frozenset(
    (*_PAGES, navigation.CHANGES.removesuffix(".md"), "assets", "search", IMAGES, ADDRESSES, MANIFEST, SEARCH_INDEX)
)
"""Folders of the site besides those of the lists."""
_CLOUDFLARE = "cdn-cgi"
"""The folder of Cloudflare's own endpoints."""
_FILE = re.compile(
    r"[._].*|404|feed\.(?:xml|json)|sitemap(?:-\d+)?\.xml(?:\.gz)?|opensearch\.xml|(?:robots|ads|humans|security)\.txt|"
    r"favicon\.(?:ico|png|svg)|apple-touch-icon.*|manifest\.json|site\.webmanifest|(?:sw|service-?worker)\.js"
)
"""A file at the root of a site that browsers, crawlers or hosts ask for by its name, or one that hosts do not show.

`_headers`, `_redirects`, `_worker.js`, `.well-known/` and `.netlify/` are among those with a dot or a low line.
"""


class OwnPaths:
    """The paths of one site on its host."""

    def __init__(self, files: Iterable[str], base: str) -> None:
        """Take the paths of all files, from the site's root, and the path of the site on its host.

        The files are looked for when somebody asks: most archives have no redirects.
        """
        self._root, self._base, self._listed = server_path(base), base, files
        self._folders = _FOLDERS | {_CLOUDFLARE, *list_folders()}

    @cached_property
    def _files(self) -> set[str]:
        return {server_path(f"{self._base}/{path}") for path in self._listed} | {self._root}

    def is_file(self, path: str) -> bool:
        """Return whether the site has a file at the path of a URL on its host."""
        return server_path(path) in self._files

    def has(self, path: str) -> bool:
        """Return whether the site has a file or folder at the path of a URL on its host, or may have one later."""
        own = server_path(path)
        if own in self._files:
            return True
        if not own.startswith(f"{self._root}/"):
            return False
        first = own.removeprefix(f"{self._root}/").split("/")[0]
        return first in self._folders or _FILE.fullmatch(first) is not None
