"""Lists by label: a page that lists the labels of a kind, and a page for each label with its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from backfile.article import PageSummary
from backfile.lists.article_pages import pages_by_year
from backfile.lists.label_index import index_pages, index_path, label_link
from backfile.lists.labels import Label, LabelKind, collect_labels, group_by_label
from backfile.lists.list_kind import ListContext, ListKind, ListPage
from backfile.lists.list_writer import ListWriter

Above = Callable[[ListWriter, Sequence[PageSummary]], str]
"""Writer of the page that lists all labels, summaries of all articles -> Markdown above the labels."""


def label_list(
    kind: LabelKind, words: Mapping[str, Mapping[str, str]] | None = None, above: Above | None = None
) -> ListKind:
    """Return the kind of list for one kind of label. `words` are those of `ListKind.words`."""

    def pages(summaries: Sequence[PageSummary], context: ListContext) -> Iterator[ListPage]:
        labels = collect_labels(kind, summaries, context)
        intro = above(ListWriter(index_path(kind), context), summaries) if above else ""
        yield from index_pages(kind, labels, context, intro)
        for label in labels.values():
            if kind.has_page(label):
                path = f"{kind.name}/{label.name}.md"
                body = _link_relatives(ListWriter(path, context), kind, label, labels)
                yield from pages_by_year(ListPage(path, label.text, kind.kind, body), label.summaries, context)

    return ListKind(
        kind.name,
        kinds=(kind.name, kind.kind),
        folder=kind.name,
        pages=pages,
        group=lambda summaries: group_by_label(summaries, kind.labels_of, kind.name_of),
        text_of=kind.text_of,
        index_kind=kind.name,
        pages_of_one=kind.single,
        words=words or {},
    )


def _link_relatives(writer: ListWriter, kind: LabelKind, label: Label, labels: Mapping[str, Label]) -> str:
    """Return paragraphs with links to the parents and the children of a label."""
    relatives = (("part_of", label.parents), ("parts", label.children))
    return "\n\n".join(
        writer.context.phrases(key, labels=" · ".join(label_link(writer, kind, labels[name]) for name in names))
        for key, names in relatives
        if names
    )
