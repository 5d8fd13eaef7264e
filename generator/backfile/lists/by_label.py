"""Lists by what articles are labelled with: a page that lists the labels, and a page for each with its articles.

A long list of labels is parted by their first letters, and a letter with many by its next ones, as far as it takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from backfile.article import PageSummary
from backfile.lists.list_page import ListContext, ListKind, ListPage, ListWriter, by_year
from backfile.slugs import label_slug, slug

Labels = Callable[[PageSummary], Iterable[str]]
"""Entry -> its labels of one kind."""

MOST_LABELS = 700
"""Labels on one page: with the page around them some 60 KB of HTML, and 150 where all are as long as can be."""
LETTERS = "by_letter"
"""Folder of the parts of a long list; no label's page has that name."""
_LONGEST_PREFIX = 6
_REST = "_rest"
"""Stands for the letters of labels that begin with none."""


def grouped(entries: Iterable[PageSummary], labels: Labels) -> dict[str, tuple[str, list[PageSummary]]]:
    """Group by label: the name of the label's page -> its spelling that most articles have, and its entries.

    Labels that differ only in case are one. The order of entries is kept within a group.
    """
    groups: dict[str, list[PageSummary]] = {}
    spellings: dict[str, Counter[str]] = {}
    for entry in entries:
        for name, label in {label_slug(label): label for label in labels(entry)}.items():
            groups.setdefault(name, []).append(entry)
            spellings.setdefault(name, Counter())[label] += 1
    return {name: (min(c, key=lambda label: (-c[label], label)), groups[name]) for name, c in spellings.items()}


@dataclass(frozen=True, slots=True)
class Named:
    """A label and what is known of it."""

    name: str
    """Of its page."""
    text: str
    entries: Sequence[PageSummary]
    broader: tuple[str, ...] = ()
    """The names of the labels above it."""
    narrower: tuple[str, ...] = ()
    """The names of those below it."""
    is_guess: bool = False
    """Whether nobody but a tagger gave it."""


@dataclass(frozen=True, slots=True)
class LabelKind:
    """One kind of label."""

    name: str
    """Of its folder, and the key of its title."""
    kind: str
    """Of a label's page."""
    labels: Labels
    none: str = ""
    """Key of what the first page says while there is no label. Without that there is no page then."""
    alone: bool = True
    """Whether a label that one article has gets a page. Otherwise the list of labels leads to the article itself."""
    given: Labels | None = None
    """Entry -> labels that somebody gave it, where taggers give some too."""

    def has_page(self, label: Named) -> bool:
        """Whether a label gets a page."""
        return self.alone or len(label.entries) > 1 or bool(label.narrower)


def label_list(kind: LabelKind) -> ListKind:
    """Make the index of one kind of label."""

    def pages(entries: Sequence[PageSummary], around: ListContext) -> Iterator[ListPage]:
        found = _named(kind, entries, around)
        yield from _lists(kind, found, around)
        for label in found.values():
            if kind.has_page(label):
                path = f"{kind.name}/{label.name}.md"
                body = _relatives(ListWriter(path, around), kind, label, found)
                yield from by_year(ListPage(path, label.text, kind.kind, body), label.entries, around)

    return ListKind(
        kind.name,
        kinds=(kind.name, kind.kind),
        folder=kind.name,
        pages=pages,
        grouped=lambda entries: grouped(entries, kind.labels),
    )


def _named(kind: LabelKind, entries: Sequence[PageSummary], around: ListContext) -> dict[str, Named]:
    """Give the labels by the names of their pages, in the order of their texts; those above others are labels too."""
    groups = grouped(entries, kind.labels)
    parents = {label_slug(label): above for label, above in around.parents.items()} if kind.name == "tags" else {}
    broader: dict[str, tuple[str, ...]] = {}
    waiting = list(groups)
    while waiting:
        name = waiting.pop()
        if name not in broader:
            broader[name] = tuple(dict.fromkeys(label_slug(label) for label in parents.get(name, ())))
            for label in parents.get(name, ()):
                groups.setdefault(label_slug(label), (label, []))
            waiting += broader[name]
    narrower: defaultdict[str, list[str]] = defaultdict(list)
    ordered = sorted(groups.items(), key=lambda item: (item[1][0].casefold(), item[0]))
    for name, _ in ordered:
        for above in broader[name]:
            narrower[above].append(name)
    given = _given(kind, entries, around)
    return {
        name: Named(name, text, group, broader[name], tuple(narrower[name]), given is not None and name not in given)
        for name, (text, group) in ordered
    }


