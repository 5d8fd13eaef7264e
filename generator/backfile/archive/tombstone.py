"""Tombstones: the pages that stand in the place of withdrawn articles.

A tombstone says when and why an article was withdrawn, and the digest of its page. It remembers the article by digests
of what identifies it, so that a later save of it is known without its text. The front-matter key is `withdrawn`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from backfile.archive import identity
from backfile.archive.digests import digest, is_sha256
from backfile.archive.front_matter import PageError, body_of, front_matter, split
from backfile.archive.identity_sites import Sites
from backfile.archive.resemblance import fold_headline
from backfile.archive.seals import read_seal, with_seal
from backfile.archive.text_overlap import split_words
from backfile.article import Article

KEY = "withdrawn"
_KEY = re.compile("[a-z]+:[0-9a-f]{32}")
"""A key of `article_keys`."""
_LEAST_WORDS = 60
_MARKUP = re.compile(r"<[^<>]*>|!\[[^\[\]]*\]\([^()]*\)|\]\([^()]*\)")
"""Elements, images and addresses of links, which another save of a text may have in another form."""
_TEXT = "text"
"""The kind of the one key that is no claim: an address, a record's name and a headline can be those of another article.
"""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What a tombstone says."""

    withdrawn: date
    reason: str
    sha256: str
    """Of the page as it was, the whole file."""
    saves: tuple[str, ...]
    """The digests of the article's inputs, as in `Origin.sha256`, sorted. What is no SHA-256 is left out."""
    keys: tuple[str, ...]
    """The `article_keys` of the article, sorted."""
    site: str = ""
    """The site that the article was saved from, if it is known."""
    purged: bool = False
    """Whether the text was removed from git's history too."""
    impostor: bool = False
    """Whether the page only claimed what it said of itself. Then it may have copied the text, too."""
    is_whole: bool = field(default=True, compare=False)
    """Whether all `saves` and `keys` that its page names have their forms, and are here."""

    def is_of(self, article: Article, sites: Sites) -> bool:
        """Return whether a save is one of the withdrawn article.

        Its text is not known any more. So a save counts if it is one of the inputs, if the text agrees, or if it has
        the address, the record or the headline, and nothing shows that it was saved from somewhere else.
        """
        if self._has_content(article, sites):
            return True
        if self.impostor:
            return False
        shared = set(article_keys(article, sites)) & set(self.keys)
        site = sites.site(article.origin.host)
        is_elsewhere = site != self.site if self.site else not sites.is_from_own_site(article)
        return bool(shared) and not (site and is_elsewhere)

    def is_by_claim(self, article: Article, sites: Sites) -> bool:
        """Return whether a save `is_of` it by nothing but a claim, from whose site the withdrawn page was not saved.

        Then that page may have been an impostor, and the save another article.
        """
        return not self._has_content(article, sites) and self.site != sites.site_of_address(article)

    def _has_content(self, article: Article, sites: Sites) -> bool:
        """Return whether a save is one of the inputs, or has the text; that of an impostor, from another place than
        the article's own site.
        """
        if article.origin.sha256 in self.saves:
            return True
        if _text_key(article) not in self.keys:
            return False
        site = sites.site(article.origin.host)
        return not (self.impostor and (sites.is_from_own_site(article) or (site and site != self.site)))

    def as_impostor(self) -> Tombstone:
        """Return the tombstone of a page that only claimed what it says of itself: it keeps no other article away."""
        return replace(self, keys=tuple(key for key in self.keys if key.startswith(f"{_TEXT}:")), impostor=True)


def article_keys(article: Article, sites: Sites) -> Iterator[str]:
    """Yield digests of what identifies an article: its addresses, its text, its record; without those, its headline."""
    for address in sites.addresses(article):
        yield _key("address", address)
    yield _text_key(article)
    record = identity.input_record(article)
    if article.origin.collection and record:
        yield _key("record", record)
    headline = fold_headline(article)
    if headline and not sites.addresses(article):
        if record:
            yield _key("headline", f"{headline}\0{record}")
        if article.source:
            yield common_key(article)


def common_key(article: Article) -> str:
    """Return the key of a headline and a source, which many articles can have in common."""
    return _key("headline", f"{fold_headline(article)}\0{article.source}")


def words_key(article: Article) -> str | None:
    """Return a digest of the words of an article's text, without its headline; None for a text of a paragraph or two,
    which can be a notice that is on many pages. It identifies no article: others may quote or copy the text.
    """
    words = split_words(_MARKUP.sub(" ", article.body))
    return _key("words", " ".join(words)) if len(words) >= _LEAST_WORDS else None


def _text_key(article: Article) -> str:
    return _key(_TEXT, identity.text_digest(article))


def _key(kind: str, value: str) -> str:
    return f"{kind}:{digest(kind.encode(), value.encode('utf-8', 'surrogatepass')).hex()[:32]}"


def dump_tombstone(stone: Tombstone, title: str, body: str) -> str:
    """Return the text of a tombstone, with a seal. In: its title, plain text; its body, Markdown."""
    values = {
        "date": stone.withdrawn,
        "reason": stone.reason,
        "sha256": stone.sha256,
        "site": stone.site,
        "saves": stone.saves,
        "keys": stone.keys,
        "purged": stone.purged,
        "impostor": stone.impostor,
    }
    meta = {key: value for key, value in values.items() if value not in ("", (), False)}
    return with_seal(front_matter({"title": title, KEY: meta, "seal": ""}) + f"\n{body}\n")


def load_tombstone(text: str) -> Tombstone | None:
    """Return what a page says that is a tombstone; None for every other page."""
    if f"\n{KEY}:" not in text:
        return None
    try:
        return from_meta(split(text)[0])
    except PageError:
        return None


def is_as_written(text: str) -> bool:
    """Return whether a page is a tombstone and as the program wrote it. One that was edited can have the text of the
    article, as it has where a conflict of two branches was resolved by hand.
    """
    return read_seal(text).intact and load_tombstone(text) is not None


def has_text(text: str) -> bool:
    """Return whether a tombstone was edited and is longer than a notice beside its reason. In: the text of its page."""
    stone = load_tombstone(text)
    if stone is None or read_seal(text).intact:
        return False
    return len(split_words(body_of(text))) - len(split_words(stone.reason)) >= _LEAST_WORDS


def from_meta(meta: Mapping[str, Any]) -> Tombstone | None:
    """Return the tombstone of a page with that front matter; None for every other page."""
    values = meta.get(KEY)
    if "origin" in meta or not isinstance(values, dict) or not isinstance(values.get("date"), date):
        return None
    reason, sha256, site = (str(values.get(key) or "") for key in ("reason", "sha256", "site"))
    saves, keys = _list(values.get("saves")), _list(values.get("keys"))
    digests, own_keys = tuple(filter(is_sha256, saves)), tuple(filter(_KEY.fullmatch, keys))
    is_whole = [*digests, *own_keys] == [*saves, *keys]
    flags = {name: values.get(name) is True for name in ("purged", "impostor")}
    return Tombstone(values["date"], reason, sha256, digests, own_keys, site, **flags, is_whole=is_whole)


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
