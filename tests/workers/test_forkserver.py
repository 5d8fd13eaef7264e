"""The fork server imports nothing from the folder in which a command runs. Its workers have the tables it loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BACKFILE = Path(sys.executable).with_name("backfile")


def test_modules_in_the_current_folder_are_not_imported(tmp_path: Path) -> None:
    subprocess.run([BACKFILE, "init", "archive"], cwd=tmp_path, check=True, capture_output=True)
    downloads = tmp_path / "downloads"
    for module in ("lxml", "struct", "selectors", "yaml"):
        (downloads / module).mkdir(parents=True)
        (downloads / module / "__init__.py").write_text("open('ran', 'w').close()\nraise RuntimeError('imported')\n")
    (downloads / "x.txt").write_text("A headline\n\nThe text of an article.\n")
    command = [BACKFILE, "ingest", "x.txt", "-C", tmp_path / "archive"]
    done = subprocess.run(command, cwd=downloads, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (downloads / "ran").exists()


def test_a_new_worker_has_the_tables_of_tags() -> None:
    command = [sys.executable, "-m", "tests.workers.loaded_tables"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[True, True]\n"
