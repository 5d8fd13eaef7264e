"""Countries as tags: under the name in the archive's language, by names of the article's language and English."""

from __future__ import annotations

import pytest

from backfile.fields import gazetteer
from backfile.tags.known.countries import country_code
from tests.tags.articles import tags_of

AMERICA = [
    ("en", "The U.S. envoy spoke first. In the end the US left, and nobody from America came back to say it."),
    ("de", "Am Montag kamen alle aus den USA zurück. In den Vereinigten Staaten und in den USA schwieg man dazu."),
    ("fr", "Il revient des États-Unis ce lundi. Aux États-Unis, personne ne dit rien, comme souvent aux États-Unis."),
    ("es", "Ayer volvió de Estados Unidos con su madre. En Estados Unidos nadie dijo nada de lo que pasó."),
    ("it", "Ieri è tornato dagli Stati Uniti con la madre. Negli Stati Uniti nessuno disse niente di lei."),
    ("pt", "Ontem voltou dos Estados Unidos com a mãe. Nos Estados Unidos ninguém disse nada sobre isso."),
    ("nl", "Maandag kwam zij terug uit de Verenigde Staten. In de Verenigde Staten zei toen niemand iets."),
    ("ru", "Она вернулась из США зимой и долго молчала. Потом в США снова никто не спросил о ней."),
    ("ja", "米国の大使が先に話した。その後、アメリカは何も言わずに帰り、米国からは誰も戻らなかった。"),
    ("ar", "عاد السفير من الولايات المتحدة يوم الاثنين. ولم يقل أحد في الولايات المتحدة شيئا عن ذلك."),
]


@pytest.mark.parametrize(("language", "text"), AMERICA, ids=[language for language, _ in AMERICA])
def test_a_country_is_one_tag_whatever_language_the_article_is_in(language: str, text: str) -> None:
    for archive, expected in {"en": "United States", "de": "Vereinigte Staaten", "fr": "États-Unis"}.items():
        assert tags_of(text, language=language, tags_language=archive)[0] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Georgia voted on Monday. Atlanta was quiet, and people in Georgia went home early that day.", ()),
        ("en", "Georgia voted on Monday. Tbilisi was quiet, and people in Georgia went home early.", ("Georgia",)),
        ("en", "Jordan scored again on Monday. The fans love Jordan, and Jordan knows that very well.", ()),
        ("en", "Jordan closed its border. In Amman nobody spoke, and Jordan said nothing of it.", ("Jordan",)),
        ("en", "Put the turkey in early. A Turkey of ten pounds is a Turkey for eight people, she said.", ()),
        ("en", "Chad left early that day. Nobody missed Chad, and then Chad wrote to all of them again.", ()),
        ("fr", "Maurice est parti tôt ce jour. Personne ne dit à Maurice que Maurice avait tort.", ()),
        ("es", "Ayer llovió en Granada desde el alba. En Granada nadie salió, y Granada calló.", ()),
        ("es", "Ayer dijo que gana poco. Siri y Cameron ganan más, dijo Siri, y Cameron calló.", ()),
        ("en", "England lost on Monday. The fans of England went home, and England slept well after that.", ()),
        ("de", "Im Ukraine-Krieg sprach am Montag niemand. Auch der Ukraine-Krieg geht weiter.", ("Ukraine",)),
        ("en", "It costs US$40 now. Last year it was US$30, and the year before US$20, they said.", ()),
        ("ja", "中国地方で大雨が降った。中国電力によると、中国地方では停電が続いている。", ()),
    ],
)
def test_names_of_countries_that_are_other_names_need_company(
    language: str, text: str, expected: tuple[str, ...]
) -> None:
    countries = {"Georgia", "Jordan", "Turkey", "Chad", "Mauritius", "Grenada", "Ghana", "Syria", "Cameroon"}
    countries |= {"United Kingdom", "Ukraine", "China", "Türkiye", "United States", "Mexico"}
    assert tuple(tag for tag in tags_of(text, language=language) if tag in countries) == expected


