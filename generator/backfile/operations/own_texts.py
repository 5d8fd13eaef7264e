"""Which texts of git's history are of one article, where several articles had one path: a merge of clones, or a page
that its owner moved to the former path of another, leaves both in the history of one file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress

from backfile.archive import page
from backfile.archive.identity_evidence import Save
from backfile.archive.identity_rule import Relation, judge
from backfile.archive.identity_sites import Sites
from backfile.article import Article


def own_texts(
    texts: Mapping[str, str],
    known: Iterable[Article],
    inputs: Collection[str],
    sites: Sites,
    is_ruled: Callable[[str], bool],
) -> frozenset[str]:
    """Return the names of the texts that are of an article: those made from one of its inputs, those that the rule of
    identity takes for saves of it, from one to the next, and those that cannot be read.

    In: name -> text of a page; texts and digests of inputs that are known to be of the article; the owner's sites;
    whether the owner says of an input, by its digest, that it is one of the page. That counts if the article has any of
    these inputs: another one may have got the path that the owner named.
    """
    articles: dict[str, Article] = {}
    for name, text in texts.items():
        with suppress(page.PageError):
            articles[name] = page.load(text)
    waiting = {article.origin.sha256: Save(article) for article in articles.values()}
    accepted = [Save(article) for article in known]
    own = {*inputs, *(save.article.origin.sha256 for save in accepted)}
    accepted += [waiting.pop(sha256) for sha256 in own & waiting.keys()]
    while accepted:
        save = accepted.pop()
        is_page = is_ruled(save.article.origin.sha256)
        new = [
            sha256 for sha256, other in waiting.items() if (is_page and is_ruled(sha256)) or _is_one(save, other, sites)
        ]
        accepted += [waiting.pop(sha256) for sha256 in new]
        own |= {*new}
    return frozenset(name for name in texts if name not in articles or articles[name].origin.sha256 in own)


def _is_one(first: Save, second: Save, sites: Sites) -> bool:
    """Return whether one of two saves is a revision of the other, in whichever order they were made."""
    pairs = ((first, second), (second, first))
    return any(judge(newer, older, sites).relation is Relation.REVISION for newer, older in pairs)
