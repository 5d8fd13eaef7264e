"""Owns the page that lists all labels of a kind, and its parts.

The labels of two articles and more come first, those of most articles at the top; then the labels of one article, each
with the headline of the article. A long list is split by letters, and a letter with many labels by the next letters;
the first page then has the labels of most articles, and links to the letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from backfile.lists.labels import Label, LabelKind
from backfile.lists.letters import MOST_LETTERS, Letters, file_name, heading, letters_of, script_of, sort_key
from backfile.lists.list_kind import ListContext, ListPage
from backfile.lists.list_writer import ListWriter

MOST_LABELS = 700
"""Labels on one page: about 210 KB of HTML with the timelines that a build adds, 19 KB sent."""
MOST_BY_SIZE = 300
"""Labels of two articles and more on the first page: about 150 KB of HTML, with the timeline that a build adds."""
LETTERS = "by_letter"
"""Folder of the parts of a long list; no label's page has that name."""


def index_path(kind: LabelKind) -> str:
    """Return the path of the page that lists all labels."""
    return f"{kind.name}/index.md"


def index_pages(
    kind: LabelKind, labels: Mapping[str, Label], context: ListContext, intro: str = ""
) -> Iterator[ListPage]:
    """Yield the page that lists all labels, and its parts if there are many.

    In: labels in alphabetical order; Markdown above the labels of the first page.
    """
    page = ListPage(index_path(kind), context.phrases(kind.name), kind.name, "")
    writer = ListWriter(page.path, context)
    large = [label for label in labels.values() if label.has_many]
    if len(labels) > MOST_LABELS or len(large) > MOST_BY_SIZE:
        largest = [_item(writer, kind, label) for label in _by_size(large, labels)[:MOST_BY_SIZE]]
        parts = [intro, "\n".join(largest)]
        if largest:
            parts.append(f"## {context.phrases('by_letter')}")
        page = replace(page, body="\n\n".join(filter(None, parts)))
        yield from _pages_by_letter(page, kind, list(labels.values()), (), context)
        return
    roots = [label for label in labels.values() if not label.parents]
    items = _nested_list(writer, kind, [root for root in roots if root.has_many], labels)
    once = [label for label in roots if not label.has_many]
    listed = _with_once(writer, kind, items, once)
    if listed or kind.none:
        yield replace(page, body="\n\n".join(filter(None, (intro, listed or context.phrases(kind.none)))))


def label_link(writer: ListWriter, kind: LabelKind, label: Label) -> str:
    """Return a link to a label's page, or to the only article that has it."""
    return writer.link(label.text, _target(kind, label))


def _target(kind: LabelKind, label: Label) -> str:
    """Return the path that a label links to: its page, or the only article that has it."""
    return f"{kind.name}/{label.name}.md" if kind.has_page(label) else label.summaries[0].path


def _by_size(labels: Iterable[Label], tree: Mapping[str, Label]) -> list[Label]:
    """Return labels by the number of their articles, or of their largest descendant's, the largest first."""
    sizes: dict[str, int] = {}

    def size(label: Label) -> int:
        if label.name not in sizes:
            sizes[label.name] = len(label.summaries)
            sizes[label.name] = max([len(label.summaries), *(size(tree[name]) for name in label.children)])
        return sizes[label.name]

    return sorted(labels, key=lambda label: (-size(label), sort_key(label.text), label.name))


def _pages_by_letter(
    page: ListPage, kind: LabelKind, labels: Sequence[Label], prefix: Letters, context: ListContext
) -> Iterator[ListPage]:
    """Yield a page for each letter that follows `prefix` in the labels, and `page` with links to those pages."""
    writer = ListWriter(page.path, context)
    groups: defaultdict[Letters, list[Label]] = defaultdict(list)
    for label in labels:
        groups[letters_of(label.text)[: len(prefix) + 1]].append(label)
    shorter = _part(writer, kind, groups.pop(prefix, ())) if prefix else ""
    lines: list[str] = []
    for letters in sorted(groups, key=_order_of_letters(context.phrases(kind.name))):
        group = groups[letters]
        path = f"{kind.name}/{LETTERS}/{file_name(letters)}.md"
        name = heading(letters) if letters else context.phrases("rest")
        lines.append(writer.numbered(name, path, len(group)))
        part_writer = ListWriter(path, context)
        up = part_writer.up(page)
        title = context.phrases("titled", title=context.phrases(kind.name), part=name)
        part = ListPage(path, title, kind.name, up)
        if len(group) > MOST_LABELS and 0 < len(letters) < MOST_LETTERS:
            yield from _pages_by_letter(part, kind, group, letters, context)
        else:
            yield replace(part, body=f"{up}\n\n{_part(part_writer, kind, group)}")
    yield replace(page, body="\n\n".join(filter(None, (page.body, "\n".join(lines), shorter))))


def _order_of_letters(title: str) -> Callable[[Letters], tuple[bool, bool, Letters]]:
    """Return the key of the order of letters: the script of the list's title first, what is no letter last."""
    script = script_of(title)
    return lambda letters: (not letters, bool(letters) and script_of(letters[0]) != script, letters)


def _part(writer: ListWriter, kind: LabelKind, labels: Iterable[Label]) -> str:
    """List the labels of a letter in alphabetical order."""
    ordered = list(labels)
    large = [_item(writer, kind, label) for label in ordered if label.has_many]
    return _with_once(writer, kind, "\n".join(large), [label for label in ordered if not label.has_many])


def _with_once(writer: ListWriter, kind: LabelKind, items: str, once: Sequence[Label]) -> str:
    """Return list items, and after them the labels of one article, under a heading if there are both."""
    parts = [items, "\n".join(_item_of_one(writer, kind, label) for label in once)]
    if all(parts):
        parts.insert(1, f"## {writer.context.phrases('once')}")
    return "\n\n".join(filter(None, parts))


def _nested_list(writer: ListWriter, kind: LabelKind, roots: Iterable[Label], tree: Mapping[str, Label]) -> str:
    """List labels by size, their children below them."""
    expanded: set[str] = set()
    ordered = _by_size(roots, tree)
    return "\n".join(line for label in ordered for line in _nested_items(writer, kind, label, tree, expanded))


def _nested_items(
    writer: ListWriter, kind: LabelKind, label: Label, tree: Mapping[str, Label], expanded: set[str], depth: int = 0
) -> Iterator[str]:
    """Yield the item of a label, and below it the items of its children, which are listed below it only once."""
    yield "    " * depth + _item(writer, kind, label)
    if label.name not in expanded:
        expanded.add(label.name)
        for name in label.children:
            yield from _nested_items(writer, kind, tree[name], tree, expanded, depth + 1)


def _item(writer: ListWriter, kind: LabelKind, label: Label) -> str:
    """Return a list item: a label with the number of its articles."""
    if not label.summaries:
        return f"-   {label_link(writer, kind, label)}"
    return writer.numbered(label.text, _target(kind, label), len(label.summaries))


def _item_of_one(writer: ListWriter, kind: LabelKind, label: Label) -> str:
    """Return a list item: a label of one article, with the article's headline."""
    [summary] = label.summaries
    has_page = kind.has_page(label)
    headline = writer.link(summary.headline, summary.path) if has_page else writer.text(summary.headline)
    return f"-   {label_link(writer, kind, label)} · {headline}"
