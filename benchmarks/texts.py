"""Measures the extraction of scraped texts: very long ones at size n and 4 n, and many of the length of an article.

    python benchmarks/texts.py [MEGABYTES] [TEXTS]

Measured are reading, extraction (with the repair of the text), the parsing of fields and the detection of the language;
tags and pages are not made. The first table has one row for each kind of long text: CPU seconds and memory at n
megabytes (1 by default) and at 4 n; a growth of 4 means linear time. Each value is the least of two rounds, in which
the sizes take turns, or of one if that takes long; each run is a process of its own. A dash means that it took more
than `max_seconds`.

The second table has TEXTS texts (1,000 by default) of some 5,000 characters in 40 lines. The peers take turns with them
in one process: reading the same article, with the same furniture, from a web page, with trafilatura alone and with this
program; and `str.splitlines`, the least that a program for texts can do. The value of a text is the least of three
rounds.
"""

import html
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle, pairwise, product

import trafilatura
from articles import words
from measure import Cost, cost_of

from backfile.article import Clipping
from backfile.extract import extract
from backfile.fields import parse
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.settings.schema import Settings

PARTS = ("reading", "extraction", "fields", "language")
ROUNDS = 3
LONG = 20
"""CPU seconds from which on a long text is measured once only."""
MAX_SECONDS = Settings().max_seconds
HEAD = ("Home", "News", "Sport", "Share on Facebook", "Share on Twitter")
FURNITURE = (
    "Share on Facebook", "Share on Twitter", "Print this page", "12 comments", "Reply", "Report", "3 hours ago", "Like",
    "Read also:", "The harbour board has a new piano", "A ferry came back without its captain", "Advertisement",
    "Subscribe to our newsletter", "Follow us on Instagram", "All rights reserved", "Log in to comment", "Next article",
)  # fmt: skip
SYLLABLES = "港町雨船長月曜日の昨日から降り続いて渡人が言った"
LINES_OF_A_MEGABYTE = 20_000


def plain_sentence(chance: random.Random) -> str:
    """Return a sentence of invented words."""
    return f"{' '.join(words(chance, chance.randint(8, 24))).capitalize()}."


