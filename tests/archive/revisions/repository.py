"""Repositories made by git itself, with pages of original texts, for tests of history."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from backfile.archive import page
from backfile.article import Article, Markdown, Origin

PAGE = "docs/articles/2021/04/pier.md"

FIRST = """\
The east pier of Merrow is closed from today, the harbour office says. A ladder broke on Sunday and nobody was hurt.

The pier was built in 1884 of oak and larch. Repairs are expected to take four weeks and cost 12,000 crowns.

Boats land at the west pier in the meantime, where the bus stops every hour."""

CORRECTED = """\
The east pier of Merrow is closed from today, the harbour office says. A ladder broke on Saturday and nobody was hurt.

The pier was built in 1884 of oak and larch. Repairs are expected to take six weeks and cost 12,000 crowns.

Boats land at the west pier in the meantime, where the bus stops every hour."""

ADDRESS = "https://gazette.test/pier"
"""The address of the article of the three texts, by which they are its revisions."""
FURNITURE = f"{CORRECTED}\n\nShare this article"


def article(body: str = FIRST, headline: str = "East pier closes", save: int = 1, **values: object) -> Article:
    """Return an article as a save of that day of April 2021 has it."""
    when = datetime(2021, 4, save, 9, tzinfo=UTC)
    origin = Origin(file=f"pier-{save}.html", sha256=f"{save:064x}", reader="html", retrieved=when)
    made = Article(headline=headline, body=Markdown(body), origin=origin, language="en", source="The Merrow Gazette")
    return replace(made, **values)  # type: ignore[arg-type]


def first() -> str:
    """Return the page of the first text."""
    return page.dump(article(url=ADDRESS))


def corrected() -> str:
    """Return the page of the corrected text with a new headline."""
    return page.dump(article(CORRECTED, "East pier closes for six weeks", 2, url=ADDRESS))


def furniture() -> str:
    """Return the page of the corrected text, with a line of furniture."""
    return page.dump(article(FURNITURE, "East pier closes for six weeks", 3, url=ADDRESS))


def git(root: Path, *arguments: str, when: str = "2021-05-01T12:00:00+00:00") -> str:
    """Run git in `root` with an author and a date."""
    names = {"GIT_AUTHOR_NAME": "Ada Mercer", "GIT_AUTHOR_EMAIL": "ada@merrow.example"}
    names |= {"GIT_COMMITTER_NAME": "Ada Mercer", "GIT_COMMITTER_EMAIL": "ada@merrow.example"}
    environment = os.environ | names | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    environment["FILTER_BRANCH_SQUELCH_WARNING"] = "1"  # `git filter-branch` waits ten seconds after its warning.
    return subprocess.run(
        ["git", *arguments],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def commit(root: Path, files: Mapping[str, str | None], day: int = 1) -> str:
    """Write files, or remove them (None), commit all, and return the commit's hash. In: a day of May 2021."""
    for name, text in files.items():
        file = root / name
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Change", when=f"2021-05-{day:02}T12:00:00+00:00")
    return git(root, "rev-parse", "HEAD").strip()


def repository(root: Path) -> Path:
    """Make an empty repository at `root`."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    root.joinpath(".gitignore").write_text(".backfile/\nsite/\n", encoding="utf-8")
    return root
