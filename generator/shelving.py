"""Putting an article where it belongs: is it there already, is it news, may its page be written?

The pages answer that, through the catalog; no state is kept of what was done before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from generator import identity, page
from generator.article import Article
from generator.catalog import Catalog, Shelved
from generator.drafts import Draft, superseded
from generator.problems import Kind, Problem
from generator.shelf import INCOMING, Shelf, place


@dataclass(slots=True)
class Tally:
    """What has become of a run's articles so far. Paths are under docs/."""

    written: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


class Shelver:
    """Puts the articles of one run into an archive."""

    def __init__(self, shelf: Shelf, catalog: Catalog, tally: Tally, *, dry_run: bool = False) -> None:
        """With `dry_run` nothing is written; the tally says what would be."""
        self._shelf = shelf
        self._catalog = catalog
        self._tally = tally
        self._dry_run = dry_run
        self._claimed: set[str] = set()

    def put(self, draft: Draft, text: str) -> bool:
        """Put one article in its place and take down what that meant. Gives whether its page was (to be) written."""
        article = page.load(text)
        found = self._match(article, text)
        path = found.path if found else place(article, self._is_taken)
        self._claimed.add(path)
        if found and not self._may_write(draft, article, text, found):
            return False
        (self._tally.updated if found else self._tally.written).append(path)
        if not self._dry_run:
            self._shelf.write_page(path, text)
            self._catalog.note(path)
        return True

    def _may_write(self, draft: Draft, article: Article, text: str, found: Shelved) -> bool:
        """Decide whether the page that is there gives way, and report or count it when it does not."""
        if not self._is_news(article, text, found):
            self._tally.unchanged += 1
        elif not found.intact:
            self._tally.problems.append(self._set_aside(draft, text, found.path))
        elif identity.is_older(article, page.load(self._shelf.read_page(found.path))):
            self._tally.problems.append(superseded(draft.given.file, f"docs/{found.path} is a later save of it"))
        else:
            return True
        return False

    def _is_news(self, article: Article, text: str, found: Shelved) -> bool:
        """Whether an article differs from what the program wrote last; where it was read this time does not count."""
        if page.seal(text).value == found.seal:
            return False
        if not found.headline:
            return True
        there = page.load(self._shelf.read_page(found.path)).origin
        moved = replace(article, origin=replace(article.origin, file=there.file, record=there.record))
        return page.seal(page.dump(moved)).value != found.seal

    def _set_aside(self, draft: Draft, text: str, path: str) -> Problem:
        if not self._dry_run:
            self._shelf.set_aside(path, text)
        reason = f"its page docs/{path} was edited by hand and is kept"
        step = f"Compare it with {INCOMING}/{path}, which has the new text; delete that file when you are done."
        return Problem(Kind.EDITED, draft.given.file, reason, step)

    def _match(self, article: Article, text: str) -> Shelved | None:
        """Find the page that holds the article. A URL that is another article's too is remarked on."""
        url = identity.url(article)
        candidates = self._catalog.by_url(url) if url else self._without_url(article)
        free = [shelved for shelved in candidates if shelved.path not in self._claimed]
        seal = page.seal(text).value
        same: Callable[[Article, Article], bool] = identity.same if url else identity.revises
        for shelved in sorted(free, key=lambda shelved: shelved.seal != seal):
            if shelved.seal == seal or same(article, page.load(self._shelf.read_page(shelved.path))):
                return shelved
        broken = self._catalog.at(place(article, lambda path: False))
        if broken and not broken.headline:
            # Its owner broke its front matter: it may well be this article's page, and is not to be doubled.
            return broken
        if url and candidates:
            self._tally.problems.append(_held(article, candidates[0].path))
        return None

    def _without_url(self, article: Article) -> list[Shelved]:
        by_text = self._catalog.by_text(identity.text(article))
        return [*by_text, *self._catalog.by_place(identity.place(article))]

    def _is_taken(self, path: str) -> bool:
        return path in self._claimed or (self._shelf.docs / path).exists()


def _held(article: Article, path: str) -> Problem:
    reason = f"its canonical URL is that of docs/{path}, which has another headline and text; both are kept"
    step = "If one of them names the wrong URL, mend its page's `url`."
    return Problem(Kind.URL_HELD, article.origin.file, reason, step)
