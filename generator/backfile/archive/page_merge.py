"""Three-way merge of a page: the text that the program last wrote, its owner's page, and the new text.

Front matter and body are merged apart. Nothing of what the owner wrote is dropped: where both sides changed the same,
there is no merged page, and the names of the parts in conflict are returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from backfile.archive import front_matter, page
from backfile.archive.front_matter_merge import ConflictError, merge_front_matter

MergeLines = Callable[[str, str, str], str | None]
"""A function that merges three texts line by line: base, own, new. It returns None if there is a conflict."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge."""

    text: str | None
    """The merged page; None if there are conflicts."""
    conflicts: tuple[str, ...] = ()
    """The keys of the front matter that both sides changed, and `body`."""


def merge_pages(base: str, own: str, new: str, merge_lines: MergeLines) -> Merged:
    """Return the owner's page with what the program changed, and with the seal of the new text.

    In: three texts of one page; the seal of `base` is the one that `own` bears.
    """
    mark = "\ufeff" if own.startswith("\ufeff") else ""
    crlf = "\r\n" in own
    lines = own.removeprefix(mark).replace("\r\n", "\n")
    if "\r" in lines or "\ufffd" in own or (crlf and lines.count("\n") != own.count("\r\n")):
        return Merged(None, ("text encoding or line ends",))
    try:
        pages = [_split(text) for text in (base.replace("\r\n", "\n"), lines, new.replace("\r\n", "\n"))]
    except page.PageError:
        return Merged(None, ("front matter",))
    conflicts: list[str] = []
    head = ""
    try:
        head = merge_front_matter(pages[0].head, pages[1].head, pages[2].head)
    except ConflictError as conflict:
        conflicts = str(conflict).split(", ")
    body = _merge_bodies(pages[0].body, pages[1].body, pages[2].body, merge_lines)
    if body is None or conflicts:
        return Merged(None, (*conflicts, *(["body"] if body is None else [])))
    text = pages[1].before + head + pages[1].between + body
    if page.read_seal(text).value != page.read_seal(new).value:
        return Merged(None, ("origin",))
    return Merged(mark + (text.replace("\n", "\r\n") if crlf else text))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a page's text, in order."""

    before: str
    head: str
    """The YAML."""
    between: str
    """The line that ends the front matter."""
    body: str


def _split(text: str) -> _Parts:
    """Return the parts of a text. Raises PageError when it has no front matter."""
    begin, end = front_matter.span(text)
    line_end = text.find("\n", end)
    after = len(text) if line_end < 0 else line_end + 1
    return _Parts(text[:begin], text[begin:end], text[end:after], text[after:])


def _merge_bodies(base: str, own: str, new: str, merge_lines: MergeLines) -> str | None:
    """Return the owner's body with what the new one changed; None if there is a conflict.

    What the merge leaves is checked: each line that the owner wrote is in it.
    """
    if base == new or own == new:
        return own
    ended = [text if text.endswith("\n") or not text else f"{text}\n" for text in (base, own, new)]
    merged = ended[2] if ended[0] == ended[1] else merge_lines(*ended)
    if merged is None or Counter(ended[1].splitlines()) - Counter(ended[0].splitlines()) - Counter(merged.splitlines()):
        return None
    return merged if own.endswith("\n") or not own else merged.removesuffix("\n")
