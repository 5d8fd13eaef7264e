"""The records of lists: a kind of list, a list page, and what every kind of list needs besides the articles.

Order and splitting are left to `parts`, the Markdown to `list_writer`, the files in docs/ to `update`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from backfile.article import PageSummary


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page that lists articles or other lists."""

    path: str
    """Under docs/, with `/`."""
    title: str
    """Plain text."""
    kind: str
    """Value of `kind` in the front matter, by which the program recognizes its own list pages."""
    body: str
    """Markdown."""


EscapeLabel = Callable[[str], str]
"""Plain text on one line -> Markdown that shows just that: `markup.escape.escape`, or `Writer.escape_label`."""


class Phrases(Protocol):
    """The archive's language: its texts by key, its numbers, its months. The texts have no meaning in Markdown."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of a key, with values put in unescaped."""

    def get(self, key: str, default: str, /) -> str:
        """Return the text of a key; `default` for a key without one."""

    def number(self, number: int) -> str:
        """Return a number as the language writes it."""

    def month(self, number: int) -> str:
        """Return the name of a month."""

    def month_of(self, year: int, number: int) -> str:
        """Return the name of a month of a year."""


@dataclass(frozen=True, slots=True)
class ListContext:
    """What lists need besides the articles."""

    site_name: str
    escape_label: EscapeLabel
    phrases: Phrases
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Tag -> its parents in the vocabulary."""
    vocabulary_tags: frozenset[str] = frozenset()
    """The tags of the vocabulary."""
    rename: Callable[[PageSummary], PageSummary] = lambda summary: summary
    """Summary -> the same with the owner's names of authors and publications."""
    items: dict[int, tuple[PageSummary, str, str]] = field(default_factory=dict, repr=False, compare=False)
    """`id` of a summary -> the summary, the text of its link, and the rest of its item: most are in several lists."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of list: its pages are a pure function of the articles' summaries and the context."""

    name: str
    """As in the handbook."""
    kinds: tuple[str, ...]
    """The values of `kind` in the front matter of its pages."""
    folder: str
    """Folder of its pages, under docs/; empty for docs/ itself. Key of its title in the catalogues, or in `words`."""
    pages: Callable[[Sequence[PageSummary], ListContext], Iterator[ListPage]]
    """A function from the summaries of all articles, ordered by `newest_first`, and the context to the pages."""
    group: Callable[[Iterable[PageSummary]], dict[str, tuple[str, list[PageSummary]]]] | None = None
    """For lists by label. In: summaries. Out: name of the label's page -> the label, the summaries of its articles."""
    text_of: Callable[[str, Phrases], str] | None = None
    """A function from a label as pages have it to the text that readers see; None where that is the same."""
    index_kind: str = ""
    """The value of `kind` of its pages that list other lists: the site shows these in columns. With `group`, they list
    labels, and the site adds an input that filters a long list."""
    pages_of_one: bool = False
    """For lists by label: whether a label of only one article has a page."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language -> key -> text, for what the catalogues of `i18n` lack; `en` is used where a language lacks a key."""
