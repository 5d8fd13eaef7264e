"""Changes of an archive by hand and what git has of it, for programs. `Archive.versions` is one of these."""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path

from backfile.archive.lock import WaitListener
from backfile.operations.edit import Edited, begin_page, finish_edit, page_file
from backfile.operations.restore import Restored, restore
from backfile.operations.seal import Sealed, seal
from backfile.operations.undo import UndoneIngest, undo
from backfile.operations.verify import Verification, verify
from backfile.operations.withdraw import Withdrawal, withdraw
from backfile.settings.mkdocs_yml import Config

AnyPath = str | os.PathLike[str]


class Versions:
    """The versions of an archive. Each method is a command; `begin_page` is `new`, `finish_edit` ends `edit`."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def withdraw(
        self,
        page: AnyPath,
        reason: str,
        *,
        purge: bool = False,
        impostor: bool = False,
        commit: bool = True,
        dry_run: bool = False,
        wait: WaitListener | None = None,
    ) -> Withdrawal:
        """Withdraw the article of a page; with `purge`, remove it from git's history, too. An `impostor` keeps no other
        article of its address away.
        """
        self._config.refuse_left_out(dry_run)
        today = datetime.now(UTC).date()
        options = {"purge": purge, "impostor": impostor, "commit": commit, "dry_run": dry_run}
        return withdraw(self._config, Path(page), reason, today, wait=wait, **options)

    def restore(
        self, page: AnyPath, *, commit: bool = True, dry_run: bool = False, wait: WaitListener | None = None
    ) -> Restored:
        """Bring a withdrawn article back from git. Raises NothingThereError if git does not have it any more."""
        self._config.refuse_left_out(dry_run)
        return restore(self._config, Path(page), commit=commit, dry_run=dry_run, wait=wait)

    def undo(self, *, commit: bool = True, dry_run: bool = False, wait: WaitListener | None = None) -> UndoneIngest:
        """Take back the last ingest. Files that were changed since stay, and are in the result."""
        self._config.refuse_left_out(dry_run)
        return undo(self._config, commit=commit, dry_run=dry_run, wait=wait)

    def verify(
        self,
        revision: str | None = None,
        *,
        expect: str | None = None,
        manifest: AnyPath | None = None,
        wait: WaitListener | None = None,
    ) -> Verification:
        """Return what is wrong with the archive, now or at a commit; see `backfile verify`."""
        folder = None if manifest is None else Path(manifest)
        return verify(self._config, revision, expect=expect, manifest=folder, wait=wait)

    def seal(
        self, *, accepted: Collection[str] = (), dry_run: bool = False, wait: WaitListener | None = None
    ) -> Sealed:
        """Adopt what was committed by hand, in a commit that names the present manifest, and the `accepted` commits."""
        return seal(self._config, accepted=accepted, dry_run=dry_run, wait=wait)

    def begin_page(
        self,
        title: str,
        *,
        published: date | None = None,
        source: str | None = None,
        authors: tuple[str, ...] = (),
        url: str | None = None,
        wait: WaitListener | None = None,
    ) -> str:
        """Begin a page by hand, and return its path, relative to the archive's folder; see `backfile new`."""
        values = {"source": source, "url": url}
        return begin_page(self._config, title, published=published, authors=authors, wait=wait, **values)

    def page_file(self, page: AnyPath) -> Path:
        """Return the file of a page, for an editor."""
        return page_file(self._config, Path(page))

    def finish_edit(self, file: AnyPath, *, commit: bool = True, wait: WaitListener | None = None) -> Edited:
        """Check a page that was edited, update the lists and commit; see `backfile edit`."""
        return finish_edit(self._config, Path(file), commit=commit, wait=wait)
