"""Names of a site. Owns the places in which a page names the site that it belongs to, and telling whether a part of a
title is such a name.

Sources of the places: OpenGraph and other metadata, the host, the title of a feed (`Site \u00bb Feed`), links to the
home page, elements that themes name `site-title`, `logo` or `brand`, and the copyright line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml.etree import XPath

from backfile.extract.dom import visible_text
from backfile.extract.metadata.title_parts import headline_key
from backfile.fields.urls import names_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.html import HtmlElement

_META = (
    "application-name",
    "apple-mobile-web-app-title",
    "twitter:site",
    "twitter:app:name:iphone",
    "msapplication-name",
    "copyright",
)
_LOGO = re.compile(r"(?:site|blog)[-_]?(?:title|name)|logo|brand|masthead")
_LOGO_TAGS = ("a", "div", "h1", "h2", "h3", "p", "span", "strong", "td")
_LOGO_IMAGES = XPath(
    "//img[@alt][contains(@class, 'logo') or contains(@id, 'logo') or contains(@src, 'logo')]"
    "[not(ancestor::article or ancestor::main)]/@alt"
)
_OF_LOGO = re.compile(r"^logo\s+(?:of\s+)?|\s*(?:\blogo|\u30ed\u30b4|\u6807\u5fd7)$", re.IGNORECASE)
"""The word for a logo, in the description of its picture."""
_TEXTS = XPath("descendant::text()[not(parent::script or parent::style)]", smart_strings=False)
_COPYRIGHT = re.compile(
    r"(?:\u00a9|\(c\)|\bcopyright\b)\s*(?:(?:\u00a9|\(c\)|copyright\b|by\b)\s*)*(?:\d{4}(?:\s*[-\u2013]\s*\d{4})?)?[\s,]*"
    r"([^.|,\u00b7\n]{2,80})",
    re.IGNORECASE,
)
_AFTER_OWNER = re.compile(
    r"\s+(?:all rights|alle rechte|tous droits|todos los derechos|tutti i diritti).*"
    r"|\s+(?:inc\b|ltd\b|llc\b|gmbh\b|ag\b|\d{4}).*"
    r"|\s*(?:\u7248\u6743\u6240\u6709|\u682a\u5f0f\u4f1a\u793e|\u793e$).*",
    re.IGNORECASE | re.DOTALL,
)
"""What a line of rights has behind the owner."""
_FEED_END = re.compile(r"\s*(?:[\u00bb|:]|\s[-\u2013]\s|\s(?:RSS|Atom|Feed)\b).*", re.IGNORECASE | re.DOTALL)
_LONGEST = 60
_MOST = 40
"""Elements of one kind that are read."""
_MOST_LINKS = 2_000


def find_stated_names(tree: HtmlElement, contents: Mapping[str, list[str]]) -> list[str]:
    """Return the names that the head of a page has for its site, as found, beside those of its field `source`: also in
    the titles of its feeds and of its search (OpenSearch).

    In: the page; the contents of its meta elements by name.
    """
    names = [value for name in _META for value in contents.get(name, ())[:_MOST]]
    links = [
        (link.get("rel"), link.get("type") or "", title) for link in tree.iter("link") if (title := link.get("title"))
    ]
    feeds = [title for rel, kind, title in links if rel == "alternate" and ("rss" in kind or "atom" in kind)]
    searches = [title for rel, _, title in links if rel == "search"]
    return _tidy([*names, *(_FEED_END.sub("", title[:200]) for title in feeds[:_MOST]), *searches[:_MOST]])


def find_printed_names(tree: HtmlElement, hosts: Sequence[str]) -> list[str]:
    """Return the names that the body of a page has for its site, as found. In: the page; its hosts."""
    logos = (each for each in tree.iter(*_LOGO_TAGS) if _is_logo(each) and not _is_of_article(each))
    names = [
        visible_text(element) for element in islice(logos, _MOST) if sum(1 for _ in islice(element.iter(), 20)) < 20
    ]
    links = (link for link in islice(tree.iter("a"), _MOST_LINKS) if leads_home(link, hosts))
    for link in islice(links, _MOST):
        names += [visible_text(link), link.get("title") or "", *(image.get("alt") or "" for image in link.iter("img"))]
    rights = [t for t in _TEXTS(tree) if "\u00a9" in t or "(c)" in t or "(C)" in t or "opyright" in t]
    for text in rights[-_MOST:]:
        for match in _COPYRIGHT.finditer(text[:1000]):
            names += [match[1], _AFTER_OWNER.sub("", match[1])]
    names += [_OF_LOGO.sub("", text[:_LONGEST]) for text in _LOGO_IMAGES(tree)[:_MOST]]
    return _tidy(names)


def _tidy(names: Iterable[str]) -> list[str]:
    """Return the names that are neither too short nor too long, without space around them and without `@`."""
    return [name for each in names if 1 < len(name := each.strip().lstrip("@")) <= _LONGEST]


def _is_logo(element: HtmlElement) -> bool:
    """Return whether an element is marked or named as the logo or the name of the site."""
    names, own_id = element.get("class"), element.get("id")
    is_named = (names and _is_name_of_logo(names)) or (own_id and _is_name_of_logo(own_id))
    return bool(is_named) or element.get("rel") == "home"


@lru_cache(maxsize=1_024)
def _is_name_of_logo(names: str) -> bool:
    return _LOGO.search(names) is not None


def leads_home(link: HtmlElement, hosts: Iterable[str]) -> bool:
    """Return whether a link leads to the home page of its site, as far as its URL shows."""
    href = (link.get("href") or "").strip()
    if not href.startswith("http"):
        return href in ("/", "./") or href.startswith("/index.")
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    known = tuple(hosts)
    return parts.path in ("", "/") and not parts.query and (parts.hostname in known if known else _is_of_heading(link))


def _is_of_heading(link: HtmlElement) -> bool:
    return any(each.tag in ("h1", "h2") for each in link.iterancestors())


def _is_of_article(element: HtmlElement) -> bool:
    return any(each.tag in ("article", "main") for each in element.iterancestors())


def host_of(url: str) -> str:
    """Return the host of a URL; an empty string without one."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


