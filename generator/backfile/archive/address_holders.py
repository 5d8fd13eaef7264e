"""Who holds an address: which of several articles that claim one original URL has its links and its redirect.

Any page can claim any URL. So an address that several articles claim belongs to the one of which the owner says so in
identity.yml; else to the one that was saved from the address's own site, in whatever order they were ingested; without
such a one, or with several, to none. When two URLs are one address is decided in `url_keys`, which hosts are one site
in `identity_sites`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import NO_RULINGS, Rulings
from backfile.article import Article


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What decides which article holds an address: the hosts that are one site, and what the owner says of pages."""

    sites: Sites
    rulings: Rulings


DEFAULT_RULES = AddressRules(Sites(), NO_RULINGS)


def find_holders(
    articles: Mapping[str, Article], address_rules: AddressRules = DEFAULT_RULES, *, ignore_case: bool = False
) -> dict[str, str]:
    """Return address -> path of the article that holds it. In: articles by the paths of their pages.

    With `ignore_case`, addresses are in lower case, and those that differ in nothing else are one.
    """
    claimants: defaultdict[str, list[str]] = defaultdict(list)
    for path, article in articles.items():
        for address in address_rules.sites.addresses(article):
            claimants[address.lower() if ignore_case else address].append(path)
    holders = {address: _holder(paths, articles, address_rules) for address, paths in claimants.items()}
    return {address: path for address, path in holders.items() if path}


def _holder(paths: list[str], articles: Mapping[str, Article], address_rules: AddressRules) -> str | None:
    """Return which of the articles at `paths`, which claim one address, holds it."""
    if len(paths) == 1:
        return paths[0]
    own = [path for path in paths if address_rules.sites.is_from_own_site(articles[path])]
    return address_rules.rulings.holder(paths) or (own[0] if len(own) == 1 else None)
