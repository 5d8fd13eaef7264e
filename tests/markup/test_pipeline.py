"""The visible content of an input is on its page of the built site, unchanged.

The documents are random, from seeds: a failing test prints the seed and the smallest document with the fault. The
environment variable `BACKFILE_SEED` sets the first seed of the long runs.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

import pytest

from tests.markup.fuzz import Document, Fuzzer, written
from tests.markup.pipeline import EXTENSIONS, case, faults, losses, shrunk

SECONDS = 60
"""The duration of each of the four long runs."""
BATCH = 400

both = pytest.mark.parametrize("name", EXTENSIONS)


def _seeds() -> Iterator[int]:
    """Yield the first seed of each batch, until the duration of a long run is over."""
    first = int(os.environ.get("BACKFILE_SEED") or random.SystemRandom().randrange(10**9))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        yield first
        first += BATCH
    print(f"{BATCH} documents a batch, the last batch's seed: {first}")


def _check_all_steps(first: int, count: int, name: str) -> None:
    fault = next(faults([case(seed) for seed in range(first, first + count)], EXTENSIONS[name]), None)
    if fault is not None:
        small, what = shrunk(fault[0], EXTENSIONS[name])
        pytest.fail(f"seed {small.seed}, extensions of the {name}: {what}\n{small.html!a}\n{small}")


@both
def test_the_site_shows_articles_unchanged(name: str) -> None:
    _check_all_steps(0, 60, name)


@pytest.mark.soak
@both
def test_the_site_shows_articles_unchanged_in_long_runs(name: str) -> None:
    for seed in _seeds():
        _check_all_steps(seed, BATCH, name)


FURNITURE = """\
Share this article on Facebook | Follow us on Twitter | 12 comments | By Anna Blum | Published 12 March 2020 | * * *
© 2020 The Post. All rights reserved. | Read also: something else | A headline of some words | Kabul: The board met.
The harbour board met on Tuesday and agreed to mend the east pier before winter. | The harbour board met on Tuesday
Nobody was hurt when the storm came over the hills, and the board was glad of it and said so. | - one | 1. one | Name:
More stories | https://e.test/a.jpg | Sign up for our newsletter | "Yes," she said | – Nein – | 12. März 2020
""".replace("\n", " | ").split(" | ")
ENDS = ("\n", "\n\n", "\r\n", "\n \n", "\r", "\r\n\r\n", "\n\n\n", "\x0b", "\u2028", "\n    ")


def _page(seed: int) -> tuple[str, Document]:
    """Return a page that consists of its article, and the document of the article."""
    document = Fuzzer(seed).document()
    head = f'<meta charset="utf-8"><title>Page {seed}</title>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{written(document, seed)}</article>", document


def _text(seed: int) -> str:
    """Return a scraped text: hostile lines among lines of articles and of furniture."""
    fuzzer, chance = Fuzzer(seed), random.Random(seed)
    lines = (chance.choice(FURNITURE) if chance.random() < 0.5 else fuzzer.line() for _ in range(chance.randint(2, 14)))
    return "".join(line + chance.choice(ENDS) for line in lines).encode("utf-8", "replace").decode()


def _check_ingest(first: int, count: int, name: str) -> None:
    texts = {f"{seed}.txt": (_text(seed), None) for seed in range(first, first + count // 2)}
    pages = {f"{seed}.html": _page(seed) for seed in range(first, first + count // 2)}
    faulty = [f"{file}: {what}" for file, what in losses({**texts, **pages}, EXTENSIONS[name])]
    assert not faulty, f"seeds from {first}, extensions of the {name}: {faulty}"


@both
def test_every_character_of_an_input_is_on_its_page_or_recorded_as_removed(name: str) -> None:
    _check_ingest(0, 60, name)


@pytest.mark.soak
@both
def test_every_character_is_on_its_page_or_recorded_as_removed_in_long_runs(name: str) -> None:
    for seed in _seeds():
        _check_ingest(seed, BATCH, name)
