"""What an English article is about in its headline's own words: two that stand together there and keep doing so in the
text (`peace process`). Other languages inflect such pairs or write them as one word. Precision first: few repeats are
a turn of phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.tags.stopwords import NO_NAMES, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.tagger import Subject

_MOST = 2
_MENTIONS = 3
"""How often the text has a phrase at least."""
_SHORTEST = 4
"""Letters that each of its words has at least: shorter ones are mostly grammar."""
_GRAMMAR = frozenset(
    "about after again against also amid among another around because been before being below between both could does"
    " doing done down during each even ever every from have having here hers himself into itself just less like made"
    " make makes many more most much must need needs next none once only other others over says said same several"
    " shall should since some still such take takes than that their them then there these they this those through"
    " under until upon very want wants well were what when where whether which while whom whose will with within"
    " without would your".split()
)
_NOTHING = _GRAMMAR | NO_NAMES | TITLES


def find(subject: Subject) -> Iterator[str]:
    """Give the pairs of words of the headline that the text repeats in lower case, the most frequent first."""
    if subject.language != "en":
        return
    words = re.findall(r"[^\W\d_]+|[^\s\w]", subject.article.headline.lower())
    pairs = {pair for pair in pairwise(words) if all(map(_says_something, pair))}
    found = Counter(pair for pair in pairwise(re.findall(r"[^\W\d_]+|[^\s\w]", subject.text)) if pair in pairs)
    yield from [" ".join(pair).capitalize() for pair, count in found.most_common() if count >= _MENTIONS][:_MOST]


def _says_something(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _NOTHING
