"""Archives with a history, for tests of the site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from backfile.archive.page import dump
from tests.archive.revisions.repository import PAGE, article, commit, corrected, first, furniture, git, repository
from tests.conftest import MKDOCS_YML, MakeArchive

SETTINGS = f"site_url: https://clippings.example/\n{MKDOCS_YML}"
ALONE = "docs/articles/2021/04/alone.md"


def versioned_archive(make_archive: MakeArchive, root: Path, others: Iterable[str] = ()) -> Path:
    """Make an archive in which an article has three saves and an edit by its owner, and another article one text.

    In: texts of a third page, `docs/articles/2021/04/other.md`, committed one after another.
    """
    repository(root)
    texts = (first(), corrected(), furniture(), furniture().replace("larch", "ash"))
    for day, text in enumerate(texts, start=1):
        commit(root, {PAGE: text, ALONE: dump(article(headline="Alone"))}, day)
    for day, text in enumerate(others, start=10):
        commit(root, {"docs/articles/2021/04/other.md": text}, day % 28 + 1)
    pages = {file.relative_to(root / "docs").as_posix(): file.read_text("utf-8") for file in root.glob("docs/**/*.md")}
    make_archive(root, pages, SETTINGS)
    commit(root, {}, 29)
    git(root, "status")
    return root
