"""The pages of history in one build: which there are, and the variables of their templates.

An article has a history on the site if its publisher or its owner made more than one of its revisions. Each of its
revisions then has a page, whoever made it, and so has each difference. Other articles cost nothing. The files are
generated, as the search page is, so that MkDocs alone builds the same site. What a page shows is a function of its
file's text, in which a digest of the revisions stands, and of the theme.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

from backfile.archive.front_matter import PageError, quoted, split
from backfile.archive.git_history import FileVersion, read_texts
from backfile.archive.revisions.history import Kind, Revision, uncommitted_text
from backfile.archive.revisions.page_facts import body_of
from backfile.site.article.citations.cited_article import encode_url
from backfile.site.article.escape_metadata import escape_all
from backfile.site.article.view import HistoryLine, article_view
from backfile.site.chrome.navigation import CHANGES, add_changes
from backfile.site.history import changes
from backfile.site.history.addresses import difference_path, history_path, revision_path
from backfile.site.history.difference_view import difference_view
from backfile.site.history.former_addresses import FormerPaths
from backfile.site.history.old_text import OldTexts
from backfile.site.history.reading import read_all
from backfile.site.history.timemap import timemap, timemap_path
from backfile.site.history.views import RevisionView, history_text, revision_views
from backfile.site.outputs.moves import Move, move_page
from backfile.site.outputs.write import used_paths, write_unless_used

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from backfile.article import Article
    from backfile.i18n.catalogs import Catalog
    from backfile.site.article.page_context import ArticlePages
    from backfile.site.site_folder import SiteFolder

log = get_plugin_logger("backfile")

CUT = (
    "This clone is shallow, so that the history of articles is cut. Fetch the rest with `git fetch --unshallow`, or "
    "set `history: false` in mkdocs.yml."
)


class SiteHistory:
    """The history of the articles of one build."""

    def __init__(
        self,
        config: MkDocsConfig,
        files: Files,
        t: Catalog,
        histories: Mapping[str, Sequence[Revision]],
        former: FormerPaths,
        limited: Mapping[str, Sequence[Revision]],
    ) -> None:
        """Add the pages of history to the files. In: path of an article under docs/ -> its revisions; the former paths
        of articles that git knows, as from `former_addresses.paths_in_git`; as the first, for articles of which the
        site does not show the whole text, and so no history.
        """
        self.former = former
        self._limited = limited
        self._config = config
        self._files = files
        self._t = t
        self._histories = histories
        self._owners: dict[str, tuple[str, int]] = {}
        self._old_texts = OldTexts(config, t)
        self._texts = lru_cache(4)(self._read_texts)
        self._views = lru_cache(4)(self._make_views)
        taken = {file.dest_uri for file in files}
        for article in histories:
            self._add_pages(article, taken)
        if histories and self._add(CHANGES, t("changes"), "changes.html", self._digest_of_changes(), taken):
            add_changes(config)

    def _add_pages(self, article: str, taken: set[str]) -> None:
        """Add the pages of an article: its history, each former text, each difference."""
        revisions = self._histories[article]
        digest = _digest(repr(revisions))
        title = revisions[-1].facts.title
        if not self._add(history_path(article), title, "history.html", digest, taken, (article, -1)):
            return
        for at, revision in enumerate(revisions):
            if revision.id != revisions[-1].id:
                path, title = revision_path(revision.id), revision.facts.title
                self._add(path, title, "article.html", digest, taken, (article, at))
            if at:
                path = difference_path(revisions[at - 1].id, revision.id)
                self._add(path, revision.facts.title, "difference.html", digest, taken, (article, at))

    def _add(
        self, path: str, title: str, template: str, digest: str, taken: set[str], owner: tuple[str, int] | None = None
    ) -> bool:
        """Add a page, unless a file of the owner's, or the same text of another article, has its address."""
        front = (
            f"title: {quoted(title or self._t('no_headline'))}\ntemplate: {template}\nhide: [toc]\nhistory: {digest}\n"
        )
        file = File.generated(self._config, path, content=f"---\n{front}---\n", inclusion=InclusionLevel.NOT_IN_NAV)
        if file.dest_uri in taken:
            return False
        taken.add(file.dest_uri)
        self._files.append(file)
        if owner:
            self._owners[path] = owner
        return True

    def _digest_of_changes(self) -> str:
        return _digest("".join(_digest(repr(revisions)) for revisions in self._histories.values()))

    def line(self, article: str) -> HistoryLine | None:
        """Return what an article's page says about its history; None if it has no page of it."""
        revisions = self._histories.get(article)
        if not revisions or history_path(article) not in self._owners:
            return None
        url = self._url(history_path(article))
        return HistoryLine(history_text(revisions, self._t), url, timemap_path(url) if self._config.site_url else "")

    def content(self, page: Page, files: Files) -> str:
        """Return the HTML of a page: that of a former text, which its template prints; else nothing.

        In: the files with which MkDocs reads the page.
        """
        article, at = self._owners.get(page.file.src_uri, ("", -1))
        if page.meta["template"] != "article.html":
            return ""
        return self._old_texts.html(body_of(self._texts(article)[at]), page, article, files)

    def context(self, page: Page, articles: ArticlePages) -> dict[str, object]:
        """Return the template variables of a page."""
        path = page.file.src_uri
        if path == CHANGES:
            page.title = self._t("changes")
            view = changes.changes_view(self._histories, self._url, self._t)
            has_feeds = view.substantive and self._config.site_url and self._max_feed_entries()
            return {"changes": view, "feeds": changes.feed_links(self._t) if has_feeds else ()}
        article, at = self._owners[path]
        rows = self._views(article)
        variables: dict[str, object] = {"is_former": True, "article_url": self._url(article), "history_url": ""}
        variables["history_url"] = self._url(history_path(article))
        variables["changes_url"] = self._url(CHANGES)
        if at < 0:
            return variables | self._history_variables(article, rows, page)
        row = rows[len(rows) - 1 - at]
        variables["row"] = row
        if page.meta["template"] == "article.html":
            return variables | self._revision_variables(article, at, row, page, articles)
        return variables | self._difference_variables(article, at, rows, page)

    def _history_variables(self, article: str, rows: Sequence[RevisionView], page: Page) -> dict[str, object]:
        page.title = f"{self._t('history')}: {rows[0].title}"
        published = self._t(f"kind_{Kind.PUBLISHER}")
        return {
            "summary": history_text(self._histories[article], self._t),
            "published": [row for row in rows if row.kind == published],
            "others": [row for row in rows if row.kind != published],
        }

    def _revision_variables(
        self, article: str, at: int, row: RevisionView, page: Page, articles: ArticlePages
    ) -> dict[str, object]:
        try:
            meta = escape_all(split(self._texts(article)[at])[0])
        except (PageError, RecursionError):
            meta = {}
        meta.setdefault("title", row.title)
        day = row.date.day if row.date else self._t("uncommitted")
        page.title = f"{row.title} ({day})"
        content = page.content or ""
        return {"article": article_view(meta, articles.label_url, self._t, content, articles.list_names)}

    def _difference_variables(
        self, article: str, at: int, rows: Sequence[RevisionView], page: Page
    ) -> dict[str, object]:
        revisions, texts = self._histories[article], self._texts(article)
        before = rows[len(rows) - at]
        page.title = f"{self._t('what_changed')}: {rows[len(rows) - 1 - at].title}"
        difference = difference_view(revisions[at - 1], texts[at - 1], revisions[at], texts[at], self._t)
        return {"before": before, "difference": difference}

    def _make_views(self, article: str) -> list[RevisionView]:
        return revision_views(self._histories[article], self._url(article), self._url, self._t)

    def _read_texts(self, article: str) -> list[str]:
        """Return the texts of an article's revisions, by one git."""
        root, revisions = Path(self._config.config_file_path).parent, self._histories[article]
        versions = {revision.blob: FileVersion("", "", revision.blob) for revision in revisions if revision.blob}
        texts = {version.blob: text for version, text in read_texts(root, versions.values())}
        return [texts.get(each.blob) or uncommitted_text(root, each.path) or "" for each in revisions]

    def _url(self, path: str) -> str:
        """Return the URL of the page of a file in docs/, from the site's root; empty if there is none."""
        file = self._files.get_file_from_path(path)
        return escape(file.url) if file else ""

    def write(self, site: SiteFolder, articles: Mapping[str, Article]) -> None:
        """Write lasting addresses, feeds of changes and TimeMaps into the site. In: the articles by path."""
        max_entries, used = self._max_feed_entries(), used_paths(self._files)
        for path, revisions in self._histories.items():
            self._lead_to(path, [revision_path(revisions[-1].id)], revisions, site, used)
        for path, revisions in self._limited.items():
            ids = [revision.id for revision in revisions]
            own = [history_path(path), *map(revision_path, ids), *map(difference_path, ids, ids[1:])]
            self._lead_to(path, own, revisions, site, used)
        if not (self._histories and (url := self._config.site_url)):
            return
        if max_entries:
            settings = changes.FeedSettings(url, self._config.site_name, max_entries)
            changes.write_feeds(site, used, settings, self._histories, self._url, self._t)
        for path in self._histories:
            if line := self.line(path):
                text = self._timemap(path, line, articles.get(path), url)
                write_unless_used(site, unquote(unescape(line.timemap)), text, used)

    def _lead_to(
        self, article: str, paths: Sequence[str], revisions: Sequence[Revision], site: SiteFolder, used: Set[str]
    ) -> None:
        """Write pages that lead to an article: that of its present text while the article's page shows it, and those of
        a history that is not shown any more.
        """
        for path in paths:
            file = File.generated(self._config, path, content="")
            move = Move(revisions[-1].facts.title, file.dest_uri, file.url, unescape(self._url(article)))
            write_unless_used(site, move.path, move_page(move, str(self._config.theme["language"])), used)

    def _timemap(self, path: str, line: HistoryLine, article: Article | None, site: str) -> str:
        revisions = self._histories[path]
        own = self._absolute(path, site)
        original = (encode_url(article.url) if article else "") or own

        def url_of(revision: Revision) -> str:
            return own if revision.id == revisions[-1].id else self._absolute(revision_path(revision.id), site)

        return timemap(original, urljoin(site, unescape(line.timemap)), revisions, url_of)

    def _absolute(self, path: str, site: str) -> str:
        return urljoin(site, unescape(self._url(path)))

    def _max_feed_entries(self) -> int:
        return int(self._config.plugins["backfile"].config["feed_entries"])


