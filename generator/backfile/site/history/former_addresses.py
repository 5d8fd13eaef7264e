"""Former addresses of articles: where a page was before, something leads to where it is now.

They are known from git's history; from identity.yml, for pages that were joined with others; and from `redirect_from`
in the front matter of a page, which its owner writes where there is no git. They count in this order. No former address
takes the place of a file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File

from backfile.archive.identity_yml import Rulings
from backfile.archive.revisions.former_paths import former_paths, uncommitted_moves
from backfile.archive.revisions.trails import Trails
from backfile.article import Article
from backfile.site.article.markdown_copy import proof_path
from backfile.site.chrome.navigation import ARTICLES
from backfile.site.history.addresses import history_path
from backfile.site.history.timemap import timemap_path
from backfile.site.outputs.moves import Move

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from backfile.site.site_folder import SiteFolder

log = get_plugin_logger("backfile")

KEY = "redirect_from"
"""The front-matter key with former paths of a page."""
_FORBIDDEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\\\]")
_MOST = 50
"""Former paths that a page may name."""
_LONGEST, _LONGEST_NAME = 800, 240
"""The most bytes of a path, and of a name in it: file systems permit 255, and a file's ending is added."""


@dataclass(frozen=True, slots=True)
class FormerPaths:
    """Where articles were before, as git knows it. Paths are under docs/."""

    pages: Mapping[str, str] = field(default_factory=dict)
    """Former path -> path now."""
    retaken: Set[str] = frozenset()
    """Paths that an article left, and another one has now."""


def paths_in_git(root: Path, docs: str, trails: Trails, files: Files) -> FormerPaths:
    """Return the former paths of articles that git knows.

    In: the archive's folder; the path of docs/ in it; all files of the site. Raises GitError.
    """
    present = {f"{docs}/{file.src_uri}" for file in files if file.src_uri.startswith(f"{ARTICLES}/")}
    moved = uncommitted_moves(root, f"{docs}/{ARTICLES}", trails, present)
    found = former_paths(root, trails, present, moved)
    inside = {path.removeprefix(f"{docs}/"): page.removeprefix(f"{docs}/") for path, page in found.items()}
    if too_long := sum(map(_is_too_long, inside)):
        log.warning(
            f"Former addresses in git's history that are too long, from which nothing leads on: {too_long}. A path may "
            f"have {_LONGEST} bytes, and a name in it {_LONGEST_NAME}."
        )
    had = {each.path for path in present for each in trails.pages.get(path, ()) if each.path != path}
    retaken = frozenset(path.removeprefix(f"{docs}/") for path in had & present)
    return FormerPaths({path: page for path, page in inside.items() if _fault(path) is None}, retaken)


def all_paths(in_git: FormerPaths, rulings: Rulings, articles: Mapping[str, Article], files: Files) -> dict[str, str]:
    """Return the former paths that git knows, those of pages that were joined with others, and those that pages name.

    Warns of those that pages name and cannot have. In: also what the owner says of pages that are one article.
    """
    claims: defaultdict[str, list[str]] = defaultdict(list)
    for page, article in sorted(articles.items()):
        named = _named(article.extra.get(KEY))
        if len(named) > _MOST:
            log.warning(
                f"{page}: only the first {_MOST} of {len(named)} paths under {KEY} are used. "
                "Remove those that are not needed."
            )
        for path in named[:_MOST]:
            claims[path].append(page)
    known = {**_joined(rulings, files, in_git, articles), **in_git.pages}
    found = dict(known)
    for path, pages in claims.items():
        fault = _fault(path) or _conflict(path, pages, known, files)
        if fault:
            log.warning(f"No redirect: `{KEY}` of {pages[0]} names {path[:200]!r}, {fault}.")
        else:
            found[path] = pages[0]
    return found


