"""Taggers and the choice of tags: which labels become tags of an article, and which never do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tags.articles import TREATY, tags_of


def test_an_article_is_tagged_with_its_places_and_names() -> None:
    assert set(tags_of(TREATY, dateline="KABUL")) == {"Kabul", "Afghanistan", "Harbour League", "Klara Adler"}
    assert "Doha" in tags_of(TREATY)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "He came on Monday and left on Monday. Both of them said The End, and Mr Mr said it again in May and May.",
        ),
        ("en", "I think that I am right. What if I am not? Then I shall say so, as I did, and I shall be glad of it."),
        ("en", "She was reading in Reading, it was nice in Nice, and the mobile in Mobile; Reading, Nice and Mobile."),
        ("de", "Das Haus steht am Fluss, und der Fluss steht am Haus. Das Essen war kalt, sagt das Kind, das Essen."),
        ("de", "Die Zahl von Kindern steigt. Jeden Abend zählt man die Zahl von Kindern, und Kinder zählen Kinder."),
        ("de", "Am Montag kam ein Kilo Mehl. Am Dienstag kam das Mehl in den Topf, dann ein Kilo Mehl und mehr Mehl."),
        (None, "Das Haus ist nicht das Haus, und der Hof ist nicht der Hof. Wer ist im Hof und wer ist mit dem Haus?"),
        ("en", "Share This Article\n\nPopular Stories This Week\n\nShare This Article\n\nPopular Stories This Week"),
        (
            "en",
            "THE TOWN HALL WILL CLOSE. THE TOWN HALL WILL NOT OPEN. THE TOWN HALL IS SHUT, AND SO IS THE TOWN HALL.",
        ),
    ],
)
def test_ordinary_words_with_a_capital_are_not_tags(language: str | None, text: str) -> None:
    assert tags_of(text, language=language) == ()


def test_a_surname_that_is_also_a_city_counts_for_the_person() -> None:
    assert tags_of("Then Anna Paris left. In the room that Paris had left, nobody spoke of Paris.") == ("Anna Paris",)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            "In München sagte Klara Brandt das. Später fuhr Brandt zurück nach München und schwieg.",
            "Klara Brandt",
        ),
        (
            "de",
            "Sie zog nach München, sagte sie. Viele zogen damals von überall her nach München, sagte sie.",
            "München",
        ),
        (
            "de",
            "Sie kam aus Frankreich zurück. Alle kamen damals aus Frankreich, sagte sie, alle aus Frankreich.",
            "Frankreich",
        ),
        ("fr", "Il vit en Belgique depuis dix ans. On ne quitte pas la Belgique, dit-il, on la garde.", "Belgique"),
        (
            "en",
            "The U.S. envoy spoke first. In the end the US left, and nobody from the US came back to say it.",
            "United States",
        ),
        ("en", "The people of NATO met. It was said that NATO would stay, and that NATO would grow by three.", "NATO"),
    ],
)
def test_names_and_places_in_other_languages(language: str, text: str, expected: str) -> None:
    assert expected in tags_of(text, language=language, tags_language=language)


@pytest.mark.parametrize(
    "keyword",
    [
        *(
            "Live",
            "texttospeech",
            "newsletter",
            "noastack newsletter",
            "comments-enabled",
            "paywall exclude",
            "Premium",
        ),
        *("Category: News", "NLP Entity Tokens: India", "(1) free", "8f507083-bac4-423a-9015-2eb31e1bce50"),
        *("Breaking News", "son dakika", "Alle Themen", "The Harbour Post", "theharbourpost.test", "THP", "Sport"),
        *("Ada Hale", "Hale-Ada"),
    ],
)
def test_codes_of_publishing_systems_are_not_tags(keyword: str) -> None:
    assert (
        tags_of(f"{keyword}. Then {keyword}.", keywords=(keyword,), authors=("Ada Hale",), source="The Harbour Post")
        == ()
    )


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (("A Coruña", "Coruña"), ("A Coruña",)),
        (("Adler Klara",), ("Afghanistan", "Klara Adler", "Harbour League", "Doha")),
        (("Afghanistan war",), ("Afghanistan", "Harbour League", "Klara Adler", "Doha")),
    ],
)
def test_a_tag_without_a_word_of_its_own_is_left_out(keywords: tuple[str, ...], expected: tuple[str, ...]) -> None:
    tags = tags_of(TREATY if len(expected) > 2 else "In A Coruña it rains. Then A Coruña is wet.", keywords=keywords)
    assert set(tags) == set(expected)
    assert tags[0] == expected[0]


@pytest.mark.parametrize(
    "text",
    [
        "Wir brauchen Ihre Neue Adresse, sagt er. Man gibt Ihre Neue Adresse an, und dann ist Ihre Neue Adresse da.",
        "Man fürchtet Putins Sieg, sagt er. Wenn Putin kommt, dann ist Putins Sieg nahe, und mit Putin kommt er.",
        "Man sucht überall Chinas Spione, sagt er. Es gibt dort viele, und man findet Chinas Spione fast nie.",
    ],
)
def test_german_nouns_after_a_genitive_are_not_names(text: str) -> None:
    assert not {"Neue Adresse", "Putins Sieg", "Chinas Spione"} & set(tags_of(text, language="de"))


def test_a_german_first_name_in_s_is_not_a_genitive() -> None:
    text = "Dann kam auch Hans Brandt an. Alle sahen, wie Hans Brandt dort stand und sehr lange schwieg."
    assert tags_of(text, language="de") == ("Hans Brandt",)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is seen in the morning. Photo: Mia Lund\n\nThe mole is seen in the evening. Photo: Mia Lund",
        "Das ist der Hafen am frühen Morgen. Foto: Pressebild/Mia Lund\n\nDas ist er dann am Abend. © Mia Lund",
        "The harbour as seen in the morning, Mia Lund © all of it\n\nThe mole as seen in it, Mia Lund © all of it",
    ],
)
def test_the_name_in_an_image_credit_is_not_a_tag(text: str) -> None:
    assert tags_of(text) == ()


def test_tags_are_limited_and_unique() -> None:
    tags = tags_of(TREATY, keywords=("doha", "DOHA", "Friday"), limit=3)
    assert tags == ("Afghanistan", "Doha", "Klara Adler")


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=30), st.sampled_from(["Kabul", "the", "Anna Berg", "said", ".", "\n\n", "O'Shea", "von der"])
    )
).map(" ".join)


@given(TEXTS, st.lists(st.text(max_size=20), max_size=5), st.integers(0, 10))
@settings(max_examples=150)
def test_tags_are_limited_unique_plain_and_reproducible(text: str, keywords: list[str], limit: int) -> None:
    tags = tags_of(text, keywords=tuple(keywords), dateline=text[:20], limit=limit)
    assert len(tags) <= limit
    assert len({tag.casefold() for tag in tags}) == len(tags)
    assert all(
        tag == " ".join(tag.split()) and re.sub("[\u200c\u200d]", "", tag).isprintable() and any(map(str.isalpha, tag))
        for tag in tags
    )
    assert tags == tags_of(text, keywords=tuple(keywords), dateline=text[:20], limit=limit)


NAMELESS_LEAD = "The ferry sailed on Monday with forty people and a goat on board, the harbour office said.\n\n"
"""A first paragraph without names."""


@pytest.mark.parametrize(
    ("opening", "mentions", "expected"),
    [
        (NAMELESS_LEAD, 2, ()),
        (NAMELESS_LEAD, 7, ()),
        (NAMELESS_LEAD, 8, ("Kenya", "Ada Quill")),
        ("The ferry brought Ada Quill from Kenya to the harbour on Monday.\n\n", 1, ("Kenya", "Ada Quill")),
    ],
)
def test_a_name_that_is_only_mentioned_is_not_a_tag(opening: str, mentions: int, expected: tuple[str, ...]) -> None:
    line = "On the way she met Ada Quill, who had come from Kenya in spring.\n\n"
    assert tags_of(opening + line * mentions) == expected


@pytest.mark.parametrize(
    ("headline", "phrase", "times", "language", "expected"),
    [
        ("New Life for the Peace Process", "peace process", 4, "en", ("Peace process",)),
        ("New Life for the Peace Process", "peace process", 3, "en", ()),
        ("New Life for the Peace Process", "peace process", 4, "nl", ()),
        ("Prime Minister Stays at Home", "prime minister", 5, "en", ()),
        ("All About the River", "about the", 5, "en", ()),
        ("Peace, Process and Pudding", "peace process", 5, "en", ()),
    ],
)
def test_phrases_of_the_headline(
    headline: str, phrase: str, times: int, language: str, expected: tuple[str, ...]
) -> None:
    text = f"Nobody knew where the {phrase} would lead this year. " * times
    assert tags_of(text, headline=headline, language=language) == expected


@pytest.mark.parametrize(
    ("headline", "word", "times", "expected"),
    [
        ("Quollio wächst weiter", "Quollio", 4, ("Quollio",)),
        ("Quollio wächst weiter", "Quollio", 3, ()),
        ("Wer wächst weiter?", "Quollio", 4, ()),
        ("Schafe im Regen", "in den Regen", 4, ()),
        ("Was tierische Neugier bringt", "tierische Neugier", 4, ()),
    ],
)
def test_german_names_of_one_word(headline: str, word: str, times: int, expected: tuple[str, ...]) -> None:
    text = f"Am Montag ging es für {word} wieder aufwärts, und niemand wusste so recht warum.\n\n" * times
    assert tags_of(text, headline=headline, language="de") == expected


@pytest.mark.parametrize(
    ("language", "source", "text", "expected"),
    [
        (
            "en",
            None,
            "She saw Quill Media and Getty Images there. Getty Images had it, Quill Media too.",
            ("Quill Media",),
        ),
        (
            "fr",
            "Le Quotidien",
            "Le Quotidien a vu Ada Quill. Ada Quill parle, Quotidien en main, au Quotidien.",
            ("Ada Quill",),
        ),
        (
            "cs",
            None,
            "Tam stál celý den Michal Redl sám. Viděli potom Michala Redla v lese. A že Michal Redl mlčel, to u nich "
            "na vsi nikdo nevěděl, když tam Michala Redla nebylo.",
            ("Michal Redl",),
        ),
        ("nb", None, "Der sto Quollo igjen. Alle ventet på Quollos ord, og Quollos brev kom, sa Quollo.", ("Quollo",)),
    ],
)
def test_agencies_the_publication_and_inflected_names_are_not_tags(
    language: str, source: str | None, text: str, expected: tuple[str, ...]
) -> None:
    assert tags_of(text, language=language, source=source) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "nl",
            "Zij begon bij Jong AB&Q in de stad. Later koos AB&Q haar, en bij AB&Q bleef zij tot het einde.",
            ("AB&Q",),
            id="a mark between letters is part of a name",
        ),
        pytest.param(
            "de",
            "Am Abend piepste es bei tausenden Tristacher Eltern laut. Dann gingen die Eltern los, und Eltern riefen.",
            (),
            id="a noun alone is not a surname",
        ),
        pytest.param(
            "en",
            "They lived in a Quarrel Victorian that year. It was sold as a Victorian, said Victorian experts too.",
            (),
            id="a word after an article is not a surname",
        ),
        pytest.param(
            "is",
            "Hann segir að Quolla sé heima. Svo kom Quolla út. Kveðst Quolla vilja fara, en Quolla er hér enn.",
            ("Quolla",),
            id="a surname occurs alone only after the full name",
        ),
        pytest.param(
            "da",
            "Formanden, Múte B. Quollo, kom i dag. Siden gik Múte B. Quollo hjem igen.\n\nmúte b. quollo hjem i dag nu",
            ("Múte B. Quollo",),
            id="a line without capitals is no evidence for words",
        ),
        pytest.param(
            "es",
            "Ayer habló la Plataforma por unas Fiestas de Quolla en la plaza. En la Plataforma creen que dicha "
            "Plataforma no basta, y la Plataforma calla.",
            (),
            id="the first word of a long name is not a name",
        ),
        pytest.param(
            "tr",
            "Bu maçta Quollolu Edin Adler iki gol attı. Sonra da Quollolu Edin Adler çıktı, yerine Quollo "
            "kaptanı girdi.",
            ("Edin Adler",),
            id="a Turkish name can follow a word for where the person comes from",
        ),
        pytest.param(
            "tr",
            "Şüpheliler dün 7258 Sayılı Quollo ve Diğer Spor Müsabakalarında Bahis yasasına göre evlerinde tutuldu ve "
            "sonra serbest kaldı. Yine aynı gün bu 7258 Sayılı Quollo ve Diğer Spor Müsabakalarında Bahis yasası orada "
            "yüksek sesle okundu ve herkes dinledi.",
            (),
            id="Turkish titles of laws are not names",
        ),
    ],
)
def test_rules_of_languages_for_names(language: str, text: str, expected: tuple[str, ...]) -> None:
    assert tags_of(text, headline=text.split("\n")[0], language=language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("pl", "On mieszka od lat w Niemczech i mówi o tym. Granica Niemiec jest daleko od nas.", "Niemcy"),
        ("ru", "Она уехала из России зимой и долго молчала. Потом в России снова спросили о ней.", "Россия"),
        ("is", "Hann fór til Noregs í vor og kom aftur. Fólkið í Noregi hefur spurt um hann síðan.", "Noregur"),
        ("nb", "De reiste til Danmark i går og ble der. Ikke et ord kom siden fra Danmark.", "Danmark"),
    ],
)
def test_a_country_has_its_name_in_the_language_of_the_archive(language: str, text: str, expected: str) -> None:
    assert tags_of(text, language=language, tags_language=language) == (expected,)
    assert tags_of(text, language=language, tags_language="fr") == (
        {"Niemcy": "Allemagne", "Россия": "Russie", "Noregur": "Norvège", "Danmark": "Danemark"}[expected],
    )


def test_a_word_that_begins_like_a_country_is_not_one() -> None:
    text = "Tam siedział Malik z bratem i milczał. Potem wyszedł też Malik, a Peruz został tam sam do rana."
    assert tags_of(text, headline="Malik wraca", language="pl") == ("Malik",)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "All came for Black Friday, and Black Friday came. They say that Black Friday ends today.", ()),
        ("en", "In the end Prince Andrew left. Nobody saw Prince Andrew again, but Andrew wrote.", ("Prince Andrew",)),
        ("en", "We do the 80 Day Obsession now. They did the 80 Day Obsession twice, then 80 Day Obsession ended.", ()),
        ("en", "Add one Tbsp of oil. Then add a large Tbsp of salt, one Tbsp of sugar and one more Tbsp of oil.", ()),
        ("en", "| Senators call for security | Somebody asks for help | Senators call for help again |", ()),
        (
            "en",
            "They gave a grant to Evidence Action Beta in May. All evidence says that Evidence Action Beta works.",
            ("Evidence Action Beta",),
        ),
        (
            "en",
            "It is Quollo\u2019s Ferry Month again. In Quollo\u2019s Ferry Month, all Ferry Month talks are for crews.",
            ("Ferry Month", "Quollo"),
        ),
        ("en", "It is Quollo\u2019s Ferry Month now. Few like Quollo\u2019s Ferry Month, some do not.", ("Quollo",)),
        (
            "en",
            "So a fleet of Getty Images Merrow Sailors left the port. Then the Merrow Sailors came back at night.",
            ("Merrow Sailors",),
        ),
        (
            "en",
            "In the end Merrow CIO Ada Quill spoke of it. They heard Merrow CIO Ada Quill twice, and then she left.",
            ("Ada Quill",),
        ),
        (
            "en",
            "Most of it is in Modern C++ by now. People like Modern C++ here, and Modern C++ likes them.",
            ("Modern C++",),
        ),
        ("en", "The talks of European states go on. They say European states talk, and European law too.", ()),
        ("en", "They met in a town in Ala. on Monday. From there in Ala. they went to others in Ala. and home.", ()),
        ("en", "Trains go to Los Angeles now. Los Angeles waits; in Los Angeles nobody walks.", ("Los Angeles",)),
        (
            "de",
            "Man sah dort viele Kiel Abmahnungen. Er sagte, dass Kiel Abmahnungen kosten, auch Kiel Abmahnungen.",
            (),
        ),
        ("de", "So passen drei Rollen Garn hinein. Man sieht, dass drei Rollen Garn dort liegen, und nie mehr.", ()),
        ("de", "Man sah Garn Rollen dort. Das Garn ist rot, die Rollen sind es auch, und Garn Rollen gibt es nie.", ()),
        (
            "de",
            "Bei Adas Brandts Funkspruch lachte er. Ihr kurzer Funkspruch, sein Funkspruch, den Funkspruch las er.",
            (),
        ),
        ("en", "It is in a note on what is New In Quollo today. They call it New In Quollo, and they like it.", ()),
        ("de", "So sind die Zahlen für Ökonomien Deutschland gut. Man nennt sie Ökonomien Deutschland heute.", ()),
    ],
)
def test_names_are_whole(language: str, text: str, expected: tuple[str, ...]) -> None:
    assert tags_of(text, language=language) == expected


def test_the_name_in_the_address_of_the_publication_is_no_tag() -> None:
    text = "The readers of Quollo like it. As they say at Quollo, nobody knows Quollo as well as they do."
    assert tags_of(text, language="en", url="https://example.com/a") == ("Quollo",)
    assert tags_of(text, language="en", url="https://www.quollo.example/a") == ()
