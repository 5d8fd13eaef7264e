"""Owns where list pages are in docs/, and how the program distinguishes its own list pages from the owner's pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backfile.archive.file_state import regular_state
from backfile.archive.front_matter import PageError, split
from backfile.archive.seals import is_sealed_twice, read_seal
from backfile.lists import all_lists
from backfile.settings.inside import files_inside, read_anywhere


@cache
def list_kinds() -> frozenset[str]:
    """Return the values of `kind` in the front matter of list pages."""
    return frozenset(kind for each in all_lists() for kind in each.kinds)


@cache
def list_folders() -> tuple[str, ...]:
    """Return the folders of list pages under docs/, in the order of the navigation; the home page is in none."""
    return tuple(each.folder for each in all_lists() if each.folder)


def list_paths() -> list[str]:
    """Return the files and folders under docs/ that hold list pages."""
    return ["index.md", *list_folders()]


def list_files(docs: Path) -> Iterator[Path]:
    """Yield the pages in the folders of list pages; the owner's own may be among them."""
    for folder in list_folders():
        yield from files_inside(docs / folder, docs, ".md")


def list_states(docs: Path) -> Iterator[tuple[str, str]]:
    """Yield path under docs/ and `file_state` of the home page and of what is in the folders of list pages, sorted."""
    for path in list_paths():
        for file in [docs / path] if path.endswith(".md") else sorted(files_inside(docs / path, docs, ".md")):
            yield file.relative_to(docs).as_posix(), regular_state(file)


def git_attributes(folder: str) -> str:
    """Return the lines of .gitattributes for the list pages. In: the folder of the pages, relative to that file.

    git merges two versions of a list page by taking the lines of both. There is no conflict, and the next run writes
    the page again.
    """
    patterns = [f"{folder}/{path}" if path.endswith(".md") else f"{folder}/{path}/**" for path in list_paths()]
    return "".join(f"{pattern} merge=union\n" for pattern in patterns)


def is_list(file: Path) -> bool:
    """Return whether a file is a list page as the program wrote it; otherwise it is the owner's."""
    return has_list_kind(file) and read_seal(_text(file)).intact


def may_overwrite(file: Path) -> bool:
    """Return whether a file is a list page as the program wrote it, or the result of git's merge of two such pages."""
    return has_list_kind(file) and (is_list(file) or is_sealed_twice(_text(file)))


_CONFLICT_MARKERS = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?\n", re.MULTILINE)


def has_list_kind(file: Path) -> bool:
    """Return whether the front matter of a file has a list page's `kind`, possibly between git's conflict markers."""
    try:
        meta, _ = split(_CONFLICT_MARKERS.sub("", _text(file)))
    except (PageError, OSError):
        return False
    return meta.get("kind") in list_kinds()


def _text(file: Path) -> str:
    """Return the text of a file, with its line ends as line feeds. Raises OSError."""
    return read_anywhere(file).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
