"""furniture.yml is read, and edited without losing comments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.extract.text.furniture_yml import accept, keep, parse
from backfile.extract.text.owner_lines import accepted_lines
from backfile.problems import SettingsError
from backfile.settings.layout import FURNITURE_YML

PATH = Path(FURNITURE_YML)
LINES = st.text(st.sampled_from("ab \t\u00a0'\"#:{}[]|>&*!%@`-,?\\é\x1b\x07"), min_size=1, max_size=12).filter(
    str.strip
)


@given(lines=st.dictionaries(LINES, st.lists(LINES, min_size=1), min_size=1))
def test_added_lines_are_read_back_and_comments_stay(lines: dict[str, list[str]]) -> None:
    names = {" ".join(name.split()).casefold(): name for name in lines}
    chosen = {name: lines[name] for name in names.values()}
    source = accept("# Mine.\nBay: [one] # two\n", chosen)
    assert parse(source, PATH) == accepted_lines({"Bay": ["one"], **chosen})
    assert "# Mine." in source
    assert "# two" in source
    assert accept(source, chosen) == source


@given(lines=st.dictionaries(LINES, st.lists(LINES, min_size=1), min_size=1))
def test_kept_lines_are_read_back_and_comments_stay(lines: dict[str, list[str]]) -> None:
    names = {" ".join(name.split()).casefold(): name for name in lines}
    chosen = {name: lines[name] for name in names.values()}
    source = keep("# Mine.\nBay: [one] # two\n", {**chosen, "bay": ["two"]}, PATH)
    removed = {"Bay": ["one"], **dict.fromkeys(chosen, ())}
    assert parse(source, PATH) == accepted_lines(removed, {**chosen, "Bay": ["two"]})
    assert "# Mine." in source
    assert "# two" in source
    assert keep(source, chosen, PATH) == source
    accepted = accept(source, {name: ["three"] for name in chosen})
    assert parse(accepted, PATH).kept == parse(source, PATH).kept
    assert parse(accepted, PATH) == accepted_lines(
        {"Bay": ["one"], **{name: ["three"] for name in chosen}}, {**chosen, "Bay": ["two"]}
    )


FORMS = {
    "Post: [one, 'two']  # after\n# next\n": "Post: {remove: [one, 'two'], keep: [a line]} # after\n# next\n",
    "Post:\n  # above\n  - one # beside\n  - two\n\n# next\nBay: [x]\n": (
        "Post:\n  # above\n  remove:\n    - one # beside\n    - two\n  keep:\n    - a line\n\n# next\nBay: [x]\n"
    ),
    "Post:\n- one\n# last\n": "Post:\n  remove:\n    - one\n  keep:\n    - a line\n# last\n",
    "Post:\n  - one": "Post:\n  remove:\n    - one\n  keep:\n    - a line\n",
    "Post:\n  - |\n    one\n  - two\n": "Post:\n  remove:\n    - |\n      one\n    - two\n  keep:\n    - a line\n",
    "Post: # empty\n": "Post: {keep: [a line]} # empty\n",
    "Post: ~\n": "Post: {keep: [a line]}\n",
    "Post: {remove: [one]}\n": "Post: {keep: [a line], remove: [one]}\n",
    "Post:\n  remove:\n    - one\n  # last\n": "Post:\n  keep: [a line]\n  remove:\n    - one\n  # last\n",
    "Post:\n  keep:\n    - one\n": "Post:\n  keep:\n    - one\n    - a line\n",
    "": "post:\n  keep: [a line]\n",
    "# Mine.\n": "# Mine.\npost:\n  keep: [a line]\n",
}


@pytest.mark.parametrize("source", FORMS)
def test_an_entry_in_each_form_gets_lines_to_keep(source: str) -> None:
    edited = keep(source, {"post": ["a  line"]}, PATH)
    assert edited == FORMS[source]
    before, after = parse(source, PATH), parse(edited, PATH)
    assert after.kept["post"] == {"a line", *before.kept.get("post", ())}
    assert {name: lines for name, lines in after.lines.items() if lines} == {
        name: lines for name, lines in before.lines.items() if lines
    }


@pytest.mark.parametrize(
    "source", ["Post: {keep: [x]}\n", "Post: {remove: , keep: [x]}\n", "Post:\n  keep:\n    - x\n"]
)
def test_lines_are_accepted_into_a_mapping(source: str) -> None:
    edited = accept(source, {"post": ["one"]})
    assert parse(edited, PATH) == accepted_lines({"post": ["one"]}, {"post": ["x"]})


@pytest.mark.parametrize("source", ["Bay: &same [one]\nPost: *same\n", "Post: &same\n  - one\nBay: *same\n"])
def test_a_form_that_cannot_be_edited_is_an_error_with_its_line(source: str) -> None:
    with pytest.raises(
        SettingsError, match=r"line \d: the list of `Post` .*Write it under `remove:` of `Post` yourself"
    ):
        keep(source, {"post": ["a line"]}, PATH)
