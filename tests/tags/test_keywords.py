"""The publisher's keywords as tags: what an article bears out and readers look for, and why others are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.article import Article, Markdown, Origin
from backfile.tags.label_key import label_key
from backfile.tags.tagging import explain
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.tags.articles import tags_of

HEADLINE = "Quollo Bridge opens after nine years"
TEXT = (
    "On Monday the mayor opened the Quollo Bridge. People had waited for the Quollo Bridge since the sea level rose, "
    "and Ada Berg, an engineer, said that the sea level would decide again. Mr Berg works for Merrow Works, and "
    "Merrow Works built it. Michael Webb was there, and so was his brother; Michael Webb sang."
)


def refusals(*keywords: str, headline: str = HEADLINE, text: str = TEXT, language: str = "en") -> dict[str, str]:
    """Return the keywords that are refused, with the reasons."""
    others = ("Ada Berg", "Merrow Works", "Michael Webb")
    article = Article(
        headline, Markdown(""), Origin("a", "0", "text"), keywords=(*keywords, *others), language=language
    )
    offers = explain(article, text, Vocabulary(), 8)
    refused = {offer.found: offer.refused for offer in offers if offer.tagger == "keywords" and offer.refused}
    return {keyword: reason for keyword, reason in refused.items() if keyword in keywords}


@pytest.mark.parametrize(
    ("keyword", "tag"),
    [
        ("quollo bridge", "Quollo Bridge"),
        ("Sea Level", "sea level"),
        ("MICHAEL WEBB", "Michael Webb"),
        ("Webb, Michael", "Michael Webb"),
        ("Webb Michael", "Michael Webb"),
        ("#Merrow Works", "Merrow Works"),
        ("\u203a Merrow Works \u2764", "Merrow Works"),
        ("\u2014 Quollo Bridge \u2192", "Quollo Bridge"),
        ("quollo bridge news today", "Quollo Bridge"),
    ],
)
def test_a_keyword_is_spelled_as_in_mid_sentence(keyword: str, tag: str) -> None:
    assert tag in tags_of(TEXT, headline=HEADLINE, keywords=(keyword,), language="en")


@pytest.mark.parametrize(
    ("keyword", "reason"),
    [
        ("WC: 1000-1999", "code"),
        ("Partner: Factiva", "code"),
        ("@quollo-river", "code"),
        ("8f507083-bac4-423a-9015-2eb31e1bce50", "code"),
        ("serversidehawk", "does not name it"),
        ("QLLO", "never has it"),
        ("African American", "adjective"),
        ("Merrow Chronicle", "newspaper"),
        ("October", "date"),
        ("2024-05", "code"),
        ("12. 5. 2024", "date"),
        ("10 GB", "date"),
        ("Long Reads", "form of the page"),
        ("Longform", "form of the page"),
        ("Rezension", "form of the page"),
        ("engineer's", "longer phrase"),
        ("Politik", "does not name it"),
        ("Leitartikel", "does not name it"),
        ("b)", "single letter"),
        ("X", "single letter"),
        ("Monde", "form of the page"),
        ("Innenriks", "form of the page"),
        ("UK news", "section"),
        ("Merrow Council news", "does not name it"),
        ("Politics updates", "section"),
        ("How to open a bridge", "code"),
        ("Quollo Bridge opens after nine", "repeats the headline"),
        ("Quollo Bridge opens after nine years of waiting", "sentence"),
        ("Ada Quill", "does not name it"),
        ("engineer", "does not name it"),
        ("waited", "adjective"),
    ],
)
def test_a_keyword_that_readers_do_not_look_for_is_refused(keyword: str, reason: str) -> None:
    assert reason in refusals(keyword)[keyword]


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (("crafts", "harbour lights"), ("crafts", "harbour lights")),
        (("The Works of Ada Quill", "QLLO", "serversidehawk"), ()),
        (("crafts", "one", "two", "three"), ()),
        (("quollo-ios",), ()),
    ],
)
def test_a_short_keyword_of_a_short_list_needs_no_mention(keywords: tuple[str, ...], expected: tuple[str, ...]) -> None:
    text = "Nobody was there in the morning, and nothing happened until noon, when all of them went home."
    assert tags_of(text, keywords=keywords, language="en") == expected


@pytest.mark.parametrize(
    ("keyword", "language", "is_tag"),
    [
        ("Groschen", "de", False),
        ("Kai", "de", True),
        ("Schifffahrt", "de", True),
        ("Fährseil", "de", True),
        ("BVQ", "de", True),
        ("Bonn", "de", True),
        ("ropes", "en", True),
    ],
)
def test_a_german_noun_of_a_short_list_needs_mentions(keyword: str, language: str, is_tag: bool) -> None:
    text = (
        "Am Kai liegt das Fährseil. Ein Fährseil hält lange, und wer am Fährseil zieht, zahlt zehn Groschen. Der BVQ "
        "in Bonn weiß das. Es waren gute Groschen, aber das Fährseil blieb."
    )
    assert (keyword in tags_of(text, headline="Am Kai", keywords=(keyword,), language=language)) is is_tag


def test_a_list_of_base_forms_of_headline_and_dek_is_refused() -> None:
    words = ("brücke", "warten", "fähre", "bleiben", "sinken", "woche", "preis")
    text = "Die Fähre kam. Eine Fähre, sagte sie, ist keine Brücke, und die Brücke ist keine Fähre." * 3
    tags = tags_of(
        text,
        headline="Vor den Brücken wartet man auf Fähren",
        dek="Seit Wochen bleiben die Preise, und die Zahl der Brücken sinkt",
        keywords=words,
        language="de",
    )
    assert not {tag.casefold() for tag in tags} & set(words)


def test_the_words_of_an_address_are_no_mentions() -> None:
    text = "Die Seite adas-kochbuch.de gewann. Das Urteil gegen adas-kochbuch.de fiel, und adas-kochbuch.de blieb. " * 2
    tags = tags_of(text, headline="OLG: adas-kochbuch.de", keywords=("olg", "kochbuch", "adas"), language="de")
    assert not {"kochbuch", "adas", "Food and drink"} & set(tags)


def test_names_of_subjects_and_ordinary_words_are_refused() -> None:
    text = "The film about the city is a film. We saw the money, the money and the money of the city."
    found = refusals("film", "money", "city", "economy", headline="A city and its money", text=text)
    assert "ordinary word" in found["city"]
    assert {"money", "city"} <= found.keys()


def test_a_party_with_the_name_of_a_section_is_a_tag() -> None:
    text = "In the vote, Labour won again. People of Labour sang, and Labour went home."
    assert "Labour" in tags_of(text, headline="Labour wins", keywords=("Labour",), language="en")


def test_a_name_that_was_taken_apart_is_joined() -> None:
    text = "Am Montag sprach Mario Voigt lange. Dann ging Mario Voigt nach Hause, und alle schwiegen."
    assert tags_of(text, headline="Voigt spricht", keywords=("Voigt", "Mario"), language="de") == ("Mario Voigt",)
    assert tags_of("In Hull, Liverpool and Hull. So Hull and Liverpool.", keywords=("Hull", "Liverpool"))[0] == "Hull"


def test_a_list_that_repeats_the_words_of_the_headline_is_refused() -> None:
    words = ("quollo", "bridge", "opens", "after", "nine")
    assert set(refusals(*words)) == set(words)
    three = ("Warum", "entsteht", "Reif")
    assert tags_of("Reif entsteht oft. Reif bleibt.", headline="Warum entsteht Reif?", keywords=three) == ()
    pieces = ("深空探测", "探月工程", "航天技术", "合作论坛")
    assert set(refusals(*pieces, headline="".join(pieces), text="".join(pieces) * 3, language="zh")) <= set(pieces)
    assert not set(pieces) & set(tags_of("".join(pieces) * 3, headline="".join(pieces), keywords=pieces, language="zh"))


def test_variants_of_one_keyword_are_that_keyword() -> None:
    text = "In Merrow it rained. The people of Merrow slept, and Merrow was quiet."
    keywords = ("merrow", "merrow weather", "merrow rain today", "merrow pollution level")
    assert tags_of(text, keywords=keywords, language="en") == ("Merrow",)


@pytest.mark.parametrize(
    ("language", "keyword", "text"),
    [
        ("de", "Kinderlosigkeit", "Man sprach von der Kinderlosigkeit. Die Kinderlosigkeit blieb, sagte sie."),
        ("de", "Vertrag", "Man sprach vom Vertrag. Der Vertrag blieb, sagte sie, ein Vertrag eben."),
        ("fr", "pont", "On parla du pont. Le pont resta, dit-elle, un pont comme un autre pont."),
        ("tr", "köprü", "Eski köprü yine açıldı. Bu köprü kaldı, dedi, yalnız bir köprü daha."),
    ],
)
def test_one_ordinary_word_is_refused(language: str, keyword: str, text: str) -> None:
    assert keyword in refusals(keyword, headline="Ein Tag", text=text, language=language)


def test_keywords_of_the_headline_come_first_and_others_are_few() -> None:
    names = ("Ada Berg", "Ben Horn", "Cleo Dahl", "Dora Lund", "Emil Quist")
    text = " ".join(f"Then {name} spoke, and they all saw {name} go." for name in names)
    tags = tags_of(text, headline="What Emil Quist saw", keywords=names, language="en")
    assert tags[:3] == ("Emil Quist", "Ada Berg", "Ben Horn")
    assert "Dora Lund" not in tags


WORDS = st.sampled_from("Trump trump Elections election élections Ukraine ukraine-krieg Ukrainekrieg USA us KI".split())


@given(st.lists(WORDS, max_size=8), st.permutations(["Trump spoke.", "The US and Ukraine met.", "Elections came."]))
@settings(max_examples=60)
def test_no_two_tags_of_an_article_have_one_key(keywords: list[str], sentences: list[str]) -> None:
    text = " ".join(sentences * 3)
    tags = tags_of(text, keywords=tuple(keywords), language="en", headline="Trump and the elections")
    assert len(set(map(label_key, tags))) == len(tags)
    assert tags == tags_of(text, keywords=tuple(keywords), language="en", headline="Trump and the elections")


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        pytest.param("\u0421olumn", "", id="letters of two scripts"),
        pytest.param("direct", "", id="label of a system"),
        pytest.param("Disasters & Weather", "", id="two sections"),
        pytest.param("Harbour Works", "", id="section"),
        pytest.param("Health", "The Department of Health asked. At the Department of Health he left.", id="subject"),
        pytest.param("court", "The court met. A judge of the court met the court, and the court rose.", id="everyday"),
        pytest.param("Electric Co", "The Merrow Gas & Electric Co had said so.", id="cut before"),
        pytest.param("Naval Academy", "She spoke at the Naval Academy of Merrow, a school.", id="cut after"),
        pytest.param("Quollo Times", "The Quollo Times is here. It is the Quollo Times.", id="host"),
    ],
)
def test_labels_that_name_no_matter_are_no_tags(keyword: str, text: str) -> None:
    tags = tags_of(
        f"{text}\n\n{TEXT}",
        headline="A court, health and the bridge",
        keywords=(keyword,),
        language="en",
        section="Harbour Works News",
        url="https://www.quollotimes.example/a",
    )
    assert keyword not in tags


def test_a_german_adjective_with_a_capital_is_no_tag() -> None:
    text = "Die mobilen Geräte sind mobil. Mit mobiler Technik wird die mobile Welt größer, sagt man in Elmshorn."
    keywords = ("Mobil", "Elmshorn", "Adler", "Brandt")
    assert "Mobil" not in tags_of(text, headline="Geräte in Elmshorn", keywords=keywords, language="de")


def test_two_words_in_another_order_are_one_tag() -> None:
    text = "They liked retiring early. Early retirement is cheap, and early retirement is fun, so retiring early pays."
    tags = tags_of(text, headline="Retiring early", keywords=("Early retirement", "Retiring early"), language="en")
    assert tags in (("Early retirement",), ("retiring early",))


@pytest.mark.parametrize(
    ("headline", "tags"),
    [
        ("Tide Table 11.18.19", ()),
        ("Tide Table, Monday, 3 May 2021", ()),
        ("Tide Table", ("Tide Table",)),
        ("Tide Table of Merrow wins a prize", ("Tide Table",)),
    ],
)
def test_the_name_of_a_series_is_no_tag(headline: str, tags: tuple[str, ...]) -> None:
    text = "Start your day with the Tide Table. It is high at nine."
    assert tags_of(text, headline=headline, keywords=("Tide Table",), section="Tide Table", language="en") == tags


def test_a_class_of_things_gives_way_to_the_one_that_is_meant() -> None:
    text = "The storms of May are gone. " * 6 + "Storm Quollo came in June, and Storm Quollo stayed."
    keywords = ("Storms of the year", "storm", "Storm Quollo", "Merrow")
    assert "storm" not in tags_of(text, headline="The storms of May", keywords=keywords, language="en")


@pytest.mark.parametrize("part", ["x", "a-", "a/", "\u203a", "quollo "])
def test_a_huge_keyword_is_no_tag_and_ends(part: str) -> None:
    """The patterns of codes once took the square of its length: hours."""
    plain = tags_of(TEXT, headline=HEADLINE, language="en")
    assert tags_of(TEXT, headline=HEADLINE, keywords=(f"a{part * 200_000}",), language="en") == plain
