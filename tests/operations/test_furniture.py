"""furniture.yml: what its owner accepts is cut, and nothing else. Cases: `tests/corpus/furniture/NAME/`, each with
texts, a furniture.yml and what becomes of each text in `expected.json`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText
from backfile.extract import extract
from backfile.extract.text.furniture_yml import accept, load, parse
from backfile.extract.text.owner_lines import ANY_SOURCE, EDGE_LINES, NO_LINES, accepted_lines, remove_accepted_lines
from backfile.operations import init
from backfile.operations.explain import explain
from backfile.operations.furniture import MAX_LENGTH, MIN_TEXTS, find
from backfile.operations.furniture import accept as accept_proposals
from backfile.operations.ingest import Options, ingest
from backfile.problems import SettingsError
from backfile.settings.layout import FURNITURE_YML
from backfile.settings.mkdocs_yml import Config
from tests.program import backfile

CASES = sorted((Path(__file__).parents[1] / "corpus" / "furniture").iterdir())
PATH = Path(FURNITURE_YML)


def text(body: str, file: str = "post/a.txt", source: str | None = None) -> Clipping:
    fields = {"source": (FieldCandidate((source,), "x"),)} if source else {}
    return Clipping(Origin(file, "0" * 64, "text"), Form.TEXT, PlainText(body), fields)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    accepted = load(case / FURNITURE_YML)
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    files = [file.relative_to(case).as_posix() for file in sorted(case.rglob("*.txt"))]
    assert list(expected) == files
    for file in files:
        found = extract(text((case / file).read_text("utf-8"), file), accepted)
        seen = {
            "headline": found.fields["headline"][0].values[0],
            "body": found.body.split("\n\n"),
            "removed": [[cut.rule, cut.text] for cut in found.removed],
        }
        assert seen == expected[file], file


LINES = st.text(st.sampled_from("ab \t\u00a0'\"#:{}[]|>&*!%@`-,?\\é\x1b\x07"), min_size=1, max_size=12).filter(
    str.strip
)
TEXTS = st.lists(LINES, max_size=30).map("\n\n".join)


@given(body=TEXTS, lines=st.lists(LINES))
def test_without_a_file_and_for_other_sources_nothing_changes(body: str, lines: list[str]) -> None:
    found = text(body)
    assert remove_accepted_lines(found, NO_LINES) is found
    assert remove_accepted_lines(found, accepted_lines({"bay": lines, "a.txt": lines})) is found


@given(body=TEXTS, lines=st.lists(LINES))
def test_nothing_goes_but_what_is_accepted(body: str, lines: list[str]) -> None:
    left = remove_accepted_lines(text(body), accepted_lines({"Post": lines}))
    cut = [removed.text for removed in left.removed]
    assert {" ".join(line.split()) for line in cut} <= {" ".join(line.split()) for line in lines}
    there = sorted([line.strip() for line in left.body.splitlines() if line.strip()] + cut)
    assert there == sorted(line.strip() for line in body.splitlines() if line.strip())


def test_a_line_inside_a_text_stays() -> None:
    staying = [f"Paragraph {number}." for number in range(EDGE_LINES)]
    body = "\n".join(["Menu", *staying, "Menu", *staying, "Menu", "Menu"])
    left = remove_accepted_lines(text(body), accepted_lines({ANY_SOURCE: ["Menu"]}))
    assert [line for line in left.body.splitlines() if line] == [*staying, "Menu", *staying]


@pytest.mark.parametrize(
    ("file", "source"),
    [("POST/x/a.txt", None), ("elsewhere/a.txt", " Post "), ("a.txt", "Post")],
)
def test_a_name_is_a_source_or_the_first_folder(file: str, source: str | None) -> None:
    assert remove_accepted_lines(text("Menu\n\nA text.", file, source), accepted_lines({"Post": ["Menu"]})).removed
    assert not remove_accepted_lines(
        text("Menu\n\nA text.", "x/Post/a.txt"), accepted_lines({"Post": ["Menu"]})
    ).removed


@given(lines=st.dictionaries(LINES, st.lists(LINES, min_size=1), min_size=1))
def test_what_is_accepted_is_read_back(lines: dict[str, list[str]]) -> None:
    names = {" ".join(name.split()).casefold(): name for name in lines}
    wanted = {name: lines[name] for name in names.values()}
    source = accept("# Mine.\nBay: [one] # two\n", wanted)
    assert parse(source, PATH) == accepted_lines({"Bay": ["one"], **wanted})
    assert "# Mine." in source
    assert "# two" in source
    assert accept(source, wanted) == source


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("Post: [a]\nBay: yes\n", "line 2: the lines of `Bay` are not a list of texts"),
        ("Post: [a, 3]\n", "line 1: the lines of `Post` are not a list of texts"),
        ("Post: [a]\npost: [b]\n", "line 2: the entry `post` is in the file twice, first in line 1"),
        ("Post: [a, ' ']\n", "line 1: a line of `Post` is empty"),
        ("\n2020: [a]\n", "line 2: YAML reads the entry `2020` not as text"),
        ("' ': [a]\n", "line 1: an entry has no name"),
        ("- a\n", "not a list of entries. Write each as `Source name: [line, line]`"),
        ("Post: [\n", "not valid YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_line(source: str, says: str, config: Config) -> None:
    (config.root / FURNITURE_YML).write_text(source)
    for run in (
        lambda: ingest([config.root / FURNITURE_YML], config),
        lambda: find([config.root / FURNITURE_YML], config, nobody),
    ):
        with pytest.raises(SettingsError) as error:
            run()
        assert says in str(error.value)
        assert str(error.value).endswith(".")


def nobody(done: int, total: int) -> None: ...


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return init.create(tmp_path / "archive")


def write(folder: Path, number: int, *, furnished: str, long: str = "") -> None:
    paragraphs = "\n\n".join(f"Paragraph {at} of text {number * 31 + at} is nobody else's." for at in range(20))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.txt").write_text(f"{furnished}\n\nHeadline {number}\n\n{long}\n\n{paragraphs}\n")


def test_what_recurs_is_proposed_and_cut_only_when_it_is_accepted(config: Config, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    for number in range(20):
        few = f"The door of ward {number // (MIN_TEXTS - 1)}"
        write(inbox / "post", number, furnished=f"The   Post Online\n\n{few}", long="x" * (MAX_LENGTH + 1))
    for number in range(MIN_TEXTS - 1):
        write(inbox / "bay", number, furnished="The Bay Online")
    ingest([inbox], config, Options(commit=False))
    before = {told.file: told for told in explain([inbox], config)}
    assert all(not told.removed for told in before.values()), "what hostile texts repeat does not vanish by itself"
    found = find([inbox], config, nobody)
    assert [(p.source, p.line, p.texts, p.of) for p in found.proposals] == [("post", "The Post Online", 20, 20)]
    assert found.proposals[0].examples == ("post/0.txt", "post/1.txt", "post/10.txt")
    assert accept_proposals(found.proposals, config, commit=True).revision
    assert find([inbox], config, nobody).proposals == ()
    report = ingest([inbox], config)
    assert {cut.rule for cut in report.removed} == {FURNITURE_YML}
    assert (report.updated, report.unchanged) == (20, MIN_TEXTS - 1)
    after = {told.file: told for told in explain([inbox], config)}
    for file, told in after.items():
        if file.startswith("bay/"):
            assert told == before[file]
        else:
            assert [(cut.rule, cut.text) for cut in told.removed] == [(FURNITURE_YML, "The   Post Online")]


def test_the_command(config: Config, tmp_path: Path) -> None:
    for number in range(MIN_TEXTS):
        write(tmp_path / "in", number, furnished="Menu\n\nA \x1b[2J line\n\nOur app")
    shown = backfile("furniture", tmp_path / "in", cwd=config.root)
    assert shown.startswith(
        f"{ANY_SOURCE}, {MIN_TEXTS} texts\n  1  A \\x1b[2J line\n     in {MIN_TEXTS}, such as 0.txt, 1.txt, 2.txt\n"
    )
    assert "No line is removed from a text before you accept it.\nNext: backfile furniture" in shown
    for options in (["--number", "9"], ["--line", "Nothing"], ["--number", "0"]):
        backfile("furniture", tmp_path / "in", "--accept", *options, cwd=config.root, code=2)
    backfile("furniture", tmp_path / "in", "--accept", "--dry-run", cwd=config.root)
    assert not (config.root / FURNITURE_YML).exists()
    (config.root / FURNITURE_YML).write_text("# Mine.\nany source: [Menu]  # a bar\n")
    said = backfile("furniture", tmp_path / "in", "--accept", "--line", "Our  app", "--number", "1", cwd=config.root)
    assert "2 lines accepted" in said
    assert (
        config.root / FURNITURE_YML
    ).read_text() == '# Mine.\nany source: [Menu, "A \\e[2J line", Our app] # a bar\n'
    assert "No other line recurs" in backfile("furniture", tmp_path / "in", cwd=config.root)


def test_folders_that_cannot_be_read_are_reported(config: Config, tmp_path: Path) -> None:
    for folder in ("in/locked", "elsewhere", "out/of/reach"):
        write(tmp_path / folder, 1, furnished="Menu")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "a.docx").write_bytes(b"x")
    closed = (tmp_path / "in" / "locked", tmp_path / "out")
    # Permissions bind a user, also where that is root.
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    command = [*bound, sys.executable, "-m", "backfile", "furniture", "--json"]
    for folder in closed:
        folder.chmod(0)
    arguments = (tmp_path / "in", tmp_path / "out" / "of" / "reach")
    done = subprocess.run([*command, *arguments], cwd=config.root, capture_output=True, text=True, check=False)
    for folder in closed:
        folder.chmod(0o755)
    assert done.returncode == 3, done.stderr
    found = {problem["file"]: problem["reason"] for problem in json.loads(done.stdout)["problems"]}
    assert found == {
        "linked": "it is a link to a folder, which is not followed",
        "locked": "the folder cannot be read: Permission denied",
        "reach": "it cannot be reached: Permission denied",
    }


def test_the_next_step_can_be_typed(config: Config) -> None:
    for number in range(MIN_TEXTS):
        write(config.root / "-in it", number, furnished="Menu\n\nOur app")
    shown = backfile("furniture", "--", "-in it", cwd=config.root)
    assert "Next: backfile furniture './-in it' --accept" in shown
