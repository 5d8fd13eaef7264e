"""The library: its page in the handbook, example by example, and what it promises to leave alone."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import backfile

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "generator" / "backfile" / "samples"
PAGE = (ROOT / "docs" / "handbook" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the page says there is."""
    shutil.copy(SAMPLES / "2018-the-night-the-lull-came-to-town.html", tmp_path / "page.html")
    (tmp_path / "saved").mkdir()
    for name in (
        "2018-the-night-the-lull-came-to-town.html",
        "2019-night-market-prices.html",
        "2020-snowed-in-at-quarrel-pass.txt",
    ):
        shutil.copy(SAMPLES / name, tmp_path / "saved")
    return tmp_path


def test_the_handbooks_examples_run_and_print_nothing_of_their_own(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert len(EXAMPLES) >= 8
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    printed = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        for example in EXAMPLES:
            exec(compile(example, "api.md", "exec"), names)
    assert {number: signal.getsignal(number) for number in handlers} == handlers
    assert "The night the Lull came to town" in printed.getvalue()
    assert (folder / "clippings" / "site" / "index.html").exists()
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


def test_a_script_uses_it_as_the_page_says(folder: Path) -> None:
    script = folder / "script.py"
    script.write_text(
        'import backfile\nif __name__ == "__main__":\n    archive = backfile.Archive.create("made", versioned=False)\n'
        '    print(archive.ingest(["saved"]).written)\n'
    )
    done = subprocess.run([sys.executable, script], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_a_conversion_is_the_page_that_an_ingest_writes(folder: Path) -> None:
    archive = backfile.Archive.create(folder / "clippings", versioned=False)
    archive.ingest([folder / "saved"])
    files = sorted((folder / "saved").iterdir())
    converted = [result.article for file in files for result in backfile.convert(file)]
    ingested = sorted((article for _, article in archive.articles()), key=lambda article: article.origin.file)
    assert [backfile.dumps(article) for article in converted if article] == [
        backfile.dumps(article) for article in ingested
    ]


def test_bytes_are_converted_as_their_file_is(folder: Path) -> None:
    file = folder / "page.html"
    (of_file,), (of_bytes,) = backfile.convert(file), backfile.convert(file.read_bytes(), file="page.html")
    assert of_file == of_bytes


def test_what_nothing_reads_is_a_problem(folder: Path) -> None:
    (folder / "memo.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (result,) = backfile.convert(folder / "memo.doc")
    assert result.article is None
    assert [problem.kind for problem in result.problems] == ["no-reader"]


def test_importing_it_loads_nothing_that_takes_time() -> None:
    code = "import sys, backfile; print(len([name for name in sys.modules if name.startswith('backfile')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert int(done.stdout) == 1


@pytest.mark.parametrize("name", backfile.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(backfile, name)
    assert f"`{name}" in PAGE or f"backfile.{name}" in PAGE or value.__doc__
