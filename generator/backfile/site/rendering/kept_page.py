"""A page whose HTML and front matter are kept: they are read when somebody asks for them, and forgotten when written.

So the memory of a build does not grow with the texts of the archive.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.structure.pages import Page

from backfile.site.rendering.kept_text import put_body

_BODY = ("content", "meta", "toc", "markdown")
_FILE_PATHS = frozenset({"abs_src_path", "abs_dest_path"})
"""What a file of docs/ computes of its other paths when somebody asks."""
_BODY_NAMES = frozenset(_BODY)
_BETWEEN = "\0"
"""No id in HTML has this character."""


class MissingTextError(Exception):
    """A kept text that was there when the build began, and cannot be read now."""


class KeptPage(Page):
    """A page of MkDocs. Before `keep` is called it is like any other."""

    _read: Callable[[str, str], list[Any] | None] | None = None
    _digest = ""
    _anchors: str | None = None
    """The ids on the page, each before the next: a set of them takes ten times the memory."""

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """Return the ids on the page to which links can lead; None before it is read."""
        return None if self._anchors is None else set(self._anchors.split(_BETWEEN)[:-1])

    @present_anchor_ids.setter
    def present_anchor_ids(self, ids: set[str] | None) -> None:
        self._anchors = None if ids is None else "".join(f"{each}{_BETWEEN}" for each in ids)

    def keep(self, read: Callable[[str, str], list[Any] | None], digest: str) -> None:
        """Forget HTML, front matter and table of contents. In: a function that reads them, of the path of the page and
        the digest of what it reads; that digest.
        """
        self._read, self._digest = read, digest
        self.forget()

    def drop(self) -> None:
        """Forget all of the text, which cannot be read again."""
        # A new dictionary has half the size of one from which values are removed.
        self.__dict__ = {name: value for name, value in vars(self).items() if name not in _BODY}
        if self.file.src_dir is not None:
            file = self.file
            file.__dict__ = {name: value for name, value in vars(file).items() if name not in _FILE_PATHS}

    def forget(self) -> None:
        """Forget what can be read again."""
        if self._read and not _BODY_NAMES.isdisjoint(vars(self)):
            self.drop()

    def __getattr__(self, name: str) -> Any:
        """Read what was forgotten. Raises MissingTextError."""
        if name not in _BODY or self._read is None:
            raise AttributeError(name)
        values = self._read(self.file.src_uri, self._digest)
        if values is None:
            raise MissingTextError(self.file.src_uri)
        changed = {each: vars(self)[each] for each in _BODY if each in vars(self)}
        put_body(self, values)
        vars(self).update(changed)
        return vars(self)[name]
