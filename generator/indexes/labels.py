"""Lists by what articles are labelled with: a page that lists the labels, and a page for each with its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.article import Entry
from generator.indexes.index import Hand, Index, Label, ListPage, by_year
from generator.page import label_slug

Labels = Callable[[Entry], Iterable[str]]
"""Entry -> its labels of one kind."""


def grouped(entries: Iterable[Entry], labels: Labels) -> dict[str, tuple[str, list[Entry]]]:
    """Group by label: the name of the label's page -> its spelling that most articles have, and its entries.

    Labels that differ only in case are one. The order of entries is kept within a group.
    """
    groups: dict[str, list[Entry]] = {}
    spellings: dict[str, Counter[str]] = {}
    for entry in entries:
        for name, label in {label_slug(label): label for label in labels(entry)}.items():
            groups.setdefault(name, []).append(entry)
            spellings.setdefault(name, Counter())[label] += 1
    return {name: (min(c, key=lambda label: (-c[label], label)), groups[name]) for name, c in spellings.items()}


def index(name: str, kind: str, labels: Labels, none: str = "") -> Index:
    """Make the index of one kind of label.

    In: its name, which is its folder's and, capitalised, its title; the kind of a label's page; how an article's labels
    are found; what its first page says while there is no label. Without that there is no page then.
    """
    path = f"{name}/index.md"

    def pages(entries: Sequence[Entry], _: str, label: Label) -> Iterator[ListPage]:
        hand = Hand(path, label)
        found = grouped(entries, labels)
        listed = sorted(found.items(), key=lambda item: (item[1][0].casefold(), item[0]))
        lines = (f"-   {hand.link(text, f'{name}/{slug}.md')} ({len(group):,})" for slug, (text, group) in listed)
        if body := "\n".join(lines) or none:
            yield ListPage(path, name.capitalize(), name, body)
        for slug, (text, group) in found.items():
            yield from by_year(ListPage(f"{name}/{slug}.md", text, kind, ""), group, label)

    return Index(name, kinds=(name, kind), folder=name, pages=pages)
