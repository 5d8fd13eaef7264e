"""Pages that their owner removed: their articles are not written again until the owner restores the page.

A removed page is that of an article by the same rule by which a page is (`archive.identity_rule`): a page that only
claimed to be the article does not keep it away.

Which pages were removed, and their text, is read from git's history; nothing else is stored about them. Without git, or
without the commit that had the page, an article that is ingested again is a new one.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from backfile.archive import git, git_history, identity, page
from backfile.archive.git_history import FileVersion
from backfile.archive.identity_evidence import Save
from backfile.archive.identity_rule import Relation, judge
from backfile.archive.identity_sites import Sites
from backfile.archive.near_texts import Sign, choose, sign_of
from backfile.archive.resemblance import fold_headline
from backfile.article import Article


class RemovedPages:
    """The removed pages of one archive. git's history is read when the first article is looked up."""

    def __init__(self, root: Path, docs: Path, sites: Sites) -> None:
        """Take the archive's folder and the folder of its pages, both absolute."""
        self._root = root
        self._sites = sites
        self._folder = (docs / "articles").relative_to(root).as_posix()
        self._by_key: dict[tuple[str, str], list[FileVersion]] | None = None
        self._paths: set[str] = set()
        self._signs: dict[str, tuple[str | None, str | None, Sign]] = {}
        """git's digest of a removed page -> the host that it was saved from, its folded headline, its sign."""

    def find(self, article: Article, text: str) -> FileVersion | None:
        """Return the removed page of the article, whichever save it held. In: the article, and the text of its page.

        Raises GitError when git cannot read its history.
        """
        if self._by_key is None:
            self._by_key = {}
            self._read_history(self._by_key)
        if not self._by_key:
            return None
        same_seal = self._by_key.get(("seal", page.read_seal(text).value))
        if same_seal:
            return same_seal[0]
        address = self._sites.address(article)
        digest = identity.text_digest(article)
        found = [
            *self._articles("bytes", article.origin.sha256, article),
            *(self._articles("address", address, article) if address else self._articles("text", digest, article)),
            *self._articles("input", identity.input_record(article) or "", article),
        ]
        save = Save(article)
        return next((version for version, other in found if self._is_removed(save, Save(other))), None)

    def exist(self) -> bool:
        """Return whether any page was removed. It is known after the first `find`."""
        return bool(self._by_key)

    def had(self, path: str) -> bool:
        """Return whether a removed page had that path, under docs/. It is known after the first `find`.

        Another article does not get the path: the command that restores the page would overwrite it.
        """
        return path in self._paths

    def _is_removed(self, save: Save, removed: Save) -> bool:
        """Return whether a removed page was that of a save. One that only claimed to be it keeps no other away."""
        pair = (removed, save) if identity.is_older(save.article, removed.article) else (save, removed)
        return judge(*pair, self._sites).relation is Relation.REVISION

    def _read_history(self, by_key: dict[tuple[str, str], list[FileVersion]]) -> None:
        """Fill `by_key` with the removed pages: (kind of key, key) -> pages, the latest removal first."""
        if not git.is_versioned(self._root):
            return
        files = git_history.removed_files(self._root, self._folder)
        removed = [version for version in files if version.path.endswith(".md")]
        docs = self._folder.removesuffix("articles")
        self._paths = {version.path.removeprefix(docs) for version in removed}
        latest = {version.blob: version for version in reversed(removed)}
        for version, text in git_history.read_texts(self._root, latest.values()):
            try:
                article = page.load(text)
            except page.PageError:
                continue
            address = self._sites.address(article)
            keys = {
                "seal": page.read_seal(text).value,
                "bytes": article.origin.sha256,
                "address": address,
                "input": identity.input_record(article),
                "text": None if address else identity.text_digest(article),
            }
            self._signs[version.blob] = (article.origin.host, fold_headline(article), sign_of(article))
            for kind, key in keys.items():
                if key:
                    by_key.setdefault((kind, key), []).append(version)

    def _articles(self, kind: str, key: str, article: Article) -> list[tuple[FileVersion, Article]]:
        """Return the removed pages of a key with their articles, read again, so that no texts stay in memory.

        In: also the article that is compared with them. Of many pages, the nearest are read.
        """
        headline = fold_headline(article)

        def distance(version: FileVersion) -> tuple[int, bool]:
            host, other, _ = self._signs[version.blob]
            return self._sites.distance(article, host), other != headline

        found = sorted((self._by_key or {}).get((kind, key), []), key=distance)
        versions = choose(found, article, lambda version: self._signs[version.blob][2])
        return [(version, page.load(text)) for version, text in git_history.read_texts(self._root, versions)]


def restore_command(version: FileVersion) -> str:
    """Return the command that restores a removed page, for a shell in the archive's folder."""
    return f"git checkout {version.revision} -- {quote(version.path)}"
