"""Owns bringing the list pages in docs/ up to date: writing what changed, removing what no list contains any more.

Which files are list pages is left to `files`, their content to the kinds of list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from backfile.archive.catalog import Catalog
from backfile.archive.front_matter import is_torn
from backfile.archive.page import dump_list
from backfile.archive.program import extending_packages
from backfile.archive.storage import Storage
from backfile.article import PageSummary
from backfile.lists import ListContext, all_lists, newest_first
from backfile.lists.context import list_context
from backfile.lists.current import keep_state, known_state, lists_state
from backfile.lists.files import has_list_kind, list_files, may_overwrite
from backfile.lists.list_kind import Phrases
from backfile.lists.tag_spellings import respell_all
from backfile.problems import Problem, ProblemKind
from backfile.settings.inside import is_inside
from backfile.settings.mkdocs_yml import Config
from backfile.settings.publish import Publish, PublishRules


@dataclass(frozen=True, slots=True)
class ListsUpdate:
    """The changes of an update of the list pages, made or planned. Paths are under docs/."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    left_alone: tuple[str, ...]
    """The owner's own pages at paths of list pages."""
    edited: tuple[str, ...]
    """List pages that somebody edited; they are not changed either."""

    def problems(self, folder: str) -> list[Problem]:
        """Return a remark for each edited list page. In: the folder of the pages, as messages name it."""
        reason = "this list page was edited, or merged with an edited one, and is not changed"
        step = "To have it written again, remove it and run backfile lists. To keep it, remove `kind` from it."
        return [Problem(ProblemKind.LIST, f"{folder}/{path}", reason, step) for path in self.edited]


def is_current(catalog: Catalog, config: Config) -> bool:
    """Return whether the list pages are known to be as an update would leave them."""
    known = known_state(config.root) if _is_known(config) else None
    return known is not None and known == _state(catalog, config)


def _is_known(config: Config) -> bool:
    """Return whether all is known that decides about list pages: not what code of the archive makes of a label, nor
    what a package does that is installed for editing.
    """
    return not config.runs_code and None not in extending_packages()


def _state(catalog: Catalog, config: Config) -> bytes:
    site, rules = (config.site_name, config.language), config.settings.publish_rules
    return lists_state(catalog.entry_texts(), config.docs, config.root, site, config.rendering, rules)


def update(storage: Storage, catalog: Catalog, config: Config, *, dry_run: bool = False) -> ListsUpdate:
    """Bring the list pages up to date, and return the changes. With `dry_run` nothing is written.

    Raises SettingsError for a file of the owner's that cannot be used.
    """
    context = list_context(config.root, config.site_name, config.rendering, config.language)
    shown = published(catalog.entries(), config.settings.publish_rules, context)
    changes = compare(shown, config.docs, context, None if dry_run else storage.write_page)
    if dry_run:
        return changes
    for path in changes.removed:
        storage.remove_page(path)
    if _is_known(config) and not (changes.left_alone or changes.edited):
        keep_state(config.root, _state(catalog, config))
    return changes


def published(summaries: Iterable[PageSummary], rules: PublishRules, context: ListContext) -> Iterator[PageSummary]:
    """Yield the summaries of the articles that the site shows: lists are part of it."""
    for summary in summaries:
        if rules.of((summary.source, context.rename(summary).source), summary.section) is not Publish.NONE:
            yield summary


def compare(
    summaries: Iterable[PageSummary],
    docs: Path,
    context: ListContext,
    write: Callable[[str, str], object] | None = None,
) -> ListsUpdate:
    """Return which list pages differ from those of the summaries; call `write` with path and text of each.

    A page without the front matter of a list page is the owner's, and so is a list page with a broken seal: neither is
    in `written`. An empty page is overwritten.
    """
    ordered = respell_all(newest_first(map(context.rename, summaries)), context.vocabulary_tags)
    current: set[str] = set()
    written: list[str] = []
    left_alone: list[str] = []
    edited: list[str] = []
    for page in chain.from_iterable(kind.pages(ordered, context) for kind in all_lists()):
        current.add(page.path)
        text, file = dump_list(page.title, page.kind, page.body), docs / page.path
        if not is_inside(file, docs):
            left_alone.append(page.path)  # The catalog reports links out of docs/.
            continue
        # Compared as text, for git may have converted the line ends.
        text_before = _read(file) if file.is_file() else None
        if text_before == text:
            continue
        if not file.exists() or (text_before is not None and is_torn(text_before)) or may_overwrite(file):
            written.append(page.path)
            if write:
                write(page.path, text)
        else:
            (edited if has_list_kind(file) else left_alone).append(page.path)
    paths = ((file, file.relative_to(docs).as_posix()) for file in list_files(docs))
    removed = [path for file, path in paths if path not in current and may_overwrite(file)]
    return ListsUpdate(*(tuple(sorted(paths)) for paths in (written, removed, left_alone, edited)))


def _read(file: Path) -> str | None:
    """Return the text of a file; None where it may not be read, and is then not overwritten either."""
    try:
        return file.read_text("utf-8", "replace")
    except PermissionError:
        return None


def group_by_labels(
    summaries: Iterable[PageSummary], phrases: Phrases
) -> dict[str, dict[str, tuple[str, list[PageSummary]]]]:
    """Group articles by their labels: folder of a kind of list -> name of a label's page -> its text, summaries."""
    ordered = list(summaries)
    grouped = ((kind, kind.group(ordered)) for kind in all_lists() if kind.group)
    return {
        kind.folder: {name: (text_of(text, phrases), group) for name, (text, group) in groups.items()}
        if (text_of := kind.text_of)
        else groups
        for kind, groups in grouped
    }
