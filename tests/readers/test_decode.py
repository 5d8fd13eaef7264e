"""Decoding: every declaration of an encoding in saved pages, right or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Origin
from backfile.problems import ProblemKind
from backfile.readers.decode import codec_for, decode, replacement_problem

ORIGIN = Origin("broken.html", "0", "html")
HOSTILE = Path(__file__).parent.parent / "hostile"

GERMAN = "<p>Die Bürgermeisterin sagte: „Viele Schüler blieben zu Hause – übermäßig viele.“</p>"
RUSSIAN = "<p>Сегодня в Москве прошло заседание правительства, на котором обсудили бюджет на три года.</p>"
JAPANESE = "<p>昨日、政府は新しい法律を発表しました。日本語の記事です。</p>"
GREEK = "<p>Η κυβέρνηση ανακοίνωσε χθες τον νέο νόμο για τη χώρα και τους πολίτες της.</p>"
KOREAN = "<p>정부는 어제 새로운 법을 발표했다. 한국어 기사입니다.</p>"
FRENCH = "<p>Le président a déclaré hier que l’économie française était prête à accélérer.</p>"
SPANISH = "<p>El señor presidente habló ayer sobre la economía española y la corrupción.</p>"
CZECH = "<p>Příliš žluťoučký kůň úpěl ďábelské ódy, řekl včera ministr zemědělství.</p>"
CHINESE = "<p>政府昨天宣布了新的法律，这是一篇中文新闻。</p>"


def meta(label: str) -> str:
    return f'<meta charset="{label}">'


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\ufeff" + GERMAN, "utf-8"),
        ("\ufeff" + RUSSIAN, "utf-16-le"),
        ("\ufeff" + RUSSIAN, "utf-16-be"),
        ("\ufeff" + JAPANESE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_chooses_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text[1:]


@pytest.mark.parametrize(
    ("text", "label", "encoding"),
    [
        (GERMAN, "iso-8859-1", "cp1252"),
        (GERMAN, "latin1", "cp1252"),
        (GERMAN, "US-ASCII", "cp1252"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "windows-1251", "cp1251"),
        (JAPANESE, "x-sjis", "cp932"),
        (JAPANESE, "euc-jp", "euc_jp"),
        (JAPANESE, "iso-2022-jp", "iso2022_jp"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE, "big5", "big5hkscs"),
        (KOREAN, "ks_c_5601-1987", "cp949"),
    ],
)
@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="{}">',
        "<META CHARSET={}>",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        '<?xml version="1.0" encoding="{}"?>',
        '<!-- <meta charset="utf-16"> --><meta charset="{}">',
    ],
)
def test_a_declaration_is_read_as_browsers_read_it(text: str, label: str, encoding: str, declaration: str) -> None:
    page = declaration.format(label) + (text if encoding != "big5hkscs" else "<p>政府昨天宣布</p>")
    assert decode(page.encode(encoding)).text == page


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis", "utf-7", "utf-16", "no-such-thing"])
def test_valid_utf_8_is_preferred_to_a_declaration(label: str) -> None:
    page = meta(label) + GERMAN + JAPANESE
    assert decode(page.encode()).text == page


@pytest.mark.parametrize(("text", "encoding"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (GREEK, "cp1253")])
def test_declared_utf_8_that_is_invalid_is_ignored(text: str, encoding: str) -> None:
    page = meta("utf-8") + text * 3
    assert decode(page.encode(encoding)).text == page


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *[(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (GREEK, "cp1253"), (JAPANESE, "cp932")],
        *[(JAPANESE, "euc_jp"), (CHINESE, "gb18030"), (KOREAN, "cp949"), (FRENCH, "cp1252")],
        *[(SPANISH, "cp1252"), (CZECH, "cp1250"), (GERMAN, "utf-16-le"), (GERMAN, "utf-16-be")],
    ],
)
def test_without_a_declaration_the_encoding_is_detected(text: str, encoding: str) -> None:
    assert decode((text * 3).encode(encoding)).text == text * 3


@pytest.mark.parametrize(
    "label", ["utf-7", "hz-gb-2312", "iso-2022-kr", "base64", "rot13", "unicode_escape", "idna", ""]
)
def test_labels_of_encodings_that_hide_markup_are_ignored(label: str) -> None:
    assert codec_for(label) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b01-wrong-charset", "Grüße café €100 日本語"),
        ("b05-utf7", "+ADw-script+AD4-"),
        ("b06-cp1252", "“quotes” – dash €"),
        ("b07-iso2022", 'title=\u2282" onerror'),
    ],
)
def test_hostile_encodings(name: str, text: str) -> None:
    """b07 is decoded as browsers do: the handler is markup in the text, which the sanitizer removes."""
    assert text in decode((HOSTILE / f"{name}.html").read_bytes()).text


def test_invalid_bytes_are_replaced_and_reported() -> None:
    decoded = decode(GERMAN.encode() + b"<p>\xff\xfe broken \xc3</p>")
    assert decoded.text == GERMAN + "<p>\ufffd\ufffd broken \ufffd</p>"
    problem = replacement_problem(decoded, ORIGIN)
    assert problem is not None
    assert problem.kind is ProblemKind.ENCODING
    assert "3 character" in problem.reason


def test_a_replacement_character_of_the_author_is_not_reported() -> None:
    decoded = decode("<p>The sign \ufffd stands for a lost letter: é</p>".encode())
    assert replacement_problem(decoded, ORIGIN) is None


@given(st.binary(max_size=400))
def test_decoding_is_deterministic(data: bytes) -> None:
    assert decode(data) == decode(bytes(data))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_utf_8_is_decoded_without_loss(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text


@pytest.mark.parametrize(
    "line", [b"{x}\n", b",\n", b",\r\n", b"\ta\n", b"1\n", "{é}\n".encode(), "é,\n".encode("cp1252")]
)
def test_ends_of_short_lines_are_not_the_blocks_of_utf_16(line: bytes) -> None:
    for start in (b"", b"a"):
        data = start + line * 200 + b'{"title": "Pier"}\n'
        assert decode(data).text.endswith('{"title": "Pier"}\n')
