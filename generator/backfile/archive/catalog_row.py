"""The row of the catalog about one page: what is read from the page, and the reason when it cannot be read."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from backfile.archive import identity, page, resemblance
from backfile.archive.file_state import file_state
from backfile.archive.tombstone import has_text, load_tombstone
from backfile.archive.url_keys import site_key
from backfile.article import Article, PageSummary, When
from backfile.problems import Problem, ProblemKind
from backfile.settings.inside import LARGEST_TEXT, read_bytes


class Row(NamedTuple):
    """A row of the table `page`, in the order of its columns."""

    path: str
    """Under docs/, with `/`."""
    state: str
    """As in `file_state.file_state`; empty for a page that could not be read, so that every run tries again."""
    seal: str
    """As in `page.Seal`."""
    intact: bool
    url: str | None = None
    """As in `identity.address`."""
    file: str | None = None
    """As in `identity.input_record`."""
    body: str | None = None
    """As in `identity.text_digest`; only for pages without a URL."""
    headline: str | None = None
    entry: str | None = None
    """A `PageSummary` as JSON."""
    fault: str | None = None
    """Why the page cannot be read, one clause."""
    illustrated: str | None = None
    """The digest of the page's input, when the page has images."""
    folded: str | None = None
    """As in `resemblance.fold_headline`."""
    scraped: bool = False
    """As in `identity.is_scraped`."""
    sha256: str | None = None
    """The digest of the page's input."""
    host: str | None = None
    """The `url_keys.site_key` of the host that its input was saved from."""


def read_row(docs: Path, path: str, written: tuple[str, Article] | None = None) -> Row:
    """Read the page at `path`, under `docs`. Raises OSError from `stat`.

    In: where they are known, the text that was written and the article in it; the page is parsed if it has another.
    A page that cannot be read has a `fault`; a tombstone has no headline, and no `fault` but one of TOMBSTONE_FAULTS.
    """
    file = docs / path
    state = file_state(file.stat())
    try:
        data = read_bytes(file, docs, LARGEST_TEXT)
    except OSError as error:
        # A change of permissions changes neither size nor time.
        seal, fault = page.read_seal(""), f"{_UNREADABLE}: {error.strerror or error}"
        return Row(path, "", seal.value, seal.intact, fault=fault)
    seal = page.read_seal(data.decode("utf-8", "replace"))
    row = Row(path, state, seal.value, seal.intact)
    if stone := load_tombstone(text := data.decode("utf-8", "replace")):
        of_digests = None if stone.is_whole else _TOMBSTONE_DIGESTS
        return row._replace(fault=_TOMBSTONE_TEXT if has_text(text) else of_digests)
    try:
        article = written[1] if written and written[0].encode("utf-8", "replace") == data else _load(data)
    except page.PageError as error:
        return row._replace(fault=str(error))
    url = identity.address(article)
    return row._replace(
        url=url,
        file=identity.input_record(article),
        body=None if url else identity.text_digest(article),
        headline=article.headline,
        entry=write_entry(page.summary(path, article)),
        illustrated=article.origin.sha256 if article.origin.images else None,
        folded=resemblance.fold_headline(article),
        scraped=identity.is_scraped(article),
        sha256=article.origin.sha256 or None,
        host=site_key(article.origin.host or "") or None,
    )


def _load(data: bytes) -> Article:
    """Load a page from its bytes. Raises PageError, also for bytes that are not UTF-8: MkDocs cannot build them."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise page.PageError(f"{_NOT_UTF_8}: byte {error.start + 1} is not valid") from error
    return page.load(text)


_UNREADABLE, _NOT_UTF_8 = "it cannot be read", "it is not text in UTF-8"
_TOMBSTONE_DIGESTS = "it is a tombstone, and what is no digest under its `saves` and `keys` is left out"
_TOMBSTONE_TEXT = "it is a tombstone, and has a text beside the reason"
TOMBSTONE_FAULTS = (_TOMBSTONE_DIGESTS, _TOMBSTONE_TEXT)
"""The faults of tombstones, which keep saves away all the same."""
_CORRECT = "Correct its front matter as the handbook describes it, or take the page out of articles/."
_NEXT_STEPS = {
    page.EMPTY_PAGE: "Ingest its input again, or fetch the page from git with git restore.",
    _UNREADABLE: "Make it readable, or take it out of articles/.",
    _TOMBSTONE_DIGESTS: "Fetch the page from git with git restore, or remove what is no digest.",
    _TOMBSTONE_TEXT: "To remove the text, name the page to backfile withdraw again; to have it back, use restore.",
    _NOT_UTF_8: "Save it as UTF-8 in your editor, or fetch the page from git with git restore.",
}
"""Fault, up to a colon -> what the owner can do."""


def fault_problem(page_file: str, fault: str) -> Problem:
    """Return the problem for a page that cannot be read. In: the page's path in the archive, the row's `fault`."""
    return Problem(ProblemKind.PAGE, page_file, fault, _NEXT_STEPS.get(fault.partition(":")[0], _CORRECT))


def write_entry(entry: PageSummary) -> str:
    """Return a page summary as a row's `entry` holds it."""
    return _encode(dict(zip(_ENTRY, _values(entry), strict=True)))


_ENTRY = tuple(field.name for field in fields(PageSummary))
_values = attrgetter(*_ENTRY)
_encode = json.JSONEncoder(default=lambda when: when.isoformat(), ensure_ascii=False).encode


def read_entry(text: str) -> PageSummary:
    """Return the page summary that a row's `entry` holds."""
    values: dict[str, Any] = json.loads(text)
    values["published"] = _read_time(values["published"]) if values["published"] else None
    for key in ("authors", "tags", "keywords", "subjects"):
        values[key] = tuple(values[key])
    return PageSummary(**values)


def _read_time(text: str) -> When:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
