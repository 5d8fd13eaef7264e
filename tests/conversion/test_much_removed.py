"""The remark on scraped texts of which extraction removed much."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.api import convert
from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText, RawHtml, RemovedText
from backfile.conversion import much_removed
from backfile.conversion.converter import Converter
from backfile.extract.text.owner_lines import accepted_lines
from backfile.markup.writer import Writer
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.schema import Settings
from backfile.tags.vocabulary.vocabulary import Vocabulary

SENTENCE = "The ferry to Merrow was built for forty people and has never carried fewer than that."
BODY = "\n\n".join([SENTENCE] * 40)


def clipping(
    *removed: str | RemovedText, body: str = BODY, form: Form = Form.TEXT, **values: tuple[str, ...]
) -> Clipping:
    texts = tuple(item if isinstance(item, RemovedText) else RemovedText("counter", item) for item in removed)
    fields = {name: (FieldCandidate(value, "text"),) for name, value in values.items()}
    content = RawHtml(body) if form is Form.PAGE else PlainText(body)
    return Clipping(Origin("bay/a.txt", "0" * 64, "text", "7"), form, content, fields, removed=texts)


def remarks(*removed: str | RemovedText, body: str = BODY, **values: tuple[str, ...]) -> list[Problem]:
    return list(much_removed.problems(clipping(*removed, body=body, **values)))


def test_a_third_of_the_characters_is_the_limit() -> None:
    body = "a" * 20
    assert not remarks("b" * 10, body=body)
    [problem] = remarks("b" * 11, body=body)
    assert problem.kind is ProblemKind.MUCH_REMOVED not in REFUSALS
    assert "35% of its text" in problem.reason
    assert "11 characters in 1 line" in problem.reason


def test_the_remark_names_the_file_the_longest_line_and_the_next_step() -> None:
    longest = f"{SENTENCE} A second one has been asked for in every budget since the year of the great storm."
    [problem] = remarks("3 comments", longest, *[SENTENCE[:-1] + f" {n}." for n in range(3)])
    assert (problem.file, problem.record) == ("bay/a.txt", "7")
    assert "in 5 lines" in problem.reason
    assert "“The ferry to Merrow was built for forty people and has …”" in problem.reason
    assert "`backfile explain FILE`" in problem.next_step
    assert "`keep:` in furniture.yml" in problem.next_step


def test_a_single_long_line_of_prose() -> None:
    line = "It rained. " + "and it rained on " * 20
    assert len(line.strip()) > much_removed.MAX_PROSE
    assert remarks(line)
    assert not remarks("home news sport weather " * 20), "a menu on one line is no prose"


def test_lines_of_prose_are_added_up() -> None:
    lines = [f"{number} {SENTENCE}" for number in range(4)]
    assert remarks(*lines)
    assert not remarks(*lines[:3])
    assert not remarks(*(line.rstrip(".") for line in lines)), "lines that end no sentence are no prose"
    assert not remarks(*["Share this story with a friend."] * 20), "short lines are no prose"


def test_prose_in_scripts_without_spaces_is_shorter() -> None:
    line = "港では昨日から雨が降り続いており、渡し船は一日中動かなかったという。"
    body = line * 100
    assert remarks(*[f"{number}{line}" for number in "一二三四五六七八九十"], body=body)
    assert not remarks(*["写真を見る。"] * 80, body=body)
    [problem] = remarks(line * 10, body=body)
    assert f"begins “{line[:20]}" in problem.reason


@pytest.mark.parametrize("mark", ['."', ".”", "!»", "?", "…", "।", "۔", "؟", "。」"])
def test_marks_that_end_a_sentence(mark: str) -> None:
    assert remarks(*[f"{number} {SENTENCE[:-1]}{mark}" for number in range(4)])


def test_prose_in_scripts_whose_sentences_have_other_ends() -> None:
    thai = "เรือข้ามฟากไปเมอร์โรว์สร้างขึ้นสำหรับสี่สิบคนและไม่เคยบรรทุกน้อยกว่านั้นเลยตลอดหลายปี"
    burmese = "မိုးသည် တစ်နေ့လုံး ရွာပြီး ညနေတွင် ရပ်သွားသည်ဟု မြို့သူမြို့သားများက ပြောသည်။"
    for line in (thai, burmese):
        assert remarks(*[f"{number}{line}" for number in range(6)], body=line * 60)
        assert not remarks(*[line[:20]] * 20, body=line * 60)


def test_what_is_kept_elsewhere_does_not_count() -> None:
    dek = SENTENCE
    headline = "“The Ferry” to Merrow has a new captain, who has never been to sea before this week"
    other = SENTENCE.replace("forty", "fifty")
    fields = {"headline": (headline,), "dek": (dek,), "byline": ("Ada Mercer",), "keywords": ("ferries", "Merrow")}
    again = [headline.upper(), f"{headline} | The Bay Post", *[dek] * 5, "By Ada Mercer", "Tags: ferries, Merrow"]
    assert not remarks(*again, body=other, **fields)
    assert remarks(*again, body=other)


def test_a_line_of_the_body_is_not_lost_where_it_is_removed_too() -> None:
    assert not remarks(*[SENTENCE] * 5)


def test_lines_of_the_owner_do_not_count() -> None:
    body = "It rained, and then it stopped."
    assert not remarks(
        RemovedText("furniture.yml", "Read more in our app, which has all the weather of the bay"), body=body
    )


def test_pages_have_their_own_measure() -> None:
    page = clipping("x" * 900, body="<p>Rain</p>", form=Form.PAGE)
    assert not list(much_removed.problems(page))


FURNITURE = ["Share on Facebook", "Share on Twitter", "Print this page", "Read also:", "A piano came back by the road"]


@pytest.mark.parametrize(("sentences", "said"), [(1, True), (12, False)])
def test_a_run_says_so(sentences: int, said: bool) -> None:
    story = [f"{SENTENCE} It did so {number} times." for number in range(sentences)]
    text = "\n\n".join(["The ferry has a new captain", *story, *FURNITURE, "12 comments", "Reply", "Report"])
    [conversion] = convert(text.encode(), file="a.txt")
    assert conversion.article
    assert len(conversion.removed) > 5
    assert (ProblemKind.MUCH_REMOVED in [problem.kind for problem in conversion.problems]) is said


def test_a_text_of_which_nothing_is_left() -> None:
    lines = ["Share on Facebook", "Reply"]
    settings, reader = Settings(), reader_for("a.txt")
    assert reader
    writer = Writer(Rendering().extensions, {})
    converter = Converter(settings, writer, Vocabulary(), accepted_lines({"any source": lines}), explaining=True)
    [result] = converter.convert(record_data(reader, "a.txt", "\n".join(lines).encode()), reader)
    [problem] = result.problems
    assert problem.kind is ProblemKind.NO_BODY
    assert "every line of it was removed as furniture" in problem.reason
    assert "`keep:`" in problem.next_step
    assert result.why
    assert [line.rule for line in result.why.lines] == ["furniture.yml"] * 2


@given(st.lists(st.text(max_size=400), max_size=8), st.text(max_size=200), st.lists(st.text(), max_size=3))
def test_any_text(removed: list[str], body: str, values: list[str]) -> None:
    for problem in remarks(*removed, body=body, headline=tuple(values)):
        assert "\n" not in problem.reason
        assert len(problem.reason) < 300


def test_many_lines_and_values_take_little_time() -> None:
    start = time.process_time()
    remarks(*[f"{number} {SENTENCE}" for number in range(20_000)], keywords=tuple(f"k{n}" for n in range(200)))
    assert time.process_time() - start < 3
