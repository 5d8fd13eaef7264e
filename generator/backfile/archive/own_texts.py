"""Which texts of git's history are of one article, where several articles had one path: a merge of clones, or a page
that its owner moved to the former path of another, leaves both in the history of one file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from backfile.archive import page
from backfile.archive.identity_evidence import Save
from backfile.archive.identity_rule import Relation, judge
from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import Rulings
from backfile.article import Article


def own_texts(
    texts: Mapping[str, str],
    known: Iterable[Article],
    inputs: Collection[str],
    sites: Sites,
    rulings: Rulings,
) -> frozenset[str]:
    """Return the names of the texts that are of an article: those made from one of its inputs, those that the rule of
    identity takes for saves of it, from one to the next, and those that cannot be read.

    In: name -> text of a page; texts and digests of inputs that are known to be of the article; the owner's sites;
    what the owner says of inputs. Those of one page in identity.yml are of one article, wherever its page is now.
    """
    articles: dict[str, Article] = {}
    for name, text in texts.items():
        with suppress(page.PageError):
            articles[name] = page.load(text)
    waiting: defaultdict[str, list[Save]] = defaultdict(list)
    for article in articles.values():
        waiting[article.origin.sha256].append(Save(article))
    accepted = [Save(article) for article in known]
    own = {*inputs, *(save.article.origin.sha256 for save in accepted)}
    accepted += [save for sha256 in own & waiting.keys() for save in waiting.pop(sha256)]
    while accepted:
        save = accepted.pop()
        ruled = rulings.page_of_save(save.article.origin.sha256)
        new = [
            sha256
            for sha256, others in waiting.items()
            if (ruled and ruled == rulings.page_of_save(sha256)) or any(_is_one(save, other, sites) for other in others)
        ]
        accepted += [save for sha256 in new for save in waiting.pop(sha256)]
        own |= {*new}
    return frozenset(name for name in texts if name not in articles or articles[name].origin.sha256 in own)


def _is_one(first: Save, second: Save, sites: Sites) -> bool:
    """Return whether one of two saves is a revision of the other, in whichever order they were made."""
    pairs = ((first, second), (second, first))
    return any(judge(newer, older, sites).relation is Relation.REVISION for newer, older in pairs)
