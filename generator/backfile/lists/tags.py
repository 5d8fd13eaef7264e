"""Lists by tag. The page that lists all tags begins with the subjects, as a way to what the archive is about."""

from __future__ import annotations

from collections.abc import Sequence

from backfile.article import PageSummary
from backfile.lists import subjects
from backfile.lists.by_label import label_list
from backfile.lists.labels import LabelKind, group_by_label
from backfile.lists.list_writer import ListWriter


def _link_subjects(writer: ListWriter, summaries: Sequence[PageSummary]) -> str:
    """Return a line of links to the subjects, those of most articles first; an empty string without any."""
    phrases, kind = writer.context.phrases, subjects.KIND
    groups = group_by_label(summaries, kind.labels_of, kind.name_of)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1][1]), group[0]))
    links = [
        f"{writer.link(subjects.subject_label(subject, phrases), f'{kind.name}/{name}.md')} "
        f"({phrases.number(len(group))})"
        for name, (subject, group) in ordered
    ]
    return f"{phrases(kind.name)}: {' · '.join(links)}" if links else ""


LIST = label_list(
    LabelKind("tags", "tag", lambda summary: summary.tags, none="no_tags", single=False), above=_link_subjects
)
