"""The navigation of the site, and the kinds of pages: articles, list pages, others.

Articles are never in the navigation: MkDocs would write all pages into every page, and time and size would grow with
the square of the archive. Titles are those of the pages, except that of the home page. Which lists there are is decided
in `backfile.lists`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathspec.gitignore import GitIgnoreSpec

from backfile.archive.front_matter import PageError
from backfile.archive.page import from_meta
from backfile.archive.tombstone import from_meta as from_tombstone
from backfile.fields.listed import listed
from backfile.lists.files import list_folders, list_kinds

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page

    from backfile.article import Article

ARTICLES = "articles"
HISTORY = "history"
REVISIONS = "revisions"
CHANGES = "changes.md"
"""The changes of the whole archive; the two folders before it have the histories of articles and their revisions."""
HANDBOOK = "handbook"
_PLUGIN = "backfile"
"""The name under which MkDocs has our plugin."""
WITHDRAWN = "withdrawn.html"
"""The template of tombstones."""


def is_article(page: Page) -> bool:
    """Return whether `page` is an article."""
    return page.file.src_uri.startswith(f"{ARTICLES}/")


def is_list(page: Page) -> bool:
    """Return whether `page` is a list page, the home page included."""
    return page.meta.get("kind") in list_kinds() or page.file.src_uri.split("/")[0] in list_folders()


def is_generated(page: Page) -> bool:
    """Return whether the build, and no text of the owner, decides what is on a page."""
    is_listing = is_list(page) and bool(page.meta.get("kind"))
    return is_article(page) or is_listing or page.file.generated_by == _PLUGIN


def article_template(page: Page) -> str:
    """Return the template of a page among the articles: their own, or that of a tombstone."""
    return WITHDRAWN if from_tombstone(page.meta) else "article.html"


def is_of_history(file: File) -> bool:
    """Return whether the build added a file to show histories of articles."""
    is_there = file.src_uri == CHANGES or file.src_uri.split("/")[0] in (HISTORY, REVISIONS)
    return is_there and file.generated_by == _PLUGIN


def parent_folder(page: Page) -> str:
    """Return the folder of the list to which `page` belongs, such as `tags` for a tag; empty for other pages.

    The page of the list itself, `index.md`, has no parent.
    """
    folder, _, rest = page.file.src_uri.partition("/")
    return folder if folder in list_folders() and rest != "index.md" else ""


def read_article(page: Page) -> Article | None:
    """Return the article of a page, without its text, from its unescaped metadata; None if that is no article's.

    In: a page whose metadata `escape_meta` accepted. It is the article as other pages and files show it (see
    `fields.listed`); its own page prints the metadata.
    """
    try:
        return listed(from_meta(page.meta, ""))
    except PageError:
        return None


def set_navigation(config: MkDocsConfig, home_title: str) -> None:
    """Set the navigation of `config` to home page, lists and handbook, as far as they exist, unless the owner has one.

    The archive's other pages are declared as `not_in_nav`, or MkDocs would list them all in its log.
    """
    if config.nav is None:
        config.nav = _default_navigation(Path(config.docs_dir), home_title)
    folders = [f"/{folder}/" for folder in (ARTICLES, *list_folders())]
    config.not_in_nav = GitIgnoreSpec([*GitIgnoreSpec.from_lines(folders).patterns, *_patterns(config.not_in_nav)])


def add_changes(config: MkDocsConfig) -> None:
    """Add the page of changes to the navigation, after the lists, unless the owner's has it or none of them."""
    nav = config.nav or []
    lists = [at for at, entry in enumerate(nav) if entry in [f"{folder}/index.md" for folder in list_folders()]]
    if lists and CHANGES not in nav:
        config.nav = [*nav[: lists[-1] + 1], CHANGES, *nav[lists[-1] + 1 :]]


def _default_navigation(docs: Path, home_title: str) -> list[Any]:
    nav: list[Any] = [{home_title: "index.md"}] if (docs / "index.md").is_file() else []
    nav += [f"{folder}/index.md" for folder in list_folders() if (docs / folder / "index.md").is_file()]
    handbook = sorted((docs / HANDBOOK).rglob("*.md"), key=lambda path: (path.name != "index.md", path.as_posix()))
    if handbook:
        nav.append({"Handbook": [path.relative_to(docs).as_posix() for path in handbook]})
    return nav


def _patterns(spec: GitIgnoreSpec | None) -> list[Any]:
    return list(spec.patterns) if spec else []
