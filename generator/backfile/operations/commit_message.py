"""The messages of commits that have pages: a summary, and the headlines of the first pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backfile.archive import page

_HEADLINES = 40
"""The number of headlines in a commit message."""


def write_message(summary: str, pages: Sequence[tuple[str, Callable[[], str]]]) -> str:
    """Return a message. In: its first line; for each page a mark of one character, and what returns its text."""
    lines = [summary, ""]
    for mark, load in pages[:_HEADLINES]:
        try:
            article = page.load(load())
        except page.PageError:
            continue  # Its owner broke its front matter.
        day = f"{article.published:%Y-%m-%d}" if article.published else None
        details = ", ".join(filter(None, (article.source, day)))
        lines.append(f"{mark} {article.headline}" + (f" ({details})" if details else ""))
    if len(pages) > _HEADLINES:
        lines.append(f"and {len(pages) - _HEADLINES} more")
    return "\n".join(lines).rstrip() + "\n"
