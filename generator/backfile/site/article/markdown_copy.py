"""The Markdown of an article's page, published beside its HTML: the same bytes as under docs/, at `NAME.md`.

Its proof is beside it, see `outputs/proofs.py`. The link to it is in `theme/article.html`; the content type that hosts
send is in `site/chrome/csp.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.files import File

    from backfile.site.site_folder import SiteFolder


def proof_path(path: str) -> str:
    """Return the path of the proof of a page in the site. In: the page's path under docs/."""
    return f"{path.removesuffix('.md')}.proof.json"


def write_markdown_copies(files: Iterable[File], site: SiteFolder) -> None:
    """Write each page of `files` into the site, at the path that it has under docs/."""
    for file in files:
        site.publish(file)
