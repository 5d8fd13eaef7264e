"""The part of an explanation about identity: which page of the archive an input would revise, and by which evidence.

Nothing is written. Pages are looked up in the catalog as the last run left it; each is read as it is now.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from backfile.archive import identity, identity_yml, page
from backfile.archive.catalog import Catalog
from backfile.archive.identity_evidence import Evidence
from backfile.archive.identity_rule import Relation
from backfile.archive.identity_sites import make_sites
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.operations.matching import Candidate, Matcher
from backfile.settings.layout import CATALOG, IDENTITY_YML
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """A page with which an input was compared."""

    page: str
    """Its path, relative to the archive's folder."""
    relation: str
    """As in `identity_rule.Relation`."""
    reason: str
    evidence: tuple[Evidence, ...]


def compare_pages(article: Article, config: Config) -> tuple[ComparedPage, ...]:
    """Return the pages that may be the article's, the one that an ingest would revise first.

    Empty if there is none, or no catalog. Raises SettingsError for an identity.yml that is not valid.
    """
    catalog = Catalog.to_read(config.root / CATALOG, config.docs)
    if catalog is None:
        return ()
    storage, rulings = Storage(config.root, config.docs), identity_yml.load(config.root / IDENTITY_YML)
    matcher = Matcher(storage, catalog, make_sites(config.settings.same_sites), rulings)
    with closing(catalog):
        try:
            match = matcher.match(article, page.dump(article), lambda path: (config.docs / path).is_file())
        except (sqlite3.Error, page.PageError):
            # The catalog is damaged, or a page has changed since the last run: the next run corrects the catalog.
            return ()
    return tuple(
        ComparedPage(
            storage.display_path(each.stored.path),
            each.verdict.relation.value,
            _reason(article, each, storage),
            each.verdict.evidence,
        )
        for each in match.compared
    )


def _reason(article: Article, candidate: Candidate, storage: Storage) -> str:
    """Return why an article is a revision of a page, or none; and that the page nevertheless keeps its text, where the
    article is damaged, and the page has more of it.
    """
    verdict = candidate.verdict
    if not article.origin.damaged or verdict.relation is not Relation.REVISION:
        return verdict.reason
    is_less = identity.is_older(article, page.load(storage.read_page(candidate.stored.path)))
    return f"{verdict.reason}; but it is damaged, and the page keeps its text" if is_less else verdict.reason
