"""Links between archived articles: a link to the original URL of an article becomes a link to its archived page.

Owns how such a link is rewritten; which article has a URL is decided in `archive.address_holders`. The page on disk
keeps the link as it was published; only the HTML of the site changes, where the link's title shows the original URL.
Related articles are chosen in `related`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape

from backfile.archive.address_holders import DEFAULT_RULES, AddressRules, find_holders
from backfile.archive.url_keys import address_key, link_site
from backfile.article import Article
from backfile.site.article.gated_html import ExternalLink, replace_external_links


class ArticleUrls:
    """The original URLs of the archive's articles."""

    def __init__(self, articles: Mapping[str, Article], address_rules: AddressRules = DEFAULT_RULES) -> None:
        """Index `articles`, given by the paths of their pages, by their URLs."""
        self._paths = find_holders(articles, address_rules)
        self._sites = {link_site(f"https://{address}") for address in self._paths}

    def find_path(self, url: str) -> str | None:
        """Return the path of the article that was published at `url`; None if no article holds that address."""
        if link_site(url) not in self._sites:
            return None
        address = address_key(url)
        return self._paths.get(address) if address else None


def find_internal_links(links: Iterable[str], urls: ArticleUrls, own_path: str) -> dict[str, str]:
    """Find the links of a page that lead to other archived articles.

    In: the `href` of each link to another site, as written in HTML from the gate, and the path of its page. Out: `href`
    -> path of the article.
    """
    paths = {href: urls.find_path(unescape(href)) for href in links}
    return {href: path for href, path in paths.items() if path and path != own_path}


def rewrite_links(html: str, paths: Mapping[str, str], relative_url: Callable[[str], str]) -> str:
    """Return `html` with links to archived pages in place of those in `paths`, the result of `find_internal_links`.

    `relative_url` returns the URL of the page at a path, relative to the page of `html`.
    """

    def replacement(link: ExternalLink) -> str:
        path = paths.get(link.href)
        if path is None:
            return link.text
        title = "" if ' title="' in link.before + link.after else f' title="{link.href}"'
        return f'<a{link.before} href="{escape(relative_url(path))}"{link.after}{title}>'

    return replace_external_links(html, replacement)


def invert_links(links: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """Return the paths that link to each path. In: path -> its internal links, by `href`."""
    sources: dict[str, set[str]] = {}
    for path, targets in links.items():
        for target in targets.values():
            sources.setdefault(target, set()).add(path)
    return sources
