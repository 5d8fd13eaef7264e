"""Measures inputs made to be slow at size n and at 4 n: making the page, and building a site with it. Prints a table.

    python benchmarks/big.py [NAME ...]

NAME is one of the generators in `tests/hostile/big.py`; without names, all are measured. n is doubled until making the
page takes long enough to be measured. Each value is the least of two rounds, in which the sizes take turns. The value
of a build is the time that the page adds to the build of a site with an article of one word. The ratio is that of the
sums of both values: 4 means linear time.
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
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.hostile.big import GENERATORS, page

ROUNDS = 2
ENOUGH = 0.2
"""CPU seconds of making a page that are enough to be measured."""
MOST = 400_000
"""The largest n."""

SETTINGS = Settings()
CONVERTER = Converter(SETTINGS, Writer(Rendering().extensions, {}), Vocabulary())


def make(name: str, n: int, out: Path) -> None:
    """Write the page of an input; write nothing if the input is refused."""
    reader = reader_for("a.html")
    assert reader
    [result] = CONVERTER.convert(record_data(reader, "a.html", page(name, n).encode()), reader)
    if result.article:
        out.write_text(dump(result.article), encoding="utf-8")


def least(*tasks: Callable[[], object]) -> list[Cost] | None:
    """Run the tasks in turn, in several rounds; return the least cost of each, or None if one took too long."""
    rounds: list[list[Cost]] = []
    for _ in range(ROUNDS):
        costs = [cost for task in tasks if (cost := cost_of(task, SETTINGS.max_seconds))]
        if len(costs) < len(tasks):
            return None
        rounds.append(costs)
    return [min(costs, key=lambda cost: cost.cpu) for costs in zip(*rounds, strict=True)]


def site(root: Path, text: str) -> Config:
    """Create an archive of one page."""
    init.create(root, versioned=False)
    file = root / "docs/articles/2020/01/a.md"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return load(root)


def size(name: str) -> int:
    """Return the n at which making the page takes long enough to be measured."""
    n = 2_000
    with tempfile.NamedTemporaryFile() as file:
        while n < MOST:
            cost = cost_of(partial(make, name, n, Path(file.name)), SETTINGS.max_seconds)
            if cost is None or cost.cpu > ENOUGH:
                break
            n *= 2
    return n


def row(name: str, root: Path, empty: Config) -> str:
    """Measure one input, and return its row of the table."""
    n = size(name)
    pages = [root / f"{name}-{n}.md", root / f"{name}-{4 * n}.md"]
    making = least(partial(make, name, n, pages[0]), partial(make, name, 4 * n, pages[1]))
    if making is None:
        return f"| {name} | {n} | too slow |"
    if not pages[0].exists():
        ratio, memory = making[1].cpu / making[0].cpu, making[1].memory
        return f"| {name} | {n} | {making[0].cpu:.2f} | {making[1].cpu:.2f} | refused | | {ratio:.1f} | {memory:.0f} |"
    sites = [site(root / file.stem, file.read_text("utf-8")) for file in pages]
    costs = least(*(partial(build, config) for config in (empty, *sites)))
    if costs is None:
        return f"| {name} | {n} | {making[0].cpu:.2f} | {making[1].cpu:.2f} | too slow |"
    base, *building = costs
    small, large = (max(0.0, cost.cpu - base.cpu) for cost in building)
    ratio = (making[1].cpu + large) / (making[0].cpu + small)
    memory = max(cost.memory for cost in (*making, *building))
    figures = f"{making[0].cpu:.2f} | {making[1].cpu:.2f} | {small:.2f} | {large:.2f} | {ratio:.1f} | {memory:.0f}"
    return f"| {name} | {n} | {figures} |"


def main() -> None:
    print("| Input | n | Page, s | Page at 4 n, s | Build, s | Build at 4 n, s | Ratio | Peak MB |\n|" + " --- |" * 8)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make("huge-text", 1, root / "empty.md")
        empty = site(root / "empty", (root / "empty.md").read_text("utf-8"))
        for name in sys.argv[1:] or GENERATORS:
            print(row(name, root, empty), flush=True)


if __name__ == "__main__":
    main()
