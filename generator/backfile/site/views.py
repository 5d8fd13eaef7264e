"""The views of one build: what the pages of lists and of articles share, computed when all pages are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from backfile.site.article.lead_image import lead_image_url
from backfile.site.article.page_context import ArticlePages
from backfile.site.article.relations import Relations

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from backfile.archive.address_holders import AddressRules
    from backfile.article import Article, PageSummary
    from backfile.i18n.catalogs import Catalog
    from backfile.lists.names import Names
    from backfile.site.article.view import HistoryLine, ListName
    from backfile.site.list_pages.view import ListPageViews


@dataclass(frozen=True, slots=True)
class Views:
    """The views of one build."""

    articles: ArticlePages
    lists: ListPageViews
    thumbnails: Mapping[str, str]
    """URL of an article -> URL of its thumbnail, both from the site's root."""


def make_views(
    articles: Mapping[str, Article],
    summaries: Sequence[PageSummary],
    names: Names,
    address_rules: AddressRules,
    files: Files,
    config: MkDocsConfig,
    t: Catalog,
    history: Callable[[str], HistoryLine | None],
) -> Views:
    """Return the views, and write the pictures that they show into the folder of the site.

    In: articles by path, and their summaries; the names of labels in lists; what decides who holds an address; all
    files, with their pages; the words of the site's language; what the page of an article says about its history.
    """
    # Drawing takes long to import, and the plugin is also loaded to read the settings alone.
    from backfile.site.list_pages.cards import Cards
    from backfile.site.list_pages.view import ListPageViews
    from backfile.site.pictures.social_cards import make_social_cards
    from backfile.site.pictures.thumbnails import make_lead_pictures, make_thumbnails

    relations = Relations(articles, files, names.source, t, address_rules)
    renamed = [*map(names.rename, summaries)]
    thumbnails = make_thumbnails(articles, files, config)
    lead_pictures = partial(make_lead_pictures, articles, files, config)
    cards = Cards(articles, renamed, files, relations.links_to, t, thumbnails, lead_pictures)
    paths = {file.url: file.src_uri for file in files}
    lists = ListPageViews(renamed, relations.url, t, cards, paths.get, names.parents)
    image_url = partial(lead_image_url, files=files, site_url=config.site_url)
    social_cards = make_social_cards(articles, files, config, t, image_url)
    label_url, is_original = (
        cache(lists.labels.url_on_article),
        config.plugins["backfile"].config["canonical"] == "original",
    )
    of_lists: dict[str, ListName] = {"authors": cache(names.author), "source": cache(names.source), "tags": names.tag}
    shared = (relations, of_lists, t, config.site_name, is_original, image_url, label_url)
    article_pages = ArticlePages(*shared, social_cards, cards, history)
    shown = {url: thumbnails[path][-1].src for url, path in paths.items() if path in thumbnails}
    return Views(article_pages, lists, shown)
