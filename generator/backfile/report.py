"""What a run did: the records that operations return. Problems are in `problems`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from backfile.problems import REFUSALS, Problem


class Outcome(StrEnum):
    """What became of a record that has a page."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Stored:
    """A record that has a page, and what became of it in this run."""

    outcome: Outcome
    file: str
    """The input, as in `Origin.file`."""
    record: str | None
    """The record inside the file, for containers."""
    page: str
    """The page's path, from the archive's folder on."""


RecordListener = Callable[["Stored | Problem"], None]
"""Told what became of each record, and of remarks, as soon as it is known."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A line that was taken out of an article before its page was written."""

    file: str
    """The input, as in `Origin.file`."""
    rule: str
    """Name of the rule that took it for no part of the article."""
    text: str
    """The line, as found."""


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block that is written as HTML, though most of its kind are not: any but a figure or a table with spans."""

    file: str
    """The input, as in `Origin.file`."""
    block: int
    """Which of the article's blocks it is, from 1."""
    why: str
    """Why it is not written in Markdown, one clause."""
    text: str
    """What can be read in it, on one line, abbreviated."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one run of ingest did. read = written + updated + unchanged + reported, always; counted by record."""

    read: int = 0
    written: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    removed: tuple[Removal, ...] = ()
    """What was taken out of the articles that were written or updated."""
    inert: tuple[HtmlBlock, ...] = ()
    """Their blocks that are not written in Markdown."""
    settled: tuple[str, ...] = ()
    """New texts of edited pages that their owner has seen to, and that are gone from incoming/: paths from there on."""
    revision: str | None = None
    """The commit that holds the result; absent when nothing changed or commits are off."""
    uncommitted: str | None = None
    """Why git refused the commit, and what to do; the pages are written all the same."""

    @property
    def reported(self) -> int:
        """How many records did not become a page, each with a problem that says why."""
        return sum(problem.kind in REFUSALS for problem in self.problems)