def _joined(rulings: Rulings, files: Files, in_git: FormerPaths, articles: Mapping[str, Article]) -> dict[str, str]:
    """Return the paths of pages that are gone because their owner joined them with others: path -> the other's path,
    as it is now.

    Warns of those that were joined with a page whose path another article has now, if nothing tells where it is.
    """
    made_of: defaultdict[str, list[str]] = defaultdict(list)
    for path, article in articles.items():
        made_of[article.origin.sha256].append(path)
    gone = {path for ruling in rulings.by_page.values() for path in ruling.same if not files.get_file_from_path(path)}
    pages = {path: rulings.page_of(path) for path in sorted(gone) if _fault(path) is None}
    now = {page: rulings.by_page[page].page_now(lambda sha256: made_of.get(sha256, ())) for page in {*pages.values()}}
    for page in sorted(page for page in now.keys() & in_git.retaken if now[page] == page):
        log.warning(
            f"identity.yml names {page}, which another article has now: the former addresses of pages that were joined "
            "with it lead nowhere. Name the path of the page as it is now."
        )
        del now[page]
    places = {
        page: path if files.get_file_from_path(path) else in_git.pages.get(path, "") for page, path in now.items()
    }
    return {path: place for path, page in pages.items() if (place := places.get(page))}


def _named(value: object) -> list[str]:
    """Return the paths under `redirect_from`: one, or a list."""
    values = value if isinstance(value, list) else [value]
    return [str(each).strip() for each in values if each is not None]


def _fault(path: str) -> str | None:
    """Return why no page can have had a path under docs/, one clause; None if one can."""
    names = path.split("/")
    if names[0] != ARTICLES or len(names) < 2 or not path.endswith(".md"):
        return f"which is no path of an article, such as {ARTICLES}/2020/03/name.md"
    if any(not name or name.startswith(".") for name in names) or _FORBIDDEN.search(path):
        return "which is no path that the site can have"
    return "which is too long" if _is_too_long(path) else None


def _is_too_long(path: str) -> bool:
    sizes = [len(name.encode("utf-8", "surrogateescape")) for name in path.split("/")]
    return sum(sizes) + len(sizes) - 1 > _LONGEST or max(sizes) > _LONGEST_NAME


def _conflict(path: str, pages: Sequence[str], known: Mapping[str, str], files: Files) -> str | None:
    """Return why none of the pages can have a former path that they name; None if the first can."""
    if files.get_file_from_path(path):
        return "at which there is a page"
    if len(set(pages)) > 1:
        return f"and {pages[1]} names it too"
    return f"which is a former path of {known[path]}" if known.get(path, pages[0]) != pages[0] else None


def moves(former: Mapping[str, str], articles: Mapping[str, Article], files: Files, config: MkDocsConfig) -> list[Move]:
    """Return what leads on from the former addresses of articles and of their histories. In: as from `all_paths`."""
    found = []
    for path, page in sorted(former.items()):
        for old, new in ((path, page), (history_path(path), history_path(page))):
            if file := files.get_file_from_path(new):
                before = File.generated(config, old, content="")
                found.append(Move(_title(page, articles, files), before.dest_uri, before.url, file.url))
    return found


def _title(path: str, articles: Mapping[str, Article], files: Files) -> str:
    """Return the headline of a page, plain; also of a tombstone or a notice."""
    if path in articles:
        return articles[path].headline
    file = files.get_file_from_path(path)
    return unescape(str((file and file.page and file.page.title) or path))


def write_copies(
    former: Mapping[str, str], files: Files, config: MkDocsConfig, used: Set[str], site: SiteFolder
) -> None:
    """Write the Markdown of articles, its proof and the TimeMap at the former addresses too. In: all paths used."""
    for path, page in former.items():
        for old, new in ((path, page), (proof_path(path), proof_path(page)), *_timemaps(path, page, files, config)):
            if old not in used and site.is_file(new) and site.is_free(old):
                site.write(old, site.read(new))


def _timemaps(path: str, page: str, files: Files, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    if file := files.get_file_from_path(history_path(page)):
        before = File.generated(config, history_path(path), content="")
        yield unquote(timemap_path(before.url)), unquote(timemap_path(file.url))
