"""Saves of one article: three real variants of it, made on three days, and what git's history has of its page."""

from __future__ import annotations

import subprocess
from pathlib import Path

from backfile.settings.mkdocs_yml import Config
from tests.operations.ingested import html

FERRY = (
    "The ferry to Merrow Island will run until midnight from the first of June, the harbour office said on Monday. "
    "Two crews have been hired for the late boats, and the fare stays at three crowns.",
    "Islanders had asked for the later boats for eleven years. Until now the last one left at nine, so that nobody "
    "could see the end of a play in town.",
    "The office expects fourty passengers on a summer evening. It will count them until September and then decide "
    "whether the late boats stay.",
)
"""The first text: three paragraphs."""
CORRECTED = (
    FERRY[0].replace("three crowns", "four crowns"),
    FERRY[1],
    FERRY[2].replace("fourty", "forty"),
    "An earlier version of this article gave the old fare.",
)
"""The corrected text."""
PATH = "articles/2021/05/late-ferries-to-merrow-from-june.md"
"""The page of the article, under docs/."""


def save(
    day: int,
    paragraphs: tuple[str, ...] = FERRY,
    title: str = "Late ferries to Merrow from June",
    footer: str = "",
    url: str | None = "https://gazette.test/ferry",
) -> str:
    """Return the article as a browser saved it on a day of May 2021."""
    comment = f"<!-- Page saved with SingleFile\n url: https://gazette.test/ferry\n saved date: {_date(day)} -->"
    text = html(title, "</p><p>".join(paragraphs), url=url, published="2021-05-03T09:00:00+02:00")
    text = text.replace("</article>", f"</article><footer><p>{footer}</p></footer>")
    return text.replace("<!DOCTYPE html>", f"<!DOCTYPE html>{comment}", 1)


def _date(day: int) -> str:
    week = ("Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri")
    return f"{week[day % 7]} May {day:02} 2021 10:00:00 GMT+0000 (Coordinated Universal Time)"


VARIANTS = {
    "a.html": save(4),
    "b.html": save(5, CORRECTED, "Late ferries to Merrow from June, at four crowns"),
    "c.html": save(6, CORRECTED, "Late ferries to Merrow from June, at four crowns", "Download our new app"),
}
"""The three variants by the names of their files: first text, corrected text with new headline, furniture alone."""


def write(folder: Path, *names: str) -> Path:
    """Write variants into a folder, which has nothing else then."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name in names:
        (folder / name).write_text(VARIANTS[name])
    return folder


def git(home: Config, *arguments: str) -> str:
    """Run git in the archive and return its output."""
    return subprocess.run(["git", *arguments], cwd=home.root, capture_output=True, text=True, check=True).stdout


def versions(home: Config, path: str = PATH) -> list[str]:
    """Return the texts that a page had, by the commits that changed it, the oldest first."""
    commits = git(home, "log", "--reverse", "--format=%H", "--", f"docs/{path}").split()
    return [git(home, "show", f"{commit}:docs/{path}") for commit in commits]


def dates(home: Config, path: str = PATH) -> list[str]:
    """Return the dates of the authors of these commits, the oldest first."""
    return git(home, "log", "--reverse", "--format=%as", "--", f"docs/{path}").split()
