"""Measures ingest and build, and other programs for comparison, at N and at 4 N articles. Prints a Markdown table.

    python benchmarks/run.py [N]

The peer of ingest is trafilatura alone, which writes Markdown in one process. The peer of the build is MkDocs with
Material on the same pages, with one entry in the navigation and no plugin; both build no list pages, because stock
MkDocs has none. The last row is stock MkDocs with Material, with all articles in the navigation and its own search. It
is measured for N articles only, because its time grows with the square of their number.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from articles import write
from measure import Cost, cost

BIN = Path(sys.executable).parent
ROUNDS = 3
"""How often a build and its peer are measured, in turn. The least value of each is used."""

PEER = """
import sys
from pathlib import Path
import trafilatura
for file in sorted(Path(sys.argv[1]).rglob("*.html")):
    text = trafilatura.extract(file.read_bytes(), output_format="markdown", with_metadata=True, favor_precision=True,
                               include_links=True, include_formatting=True)
    Path(sys.argv[2], file.stem + ".md").write_text(text or "", encoding="utf-8")
"""

PLAIN = """\
site_name: Plain
theme: {name: material, font: false}
plugins: []
nav: [{Home: index.md}]
markdown_extensions: [tables, toc, pymdownx.superfences]
"""


def row(task: str, count: int, ours: Cost, peer: Cost | None = None) -> None:
    """Print a row of the table."""
    ratio = f"{ours.cpu / peer.cpu:.2f} | {ours.memory / peer.memory:.2f}" if peer else " | "
    print(f"| {task} | {count} | {ours.cpu:.1f} | {ours.memory:.0f} | {ratio} |", flush=True)


def measure(count: int, root: Path, *, stock: bool) -> None:
    """Measure `count` articles in the folder `root`; with `stock`, also stock MkDocs."""
    inbox, archive, plain, peer = (root / name for name in ("inbox", "archive", "plain", "peer"))
    write(inbox, count)
    peer.mkdir()
    plain.mkdir()
    backfile = str(BIN / "backfile")
    cost([backfile, "init", str(archive)], root)
    first = cost([backfile, "ingest", str(inbox)], archive)
    row("ingest", count, first, cost([sys.executable, "-c", PEER, str(inbox), str(peer)], root))
    row("ingest again, nothing new", count, cost([backfile, "ingest", str(inbox)], archive))
    row("build with lists and search", count, cost([backfile, "build"], archive))
    settings = archive / "mkdocs.yml"
    settings.write_text(settings.read_text() + "      search: false\n")
    row("build with lists, without search", count, cost([backfile, "build", "--full"], archive))
    for folder in filter(Path.is_dir, (archive / "docs").iterdir()):
        if folder.name != "articles":
            shutil.rmtree(folder)
    shutil.copytree(archive / "docs", plain / "docs")
    (plain / "docs" / "index.md").write_text("# Plain\n")
    (plain / "mkdocs.yml").write_text(PLAIN)
    mkdocs = [str(BIN / "mkdocs"), "build", "-q"]
    rounds = [(cost(mkdocs, archive), cost(mkdocs, plain)) for _ in range(ROUNDS)]
    least = (min(costs, key=lambda cost: cost.cpu) for costs in zip(*rounds, strict=True))
    row("build without lists and search", count, *least)
    if stock:
        (plain / "mkdocs.yml").write_text("site_name: Stock\ntheme: {name: material, font: false}\n")
        row("stock MkDocs with Material", count, cost(mkdocs, plain))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    print("| Task | Articles | CPU s | Peak MB | CPU / peer | Memory / peer |\n| --- | --- | --- | --- | --- | --- |")
    for factor in (1, 4):
        with tempfile.TemporaryDirectory() as folder:
            measure(count * factor, Path(folder), stock=factor == 1)


if __name__ == "__main__":
    main()
