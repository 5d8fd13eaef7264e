"""An archive whose owner edits, moves and removes pages, and works with git."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from backfile.archive import page
from backfile.lists.files import list_paths
from backfile.operations.ingest import Options, ingest
from backfile.report import Report
from backfile.settings.mkdocs_yml import Config
from tests import program
from tests.accounting import accounted

TEXT = "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive. " * 3
PIER = "articles/2019/11/pier-mended.md"


def save_article(folder: Path, name: str, headline: str, more: str = "", day: int = 5) -> Path:
    """Write a saved article into a folder; with `more` it is another save of the same article."""
    data = {"@type": "NewsArticle", "headline": headline, "datePublished": f"2019-11-{day:02}"}
    data |= {"keywords": ["Harbour", headline.split()[0]], "author": "Ada Quill"}  # type: ignore[dict-item]
    head = f"<title>{headline}</title><link rel='canonical' href='https://gazette.test/{name}'>"
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    file = folder / f"{name}.html"
    folder.mkdir(exist_ok=True)
    file.write_text(f"<!DOCTYPE html>{head}{script}<article><h1>{headline}</h1><p>{TEXT}{more}</p></article>")
    return file


def git(repository: Config | Path, *arguments: object, code: int = 0) -> str:
    root = repository if isinstance(repository, Path) else repository.root
    done = subprocess.run(["git", *map(str, arguments)], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout.strip()


def ingest_counting(
    home: Config, inbox: Path, expected: tuple[int, int, int, int, int], options: Options | None = None
) -> Report:
    """Ingest the inbox and assert the counts: read, written, updated, unchanged, reported."""
    report = ingest([inbox], home, options)
    assert accounted(report) == expected, report.problems
    return report


def kinds(report: Report) -> list[str]:
    return [problem.kind.value for problem in report.problems]


def backfile(
    *arguments: object, home: Config, code: int = 0, path: str | None = None, unprivileged: bool = False
) -> str:
    """Run a command as a user does, in the process of the tests; but in one of its own with another search path for
    programs, or `unprivileged`: without root's privileges.
    """
    if path is None and not (unprivileged and os.getuid() == 0):
        return " ".join(program.backfile(*arguments, cwd=home.root, code=code).split())
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    if unprivileged and os.getuid() == 0:
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    environment = os.environ | ({"PATH": path} if path is not None else {})
    done = subprocess.run(command, cwd=home.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join((done.stdout + done.stderr).split())


def list_pages(home: Config) -> dict[str, str]:
    """Return the list pages by their paths under docs/."""
    files = [file for path in list_paths() for file in [home.docs / path, *(home.docs / path).rglob("*")]]
    return {file.relative_to(home.docs).as_posix(): file.read_text() for file in files if file.is_file()}


def lists_are_current(home: Config) -> bool:
    """Return whether no list page is outdated or has conflict marks."""
    backfile("lists", "--check", home=home)
    return not any("<<<<" in text or page.is_sealed_twice(text) for text in list_pages(home).values())
