"""Names and words that mean another thing: persons and things called as a country is, and figures of speech."""

from __future__ import annotations

import pytest

from backfile.article import Article, Markdown, Origin
from backfile.tags.article_subjects import subjects_of
from tests.tags.articles import tags_of

PERSONS = {
    "a fighter": (
        "Israel Quillsanya wins in Merrow",
        "Israel Quillsanya won on Saturday, and the crowd in Merrow sang. Quillsanya thanked them.\n\n"
        "His coach said: Israel is the best. Israel Quillsanya will fight again in May.",
        "en",
        "Israel",
    ),
    "a singer, in German": (
        "India Quill singt in Merrow",
        "Die Sängerin India Quill tritt am Montag in Merrow auf. Quill probt seit Mai.\n\n"
        "Das Publikum kennt India seit Jahren, und India Quill kennt das Publikum.",
        "de",
        "India",
    ),
    "a writer with a surname like a country": (
        "Ada Holland reads from her book",
        "Ada Holland read on Monday in the library of Merrow, and people came from far.\n\n"
        "Later Ada Holland signed books. Ada Holland lives on the coast.",
        "en",
        "Netherlands",
    ),
}
THINGS = {
    "porcelain": (
        "Fine china at the museum",
        "The museum shows fine china of 1800, and china cups made by hand in Merrow.\n\n"
        "China of this kind was sold in the harbour. China cups are rare, and so are china plates.",
        "en",
        ("china",),
        "China",
    ),
    "a bird": (
        "Turkey with sage",
        "Roast the turkey for three hours, and baste the turkey often, as in Greece.\n\n"
        "Turkey needs salt. Turkey breast dries out. Serve turkish delight after the turkey.",
        "en",
        ("Turkey", "sage"),
        "Turkey",
    ),
    "nuts": (
        "How to roast Brazil nuts",
        "Brazil nuts are good for you, says a cook who roasts Brazil nuts in Merrow every week.\n\n"
        "Brazil nuts keep for a year, and Brazil nuts taste best with salt.",
        "en",
        ("Brazil nuts",),
        "Brazil",
    ),
    "hats": (
        "Panama hats are back",
        "A hatter in Merrow sells Panama hats again, and every Panama hat is made of palm.\n\n"
        "He has sold Panama hats for thirty years. A good Panama hat lasts ten summers.",
        "en",
        ("hats", "Panama"),
        "Panama",
    ),
    "a currency, in German": (
        "Der Bau kostet elf Millionen US-Dollar",
        "Die Stadt Merrow hat den Bau für elf Millionen US-Dollar vergeben, sagt der Rat.\n\n"
        "Weder der Rat noch das Amt prüfen, wohin die US-Dollar gehen.",
        "de",
        (),
        "United States",
    ),
    "a currency": (
        "Pier costs 11 million US dollars",
        "The pier of Merrow costs 11 million US dollars, the council said. The ferry costs two million US dollars.",
        "en",
        (),
        "United States",
    ),
    "a currency of a country that is written out": (
        "Der Preis fällt auf zwei Kanada-Dollar",
        "In Merrow kostet ein Fisch noch zwei Kanada-Dollar, und ein Kanada-Dollar ist nicht viel.",
        "de",
        (),
        "Canada",
    ),
    "a state of the USA, or a country": (
        "Georgia wins at home",
        "Georgia won on Saturday in front of a large crowd, and the students sang.\n\nGeorgia plays again in May.",
        "en",
        ("Georgia", "the crowd"),
        "Georgia",
    ),
    "a first name as a keyword": (
        "Jordan is back",
        "Jordan scored thirty points on Saturday, and the crowd sang.\n\nJordan plays again in May.",
        "en",
        ("Jordan", "points"),
        "Jordan",
    ),
}
COUNTRIES = {
    "a minister of the country": (
        "Israel and its minister",
        "Israel said on Monday that its minister Israel Quatz will go to Merrow. Quatz left on Sunday.\n\n"
        "Israel has waited. Israel will wait, and Israel hopes, the minister said in Israel.",
        "en",
        ("Israel Quatz",),
        ("Israel", "Israel Quatz"),
    ),
    "an adjective that is written as the country": (
        "China crece otra vez",
        "China creció en mayo, y la economía china creció con ella. La moneda china subió.\n\n"
        "En China se vende más, y la industria china lo nota. China espera, y China calla.",
        "es",
        (),
        ("China",),
    ),
    "a country and its nuts": (
        "Brazil sells more nuts",
        "Brazil sold more Brazil nuts in May than before, and Brazil wants to sell still more of them.\n\n"
        "The nuts grow in the north of Brazil, where rain fell.",
        "en",
        ("Brazil nuts",),
        ("Brazil",),
    ),
    "a country by its capital": (
        "Georgia votes",
        "Georgia votes on Sunday, and in Tbilisi people wait.\n\nGeorgia voted last in May.",
        "en",
        ("Georgia", "Tbilisi"),
        ("Georgia",),
    ),
    "a sea that is called by a country": (
        "Ships in the South China Sea",
        "China sent ships to the South China Sea on Monday. China says that the South China Sea is its own.\n\n"
        "The ships of China stay.",
        "en",
        ("South China Sea",),
        ("China", "South China Sea"),
    ),
}


