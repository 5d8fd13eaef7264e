"""Owns which tag has replaced another: the keys `replaces` and `split_from` of tags.yml, and the tags that follow.

Tags are replaced after an article's tags are chosen, each in its place. Therefore a replacement changes the articles
that have the replaced tag, and no others; no text is searched for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from backfile.tags.label_key import label_key
from backfile.tags.vocabulary.term import Term
from backfile.tags.words import Key, WordSequence, key_of


@dataclass(frozen=True, slots=True)
class TagSet:
    """Tags in all their spellings, except for spellings that are tags of their own."""

    searched_labels: frozenset[str]
    """The labels that texts are searched for, casefolded: each is a tag of its own."""
    labels: frozenset[str]
    """The tags, casefolded."""
    keys: frozenset[str]
    """Their keys (`label_key`)."""

    @classmethod
    def of(cls, labels: Iterable[str], searched_labels: frozenset[str]) -> TagSet:
        """Build the set of these tags. In: the labels that texts are searched for, casefolded."""
        listed = list(labels)
        return cls(searched_labels, frozenset(map(str.casefold, listed)), frozenset(map(label_key, listed)))

    def __contains__(self, tag: object) -> bool:
        """Return whether a tag is one of them."""
        folded = str(tag).casefold()
        return folded in self.labels or (folded not in self.searched_labels and label_key(str(tag)) in self.keys)


@dataclass(frozen=True, slots=True)
class _Replacement:
    """The tag that replaces another."""

    label: str
    context: tuple[Key, ...] = ()
    """Phrases of which the article must contain one; empty for all articles."""

    def applies_to(self, article: WordSequence) -> bool:
        return not self.context or any(map(article.contains, self.context))


@dataclass(frozen=True, slots=True)
class Replacements:
    """The replacements of a vocabulary."""

    searched_labels: frozenset[str] = frozenset()
    """The labels that texts are searched for, casefolded. Other spellings of one are not replaced with it."""
    _by_label: Mapping[str, tuple[_Replacement, ...]] = field(default_factory=dict)
    """Replaced tag, casefolded -> its replacements, those with a context first."""
    _by_key: Mapping[str, tuple[_Replacement, ...]] = field(default_factory=dict)
    """The same by the keys of the tags."""

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Replacements:
        """Build the replacements of the entries of a vocabulary."""
        listed, replaced = list(terms), list[tuple[str, _Replacement]]()
        for term in listed:
            context = tuple(map(key_of, term.context))
            replaced += [(label, _Replacement(term.label, context)) for label in term.split_from]
            replaced += [(label, _Replacement(term.label)) for label in term.replaces]
        searched = frozenset(term.label.casefold() for term in listed if term.match_text)
        return cls(searched, _grouped(replaced, str.casefold), _grouped(replaced, label_key))

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self._by_key)

    def follow(self, tag: str, article: WordSequence) -> str:
        """Return the tag that has replaced `tag` in an article of these words, directly or by others; else itself."""
        seen: set[str] = set()
        while (identity := self.identity(tag)) not in seen:
            seen.add(identity)
            found = next((item for item in self._of(tag) if item.applies_to(article)), None)
            if found is None:
                break
            tag = found.label
        return tag

    def _of(self, tag: str) -> tuple[_Replacement, ...]:
        folded = tag.casefold()
        return self._by_label.get(folded) or (
            () if folded in self.searched_labels else self._by_key.get(label_key(tag), ())
        )

    def identity(self, tag: str) -> str:
        """Return a text that is equal for the spellings of one tag."""
        folded = tag.casefold()
        return f"={folded}" if folded in self.searched_labels else label_key(tag)

    @property
    def has_context(self) -> bool:
        """Return whether some of them depend on the words of the article."""
        return any(each[0].context for each in self._by_label.values())

    def follow_all(self, tags: Iterable[str], article: WordSequence, replaced: Container[str]) -> tuple[str, ...]:
        """Return tags with their replacements in their places, each once. In: the tags that may be replaced."""
        followed: dict[str, str] = {}
        for tag in tags:
            new = self.follow(tag, article) if tag in replaced else tag
            followed.setdefault(self.identity(new), new)
        return tuple(followed.values())

    def circles(self) -> Iterator[list[str]]:
        """Yield tags that replace each other in a circle, in all articles."""
        checked: set[str] = set()
        for start in self._by_label:
            path: dict[str, str] = {}
            tag, identity = start, self.identity(start)
            while identity not in checked and identity not in path:
                found = next((item for item in self._of(tag) if not item.context), None)
                if found is None or self.identity(found.label) == identity:
                    break
                path[identity] = tag = found.label
                identity = self.identity(tag)
            if identity in path:
                yield list(path.values())[list(path).index(identity) :]
            checked |= {*path, identity}


def _grouped(
    replaced: Iterable[tuple[str, _Replacement]], form: Callable[[str], str]
) -> dict[str, tuple[_Replacement, ...]]:
    """Return replacements by a form of the tags that they replace, those with a context first."""
    groups: defaultdict[str, list[_Replacement]] = defaultdict(list)
    for label, replacement in replaced:
        groups[form(label)].append(replacement)
    return {key: tuple(sorted(each, key=lambda item: not item.context)) for key, each in groups.items()}
