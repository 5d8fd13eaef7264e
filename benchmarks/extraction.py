"""Scores the articles that we and other extractors make of the gold sets, and what they cost. Prints Markdown tables.

    pip install --group bench
    python benchmarks/extraction.py [SET ...]

The sets lie in the folder that `BACKFILE_GOLD` names, with the scorer, which says what its figures mean. Everything
runs in one process, page by page, each through all programs in turn, so that a noisy machine is noisy for all alike.
The first page goes through them once more before, so that what is loaded at first use does not count. We read the file,
make an article, check its rendering, tag it and write the page. Of the peers each does what it is made for, and what it
gives besides Markdown is turned into it; that is not part of its time.
"""

import json
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import newspaper
import readability
import trafilatura
import yaml
from markdownify import markdownify
from readability.readability import Unparseable
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from backfile.archive.page import dump
from backfile.conversion.converter import Converter
from backfile.markup.escape import escape
from backfile.markup.writer import Writer
from backfile.readers import reader_for
from backfile.readers.decode import decode
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.schema import Settings
from backfile.tags.vocabulary import Vocabulary
from tests.gold import GOLD, scorer

FIGURES = "body exact title date authors keywords links headings images captions".split()

_HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
"""The metadata that trafilatura writes above its Markdown."""

CONVERTER = Converter(Settings(), Writer(Rendering().extensions, {}), Vocabulary())


@dataclass
class Found:
    """What a peer gives for a page."""

    body: str = ""
    """Markdown."""
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    def page(self, name: str) -> str:
        """Write it as the scorer reads it."""
        fields = {key: value for key, value in asdict(self).items() if value and key != "body"}
        fields = {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}
        return f"---\n{yaml.safe_dump({**fields, 'origin': {'file': name}}, allow_unicode=True)}---\n\n{self.body}\n"


Program = Callable[[bytes, str], Callable[[], str]]
"""Does its work, and gives what writes the page of it."""


def backfile(data: bytes, name: str) -> Callable[[], str]:
    reader = reader_for(name)
    assert reader
    [made] = CONVERTER.convert(record_data(reader, name, data), reader)
    text = dump(made.article) if made.article else ""
    return lambda: text


def by_trafilatura(*, precise: bool) -> Program:
    def run(data: bytes, name: str) -> Callable[[], str]:
        found = trafilatura.extract_with_metadata(
            data,
            output_format="markdown",
            favor_precision=precise,
            include_comments=not precise,
            include_links=True,
            include_images=True,
            include_formatting=True,
        )
        if found is None:
            return lambda: Found().page(name)
        authors = tuple(found.author.split("; ")) if found.author else ()
        keywords = tuple(word.strip() for tag in found.tags or () for word in tag.split(","))
        body = _HEAD.sub("", found.text)
        return lambda: Found(body, found.title, found.date, authors, keywords).page(name)

    return run


def by_readability(data: bytes, name: str) -> Callable[[], str]:
    try:
        document = readability.Document(decode(data).text)
        html, title = document.summary(html_partial=True), document.short_title()
    except Unparseable:  # as it says of pages with control characters
        html, title = "", None
    return lambda: Found(markdownify(html), title).page(name)


def by_newspaper(data: bytes, name: str) -> Callable[[], str]:
    html = decode(data).text
    try:
        article = newspaper.article("https://example.org/", input_html=html, fetch_images=False)
    except ImportError:  # the words of some languages are packages of their own
        article = newspaper.article("https://example.org/", "en", input_html=html, fetch_images=False)
    date = article.publish_date.isoformat() if article.publish_date else None
    keywords = tuple(word.strip() for word in article.meta_keywords if word.strip())
    found = Found(escape(article.text), article.title, date, tuple(article.authors), keywords)
    return lambda: found.page(name)


def by_resiliparse(data: bytes, name: str) -> Callable[[], str]:
    tree = HTMLTree.parse(decode(data).text)
    html = extract_plain_text(tree, preserve_formatting="minimal_html", main_content=True, links=True)
    return lambda: Found(markdownify(html), tree.title).page(name)


PROGRAMS: dict[str, Program] = {
    "Backfile": backfile,
    "trafilatura": by_trafilatura(precise=False),
    "trafilatura, favor_precision": by_trafilatura(precise=True),
    "readability-lxml": by_readability,
    "newspaper4k": by_newspaper,
    "resiliparse": by_resiliparse,
}


def measure(files: list[Path], out: Path) -> dict[str, list[float]]:
    """Put every page through every program, write what comes of it, and give the CPU seconds of each."""
    seconds = defaultdict(list)
    for program in PROGRAMS:
        out.joinpath(program).mkdir(parents=True)
    for place, file in enumerate([files[0], *files]):
        data = file.read_bytes()
        for name, program in PROGRAMS.items():
            start = time.process_time()
            write = program(data, file.name)
            if place:
                seconds[name].append(time.process_time() - start)
            out.joinpath(name, f"{file.name}.md").write_text(write(), encoding="utf-8", errors="replace")
    return seconds


def main() -> None:
    names = sys.argv[1:] or sorted(folder.name for folder in GOLD.iterdir() if (folder / "gold.jsonl").is_file())
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            scorer("unpack", GOLD / name, root / "pages")
            files = sorted((root / "pages").iterdir())
            seconds = measure(files, root / "made")
            rows = {
                program: json.loads(scorer("score", GOLD / name, root / "made" / program, "--json"))
                for program in PROGRAMS
            }
        shown = [figure for figure in FIGURES if figure in rows["Backfile"]]
        print(
            f"{name}: {len(files)} pages\n\n| Program | {' | '.join(shown)} | CPU ms |\n|{' --- |' * (len(shown) + 2)}"
        )
        for program, row in rows.items():
            figures = [re.sub(r"^0", "", f"{row[figure]:.3f}") for figure in shown]
            print(f"| {program} | {' | '.join(figures)} | {1000 * statistics.mean(seconds[program]):.0f} |")
        print(flush=True)


if __name__ == "__main__":
    main()