def read_site_history(
    config: MkDocsConfig, files: Files, t: Catalog, limited: Set[str], *, enabled: bool
) -> SiteHistory:
    """Read the history of the articles among the files, and add its pages. Warns of a shallow clone.

    If it is not enabled, only the former paths of articles are read. In: also the paths, under docs/, of the articles
    of which the site does not show the whole text.
    """
    found, former, docs = read_all(config, files, enabled=enabled)
    if found.is_cut:
        log.warning(CUT)
    paths = {path.removeprefix(f"{docs}/"): revisions for path, revisions in found.pages.items()}
    histories = {path: revisions for path, revisions in paths.items() if _is_shown(path, revisions, files)}
    shown = {path: revisions for path, revisions in histories.items() if path not in limited}
    return SiteHistory(config, files, t, shown, former, {path: histories[path] for path in histories.keys() & limited})


def _is_shown(path: str, revisions: Sequence[Revision], files: Files) -> bool:
    """Return whether an article has a history on the site: its publisher or owner made more than one revision."""
    made = sum(revision.kind is not Kind.PROGRAM for revision in revisions)
    return made > 1 and files.get_file_from_path(path) is not None and not revisions[-1].facts.is_withdrawn


def _digest(text: str) -> str:
    return f'"{hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]}"'
