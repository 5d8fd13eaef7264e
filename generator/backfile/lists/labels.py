"""Owns the labels of articles as lists have them: grouped by the names of their pages, with parents and children.

The pages are left to `by_label` and `label_index`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from backfile.article import PageSummary
from backfile.lists.letters import sort_key
from backfile.lists.list_kind import ListContext, Phrases
from backfile.slugs import label_slug

LabelsOf = Callable[[PageSummary], Iterable[str]]
"""Summary of an article -> its labels of one kind."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label with the articles that have it."""

    name: str
    """Name of its page."""
    text: str
    summaries: Sequence[PageSummary]
    parents: tuple[str, ...] = ()
    """The names of the pages of its parents."""
    children: tuple[str, ...] = ()
    """The names of the pages of its children."""

    @property
    def has_many(self) -> bool:
        """Return whether it leads to more than one article: by its own articles or by its children."""
        return len(self.summaries) > 1 or bool(self.children)


@dataclass(frozen=True, slots=True)
class LabelKind:
    """One kind of label."""

    name: str
    """Name of its folder, and key of its title."""
    kind: str
    """Value of `kind` in the front matter of a label's page."""
    labels_of: LabelsOf
    none: str = ""
    """Key of the text of the first page while there are no labels. Without it there is no page then."""
    single: bool = True
    """Whether a label of only one article has a page. Otherwise the list of labels links to the article itself."""
    name_of: Callable[[str], str] = label_slug
    """A function from a label to the name of its page."""
    text_of: Callable[[str, Phrases], str] | None = None
    """As `ListKind.text_of`."""

    def has_page(self, label: Label) -> bool:
        """Return whether a label has a page."""
        return self.single or label.has_many


def group_by_label(
    summaries: Iterable[PageSummary], labels_of: LabelsOf, name_of: Callable[[str], str] = label_slug
) -> dict[str, tuple[str, list[PageSummary]]]:
    """Group summaries by label: name of the label's page -> the spelling that most articles have, and the summaries.

    Labels of one name are one, by default those that differ only in case. The order of summaries is kept within a
    group.
    """
    groups: defaultdict[str, list[PageSummary]] = defaultdict(list)
    spellings: defaultdict[str, defaultdict[str, int]] = defaultdict(partial(defaultdict, int))
    for summary in summaries:
        for name, label in {name_of(label): label for label in labels_of(summary)}.items():
            groups[name].append(summary)
            spellings[name][label] += 1
    return {name: (_commonest(counts), groups[name]) for name, counts in spellings.items()}


def _commonest(counts: Mapping[str, int]) -> str:
    """Return the most frequent spelling; of several, the first in the order of characters."""
    return next(iter(counts)) if len(counts) == 1 else min(counts, key=lambda label: (-counts[label], label))


def collect_labels(kind: LabelKind, summaries: Sequence[PageSummary], context: ListContext) -> dict[str, Label]:
    """Return the labels by the names of their pages, in the order of their texts; parents are among them."""
    groups = group_by_label(summaries, kind.labels_of, kind.name_of)
    if text_of := kind.text_of:
        groups = {name: (text_of(text, context.phrases), group) for name, (text, group) in groups.items()}
    parents = _add_parents(groups, context.parents if kind.name == "tags" else {})
    children: defaultdict[str, list[str]] = defaultdict(list)
    ordered = sorted(groups.items(), key=lambda item: (sort_key(item[1][0]), item[0]))
    for name, _ in ordered:
        for parent in parents[name]:
            children[parent].append(name)
    return {name: Label(name, text, group, parents[name], tuple(children[name])) for name, (text, group) in ordered}


def _add_parents(
    groups: dict[str, tuple[str, list[PageSummary]]], parents: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Add to `groups` the parents that have no articles, and return the names of each label's parents by its name."""
    labels = {label_slug(label): above for label, above in parents.items()}
    names: dict[str, tuple[str, ...]] = {}
    pending = list(groups)
    while pending:
        name = pending.pop()
        if name not in names:
            names[name] = tuple(dict.fromkeys(label_slug(label) for label in labels.get(name, ())))
            for label in labels.get(name, ()):
                groups.setdefault(label_slug(label), (label, []))
            pending += names[name]
    return names
