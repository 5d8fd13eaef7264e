"""Measures an ingest of files that are known already, of one new file among them, and of one article into an archive.

    python benchmarks/again.py [N]

Prints a Markdown table for N and 4 N articles. CPU seconds are those of all processes, memory is that of the largest;
the last columns have what git has to store of the list pages when one article is new: files, and KB that changed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from articles import page, write
from measure import Cost, cost

BACKFILE = str(Path(sys.executable).parent / "backfile")


def row(task: str, count: int, cost: Cost, files: str = "", kilobytes: str = "") -> None:
    """Print a row of the table."""
    print(f"| {task} | {count:,} | {cost.cpu:.2f} | {cost.memory:.0f} | {files} | {kilobytes} |", flush=True)


def changed_lists(archive: Path) -> tuple[str, str]:
    """Return how many list pages the last commit changed, and their size in KB."""
    command = ["git", "diff", "--name-only", "HEAD~1", "HEAD", "--", "docs", ":!docs/articles"]
    names = subprocess.run(command, cwd=archive, capture_output=True, text=True, check=True).stdout.split("\n")
    sizes = [(archive / name).stat().st_size for name in names if name and (archive / name).exists()]
    return str(len(sizes)), f"{sum(sizes) / 1024:.0f}"


def measure(count: int, root: Path) -> None:
    """Measure `count` articles in the folder `root`."""
    inbox, archive, one = root / "inbox", root / "archive", root / "one"
    write(inbox, count)
    one.mkdir()
    cost([BACKFILE, "init", str(archive)], root)
    ingest = [BACKFILE, "ingest", str(inbox)]
    row("first ingest", count, cost(ingest, archive))
    row("ingest again, nothing new", count, min((cost(ingest, archive) for _ in range(3)), key=lambda each: each.cpu))
    (inbox / "00" / "new.html").write_text(page(count), encoding="utf-8")
    row("ingest again, one new file", count, cost(ingest, archive), *changed_lists(archive))
    (one / "newer.html").write_text(page(count + 1), encoding="utf-8")
    row("ingest of one article alone", count, cost([BACKFILE, "ingest", str(one)], archive), *changed_lists(archive))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    print("| Task | Articles | CPU s | Peak MB | Lists changed | KB |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for factor in (1, 4):
        with tempfile.TemporaryDirectory() as folder:
            measure(count * factor, Path(folder))


if __name__ == "__main__":
    main()
