"""The changes of the whole archive: what its page prints, and its feeds.

Changes are those by publishers. The first text of an article whose publisher changed it later is among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from backfile.archive.revisions.history import Kind, Revision
from backfile.article import Article, Markdown, Origin
from backfile.i18n.catalogs import Catalog
from backfile.site.chrome.navigation import CHANGES
from backfile.site.history.views import RevisionView, UrlOf, revision_views
from backfile.site.outputs import feeds
from backfile.site.outputs.feed_list import FeedLink
from backfile.site.outputs.write import write_unless_used
from backfile.site.outputs.xml import to_datetime
from backfile.site.site_folder import SiteFolder

MOST = 200
"""The most entries of a list of the page."""

Histories = Mapping[str, Sequence[Revision]]
"""Path of an article under docs/ -> its revisions, the oldest first."""


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The lists of the page, each with the latest first."""

    substantive: tuple[RevisionView, ...]
    headlines: tuple[RevisionView, ...]
    others: tuple[RevisionView, ...]
    """Small changes by publishers, and all changes by the archive."""


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What the feeds take from the settings."""

    site: str
    """The URL of the site."""
    name: str
    max_entries: int


def changes_view(histories: Histories, url_of: UrlOf, t: Catalog) -> ChangesView:
    """Return what the page of changes prints."""
    substantive, others = _split(histories)
    headlines = [each for each in substantive if each[1].change and each[1].change.headline]
    lists = (substantive[:MOST], headlines[:MOST], others[:MOST])
    return ChangesView(*(tuple(_view(histories, each, url_of, t) for each in entries) for entries in lists))


_Entry = tuple[str, Revision]
"""The path of an article, and one of its revisions."""


def _split(histories: Histories) -> tuple[list[_Entry], list[_Entry]]:
    """Return the substantive changes by publishers and all other changes, each with the latest first."""
    entries = [(path, revision) for path, revisions in histories.items() for revision in _dated(revisions)]
    entries.sort(key=_order)
    shown: list[_Entry] = []
    others: list[_Entry] = []
    for entry in entries:
        (shown if _is_substantive(entry[1]) else others).append(entry)
    return shown, others


def _is_substantive(revision: Revision) -> bool:
    return revision.kind is Kind.PUBLISHER and (revision.change is None or revision.change.substantive)


def _dated(revisions: Sequence[Revision]) -> Iterator[Revision]:
    """Yield the revisions that are changes and have a date."""
    is_changed = sum(revision.kind is Kind.PUBLISHER for revision in revisions) > 1
    return (revision for revision in revisions if revision.when and (revision.change or is_changed))


def _order(entry: _Entry) -> tuple[float, str, str]:
    path, revision = entry
    return -to_datetime(revision.when).timestamp() if revision.when else 0.0, path, revision.id


def _view(histories: Histories, entry: _Entry, url_of: UrlOf, t: Catalog) -> RevisionView:
    path, revision = entry
    revisions = histories[path]
    views = revision_views(revisions, url_of(path), url_of, t)
    return views[len(views) - 1 - [*revisions].index(revision)]


def write_feeds(
    site: SiteFolder, used: Set[str], settings: FeedSettings, histories: Histories, url_of: UrlOf, t: Catalog
) -> None:
    """Write the feeds of substantive changes into the built site, unless there are none."""
    latest = _split(histories)[0][: settings.max_entries]
    entries = [_feed_entry(each, _view(histories, each, url_of, t), settings.site, t) for each in latest]
    if not entries:
        return
    page = urljoin(settings.site, unescape(url_of(CHANGES)))
    atom, json = feed_paths()
    feed = feeds.Feed(
        title=f"{t('changes')} - {settings.name}",
        description="",
        author=settings.name,
        page=page,
        atom=urljoin(settings.site, atom),
        json=urljoin(settings.site, json),
    )
    write_unless_used(site, atom, feeds.atom(feed, entries), used)
    write_unless_used(site, json, feeds.json_feed(feed, entries), used)


def feed_paths() -> tuple[str, str]:
    """Return the paths of the feeds as Atom and as JSON, from the site's root."""
    stem = CHANGES.removesuffix(".md")
    return f"{stem}/feed.xml", f"{stem}/feed.json"


def feed_links(t: Catalog) -> list[FeedLink]:
    """Return the links to the feeds."""
    return [
        FeedLink(form, t("changes"), path) for form, path in zip((feeds.ATOM, feeds.JSON), feed_paths(), strict=True)
    ]


def _feed_entry(entry: _Entry, view: RevisionView, site: str, t: Catalog) -> feeds.FeedEntry:
    _, revision = entry
    was = [f"{t('headline_before')} {view.old_title}"] if view.old_title else []
    summary = unescape(" · ".join([*was, *view.notes, *view.words]))
    article = Article(unescape(view.title), Markdown(""), Origin("", "", ""), dek=summary, published=revision.when)
    return feeds.feed_entry(article, urljoin(site, unescape(view.difference_url or view.url)), "")
