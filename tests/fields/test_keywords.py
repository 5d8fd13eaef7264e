"""Keywords that are no subjects are refused, and namespaces are replaced by their values."""

from __future__ import annotations

import pytest

from backfile.fields.keywords import PageNames, count_codes, read_keywords
from backfile.fields.labels import parse_keywords


@pytest.mark.parametrize(
    ("values", "subjects"),
    [
        (
            [
                "8f507083-bac4-423a-9015-2eb31e1bce50",
                "Category: News",
                "Category: World",
                "NLP Category: Politics",
                "NLP Entity Tokens: India",
                "Partner: AP",
                "WC: 1000-1999",
                "India",
                "missile",
            ],
            ["World", "Politics", "India", "missile"],
        ),
        (["type:article", "section=news", "Tides"], ["Tides"]),
        (["Star Wars: Andor", "Tides"], ["Star Wars: Andor", "Tides"]),
        (["Mission: Impossible"], ["Mission: Impossible"]),
        (["Place: Merrow", "Place: Gull Bay"], ["Merrow", "Gull Bay"]),
        (["Foo: Merrow", "Foo: Gull Bay"], ["Merrow", "Gull Bay"]),
        (
            ["Star Wars", "Star Wars: Andor", "Star Wars: Ahsoka"],
            ["Star Wars", "Star Wars: Andor", "Star Wars: Ahsoka"],
        ),
        (["@river", "@hp-top", "Dear Abby"], ["Dear Abby"]),
        (["All topics", "Tides", "More…"], ["Tides"]),
        (["The ferry leaves at noon", "an hour late."], []),
        (["Mergers of banks and ports", "ropes", "yahoo!"], ["Mergers of banks and ports", "ropes", "yahoo!"]),
        (["a", "Tides", "x"], ["Tides"]),
        (["12345", "2024", "Tides"], ["2024", "Tides"]),
        (["AC/DC", "9/11", "tcp/ip", "Technik/Hardware"], ["AC/DC", "9/11", "tcp/ip", "Technik/Hardware"]),
        (
            ["sections/sverige", "organization/lundsberg", "topic/misshandel & överfall"],
            ["sverige", "lundsberg", "misshandel & överfall"],
        ),
        (["Boxen Russland Frank Warren Wladimir Klitschko Tyson Fury"], []),
        (["深空探测 探月工程 航天技术"], ["深空探测", "探月工程", "航天技术"]),
        (["#tides #merrow"], ["tides", "merrow"]),
        (["tides | merrow | ropes"], ["tides", "merrow", "ropes"]),
        (["editors_pick", "_commerce", "channel_other", "ctp_video"], []),
        (["(1) 港湾工事"], ["港湾工事"]),
        (["C++", "C#", "F1", "G7", "5G", "R"], ["C++", "C#", "F1", "G7", "5G"]),
        (
            ["Covid-19", "1. FC Köln", "Schalke 04", "1984", "100 metres"],
            ["Covid-19", "1. FC Köln", "Schalke 04", "1984", "100 metres"],
        ),
        (["section: Article", "topic: White House"], ["White House"]),
        (["Section:culture", "AdNode:culture/wide_angle", "books"], ["culture", "books"]),
        (["source:tagname:CNBC US Source"], []),
        (["iptc:04000000", "nav:home", "Tides"], ["Tides"]),
        (["E=mc2"], ["E=mc2"]),
        (["climate-change", "sea-level"], ["climate-change", "sea-level"]),
        (["Amazon.com", "Tides"], ["Amazon.com", "Tides"]),
        (["https://twitter.com/x", "/article", "Tides"], ["Tides"]),
        (["Vol. 2: The Return"], ["Vol. 2: The Return"]),
        (["Debate: should the pier go?"], ["Debate: should the pier go?"]),
        (["Section: News:World News", "Health"], ["Health"]),
        (["U.S.", "U.K.", "EU"], ["U.S.", "U.K.", "EU"]),
        (["Donald Trump", "U.S. politics"], ["Donald Trump", "U.S. politics"]),
        (["Jane Roe Ada Quill Tom Oar"], []),
        (["The Lord of the Rings"], ["The Lord of the Rings"]),
        (["Person: Ada Quill"], ["Ada Quill"]),
        (["tag:tides", "tag:ropes"], ["tides", "ropes"]),
        (["Category:Tides", "Category:Ropes"], ["Tides", "Ropes"]),
        (["\x1b[31mRed Cross\x1b[0m", "Tides"], ["Red Cross", "Tides"]),
        (["[1;32mTides[0m", "Ropes"], ["Tides", "Ropes"]),
        (["31mRed", "100m sprint", "35 mm"], ["Red", "100m sprint", "35 mm"]),
        (["b.", "(B)", "«б»", "Tides", "C++"], ["Tides", "C++"]),
        (["amp", "#39", "nbsp;", "&quot", "Tides"], ["Tides"]),
        (["Arts &amp;amp; Crafts; Tides &#38; ropes"], ["Arts & Crafts", "Tides & ropes"]),
        (["Leserbriefe", "Readers' letters", "Leser-Diskussion", "Leserin"], ["Leserin"]),
        (["noindex", "No Autolink", "nobackfill", "Nomads", "Norfolk"], ["Nomads", "Norfolk"]),
        (["texttospeech", "Breaking-News", "comments-disabled", "Breaking waves"], ["Breaking waves"]),
    ],
)
def test_subjects_among_keywords(values: list[str], subjects: list[str]) -> None:
    assert list(read_keywords(parse_keywords(values))) == subjects


def test_names_of_the_page_are_no_subjects() -> None:
    page = PageNames(("Merrow Harbour Courier", "courier.example"), ("The late ferry",), ("Ada Quill", "Merrow"))
    keywords = ("Merrow Harbour Courier", "MHC", "courier.example", "The Late Ferry", "Quill Ada", "Merrow", "Tides")
    assert read_keywords(keywords, page) == ("Merrow", "Tides")


def test_the_words_of_a_headline_are_no_subjects() -> None:
    page = PageNames(headlines=("The late ferry waits at the old pier",))
    assert read_keywords(("late", "ferry", "waits", "old", "pier"), page) == ()
    assert read_keywords(("Late Ferry", "late", "waits", "old", "pier"), page)


def test_codes_are_counted() -> None:
    assert count_codes(("Tides", "type:article", "channel_other")) == 2
    assert count_codes(("Tides", "Film - Drama", "Star Wars: Andor")) == 0


@pytest.mark.parametrize("part", ["x", "a-", "A", "&amp;"])
def test_a_huge_keyword_stays_and_ends(part: str) -> None:
    """Patterns once took the square of its length, so that the article was reported as too slow."""
    huge = part * 300_000
    assert read_keywords((huge, "Quollo Bridge")) == (huge, "Quollo Bridge")
    assert count_codes((huge, "Topic: Tides")) == count_codes(("Topic: Tides",))
