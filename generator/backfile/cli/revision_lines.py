"""Revisions of pages in the output of `log` and `diff`: as lines and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.cli.output import Json, count

if TYPE_CHECKING:
    from backfile.archive.revisions.history import Revision
    from backfile.archive.revisions.judgement import Change

CUT = "This clone is shallow, so history is cut. Fetch the rest with: git fetch --unshallow"


def revision_line(revision: Revision) -> str:
    """Return a revision on one line: date, id, kind, what changed."""
    when = revision.when.isoformat()[:16].replace("T", " ") if revision.when else "not committed"
    return f"{when:<16}  {revision.id}  {revision.kind:<9}  {change_text(revision)}"


def change_text(revision: Revision) -> str:
    """Return in words how a revision differs from the one before it."""
    change = revision.change
    if change is None:
        return f"first text: {revision.facts.title}"
    parts = ["substantive" if change.substantive else "small", word_counts(change)]
    if change.jump:
        parts.append("little in common with the text before")
    parts += [{"description": "summary changed", "authors": "authors changed"}[key] for key in change.fields]
    if change.headline:
        parts.append(f"headline: {revision.facts.title}")
    return ", ".join(parts)


def word_counts(change: Change) -> str:
    """Return how many words a change added and removed."""
    return f"{count(change.added, 'word', 'words')} added, {change.removed:,} removed"


def revision_as_json(revision: Revision) -> Json:
    """Return the keys of a revision."""
    change = revision.change
    return {
        "id": revision.id,
        "sha256": revision.facts.digest,
        "kind": str(revision.kind),
        "when": revision.when.isoformat() if revision.when else None,
        "dated": str(revision.dated),
        "title": revision.facts.title,
        "commit": revision.commit.revision if revision.commit else None,
        "author": revision.commit.author if revision.commit else None,
        "path": revision.path,
        "change": change_as_json(change) if change else None,
    }


def change_as_json(change: Change) -> Json:
    """Return the keys of a change."""
    return {
        "added": change.added,
        "removed": change.removed,
        "headline": change.headline,
        "fields": list(change.fields),
        "substantive": change.substantive,
        "jump": change.jump,
    }
