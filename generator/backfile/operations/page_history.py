"""The history of pages for commands: the revisions of one page or of all, and how two revisions differ. Writes nothing
but the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backfile.archive import git_history
from backfile.archive.identity_sites import make_sites
from backfile.archive.revisions.differences import Difference, compare_bodies
from backfile.archive.revisions.history import History, Revision, read_history, uncommitted_text
from backfile.archive.revisions.judgement import Change, judge
from backfile.archive.revisions.page_facts import body_of
from backfile.operations.named_page import page_path
from backfile.problems import NothingThereError
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class Compared:
    """Two revisions of a page, and how they differ."""

    page: str
    """Relative to the archive's folder."""
    old: Revision
    new: Revision
    change: Change
    difference: Difference


def log(config: Config, page: Path | None = None) -> History:
    """Return the history of a page, or of all pages that have several revisions.

    Raises NothingThereError if `page` is no page of an article, or has no history.
    """
    if page is None:
        return read_history(config.root, _folder(config), sites=make_sites(config.settings.same_sites))
    return _history_of(config, page)[1]


def diff(config: Config, page: Path, revisions: Sequence[str] = ()) -> Compared:
    """Return how two revisions of a page differ: the last two, one and the one before it, or any two.

    In: the ids of revisions, or the beginnings of them. Raises NothingThereError.
    """
    name, history = _history_of(config, page)
    found = history.pages[name]
    named = [_find(found, revision, name) for revision in revisions] or [len(found) - 1]
    if len(named) == 1:
        if not named[0]:
            raise NothingThereError(f"{name} has no revision before {found[named[0]].id}. Name two revisions.")
        named = [named[0] - 1, named[0]]
    old, new = (found[at] for at in named)
    texts = [revision_text(config.root, revision) for revision in (old, new)]
    difference = compare_bodies(*map(body_of, texts))
    return Compared(name, old, new, judge(old.facts, texts[0], new.facts, texts[1]), difference)


def _folder(config: Config) -> str:
    return (config.docs / "articles").relative_to(config.root).as_posix()


def _history_of(config: Config, page: Path) -> tuple[str, History]:
    """Return the path of a page that is named in a command, relative to the archive's folder, and its history."""
    name = (config.docs / page_path(page, config)).relative_to(config.root).as_posix()
    if not (config.root / name).is_file():
        raise NothingThereError(f"{name} does not exist. Name a page that does.")
    history = read_history(config.root, _folder(config), name, sites=make_sites(config.settings.same_sites))
    if name not in history.pages:
        raise NothingThereError(f"{name} is in no commit, so it has no history. Commit it first.")
    return name, history


def _find(found: Sequence[Revision], named: str, page: str) -> int:
    """Return the index of the revision whose id begins with `named`; of the last, if a text came back."""
    matching = {revision.id: at for at, revision in enumerate(found) if named and revision.id.startswith(named)}
    if len(matching) != 1:
        what = "several revisions whose ids begin" if matching else "no revision whose id begins"
        raise NothingThereError(f"{page} has {what} with {named}. Choose one that `backfile log {page}` lists.")
    return next(iter(matching.values()))


def revision_text(root: Path, revision: Revision) -> str:
    """Return the text of a revision."""
    if not revision.blob:
        return uncommitted_text(root, revision.path) or ""
    version = git_history.FileVersion(revision.path, "", revision.blob)
    return next(text for _, text in git_history.read_texts(root, [version]))