def _names_of_host(host: str) -> list[str]:
    """Return a host, and the names in it that its owner chose: `www.merrow-courier.co.uk` has `merrow-courier`."""
    name = host.removeprefix("www.")
    return [host, name, *names_below(name)]


class SiteNames:
    """The names of a site, compared without case, spaces and punctuation.

    In: the names that the page states; its hosts, whose parts are names, too.
    """

    def __init__(self, stated: Iterable[str], hosts: Iterable[str]) -> None:
        stated = list(dict.fromkeys(stated))
        self._words = [_words_of(name) for name in stated]
        self._stated = {headline_key(name) for name in stated} - {""}
        self._hosts = {headline_key(name) for host in hosts for name in _names_of_host(host)}

    def has_stated(self, part: str) -> bool:
        """Return whether a part of a title is a stated name, or one of several words with a word or two added."""
        if len(part) > _LONGEST:
            return False
        key, words = headline_key(part), _words_of(part)
        if key in self._stated or key.removeprefix("the") in self._stated or f"the{key}" in self._stated:
            return True
        return any(1 < len(name) < len(words) <= len(name) + 2 and _contains(words, name) for name in self._words)

    def include(self, part: str) -> bool:
        """Return whether a part of a title is a stated name, or one in the host."""
        key = headline_key(part)
        return key in self._hosts or key.removeprefix("the") in self._hosts or self.has_stated(part)

    def occur_in(self, text: str) -> bool:
        """Return whether a name of the site is among the words of a text."""
        words = _words_of(text)
        return any(name and _contains(words, name) for name in self._words)


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text[:500].casefold())


def _contains(words: list[str], name: list[str]) -> bool:
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))
