"""identity.yml: what the owner says about which pages are one article. Owns its format, its checks and its edits.

An entry is named by the path of a page, as in `articles/2020/03/pier.md`, and has up to three lists: `same`, the pages
that were joined with it; `saves`, the SHA-256 of inputs that are saves of it, whatever they look like; `apart`, the
pages that are other articles although they claim to be this one, which holds the address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backfile.archive.digests import is_sha256
from backfile.problems import SettingsError
from backfile.settings import yaml_files
from backfile.settings.yaml_files import Entries, YamlEntry, check_texts

_EXAMPLE = "`articles/2020/03/pier.md:` with a list under it: `apart: [articles/2020/03/pier-1f2e3d.md]`"
SAME, SAVES, APART = "same", "saves", "apart"
_KEYS = (SAME, SAVES, APART)
_PATH = re.compile(r"articles/(?!\.)(?:[^/\0]+/)*[^/\0]+\.md")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the owner says about a page. Paths are under docs/."""

    page: str
    same: tuple[str, ...] = ()
    saves: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    def page_now(self, made_of: Callable[[str], Iterable[str]]) -> str:
        """Return where the page is now: at the path that the owner named, unless another page is made of one of its
        saves, and the one at that path is not. In: what returns the pages that are made of the input with a digest.
        """
        pages = {path for sha256 in self.saves for path in made_of(sha256)} - {*self.same}
        return pages.pop() if len(pages) == 1 else self.page


@dataclass(frozen=True, slots=True)
class Rulings:
    """The content of identity.yml."""

    by_page: Mapping[str, Ruling] = field(default_factory=dict)
    _joined: Mapping[str, str] = field(default_factory=dict)
    """Path of a page -> the page with which it was joined in the end."""
    _saves: Mapping[str, str] = field(default_factory=dict)
    """Digest of an input -> the page of which it is a save."""

    def page_of(self, path: str) -> str:
        """Return the page of the article whose page was at `path`: that path, or the page with which it was joined."""
        return self._joined.get(path, path)

    def joined_with(self, page: str) -> tuple[str, ...]:
        """Return the paths of the pages that are the same article as a page, and are not there any more, sorted."""
        return tuple(sorted(each for each, joined in self._joined.items() if joined == page))

    def page_of_save(self, sha256: str) -> str | None:
        """Return the page of which the owner says that the input with a digest is a save."""
        page = self._saves.get(sha256)
        return None if page is None else self.page_of(page)

    def are_apart(self, path: str, other: str) -> bool:
        """Return whether the owner says that two pages are two articles."""
        pairs = ((path, other), (other, path))
        return any(page in self.by_page and each in self.by_page[page].apart for page, each in pairs)

    def holder(self, paths: Iterable[str]) -> str | None:
        """Return which of the pages that claim one address holds it, if the owner says so of all the others."""
        claimants = set(paths)
        holders = [
            path
            for path in sorted(claimants)
            if path in self.by_page and claimants - {path} <= set(self.by_page[path].apart)
        ]
        return holders[0] if len(holders) == 1 else None


NO_RULINGS = Rulings()


def load(path: Path) -> Rulings:
    """Return the content of the file at `path`; empty without that file. Raises SettingsError when it is not valid."""
    return parse(yaml_files.read_text(path), path)


def parse(source: str, path: Path) -> Rulings:
    """Return the content of a file's text. Raises SettingsError, with the line, when it is not valid."""
    entries = yaml_files.parse_entries(source, path, _EXAMPLE)
    by_page = {entry.name: _parse_entry(entry) for entry in entries}
    joined: dict[str, str] = {}
    for entry in entries:
        ruling = by_page[entry.name]
        if both := sorted(set(ruling.same) & set(ruling.apart)):
            raise SettingsError(f"{entry.at}: {both[0]} is under `{SAME}` and under `{APART}`. Remove one of them.")
        for other in ruling.same:
            if other in joined or other == entry.name:
                raise SettingsError(f"{entry.at}: {other} is joined with two pages, or with itself. Keep one of them.")
            joined[other] = entry.name
    ends: dict[str, str] = {}
    for entry in entries:
        _follow(entry, joined, ends)
    saves = {digest: ruling.page for ruling in by_page.values() for digest in ruling.saves}
    return Rulings(by_page, {other: ends[page] for other, page in joined.items()}, saves)


