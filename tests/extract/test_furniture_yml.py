"""furniture.yml is read, and edited without losing comments."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backfile.extract.text.furniture_yml import accept, parse
from backfile.extract.text.owner_lines import accepted_lines
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
