"""Tests of the list of the archive's words, from which the search suggests some."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.site.search import vocabulary
from backfile.site.search.tokenize import PART, tokenize
from backfile.site.search.vocabulary import Vocabulary


def counted(*articles: str) -> Vocabulary:
    words = Vocabulary()
    for article in articles:
        words.add(f" {PART} ".join(map(tokenize, article.split("|"))))
    return words


@pytest.mark.parametrize(
    ("articles", "words"),
    [
        ([], {}),
        (["The harbour, the harbour."], {"harbour": 1}),
        (["Harbour lights", "the harbour lit"], {"harbour": 2, "lights": 1}),
        (["Merrow Merrow", "in MERROW", "by Merrow"], {"Merrow": 3}),
        (["well-known l’homme don't A1234 covid19 to_do"], {"well": 1, "known": 1, "homme": 1}),
        (["Straße STRASSE", "Iğdır"], {"Straße": 1, "STRASSE": 1, "Iğdır": 1}),
        (["漂浮的图书馆 ห้องสมุด GDP增长 sign営業"], {"sign": 1}),
        (["المكتبة العائمة|नमस्कार"], {"المكتبة": 1, "العائمة": 1, "नमस्कार": 1}),
        (["<script>alert(1)</script>", "&lt;img onerror=x&gt;"], {"script": 1, "alert": 1, "onerror": 1}),
        ([f"{'x' * 31} {'y' * 30}"], {"y" * 30: 1}),
    ],
)
def test_words_are_counted_by_article(articles: list[str], words: dict[str, int]) -> None:
    assert counted(*articles).words() == words


def test_of_too_many_words_those_of_one_article_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "MAX_WORDS", 3)
    assert counted("alpha beta gamma", "gamma").words() == {"alpha": 1, "beta": 1, "gamma": 2}
    assert counted("alpha beta gamma delta", "gamma").words() == {"gamma": 2}
    assert set(counted(*["alpha beta gamma delta"] * 3, "delta").words()) == {"delta", "alpha", "beta"}


@given(st.lists(st.text(st.sampled_from("abcdeé 's-東\n\u00ad"), max_size=40), max_size=5))
def test_the_file_has_the_words_and_how_frequent_they_are(articles: list[str]) -> None:
    words = counted(*articles)
    lines = gzip.decompress(words.packed()).decode().split("\n")
    assert words.packed() == counted(*reversed(articles)).packed()
    read = {word: rank for rank, line in enumerate(lines) for word in line.split()}
    assert read == {word: count.bit_length() - 1 for word, count in words.words().items()}
