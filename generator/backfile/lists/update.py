"""The list pages in docs/: written from the catalog's entries, the ones that nothing asks for any more removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.article import PageSummary
from backfile.i18n.catalogs import say_in
from backfile.lists import LISTS, ListContext, names, newest_first
from backfile.markup.escape import escape
from backfile.problems import Problem, ProblemKind
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config, Rendering
from backfile.tags import tags_yml
from backfile.tags.vocabulary import Term, Vocabulary, WordSequence

KINDS = frozenset(kind for index in LISTS for kind in index.kinds)
"""What the front matter of a list page says under `kind`."""

FOLDERS = tuple(index.folder for index in LISTS if index.folder)
"""Where list pages lie under docs/, the home page apart; in the order of their doors."""


@dataclass(frozen=True, slots=True)
class ListsUpdate:
    """What bringing the list pages up to date did, or would do. Paths are under docs/."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    left_alone: tuple[str, ...]
    """Pages of the owner's own that stand where a list page would."""
    edited: tuple[str, ...]
    """List pages that somebody edited; they are left alone too."""

    def problems(self, folder: str) -> list[Problem]:
        """Give a remark for each page that was edited. In: the folder of the pages, as its owner knows it."""
        reason = "this list page was edited by hand, or merged with such a one, and is kept as it is"
        step = "To have it made anew, remove it and run backfile lists; to keep it for good, take `kind` out of it."
        return [Problem(ProblemKind.LIST, f"{folder}/{path}", reason, step) for path in self.edited]


def update(storage: Storage, catalog: Catalog, config: Config, *, dry_run: bool = False) -> ListsUpdate:
    """Bring the list pages up to date. With `dry_run` nothing is written, and the answer says what would be."""
    write = None if dry_run else storage.write_page
    found = compare(
        catalog.entries(),
        config.docs,
        list_context(config.root, config.site_name, config.rendering, config.language),
        write,
    )
    for path in found.removed if not dry_run else ():
        storage.remove_page(path)
    return found


def list_context(root: Path, site_name: str, rendering: Rendering, language: str) -> ListContext:
    """Give what lists need besides the entries; `language` is the theme's.

    Raises SettingsError for a file of the owner's that cannot be used.
    """
    label = cache(escape) if rendering == Rendering() else _checked(rendering)
    vocabulary = tags_yml.load(root / TAGS_YML)
    parents = {term.label: tuple(_above(term, vocabulary)) for term in vocabulary.terms.values() if not term.blocked}
    return ListContext(site_name, label, say_in(language), parents, frozenset(vocabulary.terms), names.load(root).entry)


def _checked(rendering: Rendering) -> Callable[[str], str]:
    """Give what escapes labels where the archive has extensions of its own: with ours the escaper is known to do."""
    from backfile.markup.writer import Writer

    return Writer(rendering.extensions, rendering.options).label


def _above(term: Term, vocabulary: Vocabulary) -> Iterator[str]:
    """Give the labels above a tag; its owner may have called them by an alias, and blocked ones are none."""
    for parent in term.parents:
        found = vocabulary.terms.get(parent) or vocabulary.term(parent, WordSequence.of(parent))
        if not (found and found.blocked) and (not found or found.label != term.label):
            yield found.label if found else parent


def compare(
    entries: Iterable[PageSummary],
    docs: Path,
    around: ListContext,
    write: Callable[[str, str], object] | None = None,
) -> ListsUpdate:
    """Find out which list pages are not what the entries give; `write` is handed path and text of each.

    A page that is no list page by its front matter is the owner's, and so is one whose seal is broken: left alone. An
    empty one is nobody's.
    """
    ordered = newest_first(map(around.called, entries))
    wanted: set[str] = set()
    written: list[str] = []
    theirs: dict[bool, list[str]] = {True: [], False: []}
    for found in chain.from_iterable(index.pages(ordered, around) for index in LISTS):
        wanted.add(found.path)
        text = page.dump_list(found.title, found.kind, found.body)
        standing = docs / found.path
        # Compared as text: git may have converted line ends.
        there = _text(standing) if standing.is_file() else None
        if there == text:
            continue
        if standing.exists() and not (there is not None and page.is_torn(there)) and not _is_ours(standing):
            theirs[_is_kind(standing)].append(found.path)
        else:
            written.append(found.path)
            if write:
                write(found.path, text)
    removed = sorted(path for path in _standing(docs) if path not in wanted and _is_ours(docs / path))
    return ListsUpdate(*(tuple(sorted(paths)) for paths in (written, removed, theirs[False], theirs[True])))


def labelled(entries: Iterable[PageSummary]) -> dict[str, dict[str, tuple[str, list[PageSummary]]]]:
    """Group articles by their labels: folder of a kind of list -> name of a label's page -> the label, its articles."""
    found = list(entries)
    return {index.folder: index.grouped(found) for index in LISTS if index.grouped}


def paths() -> list[str]:
    """Give where list pages lie: files and folders under docs/."""
    return ["index.md", *FOLDERS]


def _standing(docs: Path) -> Iterator[str]:
    """Give the pages that lie where list pages do."""
    for folder in FOLDERS:
        yield from (file.relative_to(docs).as_posix() for file in (docs / folder).rglob("*.md"))


def is_list(file: Path) -> bool:
    """Whether a file is a list page as the program wrote it; otherwise it is the owner's."""
    return _is_kind(file) and page.read_seal(file.read_text("utf-8", "replace")).intact


def _is_ours(file: Path) -> bool:
    """Whether a file is a list page as the program wrote it, or what git made of two such pages."""
    return _is_kind(file) and (is_list(file) or page.is_sealed_twice(file.read_text("utf-8", "replace")))


_MARKS = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?\n", re.MULTILINE)
"""How git marks a conflict in a file."""


def _text(file: Path) -> str | None:
    """Read a file; None where it may not be read: it is left alone then, like the owner's own."""
    try:
        return file.read_text("utf-8", "replace")
    except PermissionError:
        return None


def _is_kind(file: Path) -> bool:
    try:
        text = file.read_text("utf-8", "replace").replace("\r\n", "\n")
        meta, _ = page.split(_MARKS.sub("", text))
    except (page.PageError, OSError):
        return False
    return meta.get("kind") in KINDS


def attributes(folder: str) -> str:
    """Give what git is told of the list pages, for .gitattributes. In: the folder of the pages, relative to that file.

    Two of one page are merged by taking the lines of both: no conflict, and a page that the next run makes anew.
    """
    patterns = [f"{folder}/{path}" if path.endswith(".md") else f"{folder}/{path}/**" for path in paths()]
    return "".join(f"{pattern} merge=union\n" for pattern in patterns)
