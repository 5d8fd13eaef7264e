"""The MkDocs plugin: passes each event of MkDocs to the modules that own the task.

Owns the order of these tasks within a build, and the data that they share. It contains as little as possible, because
MkDocs is the part of the engine that will be replaced one day (see the handbook's page on the engine).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.toc import TableOfContents

from backfile.archive import identity_yml
from backfile.archive import page as pages
from backfile.archive.address_holders import DEFAULT_RULES, AddressRules
from backfile.archive.identity_sites import make_sites
from backfile.archive.seals import read_seal
from backfile.fields.urls import TRACKING
from backfile.i18n.catalogs import FALLBACK, catalog_for
from backfile.lists import names as list_names
from backfile.lists.words import archive_phrases
from backfile.problems import SettingsError
from backfile.settings.layout import IDENTITY_YML, TAGS_YML
from backfile.settings.mkdocs_yml import language_of
from backfile.settings.schema import SCHEMA
from backfile.site.article import robots
from backfile.site.article.body import article_body, gate_page
from backfile.site.article.escape_metadata import escape_all, escape_meta, escape_once
from backfile.site.chrome import material_script, navigation, theme_setup
from backfile.site.chrome.assets import publish_assets
from backfile.site.chrome.build_date import BuildDate
from backfile.site.chrome.csp import policy
from backfile.site.chrome.favicon import add_favicon
from backfile.site.chrome.fragment_cache import FragmentCache, links_to_articles
from backfile.site.chrome.template_cache import COMPILED
from backfile.site.history.pages import SiteHistory, read_site_history
from backfile.site.list_pages.staleness import warn_of_outdated_lists
from backfile.site.outputs import original_urls
from backfile.site.outputs.feed_list import FeedList
from backfile.site.page_description import describe, parent_title
from backfile.site.published_files import refuse_linked_folders, remove_linked_files, warn_of_shared_addresses
from backfile.site.rights.limits import Limited, limit_articles
from backfile.site.search.page import add_search_page, is_search_page, script_phrases
from backfile.site.table_of_contents import below_title, escape_headings
from backfile.site.views import Views, make_views
from backfile.site.written_files import BuiltPages, Writing, write_files
from backfile.tags.vocabulary import tags_yml

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from backfile.article import Article
    from backfile.i18n.catalogs import Catalog

log = get_plugin_logger("backfile")


class BackfilePlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """The plugin `backfile` under `plugins:` in mkdocs.yml."""

    config_scheme = SCHEMA

    def __init__(self) -> None:
        self._is_preview = False
        self.forget()

    def forget(self) -> None:
        """Forget the site that was built. MkDocs keeps each plugin as long as the process lives."""
        self._build_date = BuildDate()
        self._policy = self._search_page = ""
        self.articles: dict[str, Article] = {}
        self._address_rules = DEFAULT_RULES
        self._original_urls: original_urls.Rows = {}
        self._files, self._t = Files([]), catalog_for(FALLBACK)
        self.views: Views | None = None
        self._owned_tags: frozenset[str] = frozenset()
        self.feeds: FeedList | None = None
        self._history: SiteHistory | None = None
        self._limited, self.writing = Limited(), Writing()
        self._text: str | None = None
        self._prepared: tuple[Page, dict[str, object]] | None = None
        self._fragments = FragmentCache((), has_custom_templates=False)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note whether this is a preview, which has no policy: it would block the script with which MkDocs reloads."""
        self._is_preview = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up theme and navigation, and set the date of the build."""
        refuse_linked_folders(config)
        theme_setup.set_up_theme(config, search=self.config["search"], look=self.config["look"])
        self._t = self._read_phrases(config)
        navigation.set_navigation(config, self._t("home"))
        self._build_date.set(Path(config.docs_dir))
        return config

    def _read_phrases(self, config: MkDocsConfig) -> Catalog:
        try:
            subjects = tags_yml.load(Path(config.config_file_path).parent / TAGS_YML).subjects
        except SettingsError as error:
            raise PluginError(str(error)) from error
        return archive_phrases(language_of(config), subjects)

    @event_priority(100)
    def _on_first_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Remove links out of docs/ before another plugin reads what they lead to."""
        remove_linked_files(files, config)

    def _on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Remove the articles of the previous build, minify our files, add the search page."""
        self.articles = {}
        warn_of_shared_addresses(files)
        publish_assets(files, config)
        add_favicon(files, config)
        self._search_page = add_search_page(files, config, self._t("search")) if self.config["search"] else ""
        self._limited = limit_articles(files, config)
        self._history = read_site_history(config, files, self._t, self._limited.paths, enabled=self.config["history"])

    on_files = CombinedEvent(_on_first_files, _on_files)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Empty the fragment cache."""
        self._fragments = FragmentCache(
            nav.pages,
            has_custom_templates=config.theme.custom_dir is not None,
            links_to_articles=links_to_articles(nav.items),
        )

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Read the article of a page, escape the page's metadata before anything prints it, and set the template, which
        the front matter of an article must not choose.
        """
        try:
            page.meta = pages.plain_values(page.meta)
        except ValueError as error:
            raise PluginError(f"{page.file.src_uri} cannot be built: {error}. Correct it.") from error
        robots.warn_of_unknown(page)
        if navigation.is_article(page) and (article := navigation.read_article(page)):
            self.articles[page.file.src_uri] = article
        page.meta = escape_meta(page.meta)
        if navigation.is_article(page):
            page.meta |= {"template": navigation.article_template(page), "kind": ""}  # It is no list.
        elif navigation.is_list(page):
            page.meta.pop("template", None)

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Pass articles and list pages through the gate, after all other plugins; escape their titles and headings."""
        if is_search_page(page) or navigation.is_of_history(page.file):
            page.toc = below_title(page)
        if self._history and navigation.is_of_history(page.file):
            return self._history.content(page, files)
        if not (navigation.is_article(page) or navigation.is_list(page)):
            return None
        # Where there is no `page.meta.title`, Material prints `page.title | striptags`, and striptags unescapes.
        page.meta["title"] = escape_once(page.meta.get("title") or page.title)
        page.title = escape_once(page.title or page.meta["title"])
        page.toc = TableOfContents(list(escape_headings(page.toc)))
        page.toc = below_title(page)
        return (article_body if navigation.is_article(page) else gate_page)(html, page, files, self._t)

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Compute what needs all pages, which are read now, and the policy, which needs the templates."""
        summaries = [pages.summary(path, article) for path, article in self.articles.items()]
        warn_of_outdated_lists(summaries, config)
        root = Path(config.config_file_path).parent
        try:
            names = list_names.load_with_tags(root, summaries)
            rulings = identity_yml.load(root / IDENTITY_YML)
        except SettingsError as error:
            raise PluginError(str(error)) from error
        self._address_rules = AddressRules(make_sites(tuple(map(tuple, self.config["same_sites"]))), rulings)
        for path in (path for path in self.config["featured"] if path not in self.articles):
            log.warning(f"`featured` in mkdocs.yml names {path}, which is no article. Write its path in docs/.")
        history = self._history.line if self._history else lambda path: None
        self.views = make_views(self.articles, summaries, names, self._address_rules, files, config, self._t, history)
        self._owned_tags = names.owned_tags
        self.feeds = FeedList(self.articles, files, config, self._t, names, self.config["feed_entries"])
        self._files = files
        urls = {file.src_uri: file.url for file in files}
        self._original_urls = original_urls.build_rows(self.articles, urls, self._address_rules)
        env.bytecode_cache = env.bytecode_cache or COMPILED
        env.globals.update(
            search_page=self._search_page if self.articles else "",
            is_searched=self.config["search"] and bool(self.articles),
            t=self._t,
            cached=self._fragments,
            script_phrases=script_phrases(self._t),
        )
        self._policy = policy(env, config)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Add the variables of templates without a page, such as 404.html."""
        count = original_urls.file_count(self._original_urls)
        variables = {"original_files": count, "tracking": TRACKING, **material_script.variables(config)}
        if not config.site_description:
            variables["page_description"] = escape_all(f"{self._t('missing')} - {config.site_name}")
        return self._extend(context, variables)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Add the variables of a page."""
        known = self._prepared
        variables = known[1] if known and known[0] is page else self.prepare(page, config)[0]
        if self.views and navigation.is_list(page):
            page.content = self.views.lists.cards(page)
        return self._extend(context, variables)

    def prepare(self, page: Page, config: MkDocsConfig) -> tuple[dict[str, object], str | None]:
        """Compute the variables of a page, and return them with its content, as it is until `leave`, but for cards."""
        self._prepared = (page, self._page_variables(page, config))
        return self._prepared[1], page.content

    def leave(self, page: Page) -> None:
        """Restore the content of a page: what other pages and files show of it does not depend on their order."""
        if self._prepared and self._prepared[0] is page:
            page.content, self._prepared = self._text, None
        if self.views and (article := self.articles.get(page.file.src_uri)):
            self.views.articles.set_canonical_url(page, article)

    def shared(self) -> object:
        """Return what the templates of all pages get from here. Equal values have the same `repr`."""
        phrases = [(key, dict(phrase.forms), phrase.language) for key, phrase in sorted(self._t.phrases.items())]
        return self._is_preview, self._policy, self._search_page, bool(self.articles), phrases

    def _page_variables(self, page: Page, config: MkDocsConfig) -> dict[str, object]:
        """Return the variables of a page, such as the view of an article. Sets the content, which is kept."""
        path, self._text = page.file.src_uri, page.content
        words = ", ".join(robots.robots_words(page.meta.get(robots.KEY)))
        variables: dict[str, object] = {"robots": words, **material_script.variables(config, page)}
        lists = self.views.lists if self.views else None
        if navigation.is_article(page):
            variables |= self.views.articles.context(page, self.articles.get(path)) if self.views else {}
        elif self._history and self.views and navigation.is_of_history(page.file):
            variables |= self._history.context(page, self.views.articles)
        else:
            variables["parent_title"] = parent_title(page, self._t)
            if self.feeds:
                variables["feeds"] = self.feeds.links(page)
            if lists and navigation.is_list(page):
                kind = page.meta.get("kind", "")
                variables["list_page"] = lists.view(path, page.url, kind)
                page.content = lists.rows(page.content or "", path, page.url, kind)
                if page.is_homepage and read_seal(page.file.content_string).intact:
                    variables["front_page"] = lists.front_page(page.url, self.config["featured"])
        if not (page.meta.get("description") or config.site_description):
            variables["page_description"] = escape_all(describe(page, config.site_name, lists, self._t))
        return variables

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        """Restore the content of the page."""
        self.leave(page)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the files that are no pages, after all other plugins: redirects must know every file of the site."""
        self._build_date.unset()
        built = BuiltPages(
            articles=self.articles,
            unpublished=self._limited.unpublished,
            files=self._files,
            site=self.writing.folder(Path(config.site_dir)),
            address_rules=self._address_rules,
            original_urls=self._original_urls,
            policy=self._policy,
            search_page=self._search_page,
            owned_tags=self._owned_tags,
            build_index=self.writing.build_index,
            views=self.views,
            feeds=self.feeds,
            history=self._history,
        )
        write_files(built, config)

    def on_build_error(self, *, error: Exception) -> None:
        """Restore the environment."""
        self._build_date.unset()

    def on_shutdown(self) -> None:
        """Forget the site."""
        self.forget()

    def _extend(self, context: TemplateContext, variables: dict[str, object]) -> TemplateContext:
        """Return `context` with `variables` and the policy, which the type that MkDocs declares does not have."""
        variables["content_security_policy"] = "" if self._is_preview else self._policy
        cast("dict[str, object]", context).update(variables)
        return context
