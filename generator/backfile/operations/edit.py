"""Pages by hand: begins a page, and puts an edited page into lists and git after checking that it can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from backfile.archive import git, page
from backfile.archive.catalog import Catalog
from backfile.archive.catalog_row import fault_problem
from backfile.archive.lock import WaitListener
from backfile.archive.page_path import new_page_path
from backfile.archive.storage import Storage
from backfile.article import Article, Markdown
from backfile.lists import names, update
from backfile.operations.commit import commit_changes
from backfile.operations.named_page import page_path
from backfile.operations.originals import BY_HAND
from backfile.problems import GitError, NothingThereError, Problem, SettingsError
from backfile.report import Committed
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config

_NEXT_STEP = "The page and the lists are written; commit them by hand."
_TEXT = Markdown("Write the text here.")


@dataclass(frozen=True, slots=True)
class Edited:
    """The result of an edit. Paths are relative to the archive's folder."""

    page: str
    changed: bool
    """Whether the page differs from the last commit; without git, always."""
    problem: Problem | None = None
    """Why the page cannot be read. It is then neither in the lists nor committed."""
    commit: Committed = field(default_factory=Committed)


def page_file(config: Config, named: Path) -> Path:
    """Return the file of a page that is named in a command. Raises NothingThereError."""
    path = page_path(named, config)
    if not (config.docs / path).is_file():
        raise NothingThereError(f"{named} does not exist. Name a page that does, or begin one with: backfile new")
    return config.docs / path


def finish_edit(config: Config, file: Path, *, commit: bool = True, wait: WaitListener | None = None) -> Edited:
    """Check a page that its owner edited, update the lists, and commit the page with them."""
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    path = file.relative_to(config.docs).as_posix()
    shown = storage.display_path(path)
    with storage.locked("edit", wait), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        stored = catalog.by_path(path)
        if stored is None or not stored.headline:
            fault = next((each for each in catalog.problems() if each.file == shown), None)
            return Edited(shown, changed=True, problem=fault or fault_problem(shown, "it is no article"))
        update.update(storage, catalog, config)
        changed = _is_changed(config, shown)
        if not (commit and config.settings.commit and changed):
            return Edited(shown, changed)
        made = commit_changes(config, storage, f"Edit: {shown}\n", _NEXT_STEP, [shown])
    return Edited(shown, changed, commit=made)


def _is_changed(config: Config, shown: str) -> bool:
    try:
        return not git.is_versioned(config.root) or bool(git.changed_files(config.root, [shown]))
    except GitError:
        return True


def begin_page(
    config: Config,
    title: str,
    *,
    published: date | None = None,
    source: str | None = None,
    authors: tuple[str, ...] = (),
    url: str | None = None,
    wait: WaitListener | None = None,
) -> str:
    """Write the beginning of a page by hand, and return its path, relative to the archive's folder.

    Raises SettingsError without a title.
    """
    if not title.strip():
        raise SettingsError("A page needs a title. Give one.")
    storage = Storage(config.root, config.docs)
    article = Article(
        headline=title.strip(),
        body=_TEXT,
        origin=BY_HAND,
        published=published,
        source=source,
        authors=authors,
        url=url,
        language=config.language,
    )
    with storage.locked("new", wait):
        path = new_page_path(article, lambda path: (config.docs / path).exists() or storage.has_index(path))
        storage.write_page(path, page.dump(article))
    return storage.display_path(path)
