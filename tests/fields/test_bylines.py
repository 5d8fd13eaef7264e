"""Bylines are split into names."""

from __future__ import annotations

import pytest

from backfile.fields.bylines import split_byline


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Hale", ["Ada Hale"]),
        ("BY ADA HALE AND MAX BORN", ["ADA HALE", "MAX BORN"]),
        ("By Ada Hale, Max Born and Mia Lund, Reuters", ["Ada Hale", "Max Born", "Mia Lund", "Reuters"]),
        ("Von Anna Blum und Ben Roth, dpa", ["Anna Blum", "Ben Roth", "dpa"]),
        ("Par Jean Petit et Léa Grand", ["Jean Petit", "Léa Grand"]),
        ("Por Ana García y Luis Peña", ["Ana García", "Luis Peña"]),
        ("De Ana García e Rui Sá", ["Ana García", "Rui Sá"]),
        ("Av Kari Nord & Ola Sund", ["Kari Nord", "Ola Sund"]),
        ("Текст: Анна Белова и Иван Чернов", ["Анна Белова", "Иван Чернов"]),
        ("Anna Blum (abl)", ["Anna Blum"]),
        ("Anna Blum (dpa)", ["Anna Blum", "dpa"]),
        ("Anna Blum; Ben Roth | Mia Lund / Ola Sund", ["Anna Blum", "Ben Roth", "Mia Lund", "Ola Sund"]),
        ("Blum, Anna", ["Blum, Anna"]),
        ("AFP, Reuters", ["AFP", "Reuters"]),
        ("John Doe, Jr., Jane Roe, PhD", ["John Doe, Jr.", "Jane Roe, PhD"]),
        ("Ada Hale, Political Editor", ["Ada Hale"]),
        ("Staff Writer", ["Staff Writer"]),
        ("Science and Environment Desk", ["Science and Environment Desk"]),
        ("Ada Hale <ada@news.test>", ["Ada Hale"]),
        ("ada@news.test", []),
        ("https://social.test/ada", []),
        ("105092", []),
        ("8f507083-bac4-423a-9015-2eb31e1bce50", []),
        ("News Service (www.news.test)", ["News Service"]),
        ("Ada Hale @adahale", ["Ada Hale"]),
        ("Von Trapp", ["Von Trapp"]),
        ("Robert De Niro", ["Robert De Niro"]),
        ("By Reuters", ["Reuters"]),
        ("Autorin Anna Blum", ["Anna Blum"]),
        ("山田太郎、鈴木花子", ["山田太郎", "鈴木花子"]),
        ("By Ada Hale Health reporter, BBC News", ["Ada Hale", "BBC News"]),
        ("Ada Hale Chief Political Correspondent", ["Ada Hale"]),
        ("By Ada Hale and Max Born Science reporters", ["Ada Hale", "Max Born"]),
        ("Redakteurin Anna Blum", ["Anna Blum"]),
        ("Jan van Dyk Foreign Editor", ["Jan van Dyk"]),
        ("Harbour News reporter", ["Harbour News reporter"]),
        ("Special Correspondent", ["Special Correspondent"]),
        ("Di Maio Luigi", ["Di Maio Luigi"]),
        ("Da Silva João, Reuters", ["Da Silva João", "Reuters"]),
        ("Anna Blum, Di Maio Luigi", ["Anna Blum", "Di Maio Luigi"]),
        ("di Luigi Rossi", ["Luigi Rossi"]),
        ("Anna Blum und Lea Roth, Nairobi", ["Anna Blum", "Lea Roth"]),
        ("Anna Blum, Nairobi", ["Anna Blum"]),
        ("Nairobi, Anna Blum", ["Nairobi", "Anna Blum"]),
        ("Blum, Florence", ["Blum, Florence"]),
        ("Anna Blum, Paris Hilton", ["Anna Blum", "Paris Hilton"]),
        ("Anna Blum (Text), Jan Wolf (Fotos)", ["Anna Blum"]),
        ("Text: Anna Blum, Fotos: Jan Wolf und Mia Lund", ["Anna Blum"]),
        ("Text: Anna Blum Fotos: Jan Wolf", ["Anna Blum"]),
        ("Fotos: Jan Wolf, Text: Anna Blum", ["Anna Blum"]),
        ("Anna Blum (Text und Fotos)", ["Anna Blum"]),
        ("Fotos: Jan Wolf", ["Jan Wolf"]),
        ("Photos by Jan Wolf, Ada Hale", ["Ada Hale"]),
        ("Bild Redaktion", ["Bild Redaktion"]),
        ("  ", []),
        (", ;", []),
        ('"><script>x</script>', ['"><script>x</script>']),
    ],
)
def test_names_in_a_byline(byline: str, names: list[str]) -> None:
    assert list(split_byline([byline])) == names


def test_names_of_several_candidates_are_in_order_and_not_repeated() -> None:
    assert split_byline(["Mia Lund", "Ada Hale and Mia LUND", "Staff"]) == ("Mia Lund", "Ada Hale")
