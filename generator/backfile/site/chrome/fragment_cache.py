"""A cache for the parts of pages that are the same on many pages: rendered once, printed on each.

Navigation, palette, footer and settings for scripts are the same on all pages that are not in the navigation, except
for the relative URL of the site's root. Rendering them is half of the work that Jinja does for a page. Which parts are
cached is decided by the templates in `site/theme`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from jinja2 import pass_context

from backfile.site.chrome.navigation import ARTICLES

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from mkdocs.structure import StructureItem
    from mkdocs.structure.pages import Page


class FragmentCache:
    """The rendered parts of one build; templates call it as `cached`."""

    def __init__(
        self, in_navigation: Collection[Page], *, has_custom_templates: bool, links_to_articles: bool = True
    ) -> None:
        """Create an empty cache.

        In: the pages in the navigation, where each is marked on its own page, so that nothing on them is cached;
        whether the owner has templates, which can print anything in any part, so that nothing is cached at all;
        whether the navigation has links to articles.
        """
        self._ids_in_navigation = frozenset(map(id, in_navigation))
        self._links_to_articles = links_to_articles
        self._has_custom_templates = has_custom_templates
        self._fragments: dict[tuple[str, str], str] = {}

    @pass_context
    def __call__(self, context: Context, name: str, render: Callable[[], str] | None = None) -> str:
        """Return the template `name`, rendered as by `include`, or the result of `render` (a block's `super`)."""

        def fragment() -> str:
            return render() if render else context.environment.get_template(name).render(context.get_all())

        page: Page | None = context.get("page")
        if page is None or self._has_custom_templates or id(page) in self._ids_in_navigation:
            return fragment()
        key = (name, self._place(page))
        if key not in self._fragments:
            self._fragments[key] = fragment()
        return self._fragments[key]

    def _place(self, page: Page) -> str:
        """Return the same string for pages on which relative URLs are the same: the pages of a folder.

        The articles of all folders at one depth are such pages, too, if no link leads to an article.
        """
        folder = posixpath.dirname(page.url.rstrip("/"))
        if self._links_to_articles or not folder.startswith(f"{ARTICLES}/"):
            return folder
        return f"{ARTICLES}{'/..' * folder.count('/')}"


def links_to_articles(items: Iterable[StructureItem]) -> bool:
    """Return whether items of the navigation, or those below them, lead to articles."""
    urls = ((getattr(item, "url", None) or "", getattr(item, "children", None) or ()) for item in items)
    return any(url.lstrip("./").startswith(f"{ARTICLES}/") or links_to_articles(below) for url, below in urls)
