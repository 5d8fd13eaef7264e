"""Lines that recur in texts are proposed as furniture; those that the owner accepts are removed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.extract.text.owner_lines import ANY_SOURCE
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


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("Post: [a]\nBay: yes\n", "line 2: the lines of `Bay` are not a list of texts"),
        ("Post: [a, 3]\n", "line 1: the lines of `Post` are not a list of texts"),
        ("Post: [a]\npost: [b]\n", "line 2: the entry `post` is in the file twice, first in line 1"),
        ("Post: [a, ' ']\n", "line 1: a line of `Post` is empty"),
        ("\n2020: [a]\n", "line 2: YAML does not read the entry `2020` as text"),
        ("' ': [a]\n", "line 1: an entry has no name"),
        ("- a\n", "not a list of entries. Write each as `Source name: [line, line]`"),
        ("Post: [\n", "not valid YAML"),
        (
            "\nPost: {keep: a}\n",
            "line 2: the lines under `keep` of `Post` are not a list of texts. Write `Post: {remove:",
        ),
        ("Post: {remove: [a, 3]}\n", "line 1: the lines under `remove` of `Post` are not a list of texts"),
        ("Post: {keep: [a, ' ']}\n", "line 1: a line of `Post` is empty"),
        ("Post: {kept: [a]}\n", "line 1: `Post` has the key `kept`. Write its lines under `remove` or `keep`"),
        ("Post: {keep: [a], keep: [b]}\n", "line 1: the entry `Post` has the key `keep` twice"),
    ],
)
def test_an_invalid_file_is_reported_with_its_line(source: str, message: str, config: Config) -> None:
    (config.root / FURNITURE_YML).write_text(source)
    for run in (
        lambda: ingest([config.root / FURNITURE_YML], config),
        lambda: find([config.root / FURNITURE_YML], config, no_progress),
    ):
        with pytest.raises(SettingsError) as error:
            run()
        assert message in str(error.value)
        assert str(error.value).endswith(".")


def no_progress(done: int, total: int) -> None: ...


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return init.create(tmp_path / "archive")


def write(folder: Path, number: int, *, furnished: str, long: str = "") -> None:
    paragraphs = "\n\n".join(
        f"Paragraph {index} of text {number * 31 + index} is nobody else's." for index in range(20)
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.txt").write_text(f"{furnished}\n\nHeadline {number}\n\n{long}\n\n{paragraphs}\n")


def test_recurring_lines_are_proposed_and_removed_only_after_they_are_accepted(config: Config, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    for number in range(20):
        few = f"The door of ward {number // (MIN_TEXTS - 1)}"
        write(inbox / "post", number, furnished=f"The   Post Online\n\n{few}", long="x" * (MAX_LENGTH + 1))
    for number in range(MIN_TEXTS - 1):
        write(inbox / "bay", number, furnished="The Bay Online")
    ingest([inbox], config, Options(commit=False))
    before = {explanation.file: explanation for explanation in explain([inbox], config)}
    assert all(not explanation.removed for explanation in before.values()), (
        "repeated lines of hostile texts are not removed without the owner"
    )
    report_of_search = find([inbox], config, no_progress)
    assert [(p.source, p.line, p.texts, p.of) for p in report_of_search.proposals] == [
        ("post", "The Post Online", 20, 20)
    ]
    assert report_of_search.proposals[0].examples == ("post/0.txt", "post/1.txt", "post/10.txt")
    assert accept_proposals(report_of_search.proposals, config, commit=True).revision
    assert find([inbox], config, no_progress).proposals == ()
    report = ingest([inbox], config)
    assert {cut.rule for cut in report.removed} == {FURNITURE_YML}
    assert (report.updated, report.unchanged) == (20, MIN_TEXTS - 1)
    after = {explanation.file: explanation for explanation in explain([inbox], config)}
    for file, explanation in after.items():
        if file.startswith("bay/"):
            assert explanation == before[file]
        else:
            assert [(removed.rule, removed.text) for removed in explanation.removed] == [
                (FURNITURE_YML, "The   Post Online")
            ]


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
    output = backfile("furniture", tmp_path / "in", "--accept", "--line", "Our  app", "--number", "1", cwd=config.root)
    assert "2 lines added to" in output
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
    # Without these capabilities, permissions apply to root too.
    prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    command = [*prefix, sys.executable, "-m", "backfile", "furniture", "--json"]
    for folder in closed:
        folder.chmod(0)
    arguments = (tmp_path / "in", tmp_path / "out" / "of" / "reach")
    done = subprocess.run([*command, *arguments], cwd=config.root, capture_output=True, text=True, check=False)
    for folder in closed:
        folder.chmod(0o755)
    assert done.returncode == 3, done.stderr
    reasons = {problem["file"]: problem["reason"] for problem in json.loads(done.stdout)["problems"]}
    assert reasons == {
        "linked": "it is a link to a folder, which is not followed",
        "locked": "the folder cannot be read: Permission denied",
        "reach": "it cannot be reached: Permission denied",
    }


def test_the_next_command_is_quoted_for_the_shell(config: Config) -> None:
    for number in range(MIN_TEXTS):
        write(config.root / "-in it", number, furnished="Menu\n\nOur app")
    shown = backfile("furniture", "--", "-in it", cwd=config.root)
    assert "Next: backfile furniture './-in it' --accept" in shown


def test_lines_to_keep_are_written_by_the_command(config: Config, tmp_path: Path) -> None:
    write(tmp_path / "in" / "post", 1, furnished="Menu\n\nShare on Facebook")
    assert "Share on Facebook" in {cut.text for cut in ingest([tmp_path / "in"], config).removed}
    (config.root / FURNITURE_YML).write_text("# Mine.\npost: [Menu]  # a bar\n")
    options = ("--keep", "Share  on Facebook", "--source", "Post")
    assert "1 line would be kept" in backfile("furniture", *options, "--dry-run", cwd=config.root)
    assert (config.root / FURNITURE_YML).read_text() == "# Mine.\npost: [Menu]  # a bar\n"
    assert backfile("furniture", *options, cwd=config.root).startswith("Post\n  Share on Facebook\n1 line kept by")
    edited = "# Mine.\npost: {remove: [Menu], keep: [Share on Facebook]} # a bar\n"
    assert (config.root / FURNITURE_YML).read_text() == edited
    assert {cut.text for cut in ingest([tmp_path / "in"], config).removed} == {"Menu"}
    (page,) = config.docs.joinpath("articles").rglob("*.md")
    assert "Share on Facebook" in page.read_text()
    result = json.loads(backfile("furniture", "--keep", "Reply", "--keep", "Like", "--json", cwd=config.root))
    assert result["kept"] == [{"source": ANY_SOURCE, "line": line} for line in ("Reply", "Like")]
    assert result["revision"]
    assert (config.root / FURNITURE_YML).read_text() == f"{edited}{ANY_SOURCE}:\n  keep: [Reply, Like]\n"
    assert json.loads(backfile("furniture", "--keep", "Reply", "--json", cwd=config.root))["revision"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--accept",),
        ("--source", "post", "in"),
        ("--keep", "Menu", "in"),
        ("--keep", "Menu", "--accept"),
        ("--keep", "Menu", "--line", "Menu"),
        ("--keep", " "),
        ("--keep", "Menu", "--source", ""),
    ],
)
def test_options_that_do_not_belong_together(config: Config, arguments: tuple[str, ...]) -> None:
    backfile("furniture", *arguments, cwd=config.root, code=2)
    assert not (config.root / FURNITURE_YML).exists()


def test_lines_whose_run_ended_before_the_commit_are_committed_by_the_next(config: Config) -> None:
    options = ("furniture", "--keep", "Reply", "--json")
    assert json.loads(backfile(*options, "--no-commit", cwd=config.root))["revision"] is None
    assert json.loads(backfile(*options, cwd=config.root))["revision"]
    changed = subprocess.run(
        ["git", "status", "--porcelain", FURNITURE_YML], cwd=config.root, capture_output=True, text=True, check=True
    )
    assert not changed.stdout
    assert json.loads(backfile(*options, cwd=config.root))["revision"] is None
