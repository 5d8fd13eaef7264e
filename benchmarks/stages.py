"""Measures the CPU time of each stage of a conversion on real pages, and of trafilatura. Prints a Markdown table.

    python benchmarks/stages.py FOLDER [ROUNDS]

FOLDER contains saved pages (`.html`, `.html.gz`), such as those of an unpacked gold set. Each round of each peer runs
in a process of its own, which sees each page once: a program that sees a page again remembers its words. The process
has loaded the tables that the fork server loads for workers, and has processed the first page before: loading at
first use does not count, except that of the tables of a language. The stages and the peer take turns at each page, so
that other work of the machine affects both alike. The value of a page is the least of its rounds.
"""

import gzip
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
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
from backfile.markup.nesting import measure_nesting
from backfile.markup.writer import Writer
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.schema import Settings
from backfile.tags import tagging
from backfile.tags.vocabulary.vocabulary import Vocabulary

WRITER = Writer(Rendering().extensions, {})

Clock = Callable[[str], AbstractContextManager[None]]
"""A function that returns a context manager, which measures its block. In: the name of the stage."""


def make(data: bytes, stage: Clock) -> None:
    """Convert a page as `conversion.converter` does, stage by stage."""
    reader = reader_for("a.html")
    assert reader
    with stage("reading"):
        items = reader.parse(record_data(reader, "a.html", data))
        [clipping] = [item for item in items if not hasattr(item, "kind")]
    with stage("nesting"):
        measure_nesting(RawHtml(clipping.body))
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


def in_markdown(data: bytes) -> None:
    trafilatura.extract(
        data,
        output_format="markdown",
        with_metadata=True,
        favor_precision=True,
        include_links=True,
        include_formatting=True,
        include_images=True,
    )


def fast(data: bytes) -> None:
    trafilatura.extract(data, fast=True)
    trafilatura.extract_metadata(data)


PEERS = {"trafilatura, fast, and metadata": fast, "trafilatura, its Markdown and metadata": in_markdown}


def measure_round(files: Sequence[Path], peer: str) -> list[dict[str, float]]:
    """Convert each page once. Return the CPU milliseconds of its stages and of the peer, by their names."""
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
        with stage(peer):
            PEERS[peer](data)
        if number:
            rows.append(row)
    return rows


def main() -> None:
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    files = sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")])
    print(f"{len(files)} pages\n\n| Stage | CPU ms a page | Median |\n| --- | --- | --- |")
    for peer in PEERS:
        with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
            measured = pool.starmap(measure_round, [(files, peer)] * rounds, chunksize=1)
        milliseconds: dict[str, list[float]] = defaultdict(list)
        for rows in zip(*measured, strict=True):
            for name in rows[0]:
                milliseconds[name].append(min(row[name] for row in rows))
        of_peer = milliseconds.pop(peer)
        totals = [sum(times) for times in zip(*milliseconds.values(), strict=True)]
        for name, times in [*milliseconds.items(), ("all stages", totals), (peer, of_peer)]:
            print(f"| {name} | {statistics.mean(times):.1f} | {statistics.median(times):.1f} |")
        print(f"| all stages / {peer} | {sum(totals) / sum(of_peer):.2f} | |", flush=True)


if __name__ == "__main__":
    main()
