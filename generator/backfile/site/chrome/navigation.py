"""The doors: what stands in the navigation, and which page is of which kind.

Articles never stand in it: with a navigation of all pages on every page MkDocs takes time and space that grow with the
square of the archive. Owns no titles: a door is called what its page is called, except for the home page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathspec.gitignore import GitIgnoreSpec

from backfile.archive.page import PageError, from_meta
from backfile.lists.update import FOLDERS, KINDS

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from backfile.article import Article

ARTICLES = "articles"
HANDBOOK = "handbook"


def is_article(page: Page) -> bool:
    """Whether `page` is an article."""
    return page.file.src_uri.startswith(f"{ARTICLES}/")


def is_list(page: Page) -> bool:
    """Whether `page` is one that the archive wrote to list others, the home page included."""
    return page.meta.get("kind") in KINDS or page.file.src_uri.split("/")[0] in FOLDERS


def above(page: Page) -> str:
    """Name the folder of lists that a page lies in, below its index: `tags` of a tag; empty for any other page."""
    folder, _, rest = page.file.src_uri.partition("/")
    return folder if folder in FOLDERS and rest != "index.md" else ""


def set_navigation(config: MkDocsConfig, home: str) -> None:
    """Give `config` the doors that exist as its navigation, unless the owner wrote one. In: what home is called.

    MkDocs is told that the archive's other pages are rightly missing in it; it would list them all in its log.
    """
    if config.nav is None:
        config.nav = _doors(Path(config.docs_dir), home)
    ours = [f"/{folder}/" for folder in (ARTICLES, *FOLDERS)]
    config.not_in_nav = GitIgnoreSpec([*GitIgnoreSpec.from_lines(ours).patterns, *_patterns(config.not_in_nav)])


def _doors(docs: Path, home: str) -> list[Any]:
    nav: list[Any] = [{home: "index.md"}] if (docs / "index.md").is_file() else []
    nav += [f"{folder}/index.md" for folder in FOLDERS if (docs / folder / "index.md").is_file()]
    handbook = sorted((docs / HANDBOOK).rglob("*.md"), key=lambda path: (path.name != "index.md", path.as_posix()))
    if handbook:
        nav.append({"Handbook": [path.relative_to(docs).as_posix() for path in handbook]})
    return nav


def _patterns(spec: GitIgnoreSpec | None) -> list[Any]:
    return list(spec.patterns) if spec else []


def article_of(found: Page) -> Article | None:
    """Give the article, without its text, of a page whose metadata is as it was read; None where it is none."""
    try:
        return from_meta(found.meta, "")
    except PageError:
        return None