@pytest.mark.parametrize(("headline", "text", "language", "country"), PERSONS.values(), ids=PERSONS)
def test_a_person_is_no_country(headline: str, text: str, language: str, country: str) -> None:
    person = " ".join(headline.split()[:2])
    tags = tags_of(text, headline=headline, language=language, keywords=(person, "Merrow"))
    assert person in tags
    assert country not in tags


@pytest.mark.parametrize(("headline", "text", "language", "keywords", "country"), THINGS.values(), ids=THINGS)
def test_a_thing_is_no_country(
    headline: str, text: str, language: str, keywords: tuple[str, ...], country: str
) -> None:
    tags = tags_of(text, headline=headline, language=language, keywords=keywords)
    assert country.casefold() not in map(str.casefold, tags)


@pytest.mark.parametrize(("headline", "text", "language", "keywords", "tags"), COUNTRIES.values(), ids=COUNTRIES)
def test_a_country_stays_one(
    headline: str, text: str, language: str, keywords: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    assert {*tags} <= {*tags_of(text, headline=headline, language=language, keywords=keywords)}


FIGURES = {
    "a storm of protest": "Councillors faced a storm of protest on Monday over the fees for the market.",
    "A storm over the budget": "Councillors argued on Monday over the budget, and over the chairs in the hall.",
    "Ein Sturm der Entrüstung": "Die Räte stritten am Montag über die Stühle im Saal, die neu sind.",
    "An avalanche of applications": "The library had an avalanche of applications for one post as a porter.",
    "A hurricane of laughter": "The clown Ada Berg makes children laugh, and parents laugh with them.",
    "Une tempête de rires": "Le clown Ada Berg fait rire les enfants de la rue, et les parents rient aussi.",
}


@pytest.mark.parametrize(("headline", "first"), FIGURES.items(), ids=FIGURES)
def test_a_figure_of_speech_needs_a_second_sign(headline: str, first: str) -> None:
    text = f"{first}\n\nNobody gave in, and they meet again in a week."
    language = "de" if headline.startswith("Ein ") else "fr" if headline.startswith("Une") else "en"
    article = Article(headline, Markdown(""), Origin("a", "0", "text"), language=language)
    assert "weather" not in subjects_of(article, text)
    assert {"disaster"}.isdisjoint(subjects_of(article, text))
    assert "Storms" not in tags_of(text, headline=headline, language=language)


@pytest.mark.parametrize(
    ("headline", "text", "language"),
    [
        ("A storm over the coast", "Wind and rain came on Monday, and the pier is gone.\n\nIt rains.", "en"),
        ("A storm at night", "The storm came at ten. The storm left at two.\n\nThe storm took a roof.", "en"),
        ("Tempête sur la côte", "Le vent et la pluie sont venus lundi, et le port est fermé.\n\nIl pleut.", "fr"),
    ],
)
def test_a_storm_with_a_second_sign_is_one(headline: str, text: str, language: str) -> None:
    assert "Storms" in tags_of(text, headline=headline, language=language)
