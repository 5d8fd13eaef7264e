"""Measures the CPU time of each stage of a conversion on real pages, and of trafilatura. Prints a Markdown table.

    python benchmarks/stages.py FOLDER [ROUNDS]

FOLDER contains saved pages (`.html`, `.html.gz`), such as those of an unpacked gold set. Each round runs in a process
of its own, which sees each page once: a program that sees a page again remembers its words. The process has loaded the
tables that the fork server loads for workers, and has processed the first page before: loading at first use does not
count, except that of the tables of a language. The stages and both peers take turns at each page, so that other
work of the machine affects all of them alike. The value of a page is the least of its rounds.
"""

import gzip
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import trafilatura

from backfile.archive import page
from backfile.article import RawHtml
from backfile.conversion.converter import measure
from backfile.extract import extract
from backfile.fields import parse
from backfile.markup import sanitize
from backfile.markup.nesting import depth
from backfile.markup.writer import Writer
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.schema import Settings
from backfile.tags import tagging
from backfile.tags.vocabulary.vocabulary import Vocabulary

WRITER = Writer(Rendering().extensions, {})

Clock = Callable[[str], object]
"""A function that returns a context manager, which measures its block. In: the name of the stage."""


def make(data: bytes, stage: Clock) -> None:
    """Convert a page as `conversion.converter` does, stage by stage."""
    reader = reader_for("a.html")
    assert reader
    with stage("reading"):
        items = reader.parse(record_data(reader, "a.html", data))
        [clipping] = [item for item in items if not hasattr(item, "kind")]
    with stage("depth"):
        depth(RawHtml(clipping.body))
    with stage("extraction"):
        clipping = extract(clipping)
    with stage("fields"):
        article, _ = parse.parse(clipping)
    with stage("cleaning"):
        html = sanitize.clean(RawHtml(clipping.body), clipping.base_url or article.url)
    with stage("writing and checking"):
        body, _ = WRITER.write(html)
    with stage("fidelity"):
        visible = sanitize.visible_text(html)
        origin = replace(article.origin, fidelity=measure(clipping, article, html, visible).fidelity)
    article = replace(article, body=body, origin=origin)
    with stage("tagging"):
        tags = tagging.tag(article, visible, Vocabulary(), Settings().tags_per_article)
    with stage("page"):
        page.dump(replace(article, tags=tags))


def peers(data: bytes, stage: Clock) -> None:
    """Run both peers on a page."""
    with stage("trafilatura, its Markdown and metadata"):
        trafilatura.extract(
            data,
            output_format="markdown",
            with_metadata=True,
            favor_precision=True,
            include_links=True,
            include_formatting=True,
            include_images=True,
        )
    with stage("trafilatura, fast, and metadata"):
        trafilatura.extract(data, fast=True)
        trafilatura.extract_metadata(data)


def measure_round(files: Sequence[Path]) -> list[dict[str, float]]:
    """Convert each page once. Return the CPU milliseconds of its stages and of the peers, by their names."""
    import_module("backfile.workers.forkserver_tables")
    rows: list[dict[str, float]] = []
    for number, file in enumerate([files[0], *files]):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        row: dict[str, float] = {}

        @contextmanager
        def stage(name: str, row: dict[str, float] = row) -> Iterator[None]:
            start = time.process_time()
            yield
            row[name] = 1000 * (time.process_time() - start)

        make(data, stage)
        peers(data, stage)
        if number:
            rows.append(row)
    return rows


def main() -> None:
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    files = sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")])
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        measured = pool.map(measure_round, [files] * rounds, chunksize=1)
    milliseconds: dict[str, list[float]] = defaultdict(list)
    for rows in zip(*measured, strict=True):
        for name in rows[0]:
            milliseconds[name].append(min(row[name] for row in rows))
    peer_names = [name for name in milliseconds if name.startswith("trafilatura")]
    own = {name: times for name, times in milliseconds.items() if name not in peer_names}
    totals = [sum(times) for times in zip(*own.values(), strict=True)]
    print(f"{len(files)} pages\n\n| Stage | CPU ms a page | Median |\n| --- | --- | --- |")
    for name, times in [*own.items(), ("all stages", totals)]:
        print(f"| {name} | {statistics.mean(times):.1f} | {statistics.median(times):.1f} |")
    for name in peer_names:
        peer = milliseconds[name]
        print(f"| {name} | {statistics.mean(peer):.1f} | {statistics.median(peer):.1f} |")
        print(f"| all stages / {name} | {sum(totals) / sum(peer):.2f} | |")


if __name__ == "__main__":
    main()
