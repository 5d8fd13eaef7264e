"""Measures builds of the same articles by this program and by others. Prints a Markdown table for each number.

    python benchmarks/peers.py FOLDER [N ...]

FOLDER has the programs `hugo`, `zensical` and `pelican` (`make bench` installs them). Each program builds the articles
five times, in turn with the others; each value is the median. Nothing is kept from one build to the next. What the
sites have differs: only this program makes lists by label and date, relations, citations, feeds and a gate for the
texts. None has a search but stock MkDocs, which has all articles in its navigation, and is built once, of the first
number only: its time grows with the square.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from articles import write_archive
from build_again import HUGO, edit, hugo_page
from measure import Cost, cost

ROUNDS = 5
MATERIAL = "theme: {name: material, font: false}\n"
THIN = f"site_name: Thin\n{MATERIAL}plugins: []\nnav: [{{Home: index.md}}]\n"
"""Settings of MkDocs and Zensical with one page in the navigation."""
PELICAN = "PATH = 'content'\nSITENAME = 'Thin'\nTIMEZONE = 'UTC'\nFEED_ALL_ATOM = None\nCATEGORY_FEED_ATOM = None\n"


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files, by path, and return the folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def articles(archive: Path) -> dict[str, tuple[dict[str, Any], str]]:
    """Return front matter and text of each article, by its path."""
    folder = archive / "docs/articles"
    found = {}
    for file in sorted(folder.rglob("*.md")):
        _, front, text = file.read_text("utf-8").split("---\n", 2)
        found[file.relative_to(folder).as_posix()] = (yaml.safe_load(front), text)
    return found


def pelican_page(front: Mapping[str, Any], text: str) -> str:
    """Return an article as Pelican reads it."""
    tags = ", ".join(map(str, front.get("tags") or ()))
    return f"Title: {front['title']}\nDate: {str(front['date'])[:10]}\nTags: {tags}\n{text}"


def sites(root: Path, count: int, programs: Path) -> dict[str, tuple[list[str], Path, str]]:
    """Write the articles for each program. Return its name -> command, folder, name of the folder of the site."""
    own = sys.executable
    archive = write_archive(root / "archive", count).root
    edit(archive, "      format: 2\n", "      format: 2\n      search: false\n")
    found = articles(archive)
    pages = {f"docs/articles/{path}": (archive / "docs/articles" / path).read_text("utf-8") for path in found}
    thin = write(root / "thin", {"mkdocs.yml": THIN, "docs/index.md": "# Thin\n", **pages})
    shutil.copytree(thin, root / "zensical")
    for_hugo = {path.replace("docs/articles", "content"): hugo_page(text) for path, text in pages.items()}
    for_pelican = {f"content/{path}": pelican_page(front, text) for path, (front, text) in found.items()}
    return {
        "backfile": ([own, "-m", "backfile", "build", "--full"], archive, "site"),
        "MkDocs with Material, one page in the navigation": ([own, "-m", "mkdocs", "build", "-q"], thin, "site"),
        "Zensical": ([str(programs / "zensical"), "build", "--clean"], root / "zensical", "site"),
        "Pelican": (
            [str(programs / "pelican"), "-q"],
            write(root / "pelican", {"pelicanconf.py": PELICAN, **for_pelican}),
            "output",
        ),
        "Hugo": ([str(programs / "hugo"), "--quiet"], write(root / "hugo", {**HUGO, **for_hugo}), "public"),
    }


def size(site: Path) -> float:
    """Return the size of a site in MB."""
    return sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1_000_000


def row(name: str, count: int, costs: list[Cost], site: Path) -> None:
    """Print a row of the table."""

    def median(value: Callable[[Cost], float]) -> float:
        return statistics.median(map(value, costs))

    print(
        f"| {name} | {count:,} | {median(lambda each: each.cpu):.1f} | {median(lambda each: each.elapsed):.1f}"
        f" | {median(lambda each: each.together):.0f} | {size(site):.0f} |",
        flush=True,
    )


def measure(count: int, root: Path, programs: Path, *, stock: bool) -> None:
    """Measure `count` articles in the folder `root`; with `stock`, also stock MkDocs."""
    found = sites(root, count, programs)
    costs: dict[str, list[Cost]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, (command, folder, site) in found.items():
            shutil.rmtree(folder / site, ignore_errors=True)
            costs[name].append(cost(command, folder, together=True))
    for name, (_, folder, site) in found.items():
        row(name, count, costs[name], folder / site)
    if stock:
        thin = write(root / "thin", {"mkdocs.yml": f"site_name: Stock\n{MATERIAL}"})
        shutil.rmtree(thin / "site")
        stock_cost = cost([sys.executable, "-m", "mkdocs", "build", "-q"], thin, together=True)
        row("stock MkDocs with Material and its search", count, [stock_cost], thin / "site")


def main() -> None:
    programs = Path(sys.argv[1])
    print("| Program | Articles | CPU s | Elapsed s | Peak MB, all processes | Site MB |\n|" + " --- |" * 6)
    for number, count in enumerate(map(int, sys.argv[2:] or ["500", "2000"])):
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder), programs, stock=number == 0)


if __name__ == "__main__":
    main()
