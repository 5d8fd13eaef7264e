"""The tags of an archive for programs: each method is a command of `backfile tags`. `Archive.tags` is one of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from backfile.archive.lock import WaitListener
from backfile.operations import tag_edits
from backfile.operations.retag import Edit, RetagReport, retag
from backfile.operations.tag_counts import Count, blocked_tags, count_tags
from backfile.operations.tag_undo import Undone, undo
from backfile.report import Progress
from backfile.settings.mkdocs_yml import Config


class EditOptions(TypedDict, total=False):
    """The options that all edits of tags share."""

    commit: bool
    dry_run: bool


class Tags:
    """The tags of an archive, as `Archive.tags`. Each method is a command of `backfile tags`.

    Those that change tags edit tags.yml, update the pages concerned and lists, and commit; with `dry_run` nothing is
    written. They raise SettingsError when the vocabulary does not permit the edit; the message has the reason.
    """

    def __init__(self, config: Config) -> None:
        self._config = config

    def counts(self, *, least: int = 1) -> list[Count]:
        """Return each tag of at least `least` articles with their number and dates, the most used first."""
        return [count for count in count_tags(self._config) if count.articles >= least]

    def blocked(self) -> list[Count]:
        """Return the labels that tags.yml blocks."""
        return blocked_tags(self._config)

    def apply(self, *, commit: bool = True, dry_run: bool = False, wait: WaitListener | None = None) -> RetagReport:
        """Update the tags and subjects of all pages from tags.yml."""
        return self.edit(None, commit=commit, dry_run=dry_run, wait=wait)

    def rename(self, label: str, to: str, *, match_text: bool = False, **options: Unpack[EditOptions]) -> RetagReport:
        """Rename a tag on the articles that have it. With `match_text` texts are searched for both names, too."""
        return self.edit(tag_edits.rename(label, to, match_text=match_text), **options)

    def merge(
        self, labels: Sequence[str], into: str, *, match_text: bool = False, **options: Unpack[EditOptions]
    ) -> RetagReport:
        """Replace several tags by one on the articles that have them. With `match_text` texts are searched, too."""
        return self.edit(tag_edits.merge(labels, into, match_text=match_text), **options)

    def split(
        self, label: str, new: str, words: Sequence[str], *, match_text: bool = False, **options: Unpack[EditOptions]
    ) -> RetagReport:
        """Replace a tag by `new` on those of its articles that contain any of `words`; `match_text` as for `merge`."""
        return self.edit(tag_edits.split(label, new, words, match_text=match_text), **options)

    def block(self, label: str, **options: Unpack[EditOptions]) -> RetagReport:
        """Block a label: it is never a tag."""
        return self.edit(tag_edits.block(label), **options)

    def allow(self, label: str, **options: Unpack[EditOptions]) -> RetagReport:
        """Undo `block`."""
        return self.edit(tag_edits.allow(label), **options)

    def distinct(self, label: str, others: Sequence[str], **options: Unpack[EditOptions]) -> RetagReport:
        """Record that a tag differs from others, so that no merge of them is suggested."""
        return self.edit(tag_edits.distinct(label, others), **options)

    def undo(
        self,
        progress: Progress = lambda done, total: None,
        *,
        commit: bool = True,
        dry_run: bool = False,
        wait: WaitListener | None = None,
    ) -> Undone:
        """Restore what the last edit changed. Raises SettingsError if a file that it changed has changed since."""
        self._config.refuse_left_out(dry_run)
        return undo(self._config, progress, commit=commit, dry_run=dry_run, wait=wait)

    def edit(
        self,
        edit: Edit | None,
        progress: Progress = lambda done, total: None,
        *,
        commit: bool = True,
        dry_run: bool = False,
        wait: WaitListener | None = None,
    ) -> RetagReport:
        """Run an edit of tags.yml (one of `operations.tag_edits`, or None for none) and update the pages."""
        self._config.refuse_left_out(dry_run)
        return retag(self._config, edit, progress, commit=commit, dry_run=dry_run, wait=wait)
