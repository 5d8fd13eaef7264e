"""Labels of one thing have one key, and labels of different things have different keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.tags.label_key import label_key

SAME = [
    ("Donald Trump", "donald trump", "DONALD TRUMP"),
    ("Élections", "elections", "Election", "élection"),
    ("Ukraine-Krieg", "Ukrainekrieg", "Ukraine Krieg"),
    ("Climate change", "climate-change", "climatechange", "The climate change", "'Climate change'", "climate_change"),
    ("COVID-19", "Covid 19", "covid19"),
    ("elección", "elecciones", "Eleccion"),
    ("eleição", "eleições"),
    ("country", "countries"),
    ("movie", "movies"),
    ("crash", "crashes"),
    ("house", "houses"),
    ("class", "classes"),
    ("Bodø", "Bodo"),
    ("Łódź", "Lodz"),
    ("İstanbul", "Istanbul", "istanbul"),
    ("Straße", "STRASSE"),
    ("Ёлка", "елка"),
    ("United States", "The United States", "united-states"),
    ("Women\u2019s rights", "Womens rights", "women's right"),
    ("SpaceX", "Space X", "spacex"),
]
DIFFERENT = [
    ("C", "C++", "C#"),
    ("9/11", "911"),
    ("AIDS", "aid"),
    ("Windows", "window"),
    ("News", "new"),
    ("Mars", "mar"),
    ("The Who", "Whom"),
    ("virus", "viru"),
    ("Niger", "Nigeria"),
    ("William", "Williams"),
    ("Mercury", "Mercury (planet)"),
    ("हिन्दी", "हिन्द"),
    ("北京", "東京"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_thing_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len(set(map(label_key, spellings))) == 1


@pytest.mark.parametrize("labels", DIFFERENT, ids=lambda labels: labels[0])
def test_different_things_have_different_keys(labels: tuple[str, ...]) -> None:
    assert len(set(map(label_key, labels))) == len(labels)


@given(st.text(max_size=20) | st.text(alphabet="tThe s'\u2019-_/.0123ieséÉßİıø+#&", max_size=14))
def test_the_key_of_a_key_is_the_key(label: str) -> None:
    assert label_key(label_key(label)) == label_key(label)


@given(st.lists(st.from_regex(r"[A-Za-zäéñ]{1,8}", fullmatch=True), min_size=1, max_size=4))
def test_case_hyphens_and_spaces_do_not_matter(words: list[str]) -> None:
    label = " ".join(words)
    assert {label_key(label), label_key(label.upper()), label_key("-".join(words)), label_key(f" {label} ")} == {
        label_key(label)
    }