def _parse_entry(entry: YamlEntry) -> Ruling:
    value = {} if entry.value is None else entry.value
    if not isinstance(value, dict) or not value.keys() <= set(_KEYS):
        raise SettingsError(f"{entry.at}: an entry has the lists {', '.join(_KEYS)}. Write {_EXAMPLE}.")
    for path in (entry.name, *_texts(value, SAME, entry), *_texts(value, APART, entry)):
        if not _PATH.fullmatch(path):
            raise SettingsError(f"{entry.at}: `{path}` is not the path of a page. Write {_EXAMPLE}.")
    saves = _texts(value, SAVES, entry)
    for digest in saves:
        if not is_sha256(digest):
            raise SettingsError(f"{entry.at}: `{digest}` is no SHA-256 of 64 hexadecimal digits. Correct it.")
    return Ruling(entry.name, _texts(value, SAME, entry), saves, _texts(value, APART, entry))


def _texts(value: dict[str, Any], key: str, entry: YamlEntry) -> tuple[str, ...]:
    items = value.get(key)
    return tuple(check_texts(items, entry, key, f"{key}: [...]")) if items is not None else ()


def _follow(entry: YamlEntry, joined: Mapping[str, str], ends: dict[str, str]) -> None:
    """Add to `ends` with which page the page of an entry is joined in the end, and those between them.

    Raises SettingsError if pages are joined in a circle.
    """
    way, path = dict[str, None](), entry.name
    while path not in ends and path in joined:
        way[path] = None
        path = joined[path]
        if path in way:
            raise SettingsError(f"{entry.at}: the pages under `{SAME}` are joined in a circle. Remove one of them.")
    ends.update(dict.fromkeys((*way, path), ends.get(path, path)))


def join(source: str, page: str, other: str, saves: Iterable[str]) -> str:
    """Return a file's text in which `other` is joined with `page`, and `saves` are saves of it."""

    def change(entries: Entries) -> None:
        _remove_pair(entries, page, other)
        _add(entries, page, SAME, [other])
        _add(entries, page, SAVES, saves)

    return yaml_files.edit(source, change)


def part(source: str, page: str, other: str) -> str:
    """Return a file's text in which `other` is another article than `page`."""

    def change(entries: Entries) -> None:
        _remove_pair(entries, page, other)
        _add(entries, page, APART, [other])

    return yaml_files.edit(source, change)


def forget(source: str, page: str, other: str) -> str:
    """Return a file's text that says nothing about two pages; the same text if it says nothing."""
    return yaml_files.edit(source, lambda entries: _remove_pair(entries, page, other))


def _add(entries: Entries, page: str, key: str, values: Iterable[str]) -> None:
    value = entries.get(page)
    if value is None:
        value = entries[page] = yaml_files.empty_mapping()
    items = value.get(key)
    if items is None:
        items = value[key] = yaml_files.inline_list()
    items.extend(yaml_files.scalar(item) for item in values if item not in items)


def _remove_pair(entries: Entries, page: str, other: str) -> None:
    for first, second in ((page, other), (other, page)):
        value = entries.get(first)
        for key in (SAME, APART):
            if value and second in (value.get(key) or ()):
                value[key].remove(second)
                _drop_empty(value, key)
        # The digests are those of joined pages, and do not say of which.
        if value is not None and not value.get(SAME):
            value.pop(SAVES, None)
        if value is not None and not value:
            del entries[first]


def _drop_empty(value: Any, key: str) -> None:
    if not value[key]:
        del value[key]


def pairs(rulings: Rulings, made_of: Callable[[str], Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield `same` or `apart` with the two pages, in the order of the file; the first one as in `Ruling.page_now`."""
    for ruling in rulings.by_page.values():
        page = ruling.page_now(made_of)
        yield from ((SAME, page, other) for other in ruling.same)
        yield from ((APART, page, other) for other in ruling.apart)
