"""Plain text: control characters, white space, and the forms in which words are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.markup.plain_text import Marks, collapse_spaces, folded, one_line, strip_controls, words


def test_control_characters_are_removed_and_line_separators_become_spaces() -> None:
    assert strip_controls("a\x00b\u202ec\ufeffd\u2028e\x0bf\ud800g\u200eh\n") == "abcd e f\ufffdg\u200eh\n"


def test_one_line_keeps_no_break_spaces_except_at_the_ends() -> None:
    assert one_line("\u00a0 a\n\tb\u00a0\u00a0c \u00a0") == "a b\u00a0\u00a0c"
    assert collapse_spaces("\u00a0 a\n\tb\u00a0\u00a0c \u00a0") == "a b c"


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("Straße", {}, "strasse"),
        ("E\u0301A", {}, "e\u0301a"),
        ("E\u0301A", {"composed": True}, "éa"),
        ("  The\u00a0Post \n", {"collapsed": True}, "the post"),
        ("  THE\tPost ", {"collapsed": True}, "the post"),
        ("Éł", {"marks": Marks.ACCENTS}, "eł"),
        ("कि", {"marks": Marks.ACCENTS}, "कि"),
        ("Ⅲ é", {"marks": Marks.ACCENTS}, "ⅲ e"),
        ("Ⅲ é", {"marks": Marks.ALL}, "iii e"),
    ],
)
def test_folded(text: str, options: dict[str, bool], expected: str) -> None:
    assert folded(text, **options) == expected


@given(text=st.text(st.characters(max_codepoint=127)), composed=st.booleans(), marks=st.sampled_from(Marks))
def test_ascii_text_is_folded_to_lower_case_by_all_options(text: str, composed: bool, marks: Marks) -> None:
    assert folded(text, composed=composed, marks=marks) == text.lower()


def test_words() -> None:
    assert words("It’s ⅷ, a_b 12!") == ["It", "s", "ⅷ", "a_b", "12"]
    assert words("It’s ⅷ", compatible=True) == ["It", "s", "viii"]
    assert words("香港 2020年 ab", split_cjk=True) == ["香", "港", "2020", "年", "ab"]
