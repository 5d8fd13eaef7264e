"""What the owner says about pages, for programs: each method is a command of `backfile identity`.

`Archive.identity` is one of these.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypedDict, Unpack

from backfile.archive.lock import WaitListener
from backfile.operations.identity import Action, Ruled, list_rulings, rule
from backfile.settings.mkdocs_yml import Config

Page = str | os.PathLike[str]
"""The path of a page: relative to the current folder, to the archive's folder or to docs/."""


class RuleOptions(TypedDict, total=False):
    """The options that all statements about two pages share."""

    commit: bool
    dry_run: bool
    wait: WaitListener | None


class Identity:
    """Which pages of an archive are one article, as `Archive.identity`. Each method is a command.

    Those that state something write identity.yml, update the pages and lists, and commit; with `dry_run` nothing is
    written. They raise NothingThereError for a page that does not exist, SettingsError where identity.yml does not
    permit it.
    """

    def __init__(self, config: Config) -> None:
        self._config = config

    def rulings(self) -> list[tuple[str, str, str]]:
        """Return what identity.yml says: `same` or `apart`, and two pages, relative to the archive's folder."""
        return list_rulings(self._config)

    def same(self, page: Page, other: Page, **options: Unpack[RuleOptions]) -> Ruled:
        """Record that two pages are one article: `page` gets the text of the later save, `other` is removed."""
        return self.rule(Action.SAME, page, other, **options)

    def apart(self, page: Page, other: Page, **options: Unpack[RuleOptions]) -> Ruled:
        """Record that two pages are two articles. If both claim one address, `page` has its links and redirect."""
        return self.rule(Action.APART, page, other, **options)

    def forget(self, page: Page, other: Page, **options: Unpack[RuleOptions]) -> Ruled:
        """Remove what identity.yml says about two pages."""
        return self.rule(Action.FORGET, page, other, **options)

    def rule(self, action: Action | str, page: Page, other: Page, **options: Unpack[RuleOptions]) -> Ruled:
        """Record what two pages are to each other: `same`, `apart` or `forget`."""
        self._config.refuse_left_out(options.get("dry_run", False))
        return rule(self._config, Action(action), Path(page), Path(other), **options)
