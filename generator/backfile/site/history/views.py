"""What templates print of revisions. Every string is escaped, or a text of the site's catalog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from backfile.archive.revisions.history import Dated, Kind, Revision
from backfile.archive.revisions.judgement import Change
from backfile.i18n.catalogs import Catalog
from backfile.site.article.date_view import DateView, date_view
from backfile.site.history.addresses import difference_path, revision_path

_DATE_LABELS = {Dated.SAVED: "retrieved", Dated.UPDATED: "changed_on", Dated.ENTERED: "entered"}
UrlOf = Callable[[str], str]
"""From a path under docs/ to the URL of the page, from the site's root."""


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A revision in a list."""

    id: str
    title: str
    date: DateView | None
    """None if the text is not committed."""
    date_label: str
    """What happened on that date: `Saved`."""
    kind: str
    is_substantive: bool
    judgement: str
    """`substantive` or `small` in the language of the site; empty for the first text."""
    words: tuple[str, ...]
    """`12 words added`, `3 words removed`."""
    notes: tuple[str, ...]
    """What else there is to say: authors changed, the text jumped."""
    old_title: str
    """The headline before, if it changed; else empty."""
    url: str
    """The page of its text: the article's own for the present text."""
    difference_url: str
    """The page of what it changed; empty for the first text."""
    is_current: bool


def history_text(revisions: Sequence[Revision], t: Catalog) -> str:
    """Return in words how many revisions an article has, and how often its headline changed."""
    published = [revision for revision in revisions if revision.kind is Kind.PUBLISHER]
    headlines = sum(revision.change.headline for revision in published if revision.change)
    edits = sum(revision.kind is Kind.OWNER for revision in revisions)
    parts = [t("revisions", count=len(published))] if len(published) > 1 else []
    parts += [t("headline_changed", count=headlines)] if headlines else []
    parts += [t("edited_here", count=edits)] if edits else []
    return ", ".join(parts)


def revision_views(revisions: Sequence[Revision], article_url: str, url_of: UrlOf, t: Catalog) -> list[RevisionView]:
    """Return the views of an article's revisions, the latest first. In: the URL of the article's page."""
    current = revisions[-1].id
    views: list[RevisionView] = []
    before: Revision | None = None
    for revision in revisions:
        url = article_url if revision.id == current else url_of(revision_path(revision.id))
        difference = url_of(difference_path(before.id, revision.id)) if before else ""
        views.append(_view(revision, before, url, difference, revision.id == current, t))
        before = revision
    return views[::-1]


def _view(
    revision: Revision, before: Revision | None, url: str, difference: str, is_current: bool, t: Catalog
) -> RevisionView:
    change = revision.change
    return RevisionView(
        id=revision.id,
        title=title_of(revision, t),
        date=date_view(revision.when, t),
        date_label=_date_label(revision, t),
        kind=t(f"kind_{revision.kind}"),
        is_substantive=change is None or change.substantive,
        judgement="" if change is None else t("substantive" if change.substantive else "small"),
        words=tuple(_words(change, t)) if change else (),
        notes=tuple(_notes(change, t)) if change else (t("first_text"),),
        old_title=title_of(before, t) if before and change and change.headline else "",
        url=url,
        difference_url=difference,
        is_current=is_current,
    )


def title_of(revision: Revision, t: Catalog) -> str:
    """Return the headline of a revision, escaped; a text of the catalog if it cannot be read."""
    return escape(revision.facts.title) or t("no_headline")


def _date_label(revision: Revision, t: Catalog) -> str:
    if revision.when is None:
        return t("uncommitted")
    return t(_DATE_LABELS[revision.dated])


def _words(change: Change, t: Catalog) -> list[str]:
    if not (change.added or change.removed):
        return [t("same_words")]
    added = [t("words_added", count=change.added)] if change.added else []
    return added + ([t("words_removed", count=change.removed)] if change.removed else [])


def _notes(change: Change, t: Catalog) -> list[str]:
    return [t(f"{field}_changed") for field in change.fields] + ([t("text_jumped")] if change.jump else [])
