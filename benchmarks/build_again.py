"""Measures builds that can use what the last build made, beside `mkdocs build`, which makes everything.

    python benchmarks/build_again.py [N ...]

Prints a Markdown table for each number of articles, without search and with it. CPU seconds are those of all processes,
memory is that of the largest; the last column is the ratio of CPU to `mkdocs build` of the same archive in the same
run, which has no search. If `hugo` is installed, one row is a site that Hugo makes of the same articles with templates
that print title and text only; it has no search and no list pages but those of tags.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from articles import add_article, write_archive
from measure import Cost, cost

BACKFILE = [sys.executable, "-m", "backfile"]
HUGO = {
    "config.toml": 'baseURL = "https://clippings.example/"\ntitle = "Clippings"\n',
    "layouts/_default/single.html": "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}\n",
    "layouts/_default/list.html": "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1><ul>"
    '{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>\n',
}
"""The files of a site for Hugo: path -> text."""
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def row(task: str, count: int, cost: Cost, peer: Cost) -> None:
    """Print a row of the table."""
    print(f"| {task} | {count:,} | {cost.cpu:.2f} | {cost.memory:.0f} | {cost.cpu / peer.cpu:.2f} |", flush=True)


def edit(root: Path, old: str, new: str) -> None:
    """Edit the settings of an archive."""
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace(old, new), encoding="utf-8")


def add(root: Path, number: int) -> None:
    """Add an article to an archive, with its list pages."""
    add_article(root / "docs", number)
    subprocess.run([*BACKFILE, "lists", "-C", str(root)], check=True, capture_output=True)


def hugo_page(text: str) -> str:
    """Return the page of an article as Hugo reads it: to Hugo, `url` is the path of the page in its site."""
    return re.sub("^url:", "original:", text, count=1, flags=re.MULTILINE)


def hugo_cost(root: Path) -> Cost | None:
    """Return what Hugo needs for the articles of the archive `root`; None if it is not installed."""
    if not shutil.which("hugo"):
        return None
    site = root.parent / "hugo"
    for path, text in HUGO.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    articles = root / "docs" / "articles"
    for file in articles.rglob("*.md"):
        page = site / "content" / file.relative_to(articles)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(hugo_page(file.read_text("utf-8")), encoding="utf-8")
    found = cost(["hugo", "--quiet"], site)
    shutil.rmtree(site)
    return found


def measure(count: int, root: Path) -> None:
    """Measure an archive of `count` articles in the folder `root`."""
    write_archive(root, count)
    edit(root, "      format: 2\n", "      format: 2\n      search: false\n")
    build = [*BACKFILE, "build"]
    plain = cost([*MKDOCS, "--site-dir", "plain"], root)
    row("`mkdocs build`", count, plain, plain)
    row("nothing kept", count, cost(build, root), plain)
    row("nothing changed", count, cost(build, root), plain)
    edit(root, "search: false", "search: false\n      look: plain")
    row("a setting changed: every page written anew", count, cost(build, root), plain)
    if (hugo := hugo_cost(root)) is not None:
        row("Hugo, everything", count, hugo, plain)
    else:
        print("There is no row for Hugo: the program `hugo` is not installed.", file=sys.stderr)
    add(root, count)
    row("one article added", count, cost(build, root), plain)
    edit(root, "search: false", "search: true")
    row("search made, every page written anew", count, cost(build, root), plain)
    row("nothing changed, with search", count, cost(build, root), plain)
    (root / "docs" / "index.md").touch()
    row("no article changed, with search", count, cost(build, root), plain)


def main() -> None:
    print("| Task | Articles | CPU s | Peak MB | CPU / peer |\n| --- | ---: | ---: | ---: | ---: |")
    for count in map(int, sys.argv[1:] or ["2500", "10000"]):
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder) / "archive")


if __name__ == "__main__":
    main()
