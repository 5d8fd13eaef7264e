"""Pages of articles for measurements: any number of them, the same in each run, with furniture as on real pages."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
