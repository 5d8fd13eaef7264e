"""`backfile lists`: writes the list pages again, after pages were edited, moved or removed."""

from __future__ import annotations

from dataclasses import dataclass

from backfile.archive.catalog import open_catalog
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.lists import update
from backfile.problems import Problem
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class ListsReport:
    """The result of an update of the list pages, or of its dry run. Paths are relative to the archive's folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    left_alone: tuple[str, ...]
    """The owner's own pages at paths of list pages."""
    problems: tuple[Problem, ...]
    """Articles that cannot be read, and list pages that were edited."""

    @property
    def outdated(self) -> bool:
        """Return whether any list page was, or in a dry run is, outdated."""
        return bool(self.written or self.removed)


def update_lists(config: Config, *, dry_run: bool = False, wait: WaitListener | None = None) -> ListsReport:
    """Write the list pages that are outdated, remove those that are not needed any more, and return which they are.

    With `dry_run` nothing is written. `wait` is as in `lock.hold_lock`. Raises SettingsError for a file of the owner's
    that cannot be used, StorageError when a file cannot be written.
    """
    storage = Storage(config.root, config.docs)
    with storage.locked("lists", wait, looks=dry_run), open_catalog(storage) as catalog:
        catalog.sync()
        changes = update.update(storage, catalog, config, dry_run=dry_run)
        problems = (*catalog.problems(), *changes.problems(storage.display_path("")))

    def display(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(storage.display_path, paths))

    return ListsReport(display(changes.written), display(changes.removed), display(changes.left_alone), problems)
