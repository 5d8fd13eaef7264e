"""Scores the articles that this program and other extractors make of the gold sets. Prints Markdown tables.

    pip install --group bench
    python benchmarks/extraction.py [SET ...]

The sets are in the folder that `BACKFILE_GOLD` names, with the scorer, which explains its figures. The table also has
the CPU time of each program. All programs run in one process, and take turns at each page, so that other work of the
machine affects all of them alike. The first page is processed twice, and only the second time is measured, so that
loading at first use does not count. This program reads the file, makes an article, checks its rendering, tags it and
writes the page. Each peer only extracts; converting its output to Markdown is not part of its time.
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
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.gold import GOLD, scorer

FIGURES = "body exact title date authors keywords links headings images captions".split()

_HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
"""The front matter that trafilatura writes above its Markdown."""

CONVERTER = Converter(Settings(), Writer(Rendering().extensions, {}), Vocabulary())


@dataclass
class Extracted:
    """The output of a peer for a page."""

    body: str = ""
    """Markdown."""
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    def page(self, name: str) -> str:
        """Return it as a page in the format that the scorer reads."""
        fields = {key: value for key, value in asdict(self).items() if value and key != "body"}
        fields = {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}
        return f"---\n{yaml.safe_dump({**fields, 'origin': {'file': name}}, allow_unicode=True)}---\n\n{self.body}\n"


Program = Callable[[bytes, str], Callable[[], str]]
"""A function that extracts from the data of a file, and returns a function that returns the page. In: data, file name.

Only the first call is measured."""


def backfile(data: bytes, name: str) -> Callable[[], str]:
    reader = reader_for(name)
    assert reader
    [result] = CONVERTER.convert(record_data(reader, name, data), reader)
    text = dump(result.article) if result.article else ""
    return lambda: text


def by_trafilatura(*, precise: bool) -> Program:
    def run(data: bytes, name: str) -> Callable[[], str]:
        document = trafilatura.extract_with_metadata(
            data,
            output_format="markdown",
            favor_precision=precise,
            include_comments=not precise,
            include_links=True,
            include_images=True,
            include_formatting=True,
        )
        if document is None:
            return lambda: Extracted().page(name)
        authors = tuple(document.author.split("; ")) if document.author else ()
        keywords = tuple(word.strip() for tag in document.tags or () for word in tag.split(","))
        body = _HEAD.sub("", document.text or "")
        return lambda: Extracted(body, document.title, document.date, authors, keywords).page(name)

    return run


def by_readability(data: bytes, name: str) -> Callable[[], str]:
    try:
        document = readability.Document(decode(data).text)
        html, title = document.summary(html_partial=True), document.short_title()
    except Unparseable:  # raised for pages with control characters
        html, title = "", None
    return lambda: Extracted(markdownify(html), title).page(name)


def by_newspaper(data: bytes, name: str) -> Callable[[], str]:
    html = decode(data).text
    try:
        article = newspaper.article("https://example.org/", input_html=html, fetch_images=False)
    except ImportError:  # some languages need packages that are not installed
        article = newspaper.article("https://example.org/", "en", input_html=html, fetch_images=False)
    date = article.publish_date.isoformat() if article.publish_date else None
    keywords = tuple(word.strip() for word in article.meta_keywords if word.strip())
    extracted = Extracted(escape(article.text), article.title, date, tuple(article.authors), keywords)
    return lambda: extracted.page(name)


def by_resiliparse(data: bytes, name: str) -> Callable[[], str]:
    tree = HTMLTree.parse(decode(data).text)
    html = extract_plain_text(tree, preserve_formatting="minimal_html", main_content=True, links=True)
    return lambda: Extracted(markdownify(html), tree.title).page(name)


PROGRAMS: dict[str, Program] = {
    "Backfile": backfile,
    "trafilatura": by_trafilatura(precise=False),
    "trafilatura, favor_precision": by_trafilatura(precise=True),
    "readability-lxml": by_readability,
    "newspaper4k": by_newspaper,
    "resiliparse": by_resiliparse,
}


def measure(files: list[Path], out: Path) -> dict[str, list[float]]:
    """Run every program on every page, and write the results to `out`. Return the CPU seconds of each."""
    seconds = defaultdict(list)
    for name in PROGRAMS:
        out.joinpath(name).mkdir(parents=True)
    for number, file in enumerate([files[0], *files]):
        data = file.read_bytes()
        for name, program in PROGRAMS.items():
            start = time.process_time()
            write = program(data, file.name)
            if number:
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
            seconds = measure(files, root / "articles")
            rows = {
                program: json.loads(scorer("score", GOLD / name, root / "articles" / program, "--json"))
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
