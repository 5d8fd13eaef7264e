"""Texts that contain nothing but an article lose nothing, and keep their prose where furniture stands around them.

`tests/corpus/whole_texts/` contains the texts: poems, recipes, lists, interviews, letters, tables, results, names, and
so on. `_furniture.toml` in it contains lines of furniture, three blocks for each language.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.lost_lines import extract_string, letters, lost_lines, values_of, with_rules

CORPUS = Path(__file__).parent.parent / "corpus" / "whole_texts"
TEXTS = sorted(CORPUS.glob("*.txt"))
FURNITURE = tomllib.loads(CORPUS.joinpath("_furniture.toml").read_text(encoding="utf-8"))
WITHOUT_SPACES = frozenset({"ja", "zh", "th"})
BLOCKS = (0, 1, 2)

ARTICLES = {
    "en": (
        "A Wall Is Painted for the Third Time",
        "The harbour wall of Lower Cope was painted again on Monday, for the third time since the spring, and again "
        "nobody had asked for it.",
        "“Share this,” somebody had written on the wet paint with a finger, and underneath: “Read more.” The harbour "
        "master had it painted over.",
        "Comments from the council were not to be had before noon, and after noon the office was closed.",
        "We use cookies as bait, said an angler who had been sitting there since dawn. He had caught an advertisement "
        "for a newsletter, laminated, and one small crab.",
        "On Tuesday the wall was blue.",
    ),
    "de": (
        "Die Mauer wird zum dritten Mal gestrichen",
        "Die Hafenmauer von Oberkopp ist am Montag wieder gestrichen worden, zum dritten Mal seit dem Frühjahr und "
        "wieder ohne Auftrag.",
        "„Jetzt teilen“ hatte jemand mit dem Finger in die nasse Farbe geschrieben, und darunter: „Mehr zum Thema“. "
        "Der Hafenmeister ließ es überstreichen.",
        "Kommentare aus dem Rathaus waren vor zwölf nicht zu bekommen, und nach zwölf war es geschlossen.",
        "Wir verwenden Cookies als Köder, sagte ein Angler, der dort seit dem Morgen saß. Gefangen hatte er eine "
        "laminierte Anzeige für einen Newsletter und eine kleine Krabbe.",
        "Am Dienstag war die Mauer blau.",
    ),
    "ja": (
        "防波堤、三度目の塗り替え",
        "港町の防波堤が月曜日にまた塗り替えられた。春から数えて三度目で、今回も頼んだ人は誰もいなかった。",
        "まだ乾かない壁に誰かが指で「シェアする」と書き、その下に「関連記事はこちら」と書き足していた。港長は上から塗らせた。",
        "役場にコメントを求めたが、昼までは誰もおらず、昼からは閉まっていた。",
        "クッキーを餌に使っています、と明け方から座っていた釣り人は言った。釣れたのは広告の看板一枚と小さなカニ一匹だった。",
        "火曜日、壁は青かった。",
    ),
    "ar": (
        "طلاء جدار الميناء للمرة الثالثة",
        "طُلي جدار الميناء يوم الاثنين مرة أخرى، وهي المرة الثالثة منذ الربيع، ولم يطلب ذلك أحد من سكان المدينة.",
        "كتب أحدهم بإصبعه على الطلاء الرطب «شارك هذا المقال» ثم كتب تحتها «اقرأ أيضا»، فأمر مدير الميناء بطلائها.",
        "لم نحصل على تعليقات من البلدية قبل الظهر، وبعد الظهر كانت أبوابها مغلقة.",
        "قال صياد يجلس هناك منذ الفجر إنه اصطاد إعلانا عن نشرة بريدية وسلطعونا صغيرا، "
        "ثم طلب منا أن نشترك معه في الغداء.",
        "يوم الثلاثاء كان الجدار أزرق.",
    ),
}
HEADLINES = {
    "en": [
        "Storm Closes the Northern Road",
        "Ten beaches without a car park",
        "Who owns the fog?",
        "Crab prices up 9%",
    ],
    "de": ["Sturm sperrt die Küstenstraße", "Zehn Strände ohne Parkplatz", "Wem gehört der Nebel?", "Krabben teurer"],
    "ja": ["強風で海沿いの道が通行止め", "駐車場のない海岸十選", "霧は誰のものか", "カニ、九%値上がり"],
    "ar": ["العاصفة تغلق الطريق الساحلي", "عشرة شواطئ بلا مواقف", "لمن الضباب؟", "ارتفاع سعر السلطعون 9%"],
}


def language_of(path: Path) -> str:
    return path.name.split("-")[0]


def is_prose(line: str, language: str) -> bool:
    """Return whether a line ends a sentence and is as long as a sentence of a paragraph."""
    ends = line.rstrip("\"'”’“»«」』)） ").endswith(tuple(".!?…。！？؟।"))
    return len(line) >= (25 if language in WITHOUT_SPACES else 60) and (ends or language == "th")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_without_furniture_loses_no_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    clipping = extract_string(text)
    lost = lost_lines(text.splitlines(), clipping)
    assert not lost, with_rules(lost, clipping)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_character_of_a_line_changes(path: Path) -> None:
    """Letters, signs and invisible characters that spell a word stay; white space may change."""
    body = {" ".join(line.split()) for line in extract_string(path.read_text(encoding="utf-8")).body.splitlines()}
    spelled = {letters(line) for line in body} - {""}
    headline, *lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line != headline and letters(line) in spelled and line not in body] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_only_the_headline_of_a_text_without_furniture_becomes_a_headline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    clipping = extract_string(text)
    assert values_of(clipping, "headline") == [letters(text.splitlines()[0])]
    assert set(clipping.fields) <= {"headline", "dek", "dateline", "language"}, "no text has a byline or a date line"


@cache
def extract_among_furniture(path: Path, block: int) -> tuple[list[str], list[str]]:
    """Return the lines of a text, and those that are lost where a block of furniture stands around it."""
    furniture = FURNITURE[language_of(path)][block]
    text = path.read_text(encoding="utf-8").strip()
    gap = "\n\n" if "" in text.splitlines() else "\n"
    parts = [gap.join(furniture["before"]), text, gap.join(furniture["after"])]
    clipping = extract_string(gap.join(part for part in parts if part))
    lines = [line for line in text.splitlines() if line.strip()]
    return lines, lost_lines(lines, clipping)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("block", BLOCKS)
def test_prose_stays_where_furniture_stands_around_it(path: Path, block: int) -> None:
    language = language_of(path)
    lines, lost = extract_among_furniture(path, block)
    prose = [line for line in lost if is_prose(line, language)]
    others = [line for line in lines if not is_prose(line, language)]
    share = (len(lost) - len(prose)) / len(others)
    print(f"{path.stem}, block {block}: {share:.0%} of the {len(others)} other lines lost")
    assert not prose, "".join(f"\n  {line}" for line in prose)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("block", BLOCKS)
def test_a_text_of_short_lines_does_not_vanish_among_furniture(path: Path, block: int) -> None:
    lines, lost = extract_among_furniture(path, block)
    assert len(lost) <= len(lines) / 2, "".join(f"\n  {line}" for line in lost)


def lines_around(language: str) -> st.SearchStrategy[list[str]]:
    """Return a strategy for lines around an article: furniture, headlines, and random text."""
    furniture = [line for block in FURNITURE[language] for line in (*block["before"], *block["after"])]
    line = st.one_of(
        st.sampled_from(furniture),
        st.sampled_from(HEADLINES[language]),
        st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=70),
    )
    return st.lists(line, max_size=20)


@pytest.mark.parametrize("language", sorted(ARTICLES))
@given(data=st.data())
def test_no_lines_around_an_article_remove_a_paragraph(language: str, data: st.DataObject) -> None:
    headline, *paragraphs = ARTICLES[language]
    before = data.draw(lines_around(language), label="before")
    after = data.draw(lines_around(language), label="after")
    gap = data.draw(st.sampled_from(["\n", "\n\n"]), label="gap")
    clipping = extract_string(gap.join([*before, headline, *paragraphs, *after]))
    body = letters(clipping.body)
    lost = [paragraph for paragraph in paragraphs if letters(paragraph) not in body]
    assert not lost, with_rules(lost, clipping)
