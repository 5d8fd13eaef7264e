"""Which articles of a build are limited: their pages are replaced, and their pictures left out.

Publication and section decide (`settings.publish`). A page whose publication cannot be read counts as one of those of
which least is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from backfile import images
from backfile.archive.page import PageError, load
from backfile.archive.tombstone import has_text, load_tombstone
from backfile.article import Article, Markdown, Origin
from backfile.lists.names import Names
from backfile.lists.names import load as load_names
from backfile.problems import SettingsError
from backfile.settings.publish import Publish, PublishRules, make_rules, unknown_names
from backfile.site.chrome.navigation import ARTICLES
from backfile.site.rights.limited_page import limited_page

if TYPE_CHECKING:
    from collections.abc import Set

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = get_plugin_logger("backfile")

_NAMES = ("publish_sources", "publish_sections")
"""The settings with rules by name."""


@dataclass(slots=True)
class Limited:
    """The limited articles of one build. Paths are under docs/."""

    paths: set[str] = field(default_factory=set)
    unpublished: dict[str, Article] = field(default_factory=dict)
    """Those of which only a notice is shown, without their texts, by path."""


def limit_articles(files: Files, config: MkDocsConfig) -> Limited:
    """Replace the pages of limited articles, and return which they are.

    If there are any, the images of the archive that no other page has are no part of the site: a former text of a
    limited article may have them. Warns of rules that fit no article, and of pages that cannot be read:
    a file that the system does not let the build read is no part of the site.
    """
    settings = config.plugins["backfile"].config
    rules = make_rules(settings["publish"], *(tuple(settings[name].items()) for name in _NAMES))
    if rules.strictest is Publish.ALL:
        return Limited()
    labels = _Labels(_read_names(config))
    limited, shown = Limited(), set[str]()
    for file in files.documentation_pages():
        try:
            text = file.content_bytes.decode("utf-8", "replace")
        except OSError as error:
            log.warning(f"{file.src_uri} is not published: it cannot be read: {error.strerror}. Correct it.")
            files.remove(file)
            continue
        is_article = file.src_uri.startswith(f"{ARTICLES}/") and (has_text(text) or not load_tombstone(text))
        article, shows = _read(file.src_uri, text, rules, labels) if is_article else (None, Publish.ALL)
        if article is None or shows is Publish.ALL:
            shown.update(images.NAME.findall(text))
            continue
        file.content_string = limited_page(article, shows, settings["excerpt_words"])
        limited.paths.add(file.src_uri)
        if shows is Publish.NONE:
            limited.unpublished[file.src_uri] = replace(article, body=Markdown(""), tags=())
    for name, known in zip(_NAMES, (labels.sources, labels.sections), strict=True):
        for label in unknown_names(settings[name], known):
            log.warning(f"`{name}` in mkdocs.yml names {label!r}, which no article has. Write it as its articles do.")
    if limited.paths:
        _leave_out_images(files, shown)
    return limited


@dataclass(slots=True)
class _Labels:
    """The labels of all articles, as published and as lists have them."""

    names: Names
    sources: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)


def _read(path: str, text: str, rules: PublishRules, labels: _Labels) -> tuple[Article, Publish]:
    """Return the article of a page, and what is shown of it: nothing if it cannot be read. Adds its labels."""
    try:
        article = load(text)
    except PageError as error:
        log.warning(f"{path} is not published: {error}, so that its rights are not known. Correct it.")
        return Article(Path(path).stem, Markdown(""), Origin("", "", "")), Publish.NONE
    sources = {article.source, labels.names.source(article.source)} - {None} if article.source else set()
    labels.sources.update(filter(None, sources))
    labels.sections.update(filter(None, (article.section,)))
    return article, rules.of(sources, article.section)


def _leave_out_images(files: Files, shown: Set[str]) -> None:
    for file in [*files]:
        folder, _, name = file.src_uri.partition("/")
        if folder == images.FOLDER and images.NAME.fullmatch(name) and name not in shown:
            files.remove(file)


def _read_names(config: MkDocsConfig) -> Names:
    try:
        return load_names(Path(config.config_file_path).parent)
    except SettingsError as error:
        raise PluginError(str(error)) from error
