"""The social cards of one build: pictures for link previews, of articles that have no picture. Off by default.

Owns which articles get one, what it says, its colours and its fonts. Link previews need absolute URLs, so without
`site_url` there are no cards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import mkdocs
from mkdocs.plugins import get_plugin_logger

from backfile.markup.plain_text import collapse_spaces
from backfile.settings.inside import read_bytes
from backfile.site.article.citations.cited_article import encode_url
from backfile.site.article.head_metadata import SocialCard
from backfile.site.article.page_facts import facts_of
from backfile.site.article.text_direction import direction
from backfile.site.outputs.write import used_paths
from backfile.site.pictures.cache import PictureCache
from backfile.site.pictures.card_text import HEIGHT, WIDTH, CardTask, Colour, is_card
from backfile.site.pictures.card_worker import WORKER_MODULES, run
from backfile.site.pictures.making import make_missing, publish
from backfile.workers.call_limits import Limits, Stopped

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from backfile.article import Article
    from backfile.i18n.catalogs import Catalog

FOLDER = "assets/social"
"""The folder of cards in the site. In it, each is in a folder named by two digits of its digest."""
CACHE_KIND = "social-cards"
_FORM = "1"
"""The version of what `social_card` draws: change it when the same article gives other bytes."""
_FONTS = Path(mkdocs.__file__).parent / "themes" / "readthedocs" / "css" / "fonts"
_HEADLINE_FONT, _TEXT_FONT = "Roboto-Slab-Bold.woff", "lato-normal.woff"
"""Fonts that come with MkDocs: Latin, Greek and Cyrillic letters."""
_LONGEST = 300
"""How many characters of a text are drawn at most."""
_COLOURS: Mapping[str, tuple[Colour, Colour, Colour]] = {
    "paper": ((0xFD, 0xFC, 0xF8), (0x1D, 0x20, 0x24), (0xA1, 0x35, 0x2A)),
    "library": ((0xF7, 0xF2, 0xE5), (0x22, 0x24, 0x1D), (0x1D, 0x5A, 0x43)),
    "plain": ((0xFF, 0xFF, 0xFF), (0x15, 0x17, 0x1A), (0x0A, 0x55, 0xA0)),
}
"""Ground, text and accent of each look, as in `theme/assets/stylesheets/looks`."""

log = get_plugin_logger("backfile")

SocialCards = Mapping[str, SocialCard]
"""The card of each article that has one, by the path of its page."""


def make_social_cards(
    articles: Mapping[str, Article],
    files: Files,
    config: MkDocsConfig,
    t: Catalog,
    image_url: Callable[[Article, str | None], str],
) -> SocialCards:
    """Write the cards of a build into the folder of the site, if the settings want them, and return them.

    In: articles by path; all files of the site, with their pages read; the site's words; `lead_image_url`.
    """
    settings = config.plugins["backfile"].config
    if not settings["social_cards"] or not config.site_url:
        return {}
    root = Path(config.config_file_path).parent.resolve()
    fonts = dict(_owners_fonts(root, settings["social_card_fonts"]))
    tasks = [
        (path, task.digest(), task)
        for path, article in articles.items()
        if not (encode_url(article.image) or image_url(article, _first_image(files, path)))
        for task in [_task(article, config, t, root, tuple(fonts))]
    ]
    limits = Limits(settings["max_seconds"], settings["max_memory_megabytes"])
    basis = (_FORM, version("pillow"), version("mkdocs"), *fonts.values(), str(limits))
    cache = PictureCache(root, CACHE_KIND, is_card, *basis)
    return dict(_published(tasks, cache, limits, files, config)) if tasks else {}


def _published(
    tasks: list[tuple[str, bytes, CardTask]], cache: PictureCache, limits: Limits, files: Files, config: MkDocsConfig
) -> Iterator[tuple[str, SocialCard]]:
    """Yield path and card of each article, and log which articles have none."""
    used, missing = used_paths(files), dict[Stopped, list[str]]()
    for path, result in make_missing(tasks, run, cache, limits, WORKER_MODULES):
        if isinstance(result, Stopped):
            missing.setdefault(result, []).append(path)
        else:
            src = publish(result, FOLDER, "png", Path(config.site_dir), used)
            yield path, SocialCard(urljoin(config.site_url or "", src), WIDTH, HEIGHT)
    for stopped, paths in missing.items():
        log.info(f"No social card of {len(paths)} articles, {paths[0]} among them: {stopped.reason}. {stopped.step}")


def _first_image(files: Files, path: str) -> str | None:
    file = files.src_uris.get(path)
    return facts_of(file.page if file else None).image


def _task(article: Article, config: MkDocsConfig, t: Catalog, root: Path, fonts: tuple[str, ...]) -> CardTask:
    day = t.day(article.published) if article.published else ""
    is_named = article.source and article.source != config.site_name
    return CardTask(
        headline=_line(article.headline),
        above=_line(article.source or ""),
        below=_line(" · ".join(filter(None, (day, config.site_name if is_named or not article.source else "")))),
        is_rtl=direction(article.language or config.theme["language"]) == "rtl",
        colours=_COLOURS[config.plugins["backfile"].config["look"]],
        fonts=fonts,
        headline_font=str(_FONTS / _HEADLINE_FONT),
        text_font=str(_FONTS / _TEXT_FONT),
        root=root,
    )


def _line(text: str) -> str:
    return collapse_spaces(text[:_LONGEST])


def _owners_fonts(root: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield path and digest of each font of the owner, and warn of those that cannot be read."""
    for name in names:
        try:
            yield name, hashlib.sha256(read_bytes(root / name, root)).hexdigest()
        except OSError as error:
            step = "Put the file into the archive, or take it out of `social_card_fonts`."
            log.warning(f"The font {name} cannot be read ({error.strerror or error}). {step}")
