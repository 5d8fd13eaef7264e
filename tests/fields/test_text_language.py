"""The language of a text is told from its words, or is unknown where it is not certain."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.api import convert
from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText
from backfile.fields.parse import add_language, parse
from backfile.fields.text_language import MIN_WEIGHT, detect_language

TEXTS = tomllib.loads(Path(__file__).with_name("texts_by_language.toml").read_text("utf-8"))
TAGS = {"nb": "no", "nn": "no", "tl": "fil"}
"""Key in the file -> tag, where they differ."""
UNCERTAIN = {"hr"}
"""Languages of which CLD3 never is certain."""


@pytest.mark.parametrize("language", TEXTS)
def test_a_short_text_is_enough(language: str) -> None:
    assert detect_language(TEXTS[language]) == (None if language in UNCERTAIN else TAGS.get(language, language))


@pytest.mark.parametrize("language", sorted(TEXTS.keys() - UNCERTAIN))
def test_a_long_text_has_the_same_language(language: str) -> None:
    assert detect_language("\n\n".join([TEXTS[language]] * 30)) == TAGS.get(language, language)


NO_PROSE = {
    "nothing": "",
    "spaces": " \n" * 500,
    "numbers": "12 45 678 90 1234 5 6 7 89 100 " * 20,
    "a table": "\n".join(f"{row}\t{row * 37 % 101}.{row % 10}\t{row * row}" for row in range(100)),
    "prices": "\n".join(f"ABC{row} {row * 17 % 400}.23 +1.{row % 10}%" for row in range(100)),
    "addresses": "\n".join(f"https://example.org/the/town/council/decided/{row}" for row in range(50)),
    "paths": "/usr/share/harbour/notes.txt\n/etc/ferry/timetable.conf\n" * 20,
    "JSON": '{"id": 12, "name": "x1", "tags": ["a", "b"], "place": {"x": 1.5, "y": -2}, "open": true}\n' * 10,
    "code": 'int main(int argc, char **argv) {\n  for (i = 0; i < argc; i++) { printf("%s\\n", argv[i]); }\n}\n' * 10,
    "a style sheet": ".nav > li { display: block; margin: 0 auto; padding: 2px 4px; color: #fff }\n" * 10,
    "emoji": "😀 🎉 🔥 👍 " * 60,
    "one letter": "a" * 3000,
    "no words": "qwxz plok frnt vbgh zzrt mnkl pqrs tvwx yzab cdfg hjkl mnpq rstv wxyz bcdf ghjk lmnp qrst vwxy zbcd",
    "names": "\n".join(
        "Anna Blum,Peter Kovács,Maria Silva,John Smith,Yuki Tanaka,Olga Petrova,Ahmed Hassan,Li Wei,Pierre Dubois,"
        "Carlos García,Ingrid Nilsson,Anders Dahl,Mehmet Yılmaz,Fatima Zahra,Giulia Rossi,Jan de Vries".split(",")
    ),
    "a place": "Hamburg, Berlin",
    "a line": "Read more about this",
    "results": "\n".join(["Harbour 2 Merrow 1", "Lindau 0 Porto 0", "Bergen 3 Lyon 2", "Ajax 4 Roma 2"] * 5),
}


@pytest.mark.parametrize("text", NO_PROSE.values(), ids=NO_PROSE)
def test_what_is_no_prose_has_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_a_text_in_two_languages_has_none() -> None:
    assert detect_language(TEXTS["en"] + "\n\n" + TEXTS["de"]) is None
    assert detect_language("\n\n".join([*[TEXTS["zh"]] * 10, *[TEXTS["ru"]] * 10])) is None


def test_names_and_addresses_in_a_text_do_not_count() -> None:
    lines = [
        "https://example.org/" + "the-town-council-decided-" * 5,
        TEXTS["de"],
        "Photo: Ann Lee",
        "@harbour_post",
    ] * 4
    assert detect_language("\n".join(lines)) == "de"


@pytest.mark.parametrize(
    "text",
    [
        "Gorodskoy sovet reshil vo vtornik otremontirovat staryy most cherez reku. Raboty prodlyatsya do leta i"
        " oboydutsya bolee chem v dva milliona rubley. Mer zayavila, chto zhiteli zhdali uzhe dostatochno dolgo.",
        "Nagar parishad ne mangalwar ko nadi par bane purane pul ki marammat karne ka faisla kiya hai. Kaam garmiyon"
        " tak chalega aur is par do karod rupaye se zyada kharch honge. Log bahut samay se intezaar kar rahe hain.",
    ],
    ids=["Russian", "Hindi"],
)
def test_other_scripts_in_latin_letters_have_none(text: str) -> None:
    assert detect_language(text) is None


def test_a_text_below_the_minimum_has_none() -> None:
    sentence = "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke zu erneuern."
    assert detect_language(sentence) == "de"
    assert detect_language(sentence[: MIN_WEIGHT - 1]) is None
    assert detect_language("市议会星期二决定修复河上的旧桥。工程将持续到夏天。") == "zh"
    assert detect_language("市议会决定修复旧桥。") is None


@pytest.mark.parametrize("language", ["vi", "cs", "ko"])
def test_decomposed_letters_are_the_same_text(language: str) -> None:
    decomposed = unicodedata.normalize("NFD", TEXTS[language])
    assert decomposed != TEXTS[language]
    assert detect_language(decomposed) == language


def test_the_answer_is_the_same_each_time_and_in_each_thread() -> None:
    once = [detect_language(text) for text in TEXTS.values()]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            assert list(pool.map(detect_language, TEXTS.values())) == once


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text: str) -> None:
    language = detect_language(text * 20)
    assert language is None or re.fullmatch("[a-z]{2,3}(-[A-Za-z]+)*", language)


@given(st.text(st.characters(), min_size=60, max_size=400))
def test_surrogates_and_controls_have_an_answer(text: str) -> None:
    language = detect_language(text)
    assert language is None or re.fullmatch("[a-z]{2,3}(-[A-Za-z]+)*", language)


def clipping(**fields: str) -> Clipping:
    candidates = {name: (FieldCandidate((value,), "meta"),) for name, value in fields.items()}
    return Clipping(Origin("a.txt", "0" * 64, "text"), Form.TEXT, PlainText(TEXTS["de"]), candidates)


def test_a_stated_language_is_kept() -> None:
    article, _ = parse(add_language(clipping(language="fr"), TEXTS["de"]))
    assert (article.language, article.origin.fields["language"]) == ("fr", "meta")


def test_an_invalid_language_is_none() -> None:
    article, _ = parse(add_language(clipping(language="english"), TEXTS["de"]))
    assert (article.language, article.origin.fields["language"]) == ("de", "text")


def test_an_unknown_language_is_left_out() -> None:
    article, _ = parse(add_language(clipping(), "Hamburg"))
    assert article.language is None
    assert "language" not in article.origin.fields


def test_the_language_decides_about_a_date() -> None:
    (problem,) = parse(clipping(published="3/4/2020"))[1]
    assert "3/4/2020" in problem.reason
    article, problems = parse(add_language(clipping(published="3/4/2020"), TEXTS["de"]))
    assert (article.published, problems) == (date(2020, 4, 3), ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Alte Brücke wird erneuert\n\n{}"),
        (
            "a.html",
            "<html><title>Alte Brücke</title><article><h1>Alte Brücke wird erneuert</h1><p>{}</p></article></html>",
        ),
    ],
)
def test_an_article_of_any_form_has_the_language_of_its_text(name: str, content: str) -> None:
    (result,) = convert(content.format(TEXTS["de"]).encode(), file=name)
    assert result.article is not None
    assert result.article.language == "de"
    assert result.article.origin.fields["language"] == "text"


def test_the_library_is_imported_only_for_a_text_that_states_no_language() -> None:
    program = (
        "import sys; from backfile.fields.text_language import detect_language; assert 'gcld3' not in sys.modules;"
        " detect_language('Hamburg'); assert 'gcld3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_english_of_a_template_is_not_the_language_of_another_text() -> None:
    article, _ = parse(add_language(clipping(language="en-US"), TEXTS["de"] * 2))
    assert (article.language, article.origin.fields["language"]) == ("de", "text")


def test_english_is_kept_beside_a_short_text() -> None:
    article, _ = parse(add_language(clipping(language="en"), TEXTS["de"][:120]))
    assert article.language == "en"
