"""Owns TAGGERS, and the choice of an article's tags among those that the taggers offer.

The taggers are in `taggers/`, the reasons to refuse an offer in `refusals`, the owner's labels in `vocabulary`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.settings.plugins import load_plugins
from backfile.tags.label_form import visible_label
from backfile.tags.label_key import label_key
from backfile.tags.refusals import label_and_refusal, redundancy, words_in
from backfile.tags.tagger import Finding, Offer, Tagger
from backfile.tags.tagger_input import MANY_MENTIONS, TaggerInput
from backfile.tags.taggers import keywords, leaders, names, phrases, places, topics, vocabulary_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.article import Article
    from backfile.tags.vocabulary.vocabulary import Vocabulary

_ENOUGH = 4
"""Tags beside which names, phrases and cities of the text are not needed."""
_INSIDE_NAMES = "countries"
"""The tagger whose tags can be a part of a keyword: `South China Sea` beside `China`."""
_OFTEN = f"named at the beginning and again, or {MANY_MENTIONS} times or more"

TAGGERS = (
    Tagger("vocabulary", vocabulary_terms.find, "in tags.yml, and named at the beginning or twice", may_overlap=True),
    Tagger("countries", places.find_countries, _OFTEN, may_overlap=True),
    Tagger("topics", topics.find, "a lasting topic", may_overlap=True),
    Tagger("leaders", leaders.find, _OFTEN, may_overlap=True),
    Tagger("keywords", keywords.find, "a keyword of the publisher", from_publisher=True),
    Tagger("names", names.find, _OFTEN, fills_up=True),
    Tagger("dateline", places.find_dateline, "the place in the dateline"),
    Tagger("phrases", phrases.find, "in the headline, and four times in the text", fills_up=True),
    Tagger("cities", places.find_cities, _OFTEN, fills_up=True),
)
"""The taggers of this package, in the order of preference: labels from closed lists first, the owner's before all."""


@cache
def all_taggers() -> tuple[Tagger, ...]:
    """Return TAGGERS, and after it the taggers that other packages declare in the group `backfile.taggers`.

    Raises DependencyError for one that cannot be loaded.
    """
    return (*TAGGERS, *load_plugins("backfile.taggers", Tagger))


def tag(article: Article, text: str, vocabulary: Vocabulary, limit: int, language: str = "en") -> tuple[str, ...]:
    """Return the tags of `article`: at most `limit`, no two of them with one key (`label_key`).

    `text` is the visible text of the body, with blank lines between its blocks; `language` that of the names of
    countries, topics and leaders. Labels of the vocabulary replace their aliases, whichever tagger found them, and
    blocked ones are left out; two labels of the vocabulary can have one key. Tags that it has replaced become the
    others after the choice, each in its place. Authors of the article are not tags, and
    of two tags of which one contains the words of the other, the first is kept. The result depends only on these
    arguments and on the installed taggers.
    """
    data = TaggerInput.of(article, text, vocabulary, language)
    return accepted_tags(_explain(data, article, limit, only_accepted=True), limit)


def accepted_tags(offers: Iterable[Offer], limit: int) -> tuple[str, ...]:
    """Return the tags among what `explain` yields, at most `limit`."""
    return tuple(islice((offer.tag for offer in offers if offer.refused is None), limit))


def explain(article: Article, text: str, vocabulary: Vocabulary, limit: int, language: str = "en") -> Iterator[Offer]:
    """Yield every tag that a tagger offered, in order, with its tagger and the reason if it was refused. See `tag`."""
    yield from _explain(TaggerInput.of(article, text, vocabulary, language), article, limit, only_accepted=False)


def _explain(data: TaggerInput, article: Article, limit: int, *, only_accepted: bool) -> Iterator[Offer]:
    """Yield what `explain` does; with `only_accepted`, taggers are not asked whose offers would all be refused."""
    offers = _offers(data, article, limit, only_accepted=only_accepted)
    return _replaced(offers, data) if data.vocabulary.replacements else offers


def _replaced(offers: Iterable[Offer], data: TaggerInput) -> Iterator[Offer]:
    """Yield offers with the tags that replace theirs, in their places. Of accepted ones, each tag is yielded once."""
    replacements, tags = data.vocabulary.replacements, set[str]()
    for offer in offers:
        tag = replacements.follow(offer.tag, data.words)
        identity = replacements.identity(tag)
        refused = offer.refused
        if refused is None and identity in tags:
            refused = "the article has the tag that replaces it already"
        if refused is None:
            tags.add(identity)
        yield replace(offer, tag=tag, refused=refused)


def _offers(data: TaggerInput, article: Article, limit: int, *, only_accepted: bool) -> Iterator[Offer]:
    """Yield what `_explain` does, before tags are replaced."""
    authors = [words_in(author, r"[\W_]+") for author in article.authors]
    tags: dict[str, str] = {}
    spellings: set[str] = set()
    keys: set[str] = set()
    for tagger in all_taggers():
        if only_accepted and tagger.fills_up and len(tags) >= _ENOUGH:
            continue
        for finding in map(_finding, tagger.find(data)):
            label, refused = label_and_refusal(finding.label, tagger, data)
            refused = finding.refused or refused
            is_own = label.casefold() in data.vocabulary.replacements.searched_labels
            is_known = label.casefold() in spellings if is_own else label_key(label) in keys
            if refused is None and is_known:
                continue
            if refused is None and not tagger.may_overlap:
                inside = _INSIDE_NAMES if tagger.from_publisher and _is_name(label) else None
                beside = [tag for tag, by in tags.items() if by != inside]
                refused = redundancy(label, authors, beside, inflects=data.inflects)
            if refused is None and tagger.fills_up and len(tags) >= _ENOUGH:
                refused = f"the article has {_ENOUGH} better tags"
            if refused is None and len(tags) >= limit:
                refused = f"the article has {limit} tags already"
            if refused is None:
                tags[label] = tagger.name
                spellings.add(label.casefold())
                keys.add(label_key(label))
            yield Offer(label, tagger.name, finding.label, finding.why or tagger.reason, refused)


def _is_name(label: str) -> bool:
    """Return whether all words of a label have a capital, as those of a name: `South China Sea`, not `China trade`."""
    return all(word[0].isupper() for word in label.split())


def _finding(found: str | Finding) -> Finding:
    """Return what a tagger found with its label on one line."""
    finding = Finding(found) if isinstance(found, str) else found
    return replace(finding, label=visible_label(finding.label))
