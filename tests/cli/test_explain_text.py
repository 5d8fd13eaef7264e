"""What `backfile explain` prints of a scraped text: the handbook's example, wide characters, every line as JSON."""

import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from backfile.cli.line_list import cut, format_lines
from backfile.conversion.line_fates import ExplainedLine, LineFate
from backfile.operations import init
from tests.program import backfile

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init.create(tmp_path_factory.mktemp("explain") / "archive", versioned=False).root


@pytest.fixture
def example() -> tuple[str, str]:
    """Return the text of the handbook's example, and what is printed of its lines."""
    section = (HANDBOOK / "explain.md").read_text("utf-8").partition("\n## Lines\n")[2]
    text, printed = re.findall(r"^```text\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    return text, printed


def test_the_example_of_the_handbook(
    archive: Path, example: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text, printed = example
    (tmp_path / "ferry.txt").write_text(text, "utf-8")
    output = backfile("explain", tmp_path / "ferry.txt", cwd=archive)
    assert printed in output
    assert "\nCut\n" not in output


def test_json_has_every_line_whole(archive: Path, example: tuple[str, str], tmp_path: Path) -> None:
    text, _ = example
    (tmp_path / "ferry.txt").write_text(text, "utf-8")
    [explanation] = json.loads(backfile("explain", tmp_path / "ferry.txt", "--json", cwd=archive))["explanations"]
    lines = explanation["lines"]
    assert [line["text"] for line in lines] == [line for line in text.splitlines() if line]
    assert [line["line"] for line in lines] == [1, 2, 3, 5, 7, 9, 10, 11]
    removed = [{"rule": line["rule"], "text": line["text"]} for line in lines if line["fate"] == "removed"]
    assert removed == [
        {"rule": cut["rule"], "text": cut["text"]} for cut in explanation["removed"] if "By" not in cut["text"]
    ]
    assert list(lines[0]) == re.findall(r"^\| `(\w+)` ", _json_table("lines"), re.MULTILINE)


def _json_table(key: str) -> str:
    """Return the rows of a table of the handbook's description of the JSON of `explain`."""
    after = (HANDBOOK / "command-line.md").read_text("utf-8").partition("\n### explain\n")[2]
    return after.partition(f"| Key in `{key}` ")[2].partition("\n\n")[0]


def test_a_replaced_line_and_a_line_that_is_not_found() -> None:
    lines = (
        ExplainedLine(3, "Itâ€™s raining.", LineFate.REPLACED, rule="repair", replacement="It’s raining."),
        ExplainedLine(14, "It \x1b[2J stopped.", LineFate.NOT_FOUND),
    )
    assert list(format_lines(lines, 80)) == [
        "   3  replaced: repair  “Itâ€™s raining.” → “It’s raining.”",
        r"  14  not found         “It \x1b[2J stopped.”",
    ]


@pytest.mark.parametrize("columns", [20, 21, 79])
@pytest.mark.parametrize(
    "text", ["It rained, and then it stopped. " * 9, "雨が降り続いている。" * 20, "a" * 200, "a b\n c"]
)
def test_a_text_is_cut_to_columns(text: str, columns: int) -> None:
    shown = cut(text, columns)
    assert cell_len(shown) <= columns
    assert shown == " ".join(text.split()) or (shown.endswith(" …") and cell_len(shown) > columns // 2)
