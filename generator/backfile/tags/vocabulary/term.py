"""The record of an entry of the owner's vocabulary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the vocabulary: a tag and its settings."""

    label: str
    """The tag."""
    aliases: tuple[str, ...] = ()
    """Other words for it."""
    parents: tuple[str, ...] = ()
    """The broader tags."""
    context: tuple[str, ...] = ()
    """Words of which an article must contain one; otherwise the aliases have another meaning in it."""
    distinct: tuple[str, ...] = ()
    """Tags that look similar and are not the same."""
    blocked: bool = False
    """Whether none of its words ever becomes a tag."""
    automatic: bool = True
    """Whether all taggers can assign it; otherwise only the publisher's keywords and the owner can."""
    exact: bool = False
    """Whether its words match only with their case and accents."""
    replaces: tuple[str, ...] = ()
    """Tags that became this one."""
    split_from: tuple[str, ...] = ()
    """Tags that became this one in the articles that have the context."""
    match_text: bool = True
    """Whether its label is compared with texts and with what taggers find; its aliases always are."""
    subject: str | None = None
    """The id of the subject of the articles that have the tag."""
    line: int = 0
    """Its line in its file, from 1."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Return its label and its aliases."""
        return (self.label, *self.aliases)

    @property
    def searched(self) -> tuple[str, ...]:
        """Return the phrases for which texts are searched."""
        return self.phrases if self.match_text else self.aliases
