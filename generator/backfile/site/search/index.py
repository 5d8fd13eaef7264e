"""The search index: one of Pagefind's, or for a large archive several; the facets and the list of words beside them.

What is in a part is decided in `parts`, what an article's entry is in `entries`. The index of a small archive is
Pagefind's own: `pagefind-entry.json`, `index/`, `fragment/`. A large one has a folder of these for each part, and its
`pagefind-entry.json` names the parts. `theme/assets/javascripts/search/finder.js` reads both.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any, Protocol

from backfile.site.chrome.navigation import ARTICLES
from backfile.site.search import facets, pagefind
from backfile.site.search.entries import Entries, Listed, SearchEntry
from backfile.site.search.parts import Part, divide
from backfile.site.search.vocabulary import Vocabulary
from backfile.site.site_folder import SiteFolder

FOLDER = "pagefind"
"""Folder of the index in the built site."""
UNSTEMMED = ("zh", "ja", "th")
"""Languages whose text Pagefind would split into words itself, differently from how browsers split a query."""
_ENTRY = "pagefind-entry.json"
"""Pagefind's own file about an index."""
_TABLES = "tables"
"""Name under which the files beside the parts are kept. No part has it."""
_YEAR = 4
"""Letters of a year, with which the name of a part begins."""
_WORDS_OF_YEAR = " words of all parts"
"""How the name ends under which the words of a year are kept. No part has it."""
_SHARED = ("pagefind-worker.js", "wasm.")
"""How the names of Pagefind's files begin that are the same in every part."""


class Pages(Protocol):
    """Where the entries of a build come from."""

    def listed(self, page: str) -> Listed | None:
        """Return what is known of the article of a page; None if it is no article's. In: its path in the site."""

    def entry(self, page: str) -> SearchEntry:
        """Return the entry of a page of which `listed` was asked."""


@dataclass(frozen=True, slots=True)
class MadePart:
    """What is known of a part of the index when it is made."""

    keys: list[str]
    """Pagefind's names of its entries, in the order of its articles."""
    words: Callable[[], Mapping[str, int]]
    """Returns words -> the number of its articles that have them."""
    entry: dict[str, Any]
    """What Pagefind's file about an index says."""


class KeptParts(Protocol):
    """The parts of the last build's index. In: the name of a part, and all that it is made of."""

    def find(self, name: str, key: object) -> MadePart | None:
        """Put the files of a part into the site, and return what is known of it; None if another must be made."""

    def store(self, name: str, key: object, part: MadePart, files: Iterable[str]) -> None:
        """Remember a part. In: also the paths of its files in the site."""


class BuildIndex(Protocol):
    """A function that writes the index of a built site."""

    def __call__(
        self, site: SiteFolder, language: str, thumbnails: Mapping[str, str] = ..., owned_tags: Collection[str] = ..., /
    ) -> None:
        """Write the index, as `build_index`."""


class _Nothing:
    """No last build."""

    def find(self, name: str, key: object) -> None:
        """Return None."""

    def store(self, name: str, key: object, part: MadePart, files: Iterable[str]) -> None:
        """Remember nothing."""


def build_index(
    site: SiteFolder,
    language: str,
    thumbnails: Mapping[str, str] = MappingProxyType({}),
    owned_tags: Collection[str] = (),
    pages: Pages | None = None,
    kept: KeptParts | None = None,
) -> None:
    """Write the index of the article pages of `site`; nothing if there are no articles.

    `thumbnails`: URL of an article's page -> URL of its thumbnail, both from the site's root. `owned_tags`: the labels
    of tags.yml. `pages` and `kept`: what was read and made by the last build.

    One index has all languages. Words are stemmed as in `language`, the theme's, in the index and in queries; words of
    other languages are found as they are written. Raises BuildError if Pagefind fails.
    """
    names = sorted(path for path in site.paths() if path.startswith(f"{ARTICLES}/") and path.endswith(".html"))
    if not names:
        return
    primary_language = language.split("-")[0]
    stemming = "unknown" if primary_language in UNSTEMMED else primary_language
    index = _Index(site, stemming, thumbnails, pages or Entries(site), kept or _Nothing())
    parts = divide([article for name in names if (article := index.pages.listed(name))])
    keys = [index.key(part) for part in parts]
    key = [sorted(owned_tags), *keys]
    has_tables = index.kept.find(_TABLES, key) is not None
    made, vocabulary = [], Vocabulary()
    for year, group in groupby(zip(parts, keys, strict=True), lambda each: each[0].name[:_YEAR]):
        ones, words = index.group(year, [*group], with_words=not has_tables)
        made += ones
        vocabulary.counts.update(words)
    if not has_tables:
        files = {f"{FOLDER}/{name}": data for name, data in _tables(parts, made, vocabulary, owned_tags)}
        index.write(files)
        index.kept.store(_TABLES, key, MadePart([], dict, {}), files)


