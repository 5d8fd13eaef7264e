"""Saved pages as inputs, and the content of an archive after an ingest."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from backfile.report import Report
from backfile.settings.mkdocs_yml import Config

SAMPLES = Path(__file__).parents[2] / "generator" / "backfile" / "samples"
PARAGRAPH = "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive. "


def html(
    title: str = "East pier to be mended",
    body: str = PARAGRAPH * 3,
    url: str | None = "https://gazette.test/pier",
    published: str | None = "2019-11-05T09:00:00+01:00",
    modified: str | None = None,
) -> str:
    """Return a saved page; each parameter that is None is missing on it."""
    data = {"@type": "NewsArticle", "headline": title, "datePublished": published, "dateModified": modified}
    link = f'<link rel="canonical" href="{url}">' if url else ""
    json_ld = json.dumps({key: value for key, value in data.items() if value})
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{link}'
        f'<script type="application/ld+json">{json_ld}</script></head>'
        f"<body><article><h1>{title}</h1><p>{body}</p></article>"
    )


def pages(config: Config) -> dict[str, str]:
    """Return the pages of articles: path under docs/ -> text."""
    files = config.docs.joinpath("articles").rglob("*.md")
    return {file.relative_to(config.docs).as_posix(): file.read_text("utf-8") for file in files}


def tree(config: Config) -> dict[str, bytes]:
    """Return the files of the archive without git's and the cache's: path -> content."""
    files = (file for file in config.root.rglob("*") if file.is_file() and not {".git", ".backfile"} & set(file.parts))
    return {file.relative_to(config.root).as_posix(): file.read_bytes() for file in files}


def log(config: Config) -> list[str]:
    """Return the first lines of the commit messages, the latest first."""
    done = subprocess.run(["git", "log", "--format=%s"], cwd=config.root, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def status(config: Config) -> str:
    """Return the changed files, as `git status --short` prints them."""
    done = subprocess.run(["git", "status", "--short"], cwd=config.root, capture_output=True, text=True, check=True)
    return done.stdout


def kinds(report: Report) -> list[str]:
    return [problem.kind.value for problem in report.problems]
