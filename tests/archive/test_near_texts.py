"""Tests of the choice of the articles with which a save is compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import count
from zlib import adler32, crc32

import pytest

from backfile.archive.identity import MAX_COMPARED
from backfile.archive.near_texts import Sign, choose, sign_of
from backfile.archive.text_overlap import split_triples
from backfile.article import Article, Markdown, Origin

ORIGIN = Origin("", "0" * 64, "html")
SAVE = Article(
    "The pier",
    Markdown("In week one the council paid for the pier, and in week two for lamps."),
    ORIGIN,
)


def test_the_texts_of_a_limited_number_of_claimants_are_looked_at() -> None:
    """The one whose text is that of the save is the last or is too far away."""
    for place, is_found in ((1024, True), (1025, False)):
        looked_at = []

        def find_sign(number: int, place: int = place, looked_at: list[int] = looked_at) -> Sign:
            looked_at.append(number)
            return sign_of(SAVE) if number == place else Sign(frozenset(), None)

        chosen = choose(range(5000), SAVE, find_sign)
        assert (len(chosen), len(looked_at), place in chosen) == (MAX_COMPARED, 1000, is_found)


HASHES: dict[str, Callable[[bytes], int]] = {
    "crc32": crc32,
    "adler32": adler32,
    "sha256": lambda data: int.from_bytes(sha256(data).digest(), "big"),
}


@pytest.mark.parametrize("hash_of", HASHES.values(), ids=HASHES)
@pytest.mark.parametrize("separator", [" ", "\0", ""])
def test_nobody_can_choose_words_that_stand_for_a_text(hash_of: Callable[[bytes], int], separator: str) -> None:
    """Sixty texts have the triples of a text that are least by a known hash, and none whose hashes are as small."""

    def hash_of_triple(triple: tuple[str, ...]) -> int:
        return hash_of(separator.join(triple).encode())

    text = " ".join(f"word{number * number % 97} of{number % 31}" for number in range(150))
    least = sorted(split_triples(text), key=hash_of_triple)[:24]
    limit = hash_of_triple(least[-1])
    fillers = (f"lie{number}" for number in count())

    def forge() -> Article:
        """Return a text that has those triples, and no other one whose hash is as small."""
        words: list[str] = []
        for part in (*least, *[()] * 400):
            while True:
                new = [*words[-2:], next(fillers), *part]
                if all(
                    each in least or hash_of_triple(each) > limit for each in zip(new, new[1:], new[2:], strict=False)
                ):
                    words += new[min(2, len(words)) :]
                    break
        return Article("The pier", Markdown(" ".join(words)), ORIGIN)

    forged = [forge() for _ in range(60)]
    standing = Article("The pier", Markdown(text), ORIGIN)
    claimants = [*forged, standing]
    correction = replace(standing, body=Markdown(text.replace("word1 of1", "word1 and of1")))
    chosen = choose(range(len(claimants)), correction, lambda number: sign_of(claimants[number]))
    assert len(claimants) - 1 in chosen
