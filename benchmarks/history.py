"""Measures reading, judging and comparing the history of an archive.

    python benchmarks/history.py [N]

Makes a repository of N articles with three revisions each (git fast-import), and prints a Markdown table: the first
time, again, after one more commit; beside it `git log` for each file, from a sample. CPU seconds are those of all
processes.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from measure import cost_of

from backfile.archive import page
from backfile.archive.revisions.history import read_history
from backfile.article import Article, Markdown, Origin

WORDS = (
    "pier harbour office ladder boat larch crown week repair council letter school bridge river choir market bell night"
    " ferry wind stone winter ticket keeper the the the of of and a in to was is said on for with that it by from at"
).split()
PARAGRAPHS = 14
SAMPLE = 100
"""Files of which `git log` is measured one by one."""


def paragraph(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=70)).capitalize() + "."


def revised(body: list[str], chance: random.Random) -> list[str]:
    """Return a body in which a few words of three paragraphs differ, and one paragraph more."""
    new = list(body)
    for at in chance.sample(range(len(new)), 3):
        words = new[at].split(" ")
        words[chance.randrange(len(words))] = chance.choice(WORDS) + "s"
        new[at] = " ".join(words)
    return [*new, paragraph(chance)]


def text(number: int, revision: int) -> str:
    """Return the page of an article at a revision."""
    chance = random.Random(number)
    body = [paragraph(chance) for _ in range(PARAGRAPHS)]
    for _ in range(revision):
        body = revised(body, chance)
    where = {"title": "json-ld", "date": "json-ld", "authors": "meta", "source": "page"}
    origin = Origin(
        f"{number}.html",
        f"{number * 10 + revision:064x}",
        "html",
        retrieved=datetime(2021, 4, 1 + revision, tzinfo=UTC),
        fields=where,
    )
    headline = f"The {WORDS[number % 20]} of number {number}" + " again" * (revision == 2)
    return page.dump(
        Article(
            headline,
            Markdown("\n\n".join(body)),
            origin,
            authors=("Ada Mercer",),
            source="The Merrow Gazette",
            tags=("Harbour",),
        )
    )


def stream(count: int) -> Iterator[bytes]:
    """Yield what git fast-import reads: three commits."""
    for revision in range(3):
        yield b"commit refs/heads/main\ncommitter A <a@a.example> %d +0000\ndata 1\n.\n" % (
            1_600_000_000 + revision * 86_400
        )
        for number in range(count):
            data = text(number, revision).encode()
            yield b"M 100644 inline docs/articles/2021/%02d/%d.md\ndata %d\n%s\n" % (
                number % 97,
                number,
                len(data),
                data,
            )


def make_repository(root: Path, count: int) -> None:
    """Make a repository of `count` articles with three revisions each, and the folder of caches."""
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "fast-import", "--quiet", stdin=b"".join(stream(count)))
    git(root, "reset", "--hard", "--quiet")
    (root / ".backfile").mkdir()


def git(root: Path, *arguments: str, stdin: bytes | None = None) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@a.example")
    subprocess.run(["git", *names, *arguments], cwd=root, input=stdin, check=True, capture_output=True)


def row(task: str, count: int, seconds: float, memory: float) -> None:
    print(f"| {task} | {count:,} | {seconds:.1f} | {memory:.0f} |", flush=True)


def read_logs(root: Path, paths: list[str]) -> None:
    """Read the log of each of some files with git, as a program without a history of its own would."""
    for path in paths:
        git(root, "log", "--follow", "-p", "--", path)


def measure(task: str, count: int, root: Path) -> None:
    cost = cost_of(lambda: read_history(root, "docs/articles"), 3600)
    if cost:
        row(task, count, cost.cpu, cost.memory)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_repository(root, count)
        print("| Task | Articles | CPU s | Peak MB |\n| --- | ---: | ---: | ---: |")
        measure("first time", count, root)
        measure("again", count, root)
        (root / "docs/articles/2021/00/0.md").write_text(text(0, 2).replace("pier", "quay"), encoding="utf-8")
        git(root, "commit", "--all", "--quiet", "--message", "One more")
        measure("after one more commit", count, root)
        paths = [
            f"docs/articles/2021/{number % 97:02d}/{number}.md" for number in range(0, count, max(1, count // SAMPLE))
        ]
        cost = cost_of(lambda: read_logs(root, paths), 3600)
        if cost:
            row(f"`git log` for each file (from {len(paths)})", count, cost.cpu / len(paths) * count, cost.memory)


if __name__ == "__main__":
    main()