def test_a_sea_is_not_the_country_in_its_name() -> None:
    text = "Oil is in the Gulf of Mexico again. Ships in the Gulf of Mexico wait, and the Gulf of Mexico is calm."
    assert "Mexico" not in tags_of(text, keywords=("boats", "gulf", "mexico", "weather"), language="en")


@pytest.mark.parametrize(
    ("language", "keyword", "archive", "expected"),
    [
        ("de", "Europa", "en", "Europe"),
        ("en", "EUROPE", "de", "Europa"),
        ("es", "Latinoamérica", "en", "Latin America"),
        ("ru", "Азия", "en", "Asia"),
        ("en", "Europa", "en", "Europa"),
        ("pl", "Europe", "eo", "Eŭropo"),
        ("de", "Europa", "xx", "Europe"),
    ],
)
def test_a_continent_is_one_tag(language: str, keyword: str, archive: str, expected: str) -> None:
    text = f"{keyword} {keyword} {keyword} {keyword}."
    assert tags_of(text, headline=keyword, keywords=(keyword,), language=language, tags_language=archive)[0] == expected


def test_an_abbreviation_with_stops_is_the_country() -> None:
    text = "All U.S. trains wait. The U.S. waits, and nobody in the U.S. knows why the U.S. waits."
    assert tags_of(text, keywords=("U.S.", "quollo"), language="en")[0] == "United States"


def test_keywords_in_two_languages_are_one_country() -> None:
    text = "The United States and China met again on Monday. Nobody from the United States or China spoke."
    tags = tags_of(text, keywords=("USA", "United States", "china", "China"), language="en")
    assert tags == ("United States", "China")


@pytest.mark.parametrize(
    ("headline", "dek", "text", "expected"),
    [
        ("A custom", None, "The custom came from Brazil and stayed. It is old, and it is everywhere by now.", ()),
        ("A custom of Brazil", None, "The custom came from Brazil and stayed. It is old, and everywhere.", ("Brazil",)),
        ("A custom", "The custom came from Brazil", "The custom came from Brazil and stayed. It is old now.", ()),
        ("A custom", "Brazil keeps it", "The custom came from Brazil and stayed. It is old now.", ("Brazil",)),
        ("A song", None, "The American Music Awards came. Then the American Music Awards were over, they said.", ()),
        ("A car", None, "It is for sale in North American shops. Some North American dealers have it today.", ()),
    ],
)
def test_one_mention_at_the_beginning_is_not_enough(
    headline: str, dek: str | None, text: str, expected: tuple[str, ...]
) -> None:
    tags = tags_of(text, headline=headline, dek=dek, language="en")
    assert [tag for tag in tags if tag in ("Brazil", "United States")] == [*expected]


@pytest.mark.parametrize("language", "ar cs da de en es fr it ja ko nl no pl pt ru sv tr zh".split())
def test_a_name_in_parentheses_is_that_of_no_other_country(language: str) -> None:
    """Spanish calls Macao `RAE de Macao (China)`."""
    names = {code: name for code, name in gazetteer.territories(language) if "(" not in name}
    found = {code: country_code(name, language) for code, name in names.items()}
    assert {code: other for code, other in found.items() if other not in (code, None)} == {}


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("Ada Quill speaks", "She spoke on Swiss radio for an hour today.\n\nIt was a Swiss hour, as some said.", ()),
        (
            "Ada Quill speaks",
            "She spoke on Swiss radio for an hour.\n\nThen she left Switzerland by boat.",
            ("Switzerland",),
        ),
        ("Ada Quill speaks on Swiss radio", "She spoke for an hour, as Swiss people do.", ("Switzerland",)),
        ("A law for Americans", "Americans have a new law about boats as of today.", ("United States",)),
        ("Swiss boats", "In a Swiss port, Swiss boats and other Swiss ships wait.", ("Switzerland",)),
        (
            "A harbour for US$5",
            "They asked for US$5 and no more.\n\nIn the U.S. it rained, and the United States slept.",
            (),
        ),
    ],
)
def test_an_adjective_or_a_currency_alone_is_no_country(headline: str, text: str, expected: tuple[str, ...]) -> None:
    assert tags_of(text, headline=headline, language="en") == expected
