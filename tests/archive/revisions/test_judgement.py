"""What a change is: words counted, substantive or small, in several scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.archive.page import dump
from backfile.archive.revisions.differences import Op, compare_bodies, compare_texts
from backfile.archive.revisions.judgement import Change, judge
from backfile.archive.revisions.page_facts import read_facts
from backfile.archive.revisions.page_words import visible_text
from tests.archive.revisions.repository import CORRECTED, FIRST, article

SMALL = {
    "the same": ("The pier is closed.", "The pier is closed."),
    "white space": ("The pier\nis closed.", "The  pier is closed."),
    "paragraphs": ("The pier is closed. It is old.", "The pier is closed.\n\nIt is old."),
    "punctuation": ("The pier, which is old, is closed.", "The pier - which is old - is closed!"),
    "a hyphen": ("A well known pier.", "A well-known pier."),
    "case": ("The harbour office says so.", "The Harbour Office says so."),
    "emphasis": ("The *old* pier.", "The **old** pier."),
    "the address of a link": ("The [pier](https://a.example/1).", "The [pier](https://b.example/2)."),
    "an entity": ("Net & line.", "Net &amp; line."),
    "a typing error": ("They recieved the letters.", "They received the letters."),
    "a line of furniture": ("The pier is closed.", "The pier is closed.\n\nShare this article"),
    "a counter": ("The pier is closed.\n\n12 comments", "The pier is closed.\n\n31 comments"),
    "Chinese punctuation": ("码头关闭了，很旧。", "码头关闭了、很旧。"),
}
SUBSTANTIVE = {
    "a number": ("It cost 12,000 crowns.", "It cost 13,000 crowns.", 1, 1),
    "a name": ("So says Mr Maier.", "So says Mr Meier.", 1, 1),
    "not": ("The pier is safe.", "The pier is not safe.", 1, 0),
    "a short word": ("The pier is now open.", "The pier is not open.", 1, 1),
    "another word": ("They would close it.", "They could close it.", 1, 1),
    "a sentence": ("The pier is closed.", "The pier is closed. It is old.", 3, 0),
    "a short sentence of its own": ("The pier is closed.", "The pier is closed.\n\nWe were wrong.", 3, 0),
    "many typing errors": ("Recieve wierd freind acheive.", "receive weird friend achieve.", 4, 4),
    "Chinese": ("码头关闭四周。", "码头关闭六周。", 1, 1),
    "Thai": ("ท่าเรือปิดสี่สัปดาห์", "ท่าเรือปิดหกสัปดาห์", 2, 1),
    "Hindi": ("घाट चार हफ़्ते बंद है।", "घाट छह हफ़्ते बंद है।", 1, 1),
    "Arabic": ("الرصيف مغلق أربعة أسابيع.", "الرصيف مغلق ستة أسابيع.", 1, 1),
}


def changed(old: str, new: str) -> Change:
    """Return the change between pages with these bodies."""
    before, after = dump(article(old)), dump(article(new, save=2))
    return judge(read_facts(before), before, read_facts(after), after)


@pytest.mark.parametrize("case", SMALL)
def test_small(case: str) -> None:
    assert not changed(*SMALL[case]).substantive


@pytest.mark.parametrize("case", SUBSTANTIVE)
def test_substantive(case: str) -> None:
    old, new, added, removed = SUBSTANTIVE[case]
    change = changed(old, new)
    assert (change.substantive, change.added, change.removed) == (True, added, removed)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("Pier closes", "Pier closed", True), ("Is it safe?", "Is it safe", True), ("“Pier”", '"Pier"', False)],
)
def test_headlines(old: str, new: str, expected: bool) -> None:
    before, after = dump(article(headline=old)), dump(article(headline=new))
    change = judge(read_facts(before), before, read_facts(after), after)
    assert (change.headline, change.substantive) == (expected, expected)


def test_fields_above_the_text() -> None:
    before, after = dump(article(dek="It is old")), dump(article(dek="It is new", authors=("Ada Mercer",)))
    change = judge(read_facts(before), before, read_facts(after), after)
    assert (change.fields, change.substantive) == (("description", "authors"), True)


def test_a_jump_is_named() -> None:
    other = "\n\n".join(
        f"Choir number {n} sings tonight in hall {n} of the old brewery, tickets at the door." for n in "abc"
    )
    assert changed(FIRST, other).jump
    assert not changed(FIRST, CORRECTED).jump
    assert not changed("The pier is closed.", "The pier is closed.\n\nIt opens in June.").jump


def test_exactly_the_changed_words_are_marked() -> None:
    difference = compare_bodies(FIRST, CORRECTED)
    pieces = [piece for region in difference.regions for paragraph in region.paragraphs for piece in paragraph]
    assert [(str(piece.op), piece.text.strip()) for piece in pieces if piece.op is not Op.KEPT] == [
        ("removed", "Sunday"),
        ("added", "Saturday"),
        ("removed", "four"),
        ("added", "six"),
    ]


def test_rewritten_paragraphs_are_not_mixed() -> None:
    old = "The ferry to the lighthouse leaves at nine from the upper quay on all working days of the summer."
    new = "Nobody may bring a dog, a piano or a bicycle of the larger kind into this reading room."
    (paragraph,) = compare_texts([old], [new])
    assert [piece.op for piece in paragraph if piece.op is not Op.KEPT] == [Op.REMOVED, Op.ADDED]


WORDS = st.lists(st.sampled_from(["pier", "old", "is", "closed.", "码", "头", "*ash*", "\n\n", ","]), max_size=40).map(
    " ".join
)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_their_difference(old: str, new: str) -> None:
    before, after = (list(filter(None, map(visible_text, body.split("\n\n")))) for body in (old, new))
    pieces = [piece for paragraph in compare_texts(before, after) for piece in paragraph]
    for op, texts in ((Op.ADDED, before), (Op.REMOVED, after)):
        left = "".join(piece.text for piece in pieces if piece.op is not op)
        assert left.replace(" ", "") == "".join(texts).replace(" ", "")


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "<a " * 20_000, "\\*" * 30_000, "> " * 30_000, "a b " * 40_000, "![" * 30_000]
)
def test_hostile_texts_take_no_long_time(text: str) -> None:
    assert changed(f"{text} x", f"{text} y z") is not None
