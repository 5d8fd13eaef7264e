"""The lead image of an article, as metadata and feeds name it: the copy that the archive keeps.

Owns which of the kept images is the lead image: the one that was found under the URL that the publication names, or
else the first one that the page shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from backfile import images

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files

    from backfile.article import Article


def lead_image_file(article: Article, first: str | None, files: Files) -> File | None:
    """Return the archive's copy of an article's lead image; None if it has none.

    In: the name of the first stored image of its text; all files of the site.
    """
    name = article.origin.images.get(article.image or "") or first
    return files.get_file_from_path(f"{images.FOLDER}/{name}") if name else None


def lead_image_url(article: Article, first: str | None, files: Files, site_url: str | None) -> str:
    """Return the URL of the archive's copy of an article's lead image; empty if it has none, or no URL.

    In: the name of the first stored image of its text; all files of the site; the URL of the site, without which a
    copy has no absolute URL.
    """
    file = lead_image_file(article, first, files) if site_url else None
    return urljoin(site_url or "", file.url) if file else ""
