"""Phrases of English headlines: two adjacent words that the text repeats (`peace process`).

Other languages inflect such pairs, or write them as one word. Precision has priority: a pair with few repeats may be an
idiom.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.tags.stopwords import NO_NAMES, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.tagger_input import TaggerInput

_MOST = 2
_MENTIONS = 4
"""The least number of times that the text has a phrase."""
_SHORTEST = 4
"""The least number of letters of each word: shorter ones are mostly function words."""
_FUNCTION_WORDS = frozenset(
    "about after again against also amid among another around because been before being below between both could does"
    " doing done down during each even ever every from have having here hers himself into itself just less like made"
    " make makes many more most much must need needs next none once only other others over says said same several"
    " shall should since some still such take takes than that their them then there these they this those through"
    " under until upon very want wants well were what when where whether which while whom whose will with within"
    " without would your".split()
)
_EXCLUDED = _FUNCTION_WORDS | NO_NAMES | TITLES


def find(data: TaggerInput) -> Iterator[str]:
    """Yield the pairs of words of the headline that the text repeats in lower case, the most frequent first."""
    if data.language != "en":
        return
    words = re.findall(r"[^\W\d_]+|[^\s\w]", data.article.headline.lower())
    pairs = {pair for pair in pairwise(words) if all(map(_has_content, pair))}
    counts = Counter(pair for pair in pairwise(re.findall(r"[^\W\d_]+|[^\s\w]", data.text)) if pair in pairs)
    yield from [" ".join(pair).capitalize() for pair, count in counts.most_common() if count >= _MENTIONS][:_MOST]


def _has_content(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _EXCLUDED
