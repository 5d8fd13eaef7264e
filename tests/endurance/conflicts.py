"""Articles whose labels and headlines differ only in case, accents or punctuation, or are reserved file names."""

import json
from pathlib import Path

LABELS = {
    "keywords": (
        *("Polish", "polish", "POLISH", "Caf\u00e9", "Cafe\u0301", "CON", "aux", "NUL", "nul", "Straße", "STRASSE"),
        *("İstanbul", "Istanbul", "ISTANBUL", "ıstanbul", "C", "C++", "c#", "dots...", "Dots", "a:b", "A/B", "a b"),
    ),
    "author": ("DE LA CRUZ", "de la Cruz", "De La Cruz", "José Peña", "Jose\u0301 Pen\u0303a", "Ada Aux", "Lpt1 Nul"),
    "publisher": ("The Gazette", "THE GAZETTE", "Paper-Wire", "paper wire", "Con", "prn", "Æther", "æther"),
    "articleSection": ("Town", "TOWN", "town", "com1", "Local / Environment", "index"),
}
HEADLINES = (
    *("The same day", "THE SAME DAY", "The Same Day.", "the same day...", "Café du port", "Cafe\u0301 du port"),
    *("CON", "con", "Aux", "nul.", "PRN", "com1", "LPT9", "index", "README", "INDEX", "...", "???"),
    *("ΣΊΣΥΦΟΣ", "σίσυφος"),
)


def _page(number: int) -> str:
    """Return an article with labels of each kind, and with a text and a URL of its own."""
    labels_of = {name: labels[number % len(labels)] for name, labels in LABELS.items()}
    keywords = [LABELS["keywords"][(number * step) % len(LABELS["keywords"])] for step in (1, 5, 7)]
    headline = HEADLINES[number % len(HEADLINES)]
    data = {
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": f"2020-03-{1 + number // 9:02}T23:30:00-05:00",
        "author": {"name": labels_of["author"]},
        "publisher": {"name": labels_of["publisher"]},
        "articleSection": labels_of["articleSection"],
        "keywords": keywords,
    }
    text = f"Story {number}: the board met at the pier and said what there was to say in {number + 2} sentences. " * 3
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<link rel="canonical" href="https://paper.test/story/{number}">'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
        f"<body><article><h1>{headline}</h1><p>{text}</p></article></body></html>"
    )


def articles(count: int = 2 * len(HEADLINES)) -> dict[str, bytes]:
    """Return the articles by the names of their files."""
    return {f"clash-{number:03}.html": _page(number).encode() for number in range(count)}


def samples() -> dict[str, bytes]:
    """Return the sample articles by the names of their files."""
    folder = Path(__file__).parents[2] / "generator" / "backfile" / "samples"
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
