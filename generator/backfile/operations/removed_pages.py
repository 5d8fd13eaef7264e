"""Articles whose pages their owner removed: they stay away until the owner brings the page back.

git knows which those were, and what was in them; nothing else is kept of it. Without git, or without the commit that
had the page, an article that comes in again is a new one.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from backfile.archive import git, identity, page
from backfile.archive.git import Gone
from backfile.archive.identity import MOST_COMPARED
from backfile.article import Article


class Removals:
    """The removed pages of one archive. git is asked when the first article is looked for."""

    def __init__(self, root: Path, docs: Path) -> None:
        """In: the archive's folder and the folder of its pages, both absolute."""
        self._root = root
        self._folder = (docs / "articles").relative_to(root).as_posix()
        self._known: dict[tuple[str, str], list[Gone]] | None = None

    def find(self, article: Article, text: str) -> Gone | None:
        """Give the removed page that held the article, in whatever save. In: the text of its page, too.

        Raises GitError when git does not tell.
        """
        if self._known is None:
            self._known = {}
            self._learn(self._known)
        if not self._known:
            return None
        written = self._known.get(("seal", page.read_seal(text).value))
        if written:
            return written[0]
        url = identity.url(article)
        saves = self._of(article, ("url", url) if url else ("text", identity.text(article)))
        revised = self._of(article, ("place", identity.place(article) or ""))
        same = (gone for gone, other in saves if not url or identity.same(article, other))
        revision = (gone for gone, other in revised if identity.url(other) == url and identity.revises(article, other))
        return next(same, None) or next(revision, None)

    def _learn(self, known: dict[tuple[str, str], list[Gone]]) -> None:
        if not git.is_versioned(self._root):
            return
        latest = {gone.blob: gone for gone in reversed(list(git.removed(self._root, self._folder)))}
        for gone, text in git.texts(self._root, latest.values()):
            try:
                article = page.load(text)
            except page.PageError:
                continue
            url, place = identity.url(article), identity.place(article)
            names = {"seal": page.read_seal(text).value, "url": url, "place": place}
            names["text"] = None if url else identity.text(article)
            for kind, name in names.items():
                if name:
                    known.setdefault((kind, name), []).append(gone)

    def _of(self, article: Article, name: tuple[str, str]) -> list[tuple[Gone, Article]]:
        """Give the removed articles of a name, read once more: their texts are not kept in memory."""
        found = (self._known or {}).get(name, [])[:MOST_COMPARED]
        return [(gone, page.load(text)) for gone, text in git.texts(self._root, found)]


def way_back(gone: Gone) -> str:
    """Give the command that brings a removed page back, for a shell in the archive's folder."""
    return f"git checkout {gone.revision} -- {quote(gone.path)}"
