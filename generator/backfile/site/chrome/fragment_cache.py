"""Parts of a page that are alike on many: rendered once, printed on each.

Navigation, palette, footer, settings for scripts: on pages that are not in the navigation they say the same, and differ
at most in the way back to the site's root. They are half of what Jinja does for a page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from jinja2 import pass_context

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from mkdocs.structure.pages import Page


class Alike:
    """The parts rendered in one build; as `alike` in templates."""

    def __init__(self, in_navigation: Collection[Page], *, theirs: bool) -> None:
        """Take the pages that the navigation holds: each of them is marked there when it is the page.

        `theirs` says that the owner has templates, which may print anything in any part: then nothing is kept.
        """
        self._marked = frozenset(map(id, in_navigation))
        self._theirs = theirs
        self._kept: dict[tuple[str, str], str] = {}

    @pass_context
    def __call__(self, context: Context, name: str, render: Callable[[], str] | None = None) -> str:
        """Give the template `name` as `include` would, or what `render` gives (a block's `super`)."""

        def rendered() -> str:
            return render() if render else context.environment.get_template(name).render(context.get_all())

        page: Page | None = context.get("page")
        if page is None or self._theirs or id(page) in self._marked:
            return rendered()
        # Seen from pages of one folder every other page lies in the same direction.
        key = (name, posixpath.dirname(page.url.rstrip("/")))
        if key not in self._kept:
            self._kept[key] = rendered()
        return self._kept[key]
