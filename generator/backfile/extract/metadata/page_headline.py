"""Headline and kicker of a page. Owns collecting what the vote on the headline needs: the places, the names of the
site, the sections, the words of the URL; and telling a kicker in the printed headline from the headline.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml.etree import XPath

from backfile.article import FieldCandidate
from backfile.extract.dom import visible_text
from backfile.extract.metadata import headline
from backfile.extract.metadata.headline_places import Kind, list_places
from backfile.extract.metadata.site_names import SiteNames, find_printed_names, find_stated_names, host_of
from backfile.extract.metadata.title_parts import headline_key, remove_names, remove_outlet, remove_section
from backfile.extract.metadata.url_words import UrlWords, folders_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.metadata.headline_places import Place

STRUCTURED = ("headline", "name")
"""Properties of structured data that have the headline."""
SITE = "site"
"""The key under which structured data has names of the site."""

_MENU_LINKS = XPath(
    "//nav//a | //header//a | //*[contains(@class, 'breadcrumb') or contains(@class, 'menu') or @role='navigation']//a"
)
_MOST_LINKS = 400
_LONGEST_KICKER = 80
_HEADLINE_WORDS = 3
"""A name of so many words from which the URL was made is the headline: some sites give it as their name."""


def find_headline(
    tree: HtmlElement,
    contents: Mapping[str, list[str]],
    structured: Mapping[str, tuple[str, ...]],
    fields: Mapping[str, Sequence[FieldCandidate]],
) -> tuple[tuple[FieldCandidate, ...], str]:
    """Return the candidates for the headline, the winner of the vote first, and the kicker in the main heading.

    In: the page; the contents of its meta elements; the strings of structured data; the candidates of other fields.
    """
    urls = [item.values[0] for item in fields.get("url", ())]
    hosts = [host for url in urls if (host := host_of(url))]
    places = list_places(tree, contents, [(k, v) for k in STRUCTURED for v in structured.get(k, ())[:1]], hosts)
    stated = [value.strip() for item in fields.get("source", ()) for value in item.values]
    url = UrlWords(urls)
    stated += [*structured.get(SITE, ()), *find_stated_names(tree, contents)]
    if not _has_site_name(places, SiteNames(stated, hosts)):
        stated += find_printed_names(tree, hosts)
    stated = [name for name in stated if len(name.split()) < _HEADLINE_WORDS or not url.come_from(name)]
    sections = [value for item in fields.get("section", ()) for value in item.values]
    names = SiteNames(stated, hosts)
    candidates = headline.rank_headlines(places, headline.Evidence(names, url, sections))
    if not candidates:
        return (), ""
    winner = candidates[0].values[0]
    voters = [place for place in places if place.name in candidates[0].votes]
    if all(place.kind is Kind.HEAD for place in voters):
        labels = [*sections, *(value for item in fields.get("byline", ()) for value in item.values)]
        labels += [folder for each in urls for folder in folders_of(each)]
        bare = _remove_labels(winner, tree, labels)
        is_shortened = any(place.text.startswith(winner) and place.text != winner for place in voters)
        if is_shortened or (without := remove_outlet(bare)) == bare:
            bare = remove_section(bare) if is_shortened else bare
        else:
            bare = remove_section(without)
        shortened = (replace(item, values=(bare,)) if item.values == (winner,) else item for item in candidates)
        return tuple(shortened), ""
    return candidates, _find_kicker(winner, places)


def _has_site_name(places: Sequence[Place], names: SiteNames) -> bool:
    """Return whether a known name is a part of the title element, so that no other place needs to be searched."""
    return any(place.name == "title" and remove_names(place.text, names.include) != place.text for place in places)


def _remove_labels(title: str, tree: HtmlElement, labels: Sequence[str]) -> str:
    """Return a title without sections, authors, folders and links of the menu at its end.

    In: a title that only the head has; the page; the names of sections, authors and folders.
    """
    known = {headline_key(label) for label in labels}
    links: set[str] = set()

    def is_label(part: str) -> bool:
        key = headline_key(part)
        if key in known or any(key.endswith(label) and len(key) - len(label) <= 3 for label in known if label):
            return True
        if not links:
            links.update(headline_key(visible_text(link)) for link in _MENU_LINKS(tree)[:_MOST_LINKS])
        return key in links

    return remove_names(title, is_label, only_last=True)


def _find_kicker(winner: str, places: Sequence[Place]) -> str:
    """Return what the main heading has before the headline; an empty string if it has nothing there."""
    key = headline_key(winner)
    for place in places:
        if place.is_main and headline_key(place.text) == key:
            return place.kicker
        if place.is_main and (at := place.text.rfind(winner)) > 0:
            before = place.text[:at].rstrip(" :|/-\u2013\u2014")
            return before if len(before) <= _LONGEST_KICKER else ""
    return ""
