"""Measures the commit of many pages.

    python benchmarks/commits.py [N ...]

Makes N pages of 500 words and prints a Markdown table: the CPU time and the memory of the program's commit of them, of
a later commit of ten changed ones, and of `git add` and `git commit` of the same folder with the same settings.
"""

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measure import cost_of

from backfile.archive import git
from backfile.archive.git_process import _OPTIONS

IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.test")


def make_pages(root: Path, count: int) -> list[str]:
    """Write pages and return their paths."""
    root.mkdir()
    git.init(root)
    words = random.Random(count)
    paths = [f"docs/articles/{1990 + at % 30}/{at // 30 % 12 + 1:02}/article-{at}.md" for at in range(count)]
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("# Pier\n\n" + " ".join(f"{words.randrange(9999):04}" for _ in range(500)))
    return paths


def commit_ten(root: Path, paths: list[str]) -> None:
    """Change ten pages and commit them."""
    changed = paths[:: len(paths) // 10]
    for path in changed:
        (root / path).write_text("# Pier\n")
    git.commit(root, changed, "Pages\n")


def commit_barely(root: Path) -> None:
    for words in (("add", "docs"), ("commit", "--quiet", "--message=Pages")):
        subprocess.run(["git", *_OPTIONS, *IDENTITY, *words], cwd=root, check=True)


def main() -> None:
    print("| Task | Pages | CPU s | Peak MB |\n| --- | ---: | ---: | ---: |")
    for count in map(int, sys.argv[1:] or ("5000", "20000")):
        with tempfile.TemporaryDirectory() as folder:
            root, bare = Path(folder) / "archive", Path(folder) / "bare"
            paths = make_pages(root, count)
            shutil.copytree(root, bare)
            tasks: dict[str, Callable[[], object]] = {
                "commit": partial(git.commit, root, paths, "Pages\n"),
                "commit of ten changed pages": partial(commit_ten, root, paths),
                "`git add`, `git commit`": partial(commit_barely, bare),
            }
            for name, task in tasks.items():
                if cost := cost_of(task, 3600):
                    print(f"| {name} | {count} | {cost.cpu:.1f} | {cost.memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
