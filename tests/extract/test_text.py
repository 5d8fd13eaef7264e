"""Scraped texts are taken apart into fields, body and removed lines.

Each case is a folder `tests/corpus/text/NAME/` of `input.txt` and `expected.json`. Cases named `keep-…` are texts of
which nothing, or little, may be removed.
"""

from __future__ import annotations

import json
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText
from backfile.extract.text.headline import is_same_line
from backfile.extract.text.steps import extract_text
from backfile.fields import FIELDS

CORPUS = Path(__file__).parent.parent / "corpus" / "text"


def extract_string(text: str) -> Clipping:
    return extract_text(Clipping(Origin("a.txt", "0" * 64, "text"), Form.TEXT, PlainText(text)))


def as_json(clipping: Clipping) -> dict[str, object]:
    return {
        "fields": {name: list(candidates[-1].values) for name, candidates in clipping.fields.items()},
        "body": clipping.body.split("\n\n") if clipping.body else [],
        "removed": [removed.text for removed in clipping.removed],
    }


@pytest.mark.parametrize("case", sorted(CORPUS.iterdir()), ids=lambda case: case.name)
def test_case(case: Path) -> None:
    clipping = extract_string((case / "input.txt").read_text(encoding="utf-8"))
    assert as_json(clipping) == json.loads((case / "expected.json").read_text(encoding="utf-8"))


PARAGRAPH = (
    "The harbour was closed for the whole of the winter, and in the spring nobody could say who had the key to it."
)
SECOND = (
    "A locksmith came from the other side of the bay, looked at the door for an hour, and said that it had no lock."
)


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("Kabul: ", "Kabul"),
        ("New Delhi: ", "New Delhi"),
        ("LONDON (Reuters) - ", "LONDON"),
        ("NEW YORK, May 3 (AP) — ", "NEW YORK"),
        ("BERLIN, 3. Mai (dpa) – ", "BERLIN"),
        ("Paris, le 3 mai – ", "Paris"),
        ("Frankfurt am Main (dpa) - ", "Frankfurt am Main"),
        ("MADRID, 3 may (EFE).- ", "MADRID"),
        ("München – ", "München"),
        ("GENEVA/NEW YORK, 3 May (Reuters) - ", "GENEVA/NEW YORK"),
        ("MADRID, 3 (EFE).- ", "MADRID"),
        ("RIO DE JANEIRO (AP) _ ", "RIO DE JANEIRO"),
        ("LOWER COPE (AP) - ", "LOWER COPE"),
        ("Andy Murray (AP) - ", None),
        ("Note: ", None),
        ("Warning: ", None),
        ("Update: ", None),
        ("UPDATE (Reuters) - ", None),
        ("Angela Mertens (CDU) – ", None),
        ("Harbour master: ", None),
        ("Nice – ", None),
        ("He said (again) - ", None),
        ("", None),
    ],
)
def test_a_dateline_is_found_and_stays_in_its_paragraph(opening: str, place: str | None) -> None:
    clipping = extract_string(f"A Headline Over It\n\n{opening}{PARAGRAPH}\n\n{SECOND}")
    assert clipping.body == f"{opening}{PARAGRAPH}\n\n{SECOND}"
    assert [candidate.values for candidate in clipping.fields.get("dateline", ())] == ([(place,)] if place else [])


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("By Orla Venn", "byline", "By Orla Venn"),
        ("BY ORLA VENN", "byline", "BY ORLA VENN"),
        ("By Orla Venn and Tam O'Shea, Harbour Post", "byline", "By Orla Venn and Tam O'Shea, Harbour Post"),
        ("Von Jette Harms und Klaus von der Heide", "byline", "Von Jette Harms und Klaus von der Heide"),
        ("Published: 12 March 2021", "published", "12 March 2021"),
        ("Veröffentlicht am 12. März 2021, 18:05 Uhr", "published", "12. März 2021, 18:05 Uhr"),
        ("Publié le 12 mars 2021 à 18h05", "published", "12 mars 2021 à 18h05"),
        ("2021-03-12T18:05:00+05:30", "published", "2021-03-12T18:05:00+05:30"),
        ("Updated: March 12, 2021", "modified", "March 12, 2021"),
        ("Tags: harbours, winter, keys", "keywords", "harbours"),
        ("Von Jana Peters, Aktualisiert am 4. Mai 2023, 14:02 Uhr", "byline", "Von Jana Peters"),
        ("Von Jana Peters, Aktualisiert am 4. Mai 2023, 14:02 Uhr", "modified", "4. Mai 2023, 14:02 Uhr"),
        ("Publié le 3 mai 2023, mis à jour le 4 mai 2023 à 18h05", "published", "3 mai 2023"),
        ("By Orla Venn, Date Palm Post", "byline", "By Orla Venn, Date Palm Post"),
    ],
)
def test_credit_lines_become_fields(line: str, field: str, value: str) -> None:
    clipping = extract_string(f"A Headline Over It\n\n{line}\n\n{PARAGRAPH}\n\n{SECOND}")
    assert clipping.body == f"{PARAGRAPH}\n\n{SECOND}"
    assert clipping.fields[field][-1].values[0] == value


@pytest.mark.parametrize(
    "line",
    [
        "By the Sea",
        "By Popular Demand",
        "Von Helgoland nach Kiel",
        "Di Padre In Figlio",
        "Por Tierra Santa",
        "3 May 1945",
        "May 1968 and after",
        "Sea: winter",
    ],
)
def test_lines_that_are_similar_to_credit_lines_stay_in_the_body(line: str) -> None:
    clipping = extract_string(f"A Headline Over It\n\n{line}\n\n{PARAGRAPH}\n\n{SECOND}")
    assert line in clipping.body.split("\n\n")
    assert set(clipping.fields) == {"headline"}


