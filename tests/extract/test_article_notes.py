"""Lines about an article that are no prose are recognized by their shape, and lines of prose are not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.extract.text.article_notes import match_note

KINDS = {
    *("time", "reading time", "picture credit", "caption", "agency signature", "address", "number", "author note"),
}
TIMES = [
    *("15:44 Uhr", "12:43", "kl. 13.05", "7 hrs ago", "/ 20 m ago", "|Published 1 day ago", "Updated 3 hours ago"),
    *(
        "an hour ago",
        "vor 3 Stunden",
        "vor einer Stunde",
        "Stand: 20:03 Uhr",
        "aktualizováno • 12:56",
        "heute, 12:30 Uhr",
    ),
    *(
        "il y a 3 heures",
        "hace 3 horas",
        "3 ore fa",
        "há 2 horas",
        "2 uur geleden",
        "för 3 timmar sedan",
        "for 2 timer siden",
    ),
    *(
        "3 tuntia sitten",
        "2 godziny temu",
        "před 3 hodinami",
        "pred 2 hodinami",
        "acum 2 ore",
        "prije 3 sata",
        "преди 2 часа",
    ),
    *(
        "πριν 2 ώρες",
        "3 часа назад",
        "2 години тому",
        "3 saat önce",
        "منذ 3 ساعات",
        "לפני 3 שעות",
        "۳ ساعت پیش",
        "3 घंटे पहले",
    ),
    *(
        "3 ชั่วโมงที่แล้ว",
        "3 giờ trước",
        "3 jam lalu",
        "3시간 전",
        "3 時間前",
        "3小时前",
        "Published 2h ago",
        "Updated yesterday",
    ),
]
READING_TIMES = [
    *(
        "Lesezeit: 5 Minuten",
        "Lesedauer 4 Min.",
        "2 minutes read",
        "5 min read",
        "19 min",
        "3 Min",
        "01:32 min",
        "5-minute read",
    ),
    *(
        "Temps de lecture : 5 min",
        "Tiempo de lectura: 3 minutos",
        "Tempo di lettura: 4 minuti",
        "Tempo de leitura: 2 min",
    ),
    *(
        "Leestijd 3 min",
        "Lästid: 4 min",
        "Læsetid: 3 minutter",
        "Lesetid 5 minutter",
        "Lukuaika: 3 min",
        "Czas czytania: 4 min",
    ),
    *("Doba čtení: 3 minuty", "Olvasási idő: 5 perc", "Время чтения: 3 мин", "Час читання: 2 хв", "Okuma süresi: 4 dk"),
    *(
        "مدة القراءة: 3 دقائق",
        "זמן קריאה: 4 דקות",
        "읽는 시간 3분",
        "阅读时间 5分钟",
        "5 Min. Lesezeit",
        "Reading time: 3 minutes",
        "Duration: 2 minutes 14 seconds",
    ),
]
PICTURE_CREDITS = [
    ("Foto: Renata Blum, Harbour Zprávy", "Renata Blum, Harbour Zprávy"),
    ("Image: Orla Venn/Harbour Newspapers", "Orla Venn/Harbour Newspapers"),
    ("Bild: Maximilian von Harms", "Maximilian von Harms"),
    ("Photograph: Orla Venn/Reuters", "Orla Venn/Reuters"),
    ("© Jan Roth/Press Association/dpa/Archiv", "Jan Roth/Press Association/dpa/Archiv"),
    ("Credit: AFP/Getty", "AFP/Getty"),
    ("Photo by Orla Venn", "Orla Venn"),
    ("Quelle: fhm/Getty Images; Montage: Infografik WELT", "fhm/Getty Images; Montage: Infografik WELT"),
    ("(Foto: dpa)", "dpa"),
    ("Text und Foto: Anna Blum", "Anna Blum"),
    ("Crédit photo : Jean Petit", "Jean Petit"),
    ("Crédito: Ana García", "Ana García"),
    ("Foto: Luigi Rossi/ANSA", "Luigi Rossi/ANSA"),
    ("Foto: Divulgação", "Divulgação"),
    ("Beeld: ANP", "ANP"),
    ("Bild: Anna Lund/TT", "Anna Lund/TT"),
    ("Kuva: Aino Laine", "Aino Laine"),
    ("Fot. Jan Kowalski / PAP", None),
    ("Zdjęcie: PAP/Jan Kowalski", "PAP/Jan Kowalski"),
    ("Фото: Анна Белова / ТАСС", "Анна Белова / ТАСС"),
    ("Fotoğraf: Anadolu Ajansı", "Anadolu Ajansı"),
    ("تصوير: أحمد علي", "أحمد علي"),
    ("צילום: דנה לוי", "דנה לוי"),
    ("写真: 共同", "共同"),
    ("사진=연합뉴스", "연합뉴스"),
    ("图片来源：新华社", "新华社"),
    ("Foto: @orla_venn", "@orla_venn"),
    ("Фото: Анна Белова / «Северный вестник»", "Анна Белова / «Северный вестник»"),
    ("Foto: Archiv hafen", "Archiv hafen"),
    ("© dpa/Harbour Wire/K.C. Roth", "dpa/Harbour Wire/K.C. Roth"),
    ("F. Roth/IMAGO", "F. Roth/IMAGO"),
    ("Jan Roth/IMAGO", "Jan Roth/IMAGO"),
    ("picture alliance/dpa | Jan Roth", "picture alliance/dpa | Jan Roth"),
]
CAPTIONS = [
    ("Im Vorjahr zog das Fest Tausende an. Bild: Jan Roth/Archiv", "Jan Roth/Archiv"),
    ("The ferry leaves the harbour in the evening. Credit: AFP/Getty", "AFP/Getty"),
    ("Neighbours clean the street after the flood (Image: Harbour Echo)", "Harbour Echo"),
    ("The owner of the ferry spoke in Kiel. (AP Photo/Orla Venn)", "AP Photo/Orla Venn"),
    ("Le marché du port est ouvert. Photo : Jean Petit", "Jean Petit"),
    ("Le bac attend au pied du pont. | LE COURRIER DU PORT", "LE COURRIER DU PORT"),
    ("港を出る小さな船と見送る人たち＝2月、港町、山田太郎撮影", "山田太郎撮影"),
    ("Паром выходит из порта. Фото: Анна Белова / ТАСС", "Анна Белова / ТАСС"),
    ("港を出る船と見送る人たち。写真：共同", "共同"),
    ("Bei dem Streit geht es um die Brücke. Foto: picture alliance / SZ Photo | Jan Roth", None),
]
SIGNATURES = [
    ("dmk", ()),
    ("(kas)", ()),
    ("StZ", ()),
    ("srf/hosb;kesm", ()),
    ("SDA/sep", ("SDA",)),
    ("sak/Reuters", ("Reuters",)),
    ("AFP/dpa", ("AFP", "dpa")),
    ("Reuters/kra Frankfurt", ("Reuters",)),
    ("dpa", ("dpa",)),
    ("(Reuters)", ("Reuters",)),
    ("Mit Agenturmaterial.", ()),
    ("With files from The Associated Press", ("The Associated Press",)),
    ("With reporting by Orla Venn", ()),
    ("AP contributed to this report.", ("AP",)),
    ("Reporting by Orla Venn; Editing by Tam O'Shea", ()),
    ("Con información de EFE", ("EFE",)),
    ("Com informações da Reuters", ("Reuters",)),
    ("Mit Material von dpa und AFP", ("dpa", "AFP")),
    ("Faktencheck: Anna Blum", ()),
    ("Redaktion: Anna Blum, Jan Roth", ()),
    ("Hafenblatt / Última Hora", ()),
    ("(责编：王小明、李四光)", ()),
]
ADDRESSES = [
    *(
        "letters@harbour.example.org",
        "https://harbour.example.org/a?b=c",
        "www.harbour.example.org",
        "harbour-post.com",
    ),
    *(
        "E-Mail: letters@example.org",
        "Tel.: +49 30 1234567",
        "+49 30 1234567",
        "@orlavenn",
        "doi: https://doi.org/10.1000/182",
    ),
]
NUMBERS = ["10 €", "$25", "25,90 Euro", "1/1", "1x", "1.25x", "#harbour", "50%", "+12", "1.234", "42", "0,5 %"]
AUTHOR_NOTES = [
    ("Orla Venn is a politics reporter for Harbour News.", ("Orla Venn",)),
    ("Orla Venn covers the coast for Harbour News. She has won two prizes.", ("Orla Venn",)),
    ("Orla Venn, who lives in Kiel, is a freelance journalist.", ("Orla Venn",)),
    ("is a freelance journalist based in Kiel.", ()),
    ("Anna Blum ist freie Journalistin in Kiew.", ("Anna Blum",)),
    ("Jan Roth (34) arbeitet als Redakteur im Ressort Kultur.", ("Jan Roth",)),
    ("Ana García es periodista de El Faro.", ("Ana García",)),
    ("Ana García es cocinera y colabora con esta revista.", ("Ana García",)),
    ("Jean Petit est journaliste au Phare.", ("Jean Petit",)),
    ("Luigi Rossi è giornalista e scrittore.", ("Luigi Rossi",)),
    ("Kari Nord er journalist i Havna.", ("Kari Nord",)),
    ("Jan Kowalski jest dziennikarzem i pisze o morzu.", ("Jan Kowalski",)),
]
PROSE = [
    # headings
    *(
        "Morning markets",
        "A second chance",
        "The end",
        "Winter",
        "By the Sea",
        "Photo: The bridge at dawn",
        "Video: How to bake",
    ),
    *(
        "Bild: „Wir haben gewonnen“",
        "Image of the day",
        "Picture this: a house",
        "Foto oder Film?",
        "Source of the river",
        "ja",
    ),
    *(
        "Node.js",
        "TCP/IP",
        "CDU/CSU",
        "AC/DC",
        "NATO",
        "and/or",
        "he/she",
        "yes",
        "no",
        "Ende",
        "Pro / Contra",
        "Rot/Grün",
        "Stand",
    ),
    *(
        "Heute",
        "Today",
        "Yesterday",
        "Five minutes",
        "5 minutes",
        "Ein Jahr später",
        "Three days later",
        "3 Tage Regen",
    ),
    # recipes, scores, chronicles and lists
    *(
        "2 cups of flour",
        "200 g Mehl",
        "20 Minuten backen",
        "1 Stunde",
        "Arsenal 2-1 Chelsea",
        "1914: Outbreak of war",
        "3 May 1945",
    ),
    *(
        "12:30 Lunch at the harbour",
        "15.32 Uhr: Weitere Angriffe",
        "Monday 9 am to the harbour",
        "14.05.2025",
        "1861",
        "2023",
        "5 km",
        "10 people",
    ),
    *("- 3 eggs", "2 Teams, 1 Ziel", "1. FC Hafen", "Chapter 3", "7 Uhren", "2 hours of rain and no end"),
    # sentences
    *(
        "It took three hours.",
        "He came an hour ago and left.",
        "The minister is a friend of the reporter.",
        "She read for 5 minutes.",
    ),
    *(
        "Anna Blum is a doctor in Kiel.",
        "Anna Blum ist Ärztin.",
        "The photo: it showed a house.",
        "He wrote to letters@example.org.",
    ),
    *(
        "The price was 10 euros.",
        "The agency Reuters reported it.",
        "In Kiel (dpa) regnet es weiter.",
        "KELSO BAY, Nov 3 (Northwire) - A quake was felt, the author reports.",
        "The rain stopped. (dpa)",
    ),
    *(
        "Winter in the harbour and nobody came",
        "the gate stood open",
        "Reporting by night is hard work. It is cold.",
        "",
    ),
]


def kind_of(line: str) -> str | None:
    note = match_note(line)
    return note.kind if note else None


@pytest.mark.parametrize("line", TIMES)
def test_times(line: str) -> None:
    assert kind_of(line) == "time"


@pytest.mark.parametrize("line", READING_TIMES)
def test_reading_times(line: str) -> None:
    assert kind_of(line) == "reading time"


@pytest.mark.parametrize(("line", "credit"), PICTURE_CREDITS)
def test_picture_credits(line: str, credit: str | None) -> None:
    note = match_note(line)
    assert note
    assert note.kind == "picture credit"
    assert credit is None or note.values == (credit,)


@pytest.mark.parametrize(("line", "credit"), CAPTIONS)
def test_captions_with_their_credit(line: str, credit: str | None) -> None:
    note = match_note(line)
    assert note
    assert note.kind == "caption"
    assert credit is None or note.values == (credit,)


@pytest.mark.parametrize(("line", "agencies"), SIGNATURES)
def test_signatures(line: str, agencies: tuple[str, ...]) -> None:
    note = match_note(line)
    assert note
    assert (note.kind, note.values) == ("agency signature", agencies)


@pytest.mark.parametrize("line", ADDRESSES)
def test_addresses(line: str) -> None:
    assert kind_of(line) == "address"


@pytest.mark.parametrize("line", NUMBERS)
def test_numbers(line: str) -> None:
    assert kind_of(line) == "number"


@pytest.mark.parametrize(("line", "names"), AUTHOR_NOTES)
def test_notes_about_the_author(line: str, names: tuple[str, ...]) -> None:
    note = match_note(line)
    assert note
    assert (note.kind, note.values) == ("author note", names)


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_no_note(line: str) -> None:
    assert match_note(line) is None


def test_parts_between_bars_can_be_different_notes() -> None:
    assert kind_of("Stand: 20:03 Uhr | Lesedauer: 4 Minuten") == "time"
    assert kind_of("Stand: 20:03 Uhr | The harbour") is None


PARTS = [
    "Foto:",
    "Orla Venn",
    "dpa",
    "/",
    "3",
    "min",
    "ago",
    "vor",
    "15:54",
    "|",
    "©",
    "read",
    ".",
    "is a reporter",
    "2024",
]
WORDS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=15, max_size=60)
LINES = st.one_of(st.text(max_size=80), WORDS, st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join))


@given(LINES)
def test_the_words_of_each_value_are_in_the_line(line: str) -> None:
    note = match_note(line)
    assert note is None or note.kind in KINDS
    assert note is None or all(value and value in line for value in note.values)


@pytest.mark.parametrize("line", ["Foto: ", "1", "A. ", "(", "© ", "12:00 ", ": ", "a/", " – ", "vor 3 ", "A B is "])
def test_a_long_line_costs_little(line: str) -> None:
    start = time.perf_counter()
    for length in (100_000, 400, 200, 100):
        match_note((line * 100_000)[:length])
    assert time.perf_counter() - start < 0.2
