"""Every line that goes into the extraction of a text is in the body, in a field, or in the trail of removed lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping
from tests.extract.lost_lines import extract_string, letters

PROSE = (
    "The harbour was closed for the whole of the winter, and nobody could say who had the key to it.",
    "Der Hafen war den ganzen Winter über geschlossen, und niemand wusste, wer den Schlüssel dazu hatte.",
    "Le port est resté fermé tout l'hiver, et personne ne pouvait dire qui en avait la clé, pas même le maire.",
    "El puerto estuvo cerrado todo el invierno, y nadie supo decir quién tenía la llave de la puerta vieja.",
    "Гавань была закрыта всю зиму, и никто не мог сказать, у кого от неё остался ключ, даже сам капитан.",
    "كان الميناء مغلقا طوال فصل الشتاء، ولم يستطع أحد أن يقول من الذي يحمل مفتاح الباب القديم في المدينة.",
    "港は冬の間ずっと閉鎖されており、誰が鍵を持っているのか、町の人は誰も知らなかったと船長は話した。",
    "ท่าเรือปิดตลอดฤดูหนาวและไม่มีใครบอกได้ว่ากุญแจของประตูเก่าอยู่กับใครในเมืองนี้แม้แต่นายท่าเอง",
)
LABELS = (
    "Share on Facebook", "12 comments", "Related articles", "Topics", "Lesen Sie auch: Fähre hat neuen Kapitän",
    "Anzeige", "À lire aussi", "Compartir", "Поделиться", "関連記事", "Newsletter", "About the author", "Imprint",
    "Advertisement",
)  # fmt: skip
NOTES = (
    "By Lena Voss", "Published: 14 May 2022", "14. Mai 2022, 09:30 Uhr", "3 min read", "Photo: Lena Voss", "(dpa)",
    "© 2022 The Harbour Post", "Lena Voss", "Reporter", "Lena Voss writes about the coast.", "Sources:", "#Merrow",
    "09:30", "Merrow", "MERROW (AP) - The bell is gone", "The key &amp; the lock", "Die TÃ¼r ist zu.",
    "The ferry is late …",
)  # fmt: skip
LINES = st.one_of(
    st.sampled_from(PROSE),
    st.sampled_from(LABELS),
    st.sampled_from(NOTES),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20),
)


def places(clipping: Clipping) -> str:
    """Return the letters of the body, of the values of fields, and of all removed and replaced lines."""
    values = [text for found in clipping.fields.values() for candidate in found for text in candidate.values]
    return " ".join(map(letters, [clipping.body, *values, *(removed.text for removed in clipping.removed)]))


@given(lines=st.lists(LINES, max_size=25), gap=st.sampled_from(["\n", "\n\n"]))
def test_every_line_is_somewhere(lines: list[str], gap: str) -> None:
    clipping = extract_string(gap.join(lines))
    found = places(clipping)
    missing = [line for line in lines if letters(line) not in found]
    assert not missing, clipping.removed


@given(lines=st.lists(LINES, max_size=25))
def test_a_replaced_line_is_changed_and_a_removed_one_is_not_empty(lines: list[str]) -> None:
    for removed in extract_string("\n".join(lines)).removed:
        assert removed.rule
        assert removed.text.strip()
        assert removed.replacement != removed.text


@given(lines=st.lists(LINES, max_size=25), gap=st.sampled_from(["\n", "\n\n"]))
def test_the_body_has_no_line_that_the_text_has_not(lines: list[str], gap: str) -> None:
    clipping = extract_string(gap.join(lines))
    known = letters("".join([*lines, *(removed.replacement or "" for removed in clipping.removed)]))
    assert all(letters(line) in known for line in clipping.body.splitlines())
