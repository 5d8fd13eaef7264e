"""A label (tag, author, source or section) as templates print it: with a link to its list page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelLink:
    """A label and the page that lists its articles."""

    text: str
    """Escaped."""
    url: str | None
    """The list page, from the site's root on article pages, relative elsewhere; None if there is no such page."""