def _given(kind: LabelKind, entries: Iterable[PageSummary], around: ListContext) -> set[str] | None:
    """Give the names of the labels that somebody gave; None where taggers give none of that kind."""
    if kind.given is None:
        return None
    return {
        label_slug(label) for label in (*around.known, *(label for entry in entries for label in kind.given(entry)))
    }


def _relatives(hand: ListWriter, kind: LabelKind, label: Named, found: Mapping[str, Named]) -> str:
    """Say which labels are above and below one."""
    said = (("part_of", label.broader), ("parts", label.narrower))
    return "\n\n".join(
        hand.around.words(key, labels=" · ".join(_link(hand, kind, found[name]) for name in names))
        for key, names in said
        if names
    )


def _link(hand: ListWriter, kind: LabelKind, label: Named) -> str:
    return hand.link(label.text, _target(kind, label))


def _target(kind: LabelKind, label: Named) -> str:
    """Give where a label leads: to its page, or to the one article that has it."""
    return f"{kind.name}/{label.name}.md" if kind.has_page(label) else label.entries[0].path


def _lists(kind: LabelKind, found: Mapping[str, Named], around: ListContext) -> Iterator[ListPage]:
    """Give the page that lists all labels, and its parts where they are many."""
    path, title = f"{kind.name}/index.md", around.words(kind.name)
    if len(found) <= MOST_LABELS:
        hand = ListWriter(path, around)
        roots = [label for label in found.values() if not label.broader]
        body = _items(hand, kind, roots, found) or (around.words(kind.none) if kind.none else "")
        if body:
            yield ListPage(path, title, kind.name, body)
    else:
        yield from _by_letter(ListPage(path, title, kind.name, ""), kind, list(found.values()), "", around)


def _by_letter(
    page: ListPage, kind: LabelKind, labels: Sequence[Named], prefix: str, around: ListContext
) -> Iterator[ListPage]:
    """Give `page` with links to a page for each letter that follows `prefix`, and those pages."""
    hand = ListWriter(page.path, around)
    parts: defaultdict[str, list[Named]] = defaultdict(list)
    for label in labels:
        parts[_initials(label.text, len(prefix) + 1)].append(label)
    own = _items(hand, kind, parts.pop(prefix, ()))
    lines: list[str] = []
    for part, group in sorted(parts.items(), key=lambda item: (item[0] == _REST, item[0])):
        path = f"{kind.name}/{LETTERS}/{part}.md"
        letters = around.words("rest") if part == _REST else part.capitalize()
        lines.append(hand.numbered(letters, path, len(group)))
        below = ListWriter(path, around)
        up = below.up(page)
        title = around.words("titled", title=around.words(kind.name), part=letters)
        listed = ListPage(path, title, kind.name, up)
        if len(group) > MOST_LABELS and part != _REST and len(part) < _LONGEST_PREFIX:
            yield from _by_letter(listed, kind, group, part, around)
        else:
            yield replace(listed, body=f"{up}\n\n{_items(below, kind, group)}")
    yield replace(page, body="\n\n".join(filter(None, (page.body, "\n".join(lines), own))))


def _initials(text: str, length: int) -> str:
    """Give the first letters of a label, in Latin; fewer where it has no more."""
    found = slug(text).replace("-", "")[:length]
    return found if found[:1].isalpha() else _REST


def _items(hand: ListWriter, kind: LabelKind, labels: Iterable[Named], found: Mapping[str, Named] | None = None) -> str:
    """List labels; those that only a tagger gave, to one article each, in a part of their own.

    With all labels in `found`, those below others are listed below them.
    """
    sure: list[str] = []
    guesses: list[str] = []
    told: set[str] = set()
    for label in labels:
        if label.is_guess and not kind.has_page(label) and not label.broader:
            guesses.append(_item(hand, kind, label))
        else:
            sure += _nested(hand, kind, label, found, told)
    once = [f"## {hand.around.words('found_once')}", "\n".join(guesses)] if guesses and sure else ["\n".join(guesses)]
    return "\n\n".join(filter(None, ["\n".join(sure), *once]))


def _nested(
    hand: ListWriter, kind: LabelKind, label: Named, found: Mapping[str, Named] | None, told: set[str], depth: int = 0
) -> Iterator[str]:
    """Give a label's item, and below it those of the labels below; what is below a label is told once."""
    yield "    " * depth + _item(hand, kind, label)
    if found and label.name not in told:
        told.add(label.name)
        for name in label.narrower:
            yield from _nested(hand, kind, found[name], found, told, depth + 1)


def _item(hand: ListWriter, kind: LabelKind, label: Named) -> str:
    """Give a list item: a label with the number of its articles."""
    if not label.entries:
        return f"-   {_link(hand, kind, label)}"
    return hand.numbered(label.text, _target(kind, label), len(label.entries))
