"""The repair of scraped texts: cases as files, what stays, the trail, and properties of all repairs."""

from __future__ import annotations

import json
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.extract.text.repair import RepairedText, repair_text

CORPUS = Path(__file__).parent.parent / "corpus" / "repair"
CASES = sorted(CORPUS.iterdir())

MILL = (
    "The water mill at Orrin has ground its first flour in sixty years, and the whole village came to watch the wheel."
)
BEAM = "Dora Finch, who led the repairs, said that the oldest beam had been cut before the church tower was built."
GERMAN = "Der große Fluß über die Brücke – „schön“, sagte er. "


def read(file: Path) -> str:
    return file.read_bytes().decode()


def garbled(text: str) -> str:
    """The text, its bytes in UTF-8 read as windows-1252."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def rules(result: RepairedText) -> list[str]:
    return [removed.rule for removed in result.removed]


def accounted_for(text: str, result: RepairedText) -> bool:
    """Whether each line of the text is in the result, or in the trail as found."""
    known = {line.strip() for line in result.text.splitlines()}
    known |= {line.strip() for removed in result.removed for line in removed.text.splitlines()}
    return all(line.strip() in known for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    text = read(case / "input.txt")
    result = repair_text(text)
    assert result.text == read(case / "expected.txt")
    assert bool(result.removed) == (not case.name.startswith("kept"))
    assert accounted_for(text, result)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_repaired_stays_as_it_is(case: Path) -> None:
    assert repair_text(read(case / "expected.txt")) == RepairedText(read(case / "expected.txt"))


@pytest.mark.parametrize("case", [case for case in CASES if case.name.startswith("kept")], ids=lambda case: case.name)
def test_a_text_without_anything_to_repair_is_the_same_object(case: Path) -> None:
    text = read(case / "input.txt")
    assert repair_text(text).text is text


def test_the_trail_says_what_stands_in_the_place_of_a_line() -> None:
    (entry,) = repair_text(f"{MILL}\n\nDas al\u2060te Rad.\n\n{BEAM}").removed
    assert (entry.rule, entry.text, entry.replacement) == (
        "invisible characters",
        "Das al\u2060te Rad.",
        "Das alte Rad.",
    )


def test_a_removed_paragraph_has_no_replacement() -> None:
    (entry,) = repair_text(f"{MILL}\n\n{MILL}\n\n{BEAM}").removed
    assert (entry.rule, entry.text, entry.replacement) == ("repeated paragraph", MILL, None)


def test_scripts_and_attributes_are_in_the_trail_and_not_in_the_text() -> None:
    result = repair_text(f'<p class="lead">{MILL}</p>\n<script>count("</b>");\nsend(1 < 2);</script>\n<p>{BEAM}</p>')
    assert result.text == f"{MILL}\n\n{BEAM}"
    assert [entry.text for entry in result.removed] == [
        f'<p class="lead">{MILL}</p>',
        '<script>count("</b>");\nsend(1 < 2);</script>',
        f"<p>{BEAM}</p>",
    ]
    assert [entry.replacement for entry in result.removed] == [MILL, "", BEAM]


def test_a_repeated_paragraph_that_a_program_broke_is_removed() -> None:
    wrapped = textwrap.fill(f"{MILL} {BEAM}", 60)
    assert repair_text(f"{wrapped}\n\n{wrapped}\n\nEnd.").text == f"{wrapped}\n\nEnd."


def test_words_of_one_letter_are_references_too() -> None:
    text = "Il va &agrave; Orrin, &agrave; pied, o&ugrave; le moulin l&rsquo;attend &agrave; midi."
    assert repair_text(text).text == "Il va à Orrin, à pied, où le moulin l’attend à midi."


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\nThree", "One\nTwo\n\nThree"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a b\nc d"),
        ("One<br>two<br/>\n<br>three", "One\ntwo\n\nthree"),
        ("One\n<!-- a note -->\nTwo", "One\n\nTwo"),
        ("One\n<script async src='x'></script>\nTwo", "One\n\nTwo"),
        ('<img alt="a > b" src="x"><p title="1 > 0">One</p>', "One"),
        ("<P>One</P><P>Two</P>", "One\n\nTwo"),
        ("<p>One\n<p>Two", "One\n\nTwo"),
    ],
)
def test_tags_of_blocks_are_breaks(text: str, repaired: str) -> None:
    assert repair_text(text).text == repaired


def test_careless_tags_in_a_page_are_tags() -> None:
    paragraphs = [f"<p>{MILL} <b> {number} </b> stones.</p>" for number in range(3)]
    text = "<div>" + "".join(paragraphs) + "<i>a</i><i>b</i>" * 8 + "</div>"
    assert "<" not in repair_text(text).text


def test_one_repair_uncovers_another() -> None:
    text = json.dumps(f"<p>{garbled('Die Müh&#8288;le.')}</p><p>{MILL}</p>")
    result = repair_text(text)
    assert result.text == f"Die Mühle.\n\n{MILL}"
    assert list(dict.fromkeys(rules(result))) == ["escapes", "markup", "encoding", "invisible characters"]


@pytest.mark.parametrize(
    "text",
    [
        '"We will win."',
        '"The wheel turns," he said, "and turns."',
        "C:\\new\\notes\\names",
        "Use \\n or \\r\\n to end a line.",
        "<quote>, <name@example.org> and <https://example.org> are no tags.",
        "if a<b and c>d: x << 2 >> 1 <> 3 <- 4 -> 5 <3",
        "The <p> and <div> elements, and </p>.",
        "(<br>) and `<b>` and “<i>”",
        "AT&T, R&D, x&y; &c.; &foo; &;",
        "¶ 12 of the law",
        "Ça va? Voilà. SÃO PAULO. Ñandú. Ærø.",
        f"{MILL}\n\nThe letter “ü” became “Ã¼”, and Süderkoog became SÃ¼derkoog.",
        f'{MILL}\n\nThe letter is written "Ã¼" in the list.',
        "می\u200cخواهم",
        "One\ttab and a no-break\u00a0space",
    ],
)
def test_texts_that_stay(text: str) -> None:
    assert repair_text(text).text is text


@pytest.mark.parametrize(
    "line",
    ["1974", "2:1", "12.", "3 May", "12 wheels", "12 comments were bad.", "IV", "100 %", "-", "12-14"],
)
def test_numbers_that_are_not_numbers_of_comments_stay(line: str) -> None:
    text = "\n\n".join([MILL, line, BEAM, line, f"{MILL} So.", line, f"{BEAM} So.", line, f"{MILL} Well."])
    assert repair_text(text).text is text


@pytest.mark.parametrize("line", ["12", "1,204", "12 comments", "3 Kommentare", "0"])
def test_numbers_of_comments_between_paragraphs_are_removed(line: str) -> None:
    text = "\n\n".join([MILL, line, BEAM, line, f"{MILL} So.", line, f"{BEAM} So."])
    result = repair_text(text)
    assert result.text == "\n\n".join([MILL, BEAM, f"{MILL} So.", f"{BEAM} So."])
    assert rules(result) == ["number of comments"] * 3


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_text_that_was_decoded_wrongly_several_times_is_repaired(layers: int) -> None:
    text = GERMAN
    for _ in range(layers):
        text = garbled(text)
    assert repair_text(text).text == GERMAN


def test_only_the_encoding_of_a_garbled_line_is_changed() -> None:
    text = garbled("Müde „Ｆüße“ &amp; ﬁne ‘quotes’ — Ⅻ … e\u0301") + "\n" + MILL
    assert repair_text(text).text == f"Müde „Ｆüße“ &amp; ﬁne ‘quotes’ — Ⅻ … e\u0301\n{MILL}"


PIECES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *(MILL, BEAM, "", "", "12", "7", "3 comments", "1974", "Turn, wheel, turn,"),
            *("<p>", "</p>", "<b>x</b>", "<br>", "<script>", "</script>", "<!--", "-->", "<a href='x'>y</a>", "a < b"),
            *(
                "&amp;",
                "don&#8217;t",
                "&lt;b&gt;",
                "&amp;amp;lt;",
                "&nbsp;",
                "&",
                ";",
                "\\n",
                "\\n\\n",
                "\\u00e4",
                "\\",
            ),
            *(
                '"',
                "'",
                "\u00ad",
                "\u200b",
                "\u200c",
                "\ufeff",
                "\x0c",
                "\u2028",
                "\u2029",
                "\x85",
                "\r\n",
                "\r",
                "\x00",
            ),
            *(garbled("Müller"), "Ã", "â€", "é", "日本", "end.Next ", "So it is. ", " | ", "¶", "   "),
        ]
    ),
)
TEXTS = st.lists(PIECES, max_size=14).flatmap(
    lambda pieces: st.sampled_from(["", "\n", "\n\n", " "]).map(lambda separator: separator.join(pieces))
)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_a_repaired_text_is_not_repaired_again(text: str) -> None:
    repaired = repair_text(text).text
    assert repair_text(repaired) == RepairedText(repaired)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_line_is_in_the_result_or_in_the_trail(text: str) -> None:
    result = repair_text(text)
    assert accounted_for(text, result)
    assert (result.text is text) == (not result.removed)


@given(st.lists(st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"], include_characters=".,-"))))
@settings(max_examples=100, deadline=None)
def test_plain_lines_stay(lines: list[str]) -> None:
    text = "\n".join(dict.fromkeys(lines))
    assert repair_text(text).text is text


MEGABYTE = 1_000_000
HOSTILE: dict[str, Callable[[], str]] = {
    "ampersands": lambda: "&" * MEGABYTE,
    "references": lambda: "a&#8217;b &amp;amp; " * (MEGABYTE // 19),
    "escaped ampersands": lambda: "&" + "amp;" * (MEGABYTE // 4),
    "less-than signs": lambda: "<" * MEGABYTE,
    "tags that do not end": lambda: "<b " * (MEGABYTE // 3),
    "open comments": lambda: "<!--" * (MEGABYTE // 4),
    "open scripts": lambda: "<script>" * (MEGABYTE // 8) + "</p>",
    "nested tags": lambda: "<b>" * (MEGABYTE // 7) + "</b>" * (MEGABYTE // 7),
    "paragraphs": lambda: f"<p>{MILL}</p>" * (MEGABYTE // 120),
    "escaped breaks": lambda: "\\n" * (MEGABYTE // 2),
    "backslashes": lambda: "\\" * MEGABYTE,
    "a JSON string": lambda: json.dumps(f"{MILL}\n\n" * (MEGABYTE // 120)),
    "one letter": lambda: "a" * MEGABYTE,
    "one letter beyond ASCII": lambda: "é" * MEGABYTE,
    "stops": lambda: "." * MEGABYTE,
    "short sentences": lambda: "aa.Aa " * (MEGABYTE // 6),
    "bars": lambda: "a. | " * (MEGABYTE // 5),
    "spaces": lambda: " " * MEGABYTE,
    "line breaks": lambda: "\n" * MEGABYTE,
    "mojibake": lambda: garbled(GERMAN) * (MEGABYTE // 64),
    "lines of mojibake": lambda: f"{garbled(GERMAN)}\n" * (MEGABYTE // 65),
    "mojibake in part": lambda: f"{garbled(GERMAN)}日本 é " * (MEGABYTE // 70),
    "Ã": lambda: "Ã" * MEGABYTE,
    "soft hyphens": lambda: "a\u00ad" * (MEGABYTE // 2),
    "joiners": lambda: "\u200c" * MEGABYTE,
    "form feeds": lambda: "\x0c" * MEGABYTE,
    "one paragraph": lambda: f"{MILL}\n\n" * (MEGABYTE // 120),
    "two paragraphs": lambda: f"{MILL}\n\n{BEAM}\n\n" * (MEGABYTE // 240),
    "numbers": lambda: f"{MILL}\n12\n" * (MEGABYTE // 120),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_costs_little(name: str) -> None:
    text = HOSTILE[name]()
    repair_text("é’&lt;<b>x</b>")  # what is imported at first use does not count
    started = time.process_time()
    repair_text(text)
    assert time.process_time() - started < 3  # some of them take 0.5 on an idle machine