def spaceless_sentence(chance: random.Random) -> str:
    """Return a sentence in a script without spaces between words."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(15, 50))) + "。"


def repeated(make: Callable[[random.Random], str], separator: str, size: int) -> str:
    """Return what `make` returns, again and again, until there are `size` bytes."""
    chance, parts, length = random.Random(1), [], 0
    while length < size:
        parts.append(make(chance))
        length += len(parts[-1].encode()) + len(separator)
    return f"A headline of six short words\n\n{separator.join(parts)}"


def paragraph(chance: random.Random) -> str:
    """Return a paragraph of four sentences."""
    return " ".join(plain_sentence(chance) for _ in range(4))


def spaceless_paragraph(chance: random.Random) -> str:
    """Return a paragraph of six sentences without spaces."""
    return "".join(spaceless_sentence(chance) for _ in range(6))


def short_line(chance: random.Random) -> str:
    """Return a line so long that `LINES_OF_A_MEGABYTE` lines are a megabyte."""
    return " ".join(words(chance, 12))[: 10**6 // LINES_OF_A_MEGABYTE - 1].strip()


def short_sentence(chance: random.Random) -> str:
    """Return a sentence that is as long."""
    return f"{short_line(chance)[:-1].strip().capitalize()}."


def stanza(chance: random.Random) -> str:
    """Return four lines of verse."""
    return "\n".join(" ".join(words(chance, 6)).capitalize() for _ in range(4))


def wrapped_paragraph(chance: random.Random) -> str:
    """Return a paragraph whose lines are broken at 72 characters."""
    lines = [""]
    for word in paragraph(chance).split():
        lines.append(word) if len(lines[-1]) + len(word) > 71 else lines.append(f"{lines.pop()} {word}".strip())
    return "\n".join(lines)


def furniture_line(chance: random.Random) -> str:
    """Return a line of furniture."""
    return chance.choice(FURNITURE)


def comment(chance: random.Random) -> str:
    """Return the comment of a reader."""
    return f"{' '.join(words(chance, 2)).title()}\n{chance.randint(2, 20)} hours ago\n{plain_sentence(chance)}\nReply"


KINDS: dict[str, Callable[[int], str]] = {
    "paragraphs": partial(repeated, paragraph, "\n\n"),
    "paragraphs, one on each line": partial(repeated, paragraph, "\n"),
    "paragraphs, broken at 72 characters": partial(repeated, wrapped_paragraph, "\n\n"),
    "one line": partial(repeated, plain_sentence, " "),
    "20,000 short lines for each megabyte": partial(repeated, short_line, "\n"),
    "short sentences, one on each line": partial(repeated, short_sentence, "\n"),
    "short lines between blank ones": partial(repeated, short_line, "\n\n"),
    "furniture only": partial(repeated, furniture_line, "\n"),
    "comments of readers": partial(repeated, comment, "\n\n"),
    "a script without spaces": partial(repeated, spaceless_paragraph, "\n\n"),
    "a script without spaces, one line": partial(repeated, spaceless_sentence, ""),
    "verse": partial(repeated, stanza, "\n\n"),
    "quotation marks": partial(repeated, lambda _: "“\"'«", ""),
    "lines of a quotation mark": partial(repeated, lambda _: "“", "\n"),
    "colons": partial(repeated, lambda _: "a: ", ""),
    "lines with a label": partial(repeated, lambda chance: f"{words(chance, 1)[0]}: {words(chance, 1)[0]}", "\n"),
    "bullets": partial(repeated, lambda _: "• ", ""),
    "items of a list": partial(repeated, lambda chance: f"• {words(chance, 1)[0]}", "\n"),
    "bars": partial(repeated, lambda _: "a | ", ""),
    "dates": partial(repeated, lambda _: "3 May 2021, 10:00", "\n"),
    "full stops": partial(repeated, lambda _: ". ", ""),
    "blanks": partial(repeated, lambda _: " " * 1_000, ""),
    "blank lines": partial(repeated, lambda _: "\n" * 1_000, ""),
    "one word": partial(repeated, lambda _: "a" * 1_000, ""),
    "character references": partial(repeated, lambda _: "&amp;", ""),
    "tags": partial(repeated, lambda _: "<p>a <b>b</b> ", "\n"),
    "tags, one line": partial(repeated, lambda _: "<p>a <b>b</b> ", ""),
    "angle brackets": partial(repeated, lambda _: "<", ""),
    "opened comments": partial(repeated, lambda _: "<!-- ", ""),
    "escapes": partial(repeated, lambda _: r"a\n", ""),
    "invisible characters": partial(repeated, lambda _: "a\u200b\u00ad", ""),
    "text in a wrong encoding": partial(repeated, lambda _: "Itâ€™s raining.", "\n"),
    "the same paragraph": partial(repeated, lambda _: " ".join(["It rained."] * 12), "\n\n"),
    "sentences without a space between them": partial(repeated, plain_sentence, ""),
    "the same line": partial(repeated, lambda _: "The ferry has a new captain", "\n"),
    "the headline": partial(repeated, lambda _: "A headline of six short words", "\n"),
}


def read(name: str, data: bytes) -> Clipping:
    """Return the clipping of an input."""
    reader = reader_for(name)
    assert reader
    [clipping] = [item for item in reader.parse(record_data(reader, name, data)) if isinstance(item, Clipping)]
    return clipping


def make(name: str, data: bytes) -> None:
    """Convert an input up to its fields."""
    clipping = extract(read(name, data))
    parse.parse(parse.add_language(clipping, clipping.body))


def measure_large(megabytes: float) -> None:
    """Print the table of long texts."""
    for number in range(20):
        make("a.txt", "\n".join(line for part in article(number) for line in part).encode())
    print("| Text | CPU s | CPU s at 4 n | Growth | Peak MB | Peak MB at 4 n |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, text_of in KINDS.items():
        texts = [text_of(int(megabytes * 10**6 * factor)).encode() for factor in (1, 4)]
        rounds = [[cost_of(partial(make, "a.txt", text), MAX_SECONDS) for text in texts]]
        if all(cost and cost.cpu < LONG for cost in rounds[0]):
            rounds.append([cost_of(partial(make, "a.txt", text), MAX_SECONDS) for text in texts])
        first, second = (least(costs) for costs in zip(*rounds, strict=True))
        growth = f"{second.cpu / first.cpu:.1f}" if first and second else "–"
        cells = (*(f"{cost.cpu:.2f}" if cost else "–" for cost in (first, second)), growth)
        memory = (f"{cost.memory:.0f}" if cost else "–" for cost in (first, second))
        print(f"| {kind} | {' | '.join((*cells, *memory))} |", flush=True)


def least(costs: tuple[Cost | None, ...]) -> Cost | None:
    """Return the least of several costs; None if a run took too long."""
    return min((cost for cost in costs if cost), key=lambda cost: cost.cpu) if all(costs) else None


def article(number: int) -> tuple[list[str], list[str], list[str]]:
    """Return the lines before an article, its own, and those after it: 40 lines, some 5,000 characters."""
    chance = random.Random(number)
    title = " ".join(words(chance, 7)).capitalize()
    story = [" ".join(plain_sentence(chance) for _ in range(2)) for _ in range(24)]
    before = [*HEAD[:3], title]
    after = [line for line, _ in zip(cycle(FURNITURE), range(10), strict=False)]
    return before, [title, f"By Author {'ABCDE'[number % 5]}. Mercer | {number % 27 + 1} May 2021", *story], after


def as_page(before: list[str], story: list[str], after: list[str]) -> str:
    """Return the page of an article."""
    lists = ["".join(f"<li>{html.escape(line)}</li>" for line in lines) for lines in (before, after)]
    title, byline, *paragraphs = map(html.escape, story)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><ul>{lists[0]}</ul>'
        f"<article><h1>{title}</h1><p class=byline>{byline}</p><p>{'</p><p>'.join(paragraphs)}</p></article>"
        f"<footer><ul>{lists[1]}</ul></footer></body></html>"
    )


def timed_parts(data: bytes) -> Iterator[tuple[str, float]]:
    """Yield the parts of the conversion of a text with their CPU seconds."""
    times = [time.process_time()]
    clipping = read("a.txt", data)
    times.append(time.process_time())
    clipping = extract(clipping)
    times.append(time.process_time())
    clipping = replace(clipping, parsed=parse.parse_fields(clipping))
    times.append(time.process_time())
    clipping = parse.add_language(clipping, clipping.body)
    times.append(time.process_time())
    parse.parse(clipping)
    yield from zip(PARTS, (end - start for start, end in pairwise(times)), strict=True)


def peers(text: bytes, page: bytes) -> Iterator[tuple[str, float]]:
    """Yield the peers with their CPU seconds."""
    tasks: dict[str, Callable[[], object]] = {
        "the page of the article, by this program": partial(make, "a.html", page),
        "the page of the article, by trafilatura with metadata": partial(
            trafilatura.extract, page, output_format="markdown", with_metadata=True
        ),
        "the lines of the text (`str.splitlines`)": lambda: [line.strip() for line in text.decode().splitlines()],
    }
    for name, task in tasks.items():
        start = time.process_time()
        task()
        yield name, time.process_time() - start


def measure_many(count: int) -> None:
    """Print the table of texts of the length of an article."""
    milliseconds: dict[str, list[float]] = defaultdict(lambda: [float("inf")] * count)
    # A round is over all texts: the same text again would be found in caches.
    for _, number in product(range(ROUNDS), range(count)):
        before, story, after = article(number)
        text, page = "\n".join([*before, *story, *after]).encode(), as_page(before, story, after).encode()
        for name, seconds in (*timed_parts(text), *peers(text, page)):
            milliseconds[name][number] = min(milliseconds[name][number], 1000 * seconds)
    own = list(milliseconds.items())[: len(PARTS)]
    totals = [sum(times) for times in zip(*(times for _, times in own), strict=True)]
    print("| Part | CPU ms a text | Median | All parts / this |\n| --- | ---: | ---: | ---: |")
    for name, times in [*own, ("all parts", totals)]:
        print(f"| {name} | {statistics.mean(times):.2f} | {statistics.median(times):.2f} | |")
    for name, times in list(milliseconds.items())[len(PARTS) :]:
        ratio = sum(totals) / max(sum(times), 1e-9)
        print(f"| {name} | {statistics.mean(times):.2f} | {statistics.median(times):.2f} | {ratio:.2f} |")


def main() -> None:
    measure_large(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
    print()
    measure_many(int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)


if __name__ == "__main__":
    main()
