"""Languages and keywords are parsed."""

from __future__ import annotations

import pytest

from backfile.fields.labels import parse_keywords, parse_language, parse_section


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        *[("en", "en"), ("en_US", "en-US"), ("PT-br", "pt-BR"), ("zh-hans-cn", "zh-Hans-CN"), ("de_DE.UTF-8", "de-DE")],
        *[("es-419", "es-419"), ("iw", "he"), ("de, en", "de"), (" fr ", "fr"), ("de-x-private", "de"), ("haw", "haw")],
        *[
            ("eng", "en"),
            ("ger-AT", "de-AT"),
            ("utf-8", None),
            ("english", None),
            ("xx", None),
            ("und", None),
            ("", None),
            ("1", None),
            ("jp", None),
            ("<script>", None),
        ],
    ],
)
def test_language_tags(value: str, tag: str | None) -> None:
    assert parse_language([value]) == tag


@pytest.mark.parametrize(
    ("values", "keywords"),
    [
        (["a, b,,  B ,c"], ["a", "b", "c"]),
        (["a, x; b"], ["a, x", "b"]),
        (["Business, Finance", "Wells"], ["Business, Finance", "Wells"]),
        (["a,b", "b,c"], ["a", "b", "c"]),
        (["Blum, Anna", "Roth, Ben"], ["Blum, Anna", "Roth, Ben"]),
        (["Blum, Anna"], ["Blum", "Anna"]),
        (["Coast, Ferries, Storms", "Blum, Anna"], ["Coast", "Ferries", "Storms", "Blum", "Anna"]),
        (["政治、社会，経済"], ["政治", "社会", "経済"]),
        (["well\u202e\x00s"], ["wells"]),
        ([" ", ","], []),
    ],
)
def test_keywords(values: list[str], keywords: list[str]) -> None:
    assert list(parse_keywords(values)) == keywords


@pytest.mark.parametrize(
    "name",
    ["World", "real-estate", "AC/DC", "Politics/Economy", "9/11", "G20", "Section 4", "政治/経済", "Rail > Freight"],
)
def test_the_name_of_a_section(name: str) -> None:
    assert parse_section([name]) == name


@pytest.mark.parametrize(
    "code",
    [
        *["/world/harbour", "world/", "news/world", "channel=12", "12", "section-4", "iptc:04000000", "news_world"],
        *["a1b2c3d4-0000-1111-2222-333344445555", "{{section}}", '["World"]', "https://merrow.example/world", "null"],
    ],
)
def test_what_only_software_reads_is_no_section(code: str) -> None:
    assert parse_section([code]) is None
    assert parse_section([code, "World"]) == "World"
