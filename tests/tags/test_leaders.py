"""Heads of state and government: one tag for all spellings of a name."""

from __future__ import annotations

import pytest

from backfile.tags.known.leaders import leader
from tests.tags.articles import tags_of


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Vladimir Putin", ["Wladimir Putin", "Vladimir Poutine", "Владимир Путин", "Путина", "プーチン", "putin"]),
        ("Volodymyr Zelensky", ["Wolodymyr Selenskyj", "Zelenskyy", "Zelenskiy", "Зеленского", "Zełenski"]),
        ("Viktor Orbán", ["Viktor Orban", "Orbán Viktor", "Орбан"]),
        ("Benjamin Netanyahu", ["Benjamin Netanjahu", "Benyamin Nétanyahou", "نتنياهو"]),
        ("Xi Jinping", ["习近平", "習近平", "Си Цзиньпин"]),
    ],
)
def test_spellings_of_a_leader(name: str, spellings: list[str]) -> None:
    assert {leader(spelling) for spelling in spellings} == {name}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wladimir Putin schwieg am Montag lange. Dann sagte Putin, dass er nichts mehr sagen werde."),
        ("fr", "Vladimir Poutine a parlé lundi très longtemps. Ensuite, Poutine est parti sans un mot."),
        ("ru", "В понедельник Владимир Путин долго молчал. Потом Путин сказал, что больше ничего не скажет."),
        ("ja", "プーチン大統領は月曜日に話した。その後、プーチン氏は何も言わなかった。"),
    ],
)
def test_a_leader_is_one_tag_whatever_language_the_article_is_in(language: str, text: str) -> None:
    assert "Vladimir Putin" in tags_of(text, language=language)
    assert "Wladimir Putin" in tags_of(text, language=language, tags_language="de")


def test_a_person_of_a_leaders_surname_is_not_the_leader() -> None:
    text = "Putin bakes bread on Monday. Later Putin said that his name was a burden, and that Putin is no relation."
    assert "Vladimir Putin" in tags_of(text, headline="Putin opens a bakery")
    assert "Vladimir Putin" not in tags_of(
        text, headline="Igor Putin opens a bakery", keywords=("Igor Putin", "bakery")
    )


def test_relatives_of_a_leader_are_others() -> None:
    text = "On Monday Ivanka Trump spoke. Later Ivanka Trump left, and nobody saw Ivanka Trump again."
    assert tags_of(text) == ("Ivanka Trump",)
