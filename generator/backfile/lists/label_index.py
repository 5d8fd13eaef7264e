"""Owns the page that lists all labels of a kind, and its parts.

A long list of labels is split by their first letters, and a letter with many labels by the next letters, up to six.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from backfile.lists.labels import Label, LabelKind
from backfile.lists.list_kind import ListContext, ListPage
from backfile.lists.list_writer import ListWriter
from backfile.slugs import slug

MOST_LABELS = 700
"""Labels on one page: about 60 KB of HTML with the rest of the page, 150 KB if all labels have their maximal length."""
LETTERS = "by_letter"
"""Folder of the parts of a long list; no label's page has that name."""
_LONGEST_PREFIX = 6
_REST = "_rest"
"""Name of the part for labels that do not begin with a letter."""


def index_pages(kind: LabelKind, labels: Mapping[str, Label], context: ListContext) -> Iterator[ListPage]:
    """Yield the page that lists all labels, and its parts if there are many."""
    path, title = f"{kind.name}/index.md", context.phrases(kind.name)
    if len(labels) > MOST_LABELS:
        yield from _pages_by_letter(ListPage(path, title, kind.name, ""), kind, list(labels.values()), "", context)
        return
    roots = [label for label in labels.values() if not label.parents]
    items = _items(ListWriter(path, context), kind, roots, labels)
    if body := items or (context.phrases(kind.none) if kind.none else ""):
        yield ListPage(path, title, kind.name, body)


def label_link(writer: ListWriter, kind: LabelKind, label: Label) -> str:
    """Return a link to a label's page, or to the only article that has it."""
    return writer.link(label.text, _target(kind, label))


def _target(kind: LabelKind, label: Label) -> str:
    """Return the path that a label links to: its page, or the only article that has it."""
    return f"{kind.name}/{label.name}.md" if kind.has_page(label) else label.summaries[0].path


def _pages_by_letter(
    page: ListPage, kind: LabelKind, labels: Sequence[Label], prefix: str, context: ListContext
) -> Iterator[ListPage]:
    """Yield a page for each letter that follows `prefix` in the labels, and `page` with links to those pages."""
    writer = ListWriter(page.path, context)
    groups: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels:
        groups[_initials(label.text, len(prefix) + 1)].append(label)
    shorter = _items(writer, kind, groups.pop(prefix, ()))
    lines: list[str] = []
    for initials, group in sorted(groups.items(), key=lambda item: (item[0] == _REST, item[0])):
        path = f"{kind.name}/{LETTERS}/{initials}.md"
        letters = context.phrases("rest") if initials == _REST else initials.capitalize()
        lines.append(writer.numbered(letters, path, len(group)))
        part_writer = ListWriter(path, context)
        up = part_writer.up(page)
        title = context.phrases("titled", title=context.phrases(kind.name), part=letters)
        part = ListPage(path, title, kind.name, up)
        if len(group) > MOST_LABELS and initials != _REST and len(initials) < _LONGEST_PREFIX:
            yield from _pages_by_letter(part, kind, group, initials, context)
        else:
            yield replace(part, body=f"{up}\n\n{_items(part_writer, kind, group)}")
    yield replace(page, body="\n\n".join(filter(None, (page.body, "\n".join(lines), shorter))))


def _initials(text: str, length: int) -> str:
    """Return the first letters of a label in Latin script; fewer if it has no more."""
    letters = slug(text).replace("-", "")[:length]
    return letters if letters[:1].isalpha() else _REST


def _items(
    writer: ListWriter, kind: LabelKind, labels: Iterable[Label], tree: Mapping[str, Label] | None = None
) -> str:
    """List labels; those that only taggers assigned, to one article each, in a separate part.

    With all labels in `tree`, children are listed below their parents.
    """
    certain: list[str] = []
    guesses: list[str] = []
    expanded: set[str] = set()
    for label in labels:
        if label.is_guess and not kind.has_page(label) and not label.parents:
            guesses.append(_item(writer, kind, label))
        else:
            certain += _nested_items(writer, kind, label, tree, expanded)
    guesses_part = ["\n".join(guesses)]
    if guesses and certain:
        guesses_part.insert(0, f"## {writer.context.phrases('found_once')}")
    return "\n\n".join(filter(None, ["\n".join(certain), *guesses_part]))


def _nested_items(
    writer: ListWriter,
    kind: LabelKind,
    label: Label,
    tree: Mapping[str, Label] | None,
    expanded: set[str],
    depth: int = 0,
) -> Iterator[str]:
    """Yield the item of a label, and below it the items of its children, which are listed below it only once."""
    yield "    " * depth + _item(writer, kind, label)
    if tree and label.name not in expanded:
        expanded.add(label.name)
        for name in label.children:
            yield from _nested_items(writer, kind, tree[name], tree, expanded, depth + 1)


def _item(writer: ListWriter, kind: LabelKind, label: Label) -> str:
    """Return a list item: a label with the number of its articles."""
    if not label.summaries:
        return f"-   {label_link(writer, kind, label)}"
    return writer.numbered(label.text, _target(kind, label), len(label.summaries))
