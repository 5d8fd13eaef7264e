"""Links from one article to another that the archive holds: they lead to the archived page.

Owns which address is which article's, and what such a link becomes. The page on disk keeps the link as it was
published; only the site's differs, and its title tells the address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from backfile.archive import identity
from backfile.article import Article
from backfile.fields.urls import parse_url
from backfile.site.article.sanitize_output import REL

# As the gate writes a link to the outside.
_LINK = re.compile(rf'<a((?: [^\s"=<>/]+="[^"]*")*?) href="([^"]*)"((?: [^\s"=<>/]+="[^"]*")*?) rel="{REL}">')


class Addresses:
    """Knows the addresses of the archive's articles."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        """Take all articles by the paths of their pages."""
        self._paths: dict[str, list[tuple[str, str]]] = {}
        for path in sorted(articles):
            if url := identity.url(articles[path]):
                self._paths.setdefault(_rough(url), []).append((url, path))

    def path(self, address: str) -> str | None:
        """Give the path of the article that was published at `address`; None where there is none, or no single one.

        Scheme, `www.`, a slash at the end, a fragment and tracking parameters tell no article from another, unless two
        of the archive's differ in nothing else.
        """
        near = self._paths.get(_rough(address))
        url = parse_url((address,)) if near else None
        if not near or url is None:
            return None
        exact = [path for known, path in near if known == url]
        alike = exact or [path for known, path in near if _loose(known) == _loose(url)]
        return alike[0] if len(alike) == 1 else None


def _rough(address: str) -> str:
    """Give what two addresses of one article have in common, and few others: cheap, for there are many links."""
    _, _, rest = address.partition("://")
    return rest.partition("#")[0].partition("?")[0].rstrip("/").casefold().removeprefix("www.")


def _loose(url: str) -> str:
    rest, mark, query = url.partition("://")[2].removeprefix("www.").partition("?")
    return f"{rest.rstrip('/')}{mark}{query}"


def find_internal_links(html: str, addresses: Addresses, here: str) -> dict[str, str]:
    """Find the links in the HTML of the page at `here` that lead to other archived articles: as written -> path."""
    if REL not in html:
        return {}
    found = {href: addresses.path(unescape(href)) for _, href, _ in _LINK.findall(html)}
    return {href: path for href, path in found.items() if path and path != here}


def rewrite_links(html: str, leading: Mapping[str, str], relative: Callable[[str], str]) -> str:
    """Give `html` with its links leading to archived pages. `relative` gives a path's address from the page."""

    def rewritten(match: re.Match[str]) -> str:
        before, href, after = match.groups()
        path = leading.get(href)
        if path is None:
            return match.group()
        title = "" if ' title="' in before + after else f' title="{href}"'
        return f'<a{before} href="{escape(relative(path))}"{after}{title}>'

    return _LINK.sub(rewritten, html)


def referring(leading: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """Turn round what leads where: path -> the paths that link to it."""
    found: dict[str, set[str]] = {}
    for path, to in leading.items():
        for target in to.values():
            found.setdefault(target, set()).add(path)
    return found
