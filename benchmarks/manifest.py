"""Measures manifests and purges of an archive.

    python benchmarks/manifest.py [N]

Makes a repository of N articles with three revisions each, as `history.py` does, and prints a Markdown table: the
manifest of the last commit the first time and again, a verification, and the purge of one article.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from history import git, make_repository, row
from measure import cost_of

from backfile.archive.commit_manifest import commit_trailers
from backfile.archive.storage import Storage
from backfile.archive.tombstone import Tombstone, dump_tombstone
from backfile.operations.purge_article import purge_article
from backfile.operations.verify import verify
from backfile.settings.mkdocs_yml import load

PAGE = "articles/2021/00/0.md"


def measure(task: str, count: int, run: Callable[[], object]) -> None:
    if cost := cost_of(run, 3600):
        row(task, count, cost.cpu, cost.memory)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_repository(root, count)
        (root / "mkdocs.yml").write_text("site_name: A\ntheme: {name: material}\nplugins: [backfile]\n")
        (root / ".gitignore").write_text(".backfile/\n")
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "Settings")
        config = load(root)
        print("| Task | Articles | CPU s | Peak MB |\n| --- | ---: | ---: | ---: |")
        measure("manifest, first time", count, lambda: commit_trailers(root, config.docs, "HEAD"))
        measure("manifest, again", count, lambda: commit_trailers(root, config.docs, "HEAD"))
        measure("verify", count, lambda: verify(config))
        stone = Tombstone(date(2026, 11, 29), "Why", "ab" * 32, ("0" * 64,), (), purged=True)
        (config.docs / PAGE).write_text(dump_tombstone(stone, "Withdrawn", "Withdrawn."))
        git(root, "commit", "--all", "--quiet", "--message", "Withdraw")
        storage = Storage(root, config.docs)
        measure("purge of one article", count, lambda: purge_article(config, storage, PAGE, stone))


if __name__ == "__main__":
    main()
