"""Lasting topics as tags: their evidence in many languages, and words that look like a topic and are none."""

from __future__ import annotations

import pytest

from backfile.tags.known.topics import topic_of_keyword, topics
from tests.tags.articles import tags_of

PLAIN = "Nobody was there in the morning, and nothing happened until noon, when all of them went home."


@pytest.mark.parametrize(
    ("language", "headline", "topic"),
    [
        ("en", "Tariffs on steel go up again", "Trade and tariffs"),
        ("de", "Streit über Strafzölle auf Stahl", "Trade and tariffs"),
        ("de", "Was die neue KI-Verordnung ändert", "Artificial intelligence"),
        ("fr", "La guerre en Ukraine vue de Lyon", "War in Ukraine"),
        ("es", "Las elecciones se aplazan otra vez", "Elections"),
        ("it", "Sciopero dei treni venerdì", "Strikes and unions"),
        ("nl", "Verkiezingen op woensdag", "Elections"),
        ("sv", "Elpriset sjunker i norr", "Energy"),
        ("nb", "Skogbrann ved byen", "Fires"),
        ("da", "Ny strejke på vej", "Strikes and unions"),
        ("pl", "Wybory w niedzielę", "Elections"),
        ("cs", "Volby vyhrál nikdo", "Elections"),
        ("tr", "Depremde iki ev yıkıldı", "Earthquakes"),
        ("ru", "Землетрясение у берега", "Earthquakes"),
        ("ar", "زلزال يضرب الساحل", "Earthquakes"),
        ("ja", "宮崎で地震、けが人なし", "Earthquakes"),
        ("zh", "台风逼近海岸", "Storms"),
        ("ko", "해안에 지진", "Earthquakes"),
    ],
)
def test_phrases_of_a_headline_give_a_topic(language: str, headline: str, topic: str) -> None:
    assert topic in tags_of(f"{PLAIN} {headline}. {headline}. {headline}.", headline=headline, language=language)


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("en", "Bird strike stops a flight of geese"),
        ("en", "The galaxy next door"),
        ("en", "A Roman road under the car park"),
        ("en", "Said ai, the sloth"),
        ("de", "Essen am Rhein feiert"),
        ("de", "Maler der Leipziger Schule"[:18]),
        ("de", "Die Auswahl der Jury"),
        ("de", "Wählen Sie Ihr Seil"),
        ("de", "Osnabrück wartet"),
        ("pl", "Powodem była pogoda"),
        ("es", "La ropa usada se vende bien"),
        ("fr", "Il a vendu le sel de la mer"),
    ],
)
def test_words_that_look_like_a_topic(language: str, headline: str) -> None:
    names = {topic.names["en"] for topic in topics().values()}
    assert not names & set(tags_of(PLAIN, headline=headline, language=language))


@pytest.mark.parametrize(
    ("keyword", "language", "topic"),
    [
        ("Ukrainekrieg", "de", "war-in-ukraine"),
        ("ukraine-krieg", "de", "war-in-ukraine"),
        ("Война в Украине", "ru", "war-in-ukraine"),
        ("Fußball", "de", "football"),
        ("Künstliche Intelligenz (KI)", "de", "ai"),
        ("climate change", "fr", "climate-change"),
        ("Coronavirus pandemic", "en", "covid-19"),
        ("選挙", "ja", "elections"),
        ("Val", "sv", "elections"),
    ],
)
def test_whole_keywords_give_a_topic(keyword: str, language: str, topic: str) -> None:
    found = topic_of_keyword(keyword, language)
    assert found is not None
    assert found.id == topic


@pytest.mark.parametrize(
    ("keyword", "language"),
    [
        ("Val", "en"),
        ("Seller", "en"),
        ("FN", "fr"),
        ("Rak", "en"),
        ("Reality", "en"),
        ("Roman", "en"),
        ("strike", "en"),
    ],
)
def test_names_of_topics_in_another_language_are_words(keyword: str, language: str) -> None:
    assert topic_of_keyword(keyword, language) is None


def test_folders_of_the_address_and_sections_give_a_topic() -> None:
    url = "https://news.example/sport/tennis/a-day-at-the-court"
    assert "Tennis" in tags_of(PLAIN, url=url)
    assert "Tennis" not in tags_of(PLAIN, url="https://news.example/a/tennis")
    assert "Recht" not in tags_of(PLAIN, section="Tennis")
    assert "Теннис" in tags_of(PLAIN, section="Tennis", tags_language="ru")


def test_american_football_is_not_football() -> None:
    assert tags_of(PLAIN, keywords=("Football", "NFL"))[:1] == ("American football",)


def test_names_exist_in_the_languages_of_the_interface_and_subjects_are_ids() -> None:
    for topic in topics().values():
        assert {"en", "de", "fr", "es", "ar"} <= topic.names.keys()
        assert topic.subject.replace("-", "").isalpha()
        assert topic.unless is None or topic.unless in topics()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Smoke is over the river, and the sky is dark.", ()),
        ("en", "Smoke is over the river, and voters wait: the election is late.", ("Elections",)),
        ("de", "Am Fluss warten alle auf die Bundestagswahlen.", ("Elections",)),
        ("hu", "A folyó felett füst van.", ("Elections",)),
    ],
)
def test_a_topic_of_a_list_for_all_pages_needs_a_mention(language: str, text: str, expected: tuple[str, ...]) -> None:
    keywords = ("culture", "elections", "smoke", "travel", "tv")
    assert tuple(tag for tag in tags_of(text, keywords=keywords, language=language) if tag == "Elections") == expected


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (("Twitter", "Ada Berg", "Quollo", "Merrow"), ()),
        (("Twitter",), ("Social media",)),
        (("Twitter", "Facebook", "Quollo", "Merrow"), ("Social media",)),
        (("science fiction", "Xbox", "PlayStation", "Merrow"), ("Video games",)),
    ],
)
def test_a_name_that_only_hints_at_a_topic_needs_mentions(keywords: tuple[str, ...], expected: tuple[str, ...]) -> None:
    text = "The reporter sat there and wrote. Reach the reporters on Twitter at twitter.com/a and twitter.com/b."
    known = {"Social media", "Video games", "Books"}
    assert {*tags_of(text, keywords=keywords, language="en")} & known == {*expected}
