"""The end of an article: what is below it goes, and what could be of the article stays."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from backfile.extract.text import line_signs
from backfile.extract.text.ending import find_end, take_ending
from backfile.extract.text.neighbour_signs import read_tail
from backfile.extract.text.paragraphs import Block
from backfile.extract.text.remaining import RemainingText

FIRST = "The harbour was closed for the whole of the winter, and nobody could say who had the key to it."
SECOND = "A locksmith came from the other side of the bay, looked at the door, and said that it had no lock."
THIRD = "In the spring the harbour master found a key in his coat, but it was the one of the piano at home."
TEASER = "Ada Mercer took the wheel on Sunday, in fog and without a map or a watch."
PROSE = (FIRST, SECOND, THIRD)
LABELS = ("Share on Facebook", "12 comments", "Related articles")


def below(*lines: str | tuple[str, ...], keep: frozenset[str] = frozenset()) -> list[str]:
    """Return the lines of blocks that are below the end of the article."""
    blocks = [Block((line,) if isinstance(line, str) else line) for line in lines]
    tail = read_tail(blocks, keep)
    return [line.text for line in tail.lines[find_end(tail) :]]


@pytest.mark.parametrize(
    "furniture",
    [
        ("12 comments",),
        ("Share on Facebook", "WhatsApp"),
        ("Topics", "Merrow", "Diving"),
        ("Related articles", "The ferry has a new captain", TEASER),
        ("About the author", "Ada Mercer writes about the coast.", "Newsletter", "Imprint"),
        ("Merrow", "Diving", "12 comments", "Log in to comment"),
        ("Das könnte Sie auch interessieren", "Fähre hat neuen Kapitän"),
        ("関連記事", "渡し船に新しい船長"),
        ("Read also", "Harbour wall to be repaired by …", "Newsletter", "© 2022 The Harbour Post"),
    ],
    ids=lambda lines: lines[0],
)
def test_furniture_below_prose(furniture: tuple[str, ...]) -> None:
    assert below(*PROSE, *furniture) == [*furniture]


@pytest.mark.parametrize(
    "lines",
    [
        ("The search goes on.",),
        ("Merrow", "Cope", "Diving"),
        ("Share on Facebook",),
        ("Ada Mercer", "14 May 2022"),
        ("Photo: Lena Voss/HPA",),
        ("Sources:", "The book of the parish", "The council's minutes"),
        ("The harbour needs the following:", "a key", "a lock", "a door"),
        ("200 g flour", "½ cup of milk", "3 eggs"),
    ],
    ids=lambda lines: lines[0],
)
def test_lines_without_proof_stay(lines: tuple[str, ...]) -> None:
    assert below(*PROSE, *lines) == []


@pytest.mark.parametrize("label", LABELS)
def test_a_label_directly_above_several_paragraphs_is_a_subheading(label: str) -> None:
    assert below(*PROSE, label, *PROSE) == []
    assert below(FIRST, label, SECOND, "12 comments", THIRD, FIRST, SECOND) == []


def test_stacked_labels_above_a_teaser_are_no_subheadings() -> None:
    lines = ("Share on Facebook", "Related articles", TEASER, "12 comments", "Imprint")
    assert below(*PROSE, *lines) == [*lines]


def test_a_list_of_five_lines_or_more_above_labels_stays() -> None:
    names = ("Merrow Rowers", "Cope Swimmers", "Pike Divers", "Hale Sailors", "Voss Anglers", "Bay Fishers")
    assert below(*PROSE, *names[:4], *LABELS) == [*names[:4], *LABELS]
    assert below(*PROSE, *names[:5], *LABELS) == [*LABELS]
    assert below(*PROSE, *names, *LABELS) == [*LABELS]


@pytest.mark.parametrize(
    "prompt",
    [
        "Advertisement",
        "Story continues below advertisement",
        "Also read: Ferry stays in the harbour",
        "Share this article",
        "12 comments",
        "Anzeige",
        "Lesen Sie auch: Die Fähre bleibt im Hafen",
    ],
)
@pytest.mark.parametrize(
    "closing",
    [
        ("Nobody has seen them, though everybody has heard them.",),
        ("The keeper lit the lamps again.", "Then he went home."),
        ("“We sleep badly,” said the keeper on Tuesday.", "“So do they.”"),
    ],
)
def test_short_sentences_below_a_prompt_are_of_the_article(prompt: str, closing: tuple[str, ...]) -> None:
    assert not set(below(*PROSE, prompt, *closing)) & set(closing)
    assert not set(below(*PROSE, prompt, *closing, *LABELS)) & set(closing)


def test_a_sentence_above_labels_stays() -> None:
    assert below(*PROSE, "The search goes on.", *LABELS) == [*LABELS]


def test_verse_and_lists_end_at_the_label() -> None:
    verse = ("roses are red and the sea is green", "and nobody knows", "where the key has been")
    assert below(verse, *LABELS) == [*LABELS]
    assert below("a door", "a key", "a lock", *LABELS) == [*LABELS]


def test_lines_under_a_heading_of_the_end_stay_above_labels() -> None:
    assert below(*PROSE, "Sources:", "The book of the parish", *LABELS) == [*LABELS]


def test_lines_that_a_colon_announces_stay_above_labels() -> None:
    lines = ("The harbour needs the following things:", "a key for the door", "a lock for the key")
    assert below(*PROSE, *lines, *LABELS) == [*LABELS]


def test_much_prose_below_a_label_stays() -> None:
    assert below(FIRST, "12 comments", TEASER) == []


def test_kept_lines_stay_among_removed_ones() -> None:
    keep = frozenset({"Imprint"})
    text = RemainingText([Block((line,)) for line in (*PROSE, "12 comments", "Imprint", "Newsletter")], keep)
    take_ending(text)
    assert "Imprint" in [block.text for block in text.blocks]
    assert "Imprint" not in [removed.text for removed in text.removed]


def test_take_ending_records_rules_and_fields() -> None:
    text = RemainingText([Block((line,)) for line in (*PROSE, "Topics", "Merrow", "Diving", "12 comments")])
    take_ending(text)
    assert [block.text for block in text.blocks] == [*PROSE]
    assert [(removed.rule, removed.text) for removed in text.removed] == [
        ("label: topics", "Topics"),
        ("below the end of the article", "Merrow"),
        ("below the end of the article", "Diving"),
        ("label: comments", "12 comments"),
    ]
    assert text.fields["keywords"] == ["Merrow", "Diving"]


def test_a_text_without_lines() -> None:
    assert find_end(read_tail([])) == 0


@pytest.mark.parametrize("unit", [("Merrow",), ("12 comments", "Cope"), (FIRST, "Advertisement")], ids=lambda u: u[-1])
def test_the_number_of_examined_shapes_grows_linearly(unit: tuple[str, ...]) -> None:
    def count(size: int) -> int:
        lines = [Block((line,)) for line in (*PROSE, *(unit * size))]
        with patch.object(line_signs.line_shape, "width", wraps=line_signs.line_shape.width) as width:
            find_end(read_tail(lines))
        return width.call_count

    assert count(400) <= 5 * count(100)


@pytest.mark.parametrize(
    "closing",
    [
        "Who counts the gulls when nobody looks? pic.example.com/ab12Cd",
        "Tickets for the race are here: http://www.example.com/race — Harbour Club (@harbour) May 3 https://example.com/x",
        "“They have been counting for ninety-seven years and still nobody has asked a single one of them, not once,” "
        "so Ada Mercer",
    ],
)
def test_a_last_line_that_ends_in_an_address_or_without_a_stop_stays(closing: str) -> None:
    assert below(*PROSE, closing, "Total", *LABELS)[:2] in (["Total", LABELS[0]], [LABELS[0], LABELS[1]])


@pytest.mark.parametrize("address", ["https://example.com/a1", "www.example.com/a", "pic.example.com/ab12", "#merrow"])
def test_a_sentence_above_an_address_in_one_line_stays(address: str) -> None:
    assert below(*PROSE, f"They came back at dawn. {address}", *LABELS) == [*LABELS]


def test_labels_of_dates_and_their_dates_are_no_list() -> None:
    lines = ("Publisert", "05.08.2024, kl. 13.05", "Oppdatert", "05.08.2024, kl. 13.52", "Sommer", "En måke", "Merrow")
    assert below(*PROSE, *lines, "Vis flere") == [*lines, "Vis flere"]


@pytest.mark.parametrize(
    "note",
    [
        ("This is a news article. The Post explains, counts and tells you what matters.", "More about us."),
        ("Dies ist ein Bericht. Der Hafenbote zählt, erklärt und fragt nach.", "Mehr über uns."),
    ],
)
def test_what_a_publication_says_of_itself_below_labels_of_several_kinds_is_no_article(note: tuple[str, str]) -> None:
    labels = ("Topics", "Report an error", *note, "Advertisement")
    assert below(*PROSE, *labels) == [*labels]
    assert not set(below(*PROSE, "Topics", "Report an error", *note, TEASER)) & {*note, TEASER}
    assert note[0] not in below(*PROSE, "Share on Facebook", "Advertisement", *note[:1], TEASER, "12 comments")


def test_a_headline_below_a_button_of_a_list_is_no_article() -> None:
    lines = ("Most read", "Now reading", "Next", "Last minute.", "The gulls win in court")
    assert below(*PROSE, "Share", *lines) == ["Share", *lines]


@pytest.mark.parametrize(
    "pieces",
    [
        ("Did you like this article? Then support us with a", "gift", ", or become a", "member", "of the Harbour Post"),
        ("Hat Ihnen dieser Artikel gefallen? Dann helfen Sie mit einer", "Spende", ", oder werden Sie", "Mitglied"),
        ("Mehr zur Lage im", "Hafen von Merrow", "lesen Sie in unserem", "Tagebuch"),
    ],
)
def test_a_sentence_that_links_divided_is_one(pieces: tuple[str, ...]) -> None:
    lines = (*pieces, "Merrow", "Cope", "Diving", "12 comments", "Reply")
    assert below(*PROSE, *lines) == [*lines]


def test_labels_stay_out_of_the_list_above_them() -> None:
    names = ("Merrow Rowers", "Cope Swimmers", "Pike Divers", "Hale Sailors", "Voss Anglers", "Bay Fishers")
    note = "Copyright 2022 The Harbour Post. All rights reserved."
    assert below(*PROSE, *names, note, "Harbour", *LABELS) == [note, "Harbour", *LABELS]


def test_lines_below_a_caption_are_no_list_with_it() -> None:
    lines = ("Divers on Monday", "The harbour", "A bell")
    assert below(*PROSE, "Photo: Lena Voss/HPA", *lines, *LABELS) == [*lines, *LABELS]


def test_a_comment_is_below_a_heading_of_comments() -> None:
    lines = ("Share on Facebook", "Paula", "12 comments", "Paula", "May 3, 2022 at 7:14 am", TEASER, "Reply")
    assert below(*PROSE, *lines) == [*lines]
    assert below(*PROSE, "May 3, 2022 at 7:14 am", TEASER, "Reply") == ["Reply"]


def test_a_name_above_sentences_about_it_is_an_author_above_labels_only() -> None:
    box = ("Ada Mercer", "Ada came to the coast in 2009. She likes ropes, fog and the smell of both.")
    assert below(*PROSE, *box, *LABELS) == [*box, *LABELS]
    assert below(*PROSE, *box, FIRST, *LABELS) == [*LABELS]
    assert below(*PROSE, box[0], SECOND, *LABELS) == [*LABELS]


@pytest.mark.parametrize("closing", ["Yours sincerely,", "Cordialement,", "С уважением,", "Un saludo,", "مع التحية،"])
def test_the_closing_words_and_the_name_of_a_letter_stay(closing: str) -> None:
    assert below(*PROSE, closing, "Dora Venn", *LABELS) == [*LABELS]
    assert below(*PROSE, closing, "Dora Venn", "Lower Cope, 3 May 2022", *LABELS) == [*LABELS]


def test_a_comment_is_below_the_number_of_comments_with_the_title() -> None:
    lines = ("Share on Facebook", "2 thoughts on “The bell”", "Paula says:", "May 3, 2022 at 7:14 am", TEASER, "Reply")
    assert below(*PROSE, *lines) == [*lines]
