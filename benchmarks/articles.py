"""Pages of articles for measurements: any number of them, the same in each run, with furniture as on real pages."""

import hashlib
import json
import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backfile.archive.catalog import Catalog
from backfile.archive.page import dump
from backfile.archive.page_path import new_page_path
from backfile.archive.storage import Storage
from backfile.article import Article, Markdown, Origin
from backfile.lists.update import update
from backfile.operations.init import create
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config

SYLLABLES = "ka lo mer tin dra vos el pa ru shi ban qua ste ol fen gri mar to li ne wex hu".split()


def words(chance: random.Random, count: int) -> list[str]:
    """Return invented words."""
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]


def sentence(chance: random.Random) -> str:
    """Return a sentence in HTML; some have a link or emphasis."""
    chosen = words(chance, chance.randint(8, 24))
    if chance.random() < 0.3:
        chosen[3] = f'<a href="/story/{chance.randrange(10**6)}">{chosen[3]}</a>'
    if chance.random() < 0.2:
        chosen[5] = f"<em>{chosen[5]}</em>"
    return f"{' '.join(chosen).capitalize()}."


def page(number: int, length: int = 500) -> str:
    """Return a page with an article of about `length` words, and furniture around it."""
    chance = random.Random(number)
    title = " ".join(words(chance, 7)).capitalize()
    day = datetime(2001, 1, 1, 9, tzinfo=UTC) + timedelta(hours=7 * number)
    data = {
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": day.isoformat(),
        "author": [{"name": f"Author {number % 40}"}],
        "publisher": {"name": f"Paper {number % 7}"},
        "keywords": [f"subject {number % 90}", f"theme {number % 11}"],
    }
    paragraphs = [" ".join(sentence(chance) for _ in range(4)) for _ in range(max(1, length // 64))]
    paragraphs.insert(2, "</p><h2>What comes next</h2><ul><li>One thing</li><li>Another thing</li></ul><p>")
    links = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in words(chance, 80))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Paper</title>'
        f'<link rel="canonical" href="https://paper.example/{number}"><script type="application/ld+json">'
        f"{json.dumps(data)}</script></head><body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>"
        f"<p>{'</p><p>'.join(paragraphs)}</p></article><footer><ul>{links}</ul></footer></body></html>"
    )


def write(folder: Path, count: int) -> None:
    """Write pages into at most 100 subfolders of `folder`."""
    for number in range(count):
        subfolder = folder / f"{number % 100:02}"
        subfolder.mkdir(parents=True, exist_ok=True)
        (subfolder / f"{number}.html").write_text(page(number), encoding="utf-8")


def stored_article(number: int, length: int = 500) -> Article:
    """Return an article of about `length` words as an ingest would make it of a page; some link to earlier ones."""
    chance = random.Random(number)
    paragraphs = []
    for _ in range(max(1, length // 64)):
        chosen = [words(chance, chance.randint(8, 24)) for _ in range(4)]
        if number and chance.random() < 0.2:
            chosen[1][2] = f"[{chosen[1][2]}](https://paper.example/{chance.randrange(number)})"
        if chance.random() < 0.5:
            chosen[2][4] = f"*{chosen[2][4]}*"
        paragraphs.append(" ".join(f"{' '.join(sentence).capitalize()}." for sentence in chosen))
    paragraphs.insert(2, "## What comes next\n\n* One thing\n\n* Another thing")
    return Article(
        headline=" ".join(words(chance, 7)).capitalize(),
        body=Markdown("\n\n".join(paragraphs)),
        origin=Origin(f"{number}.html", hashlib.sha256(str(number).encode()).hexdigest(), "html"),
        dek=f"{' '.join(words(chance, 12)).capitalize()}.",
        authors=(f"Author {number % 40}",),
        published=datetime(2001, 1, 1, 9, tzinfo=UTC) + timedelta(hours=7 * number),
        source=f"Paper {number % 7}",
        language="en",
        url=f"https://paper.example/{number}",
        tags=(f"Subject {number % 90}", f"Theme {number % 11}"),
    )


def write_archive(root: Path, count: int) -> Config:
    """Create an archive of `count` articles in `root`: pages and list pages, in git, without an ingest."""
    config = create(root)
    storage = Storage(config.root, config.docs)
    with storage.locked("benchmark"), Catalog(config.root / CATALOG, config.docs) as catalog:
        for number in range(count):
            add_article(config.docs, number)
        catalog.sync()
        update(storage, catalog, config)
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["add", "--all"], ["commit", "--quiet", "--message", "Articles"]):
        subprocess.run(["git", *identity, *command], cwd=root, check=True)
    return config


def add_article(docs: Path, number: int) -> None:
    """Write the page of an article under `docs`."""
    article = stored_article(number)
    page_file = docs / new_page_path(article, lambda path: (docs / path).exists())
    page_file.parent.mkdir(parents=True, exist_ok=True)
    page_file.write_text(dump(article), encoding="utf-8")
