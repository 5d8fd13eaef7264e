"""Measures inputs made to be slow at n and at 4 n: making the page, and building a site of it. Prints a Markdown table.

    python benchmarks/big.py [NAME ...]

NAME is one of the generators in `tests/hostile/big.py`; without names all are measured. n is as large as the work needs
to be well above the noise. A figure is the least of two rounds, taken in turn; that of the build is what the page adds
to a site with an article of one word. The ratio is that of both together: 4 is linear.
"""

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measure import Cost, cost_of

from backfile.archive.page import dump
from backfile.conversion.converter import Converter
from backfile.markup.writer import Writer
from backfile.operations import init
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Config, Rendering, load
from backfile.settings.schema import Settings
from backfile.site.build import build
from backfile.tags.vocabulary import Vocabulary
from tests.hostile.big import GENERATORS, page

ROUNDS = 2
ENOUGH = 0.2
"""CPU seconds of making a page that are well above the noise."""
MOST = 400_000

SETTINGS = Settings()
CONVERTER = Converter(SETTINGS, Writer(Rendering().extensions, {}), Vocabulary())


def make(name: str, n: int, out: Path) -> None:
    """Write the page of an input, or nothing when it is refused."""
    reader = reader_for("a.html")
    assert reader
    [made] = CONVERTER.convert(record_data(reader, "a.html", page(name, n).encode()), reader)
    if made.article:
        out.write_text(dump(made.article), encoding="utf-8")


def least(*work: Callable[[], object]) -> list[Cost | None]:
    """Do several things in turn, again and again; the least that each cost, or None where one took too long."""
    rounds = [[cost_of(each, SETTINGS.max_seconds) for each in work] for _ in range(ROUNDS)]
    return [None if None in costs else min(costs, key=lambda cost: cost.cpu) for costs in zip(*rounds, strict=True)]


def site(root: Path, text: str) -> Config:
    """An archive of one page."""
    init.create(root, versioned=False)
    file = root / "docs/articles/2020/01/a.md"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")

    return load(root)


def size(name: str) -> int:
    """Choose n, by what it costs to make the page."""
    n = 2_000
    with tempfile.NamedTemporaryFile() as file:
        while n < MOST:
            cost = cost_of(partial(make, name, n, Path(file.name)), SETTINGS.max_seconds)
            if cost is None or cost.cpu > ENOUGH:
                break
            n *= 2
    return n


def row(name: str, root: Path, empty: Config) -> str:
    """Measure one input."""
    n = size(name)
    pages = [root / f"{name}-{n}.md", root / f"{name}-{4 * n}.md"]
    made = least(partial(make, name, n, pages[0]), partial(make, name, 4 * n, pages[1]))
    if None in made:
        return f"| {name} | {n} | too slow |"
    if not pages[0].exists():
        ratio = made[1].cpu / made[0].cpu
        return (
            f"| {name} | {n} | {made[0].cpu:.2f} | {made[1].cpu:.2f} | refused | | {ratio:.1f} | {made[1].memory:.0f} |"
        )
    sites = [site(root / file.stem, file.read_text("utf-8")) for file in pages]
    base, *built = least(*(partial(build, at) for at in (empty, *sites)))
    if base is None or None in built:
        return f"| {name} | {n} | {made[0].cpu:.2f} | {made[1].cpu:.2f} | too slow |"
    small, large = (max(0.0, cost.cpu - base.cpu) for cost in built)
    ratio = (made[1].cpu + large) / (made[0].cpu + small)
    memory = max(cost.memory for cost in (*made, *built))
    figures = f"{made[0].cpu:.2f} | {made[1].cpu:.2f} | {small:.2f} | {large:.2f} | {ratio:.1f} | {memory:.0f}"
    return f"| {name} | {n} | {figures} |"


def main() -> None:
    print("| Input | n | Making, s | at 4 n | Building, s | at 4 n | Ratio | Peak MB |\n|" + " --- |" * 8)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make("huge-text", 1, root / "empty.md")
        empty = site(root / "empty", (root / "empty.md").read_text("utf-8"))
        for name in sys.argv[1:] or GENERATORS:
            print(row(name, root, empty), flush=True)


if __name__ == "__main__":
    main()
