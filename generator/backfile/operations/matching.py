"""Matching: which page of the archive is that of an article. Owns the lookup of candidates; `archive.identity_rule`
decides about each, and the owner's identity.yml before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from backfile.archive import identity, page, resemblance
from backfile.archive.catalog import Catalog, StoredPage
from backfile.archive.identity_evidence import Save
from backfile.archive.identity_rule import BY_OWNER, Relation, Verdict, judge
from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import Rulings
from backfile.archive.near_texts import Sign, choose, sign_of
from backfile.archive.storage import Storage
from backfile.article import Article

MadeText = Callable[[str, str], str | None]
"""A function that returns the text that the program made of a page. In: its path, its seal."""

_SAME_TEXT = Verdict(Relation.REVISION, "it is the same page, byte for byte")
_EDITED = "its owner edited the page, and headline and text agree"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page with which an article was compared."""

    stored: StoredPage
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Match:
    """The result of the lookup for an article."""

    page: StoredPage | None
    """The page that the article would revise; None if it gets a page of its own."""
    compared: tuple[Candidate, ...]
    """The pages that it was compared with, the one that it would revise first."""

    @property
    def rivals(self) -> tuple[Candidate, ...]:
        """Return the pages that claim to be this article, or its address, and are kept beside it."""
        return tuple(each for each in self.compared if each.verdict.relation in (Relation.DOUBTFUL, Relation.RIVAL))


class Matcher:
    """Looks up the pages of articles in one archive."""

    def __init__(
        self, storage: Storage, catalog: Catalog, sites: Sites, rulings: Rulings, made_text: MadeText | None = None
    ) -> None:
        """Take also what finds the text from which a page was edited; without it, edited pages stand for themselves."""
        self._made_text = made_text
        self._storage = storage
        self._catalog = catalog
        self._sites = sites
        self._rulings = rulings
        self._signs: dict[str, tuple[str, Sign]] = {}
        """Path of a page -> its state, its sign."""

    def same_text(self, seal: str, is_free: Callable[[str], bool]) -> Match | None:
        """Return the page whose text the program made as that of an article; None if there is none.

        In: the seal of the text; whether no other article has the page at a path.
        """
        same_seal = self._free(self._catalog.by_seal(seal), is_free)
        if not same_seal:
            return None
        return Match(self._leader(same_seal[0], is_free), (Candidate(same_seal[0], _SAME_TEXT),))

    def match(self, article: Article, text: str, is_free: Callable[[str], bool]) -> Match:
        """Return the page of an article. In: the text of its page; whether no other article has the page at a path."""
        if same_text := self.same_text(page.read_seal(text).value, is_free):
            return same_text
        save = Save(article)
        compared: list[Candidate] = []
        found = [stored for stored in self._free(self._candidates(article), is_free) if stored.headline]
        for stored in choose(found, article, self._sign_of):
            candidate = Candidate(stored, self._compare(save, stored))
            if candidate.verdict.relation is Relation.REVISION:
                return Match(self._leader(stored, is_free), (candidate, *compared))
            compared.append(candidate)
        return Match(None, tuple(compared))

    def is_from_own_site(self, stored: StoredPage) -> bool:
        """Return whether a page was saved from the site of its address."""
        return self._sites.is_at_own_site(stored.host, stored.url)

    def _candidates(self, article: Article) -> Sequence[StoredPage]:
        """Return the pages that may be the article's, each once: the nearest first."""
        origin = article.origin
        addresses = self._sites.addresses(article)
        found = self._catalog.by_digest(origin.sha256) if origin.sha256 else []
        ruled = self._rulings.page_of_save(origin.sha256)
        found += [stored for stored in [ruled and self._catalog.by_path(ruled)] if stored]
        if addresses:
            found += self._catalog.by_addresses(addresses)
        else:
            found += self._catalog.by_text(identity.text_digest(article))
        # An owner may have corrected a page's URL: an edited page with another URL is matched by its input.
        for stored in self._catalog.by_input(identity.input_record(article)):
            if (stored.url in addresses if addresses else stored.url is None) or not stored.intact:
                found.append(stored)
        unique = {stored.path: stored for stored in found}.values()
        headline = resemblance.fold_headline(article)

        def distance(each: StoredPage) -> tuple[bool, bool, int, bool]:
            place = self._sites.distance(article, each.host)
            return each.path != ruled, each.sha256 != origin.sha256, place, each.folded != headline

        return sorted(unique, key=distance)

    def _sign_of(self, stored: StoredPage) -> Sign:
        state, sign = self._signs.get(stored.path, ("", None))
        if sign is None or state != stored.state:
            sign = sign_of(page.load(self._storage.read_page(stored.path)))
            self._signs[stored.path] = stored.state, sign
        return sign

    def _compare(self, save: Save, stored: StoredPage) -> Verdict:
        if self._rulings.page_of_save(save.article.origin.sha256) == stored.path:
            return BY_OWNER
        other = Save(page.load(self._storage.read_page(stored.path)))
        verdict = self._judge(save, other)
        if stored.intact or verdict.relation is Relation.REVISION:
            return verdict
        # The owner may have changed any part of the page: the text that the program made of it decides, if git has it.
        if made := self._made_text and self._made_text(stored.path, stored.seal):
            return self._judge(save, Save(page.load(made)))
        if verdict.relation is not Relation.OTHER:
            return verdict
        # The URL on an edited page is its owner's. The page is not overwritten, whatever this says.
        own = replace(other.article, url=save.article.url)
        verdict = judge(save, Save(own), self._sites)
        return replace(verdict, reason=_EDITED) if verdict.relation is Relation.REVISION else verdict

    def _judge(self, save: Save, other: Save) -> Verdict:
        pair = (other, save) if identity.is_older(save.article, other.article) else (save, other)
        return judge(*pair, self._sites)

    def _free(self, pages: Sequence[StoredPage], is_free: Callable[[str], bool]) -> list[StoredPage]:
        return [stored for stored in pages if is_free(stored.path)]

    def _leader(self, stored: StoredPage, is_free: Callable[[str], bool]) -> StoredPage:
        """Return the page with which the owner joined a page, if it is there; otherwise that page."""
        path = self._rulings.page_of(stored.path)
        leader = self._catalog.by_path(path) if path != stored.path and is_free(path) else None
        return leader if leader and leader.headline else stored