@pytest.mark.parametrize(
    "line",
    [
        "Home > Settings > Privacy",
        "- Menu\n- Settings\n- Privacy",
        "Change these:\n\nMenu\nSettings\nPrivacy\nLogin",
        "Node.js",
        "Copyright: what the law says in 2020",
        "Lee\n\n312 votes\n\nStone\n\n3 votes",
        "Comment is free",
        "Tell me what you think!",
        "Join the debate in Room 4",
        "News from home",
        "Search me",
        "Read the next page!",
        "Lesen Sie das!",
        "Condividi il pane con i tuoi amici",
        "https://example.org/icons/history-of-icons",
    ],
)
def test_a_last_line_that_may_be_part_of_the_article_stays(line: str) -> None:
    clipping = extract_string(f"A Headline Over It\n\n{PARAGRAPH}\n\n{SECOND}\n\n{line}")
    assert clipping.body == f"{PARAGRAPH}\n\n{SECOND}\n\n{line}"


@pytest.mark.parametrize(
    "line",
    [
        "0 comments",
        "What's your reaction?",
        "Write the first comment for this!",
        "Sign up for our newsletter",
        "https://example.org/img/a.jpg",
        "https://example.org/avatars/42",
    ],
)
def test_a_sure_line_of_furniture_is_removed_without_others_beside_it(line: str) -> None:
    clipping = extract_string(f"A Headline Over It\n\n{PARAGRAPH}\n\n{SECOND}\n\n{line}")
    assert clipping.body == f"{PARAGRAPH}\n\n{SECOND}"


FLOOD = (
    "The river had been rising since Thursday and by Sunday the lower meadows were under water, so that the cows had to"
    " be moved to the hill behind the church. Nobody could remember such a flood since the year in which the bridge was"
    " carried away. The farmers, who had been told that there would be no danger, were angry and said so at length."
)
DAM = (
    "The council has promised to look into the matter before the winter, and an engineer from the city will come to see"
    " the dam. He was here eleven years ago and said then what he will say again: that it is too low."
)


@pytest.mark.parametrize("width", [40, 60, 72, 80, 120])
def test_text_wrapped_at_a_width_is_joined(width: int) -> None:
    text = f"Head Line\n\n{textwrap.fill(FLOOD, width)}\n\n{textwrap.fill(DAM, width)}"
    assert extract_string(text).body == f"{FLOOD}\n\n{DAM}"


def test_an_indent_separates_wrapped_paragraphs() -> None:
    broken = [textwrap.fill(part, 72, initial_indent="    ") for part in (FLOOD, DAM, "It is late.")]
    assert extract_string("Head Line\n\n" + "\n".join(broken)).body == f"{FLOOD}\n\n{DAM}\n\nIt is late."


def test_an_indent_in_verse_does_not_separate_paragraphs() -> None:
    verse = "The gate\n  stood open all night\nand nobody came\n  to read more into it"
    assert extract_string(f"Head Line\n\n{PARAGRAPH}\n\n{verse}").body.endswith(
        "The gate\nstood open all night\nand nobody came\nto read more into it"
    )


def test_wrapped_list_items_are_joined() -> None:
    items = "\n".join(textwrap.fill(f"- {part}", 72, subsequent_indent="  ") for part in (DAM, FLOOD))
    text = f"Head Line\n\n{textwrap.fill(FLOOD, 72)}\n\n{items}\n\n{textwrap.fill(DAM, 72)}"
    assert extract_string(text).body == f"{FLOOD}\n\n- {DAM}\n- {FLOOD}\n\n{DAM}"


def test_values_in_the_text_are_the_last_candidates() -> None:
    known = {"headline": (FieldCandidate(("Known",), "page"),)}
    clipping = Clipping(Origin("a", "0", "text"), Form.TEXT, PlainText(f"A Headline\n\n{PARAGRAPH}"), fields=known)
    assert [candidate.via for candidate in extract_text(clipping).fields["headline"]] == ["page", "text"]


LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [PARAGRAPH, "Comments", "0 comments", "By Orla Venn", "Kabul: it rained.", "3 May 2020", "- a", "", ""]
    ),
)
TEXTS = st.lists(LINES, max_size=12).map("\n".join)


@given(TEXTS)
@settings(max_examples=150)
def test_every_line_is_in_the_body_in_a_field_or_removed(text: str) -> None:
    clipping = extract_string(text)
    everything = [clipping.body, *(removed.text for removed in clipping.removed)]
    everything += [
        value for candidates in clipping.fields.values() for candidate in candidates for value in candidate.values
    ]
    parts = {"".join(part.split()) for part in everything}
    for line in text.splitlines():
        assert any("".join(line.split()) in part for part in parts) or not line.split()


@given(TEXTS)
@settings(max_examples=100)
def test_paragraphs_are_not_empty_and_fields_are_known(text: str) -> None:
    clipping = extract_string(text)
    assert clipping.form is Form.TEXT
    assert set(clipping.fields) <= {field.name for field in FIELDS if field.parse}
    assert all(part.strip() == part and part for part in clipping.body.split("\n\n")) or clipping.body == ""


@given(TEXTS)
@settings(max_examples=100)
def test_nothing_is_removed_between_paragraphs(middle: str) -> None:
    text = f"{PARAGRAPH}\n\n{middle}\n\n{SECOND}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # A line that is directly repeated is a headline; a repeated paragraph is the scraper's.
    assume(PARAGRAPH not in middle and not any(is_same_line(*pair) for pair in pairwise(lines)))
    assert not [removed for removed in extract_string(text).removed if removed.replacement is None]
