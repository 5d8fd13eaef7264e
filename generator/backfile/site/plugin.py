"""The MkDocs plugin: it hands each thing MkDocs does to the module that knows what should come of it.

`look` knows the theme, `doors` the navigation, `alike` what pages have in common, `gate` and `outline` the HTML, `kept`
the archive's own images, `shown` the metadata, `head` and `citation` how machines and readers refer to an article,
`relations` what articles have to do with each other, `following` the feeds, `machines` what else machines are told,
`source` the Markdown beside a page, `originals` the way from original addresses, `policy` what pages may load, `stale`
the list pages, `faces` what these show beside their text, `search` the index, `finding` the search's own page,
`wording` the words.
Kept thin, because MkDocs is the part of the engine that will be changed one day.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import quote

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.toc import AnchorLink, TableOfContents

from backfile.archive import page as pages
from backfile.archive.git import last_commit_time
from backfile.fields.urls import TRACKING
from backfile.i18n.catalogs import FALLBACK, say_in
from backfile.lists import names as called
from backfile.lists.words import phrases
from backfile.problems import BuildError, SettingsError
from backfile.settings.mkdocs_yml import language_of
from backfile.settings.schema import SCHEMA
from backfile.site import outputs
from backfile.site.article import local_images, markdown_copy
from backfile.site.article.citations import FORMS, Cited, key, web
from backfile.site.article.head_metadata import head
from backfile.site.article.headings import under_headline
from backfile.site.article.lead_text import opening
from backfile.site.article.reading_time import minutes
from backfile.site.article.relations import Relations
from backfile.site.article.sanitize_output import gate, identifies
from backfile.site.article.view import Called, article_view, escaped, once
from backfile.site.chrome import navigation, theme_setup
from backfile.site.chrome.csp import headers, nginx, policy
from backfile.site.chrome.fragment_cache import Alike
from backfile.site.list_pages import staleness
from backfile.site.outputs import original_urls, write
from backfile.site.outputs.feed_list import Following
from backfile.site.search import index
from backfile.site.search import page as finding

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from backfile.article import Article
    from backfile.site.list_pages.view import ListPageViews

EPOCH = "SOURCE_DATE_EPOCH"
_DESCRIBED = 160
"""Characters by which a page is described that nobody has described; search engines show about as many."""
CONTENT = "__content"
"""The id by which our templates mark where a page's own content begins. Two underscores: no heading can have it."""


class BackfilePlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """The entry `backfile` under `plugins:` in mkdocs.yml."""

    config_scheme = SCHEMA

    def __init__(self) -> None:
        self._serving = False
        self._dated = False
        self._policy = ""
        self._articles: dict[str, Article] = {}
        self._files = Files([])
        self._originals: original_urls.Rows = {}
        self._sources: list[File] = []
        self._say = say_in(FALLBACK)
        self._relations = Relations({}, Files([]), str, self._say)
        self._faces: ListPageViews | None = None
        self._following: Following | None = None
        self._search_page = ""
        self._called: dict[str, Called] = {}
        self._alike = Alike((), theirs=False)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note whether this is a preview: it gets no policy, which would stop MkDocs' own reload script."""
        self._serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the theme and the navigation, and date the build."""
        theme_setup.set_up_theme(config, search=self.config["search"])
        self._say = phrases(language_of(config))
        navigation.set_navigation(config, self._say("home"))
        self._set_date(Path(config.docs_dir))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Begin a build: forget the articles of the one before. Add the search's own page, shorten what is ours."""
        self._articles = {}
        theme_setup.shorten(files)
        self._search_page = finding.add_search_page(files, config, self._say("search")) if self.config["search"] else ""

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Begin anew with the parts that are alike on many pages."""
        self._alike = Alike(nav.pages, theirs=config.theme.custom_dir is not None)

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Escape the metadata before anybody prints it, and choose the template: it is not the article's to choose."""
        if navigation.is_article(page) and (article := navigation.article_of(page)):
            self._articles[page.file.src_uri] = article
        try:
            page.meta = escaped(page.meta)
        except RecursionError as error:
            raise PluginError(f"The front matter of {page.file.src_uri} is nested without an end") from error
        if navigation.is_article(page):
            page.meta["template"] = "article.html"
        elif navigation.is_list(page):
            page.meta.pop("template", None)

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Send articles and list pages through the gate, after everybody else; their headings and titles too."""
        if finding.is_search(page):
            page.toc = _under_title(page)
        if not (navigation.is_article(page) or navigation.is_list(page)):
            return None
        # Material prints `page.title | striptags` where there is no `page.meta.title`, and striptags unescapes.
        page.meta["title"] = once(page.meta.get("title") or page.title)
        page.title = once(page.title or page.meta["title"])
        page.toc = TableOfContents(list(_contents(page.toc)))
        page.toc = _under_title(page)
        html = gate(html, partial(local_images.attributes, page, files), self._say("image_elsewhere"))
        return under_headline(html) if navigation.is_article(page) else html

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Work out the policy from the templates; all pages have been read, so warn if lists are not what they give."""
        entries = [pages.summary(path, article) for path, article in self._articles.items()]
        staleness.warn(entries, config)
        try:
            names = called.load(Path(config.config_file_path).parent)
        except SettingsError as error:
            raise PluginError(str(error)) from error
        self._called = {"authors": names.author, "source": names.source}
        self._relations = Relations(self._articles, files, names.source, self._say)
        # What draws takes long to import, and whoever reads the settings alone loads this module, too.
        from backfile.site.list_pages.view import ListPageViews

        self._faces = ListPageViews([*map(names.rename, entries)], self._relations.url, self._say)
        self._following = Following(self._articles, files, config, self._say, names.source, self.config["feed_entries"])
        self._files = files
        self._originals = original_urls.index(self._articles, {file.src_uri: file.url for file in files})
        self._sources = [file for file in files if file.src_uri in self._articles]
        env.globals["search_page"] = self._search_page
        env.globals["say"] = self._say
        env.globals["alike"] = self._alike
        env.globals["search_words"] = finding.words(self._say)
        self._policy = policy(env, config)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give templates without a page (404) the policy, and what leads from original addresses to pages."""
        _set(context, "original_files", original_urls.files(self._originals))
        _set(context, "tracking", TRACKING)
        if not config.site_description:
            _set(context, "described", escaped(f"{self._say('missing')} - {config.site_name}"))
        self._add_policy(context)
        return context

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give templates the policy and, on article pages, the view of the article."""
        path = page.file.src_uri
        if navigation.is_article(page):
            page.content = self._relations.content(page)
            _set(
                context, "article", article_view(page.meta, self._relations.url, self._say, page.content, self._called)
            )
            _set(context, "minutes", minutes(page.markdown or ""))
            if article := self._articles.get(path):
                self._refer(context, article, page, config.site_name)
                _set(context, "around", self._relations.around(path))
                _set(context, "markdown", quote(path))
        else:
            if self._following:
                _set(context, "feeds", self._following.links(page))
            if self._faces and navigation.is_list(page):
                _set(context, "face", self._faces.face(path, page.url))
            _set(context, "above", self._above(page))
        if not (page.meta.get("description") or config.site_description):
            _set(context, "described", escaped(self._described(page, config.site_name)))
        self._add_policy(context)
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what is no page: Markdown, headers for the host, the index. Raises PluginError when the index fails."""
        self._unset_date()
        site = Path(config.site_dir)
        markdown_copy.publish(self._sources, site)
        if self._following:
            self._following.write(site)
        for name, written in (("_headers", headers), ("_headers.nginx", nginx)):
            text = written(self._policy, indexed=self.config["search_engines"])
            site.joinpath(name).write_text(text, encoding="utf-8")
        told = outputs.texts(self._articles, self._files, config, self._search_page)
        taken = write.taken(self._files)
        for name, text in (*told, *original_urls.texts(self._originals)):
            write.write(site, name, text, taken)
        if self.config["search"]:
            try:
                index.index(site, config.theme["language"])
            except BuildError as error:
                raise PluginError(str(error)) from error

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the environment as it was."""
        self._unset_date()

    def _refer(self, context: TemplateContext, article: Article, page: Page, archive: str) -> None:
        """Give templates what machines are told of an article, and how it is cited."""
        here = page.canonical_url or ""
        cited = Cited(article, key(page.file.src_uri), archive, here)
        if self.config["canonical"] == "original" and (original := web(article.url)):
            page.canonical_url = escaped(original)
        _set(context, "head", head(cited, unescape(page.canonical_url or "")))
        _set(context, "citations", [(form.name, escaped(form.write(cited, self._say))) for form in FORMS])

    def _described(self, page: Page, archive: str) -> str:
        """Describe a page that nobody has described: a list by what it has, others by how they open. Plain."""
        about = self._faces.about(page.file.src_uri) if self._faces and navigation.is_list(page) else ""
        title = archive if page.is_homepage else unescape(page.title or "")
        name = " - ".join(filter(None, (title, self._above(page))))
        if about:
            return self._say("at", what=name, articles=about)
        return opening(page.content or "", _DESCRIBED) or f"{name} - {archive}"

    def _above(self, page: Page) -> str:
        """Call what a page lies below: `Tags` of a tag."""
        return self._say(folder) if (folder := navigation.above(page)) else ""

    def _add_policy(self, context: TemplateContext) -> None:
        _set(context, "content_security_policy", "" if self._serving else self._policy)

    def _set_date(self, folder: Path) -> None:
        """Date the build by the last commit (reproducible-builds.org), unless somebody has set a date already.

        Without a commit the clock dates it.
        """
        if EPOCH not in os.environ and (seconds := last_commit_time(folder)) is not None:
            os.environ[EPOCH] = str(seconds)
            self._dated = True

    def _unset_date(self) -> None:
        if self._dated:
            os.environ.pop(EPOCH, None)
            self._dated = False


def _set(context: TemplateContext, name: str, value: object) -> None:
    """Add a variable of our own, of which MkDocs' type for contexts knows nothing."""
    cast("dict[str, object]", context)[name] = value


def _contents(headings: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Give the headings of a page, escaped; without those that the gate gives no id, to which no link would lead."""
    for heading in headings:
        inner = list(_contents(heading.children))
        if identifies(heading.id):
            heading.title, heading.id, heading.children = once(heading.title), once(heading.id), inner
            yield heading
        else:
            yield from inner


def _under_title(page: Page) -> TableOfContents:
    """Give the page's contents under its title, which our templates print.

    So Material's link past the navigation leads to the title, also on pages without any heading; the contents beside
    the page stay as they were. The home page is short and needs none.
    """
    title = AnchorLink(page.title or "", CONTENT, 1)
    title.children = [] if page.is_homepage else list(page.toc)
    return TableOfContents([title])
