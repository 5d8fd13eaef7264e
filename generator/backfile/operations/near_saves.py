"""Which articles of a run a save is compared with, when more of them claim its address than are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from backfile.archive.identity import MAX_COMPARED
from backfile.archive.identity_evidence import State, source_state
from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import Rulings
from backfile.archive.near_texts import HALF, sketch
from backfile.archive.resemblance import fold_headline
from backfile.article import Article

_Key = tuple[str | None, ...]
_MOST_OF_HASH = 1000
"""So many articles with one hash of a sketch are counted."""


class NearSaves:
    """The articles that claim one address, by number. Those that agree in what no claimant can choose are first."""

    def __init__(self, sites: Sites, rulings: Rulings) -> None:
        """Take the owner's sites, and what identity.yml says."""
        self._sites = sites
        self._rulings = rulings
        self._numbers: dict[_Key, dict[int, None]] = {}
        self._by_hash: dict[int, dict[int, None]] = {}
        """Hash of a sketch -> the numbers of the articles whose texts have it."""
        self._sources: dict[int, str | None] = {}
        """Number -> the `source` of the article."""
        self._known: set[tuple[int, int]] = set()
        """The numbers and texts, by their hashes, of which the sketches were added."""
        self._count = 0

    def add(self, number: int, article: Article) -> None:
        """Add a save of the article with that number. The numbers begin with 0 and have no gaps."""
        self._count = max(self._count, number + 1)
        for key in self._keys(article, self._sites.site(article.origin.host)):
            self._numbers.setdefault(key, {})[number] = None
        if (known := (number, hash(article.body))) not in self._known:
            self._known.add(known)
            self._sources[number] = article.source
            for part in sketch(article.body):
                self._by_hash.setdefault(part, {})[number] = None

    def near(self, article: Article) -> list[int]:
        """Return the numbers of the articles that a save is compared with, at most `MAX_COMPARED`.

        Of more, half are those with which its text shares most, as in `near_texts.choose`.
        """
        found = list(dict.fromkeys(self._found(article)))
        if self._count > MAX_COMPARED:
            found[HALF:HALF] = self._sharing(article)
        return list(islice(dict.fromkeys(chain(found, range(self._count))), MAX_COMPARED))

    def _sharing(self, article: Article) -> list[int]:
        """Return the articles whose texts share most with that of a save."""
        having = (islice(self._by_hash.get(part, ()), _MOST_OF_HASH) for part in sketch(article.body))
        shared = Counter(chain.from_iterable(having))

        def distance(number: int) -> tuple[int, bool]:
            return -shared[number], source_state(article.source, self._sources[number]) is State.DIFFERS

        return sorted(shared, key=distance)[:MAX_COMPARED]

    def _found(self, article: Article) -> Iterator[int]:
        sites = (self._sites.site(article.origin.host), self._sites.site_of_address(article))
        for key in dict.fromkeys(key for site in sites for key in self._keys(article, site)):
            yield from islice(self._numbers.get(key, ()), MAX_COMPARED)

    def _keys(self, article: Article, site: str | None) -> Iterator[_Key]:
        """Yield the values by which a save is found, the strongest first. In: the site that it is from, or may be."""
        headline = fold_headline(article)
        yield ("input", article.origin.sha256)
        if ruled := self._rulings.page_of_save(article.origin.sha256):
            yield ("page", ruled)
        if site:
            yield ("site", site, headline)
            yield ("site", site)
        yield ("headline", headline)
