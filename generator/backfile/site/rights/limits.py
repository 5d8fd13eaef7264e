"""Which articles of a build are limited: their pages are replaced, and their pictures left out.

Publication and section decide (`settings.publish`). A page whose publication cannot be read counts as one of those of
which least is shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from backfile import images
from backfile.archive.page import PageError, load
from backfile.archive.tombstone import load_tombstone
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
    from mkdocs.structure.files import File, Files

log = get_plugin_logger("backfile")

_NAMES = ("publish_sources", "publish_sections")
"""The settings with rules by name."""


def limit_articles(files: Files, config: MkDocsConfig) -> frozenset[str]:
    """Replace the pages of limited articles, and return their paths under docs/.

    If there are any, the images of the archive that no other page has are no part of the site: a former text of a
    limited article may have them. Warns of rules that fit no article, and of pages that cannot be read.
    """
    settings = config.plugins["backfile"].config
    rules = make_rules(settings["publish"], *(tuple(settings[name].items()) for name in _NAMES))
    if rules.strictest is Publish.ALL:
        return frozenset()
    names, labels, shown = _read_names(config), (set[str](), set[str]()), set[str]()
    limited: dict[str, File] = {}
    for file in files.documentation_pages():
        text = file.content_bytes.decode("utf-8", "replace")
        page = _limited_page(file, text, rules, names, labels, settings["excerpt_words"])
        if page is None:
            shown.update(images.NAME.findall(text))
        else:
            file.content_string = page
            limited[file.src_uri] = file
    for name, known in zip(_NAMES, labels, strict=True):
        for label in unknown_names(settings[name], known):
            log.warning(f"`{name}` in mkdocs.yml names {label!r}, which no article has. Write it as its articles do.")
    if limited:
        _leave_out_images(files, shown)
    return frozenset(limited)


def _limited_page(
    file: File, text: str, rules: PublishRules, names: Names, labels: tuple[set[str], set[str]], max_words: int
) -> str | None:
    """Return what stands for a page; None for a page that is shown as it is. Adds its labels to those known."""
    if not file.src_uri.startswith(f"{ARTICLES}/") or load_tombstone(text):
        return None
    try:
        article = load(text)
    except PageError as error:
        log.warning(f"{file.src_uri} is not published: {error}, so that its rights are not known. Correct it.")
        unknown = Article(Path(file.src_uri).stem, Markdown(""), Origin("", "", ""))
        return limited_page(unknown, Publish.NONE, max_words)
    sources = [source for source in (article.source, article.source and names.source(article.source)) if source]
    labels[0].update(sources)
    labels[1].update([article.section] if article.section else [])
    shows = rules.of(sources, article.section)
    return None if shows is Publish.ALL else limited_page(article, shows, max_words)


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