@dataclass(frozen=True, slots=True)
class _Index:
    """The index of one build."""

    site: SiteFolder
    stemming: str
    thumbnails: Mapping[str, str]
    pages: Pages
    kept: KeptParts

    def key(self, part: Part) -> list[object]:
        """Return what a part is made of."""
        articles = ((article.row.url, article.digest) for article in part.articles)
        return [self.stemming, *([url, digest, self.thumbnails.get(url, "")] for url, digest in articles)]

    def group(
        self, year: str, parts: Sequence[tuple[Part, list[object]]], *, with_words: bool
    ) -> tuple[list[MadePart], Mapping[str, int]]:
        """Put the parts of a year into the site; return them without their words, and, `with_words`, those of all: if
        one part changes, the words of the parts of other years are not counted again. In: also what each is made of.
        """
        name, key = year + _WORDS_OF_YEAR, [made_of for _, made_of in parts]
        found = self.kept.find(name, key) if len(parts) > 1 else None
        words: Counter[str] = Counter()
        made = []
        for part, made_of in parts:
            one = self.part(part, made_of)
            if with_words and found is None:
                words.update(one.words())
            made.append(replace(one, words=dict))  # The words of all parts at once would need much memory.
        if with_words and found is None and len(parts) > 1:
            self.kept.store(name, key, MadePart([], lambda: words, {}), ())
        return made, found.words() if found and with_words else words

    def part(self, part: Part, key: list[object]) -> MadePart:
        """Put a part into the site. In: also what it is made of."""
        if found := self.kept.find(part.name, key):
            return found
        vocabulary = Vocabulary()
        made = pagefind.make(self._entries(part, vocabulary), self.stemming)
        files = {
            _path(part.name, name): data for name, data in made.files.items() if not (part.name and name == _ENTRY)
        }
        self.write(files)
        keys = [made.keys[article.row.url] for article in part.articles]
        result = MadePart(keys, lambda: vocabulary.counts, json.loads(made.files[_ENTRY]))
        self.kept.store(part.name, key, result, files)
        return result

    def _entries(self, part: Part, vocabulary: Vocabulary) -> Iterator[SearchEntry]:
        """Yield the entries of a part; add their words to `vocabulary`."""
        for article in part.articles:
            entry = self.pages.entry(article.page)
            vocabulary.add(entry.content)
            yield entry._replace(about={**entry.about, "thumbnail": self.thumbnails.get(entry.url, "")})

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files of the index. In: paths in the site."""
        for name, data in files.items():
            self.site.write(name, data)


def _path(part: str, name: str) -> str:
    """Return the path in the site of one of Pagefind's files."""
    return "/".join(filter(None, (FOLDER, "" if name.startswith(_SHARED) else part, name)))


def _tables(
    parts: Sequence[Part], made: Sequence[MadePart], vocabulary: Vocabulary, owned_tags: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files beside the index. In: the parts without their words; the words of all."""
    rows = [
        [article.row._replace(key=key) for article, key in zip(part.articles, one.keys, strict=True)]
        for part, one in zip(parts, made, strict=True)
    ]
    for part, table in zip(parts, facets.tables(rows, owned_tags), strict=True):
        yield "/".join(filter(None, (part.name, "facets.json"))), table.encode()
    yield "words.txt.gz", vocabulary.packed()
    if parts[0].name:
        yield _ENTRY, _entry_of_parts(parts, made)


def _entry_of_parts(parts: Sequence[Part], made: Sequence[MadePart]) -> bytes:
    """Return the file about an index in parts: what Pagefind's file says of each, and of which days its articles are.

    `first` and `last`: the days of its newest and its oldest article, empty for those without a date; `years`: how many
    articles are of each year.
    """
    about = {name: value for name, value in made[0].entry.items() if name != "languages"}
    listed = []
    for part, one in zip(parts, made, strict=True):
        days = sorted(article.row.day for article in part.articles)
        years = Counter(day[:4] for day in reversed(days))
        listed.append(
            {"name": part.name, "first": days[-1], "last": days[0], "years": years, "languages": one.entry["languages"]}
        )
    return json.dumps({**about, "parts": listed}, ensure_ascii=False, separators=(",", ":")).encode()
