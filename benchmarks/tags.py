"""Measures how many of the first five tags are the publisher's own keywords, beside two peers. Prints a Markdown table.

    pip install --group bench
    python benchmarks/tags.py FOLDER

FOLDER holds the gold set of news pages: `gold.jsonl`, whose `topics` are the keywords, and `pages/`. The keywords are
hidden from the taggers. A tag is right when it is one of them, but for case, accents and what stands in parentheses;
names of countries count in any language. The peers are YAKE and the plain rule that the most frequent names (words with
a capital that follow each other) are the tags; each gives five.
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yake

from backfile.article import Article, Clipping, RawHtml
from backfile.extract import extract
from backfile.fields import gazetteer, parse
from backfile.markup import sanitize
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.tags import tagging
from backfile.tags.vocabulary import Vocabulary

MOST = 5
FEW = 3
"""Languages of fewer pages stand together in one row."""


@dataclass(slots=True)
class Score:
    right: int = 0
    given: int = 0

    def add(self, tags: Iterable[str], keywords: set[str]) -> None:
        for tag in tags:
            self.given += 1
            self.right += bool(forms(tag) & keywords)

    def __str__(self) -> str:
        return f"{self.right / self.given:.3f} ({self.right} of {self.given})" if self.given else "none given"


def folded(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def forms(tag: str) -> set[str]:
    """Give the spellings under which a tag counts as a keyword."""
    countries = (gazetteer.country(tag, english=english) for english in (True, False))
    found = (tag, re.sub(r"\(.*?\)", "", tag), *re.findall(r"\((.*?)\)", tag), *filter(None, countries))
    return {folded(form) for form in found} - {""}


def read(page: Path) -> tuple[Article, str]:
    """Give the article of a page without its keywords, and its text."""
    reader = reader_for("a.html")
    assert reader
    data = page.read_bytes()
    source = record_data(reader, "a.html", gzip.decompress(data) if page.suffix == ".gz" else data)
    clipping = next(extract(found) for found in reader.parse(source) if isinstance(found, Clipping))
    article, _ = parse.parse(clipping)
    html = sanitize.clean(RawHtml(clipping.body), clipping.base_url or article.url)
    return replace(article, keywords=()), sanitize.visible_text(html)


def most_frequent_names(text: str) -> list[str]:
    names, run = Counter[str](), list[str]()
    for word in [*re.findall(r"\w[\w-]*|[^\w ]+", text), "."]:
        if word[0].isupper():
            run.append(word)
        elif run:
            names[" ".join(run)] += 1
            run = []
    return [name for name, _ in names.most_common(MOST)]


def tagged(article: Article, text: str) -> Iterator[tuple[str, Iterable[str]]]:
    """Give the tags of ours and of each peer."""
    whole = "\n\n".join(filter(None, (article.headline, article.dek, text)))
    language = (article.language or "en").split("-")[0]
    yield "backfile", tagging.tag(article, text, Vocabulary(), MOST)
    yield "YAKE", [phrase for phrase, _ in yake.KeywordExtractor(lan=language, top=MOST).extract_keywords(whole)]
    yield "most frequent names", most_frequent_names(whole)


def main(folder: Path) -> None:
    pages: Counter[str] = Counter()
    scores: defaultdict[str, defaultdict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        keywords = {form for topic in gold.get("topics", ()) for form in forms(topic)}
        if not keywords:
            continue
        article, text = read(folder / "pages" / f"{gold['file']}.gz")
        language = (article.language or "en").split("-")[0]
        pages[language] += 1
        for name, tags in tagged(article, text):
            scores[language][name].add(tags, keywords)
    for language in [language for language, count in pages.items() if count < FEW]:
        pages["others"] += pages.pop(language)
        _merge(scores["others"], scores.pop(language))
    everything: defaultdict[str, Score] = defaultdict(Score)
    for found in scores.values():
        _merge(everything, found)
    names = list(everything)
    print(f"| Language | Pages | {' | '.join(names)} |", "| --- |" + " ---: |" * (len(names) + 1), sep="\n")
    for language, count in [*pages.most_common(), ("all", pages.total())]:
        found = everything if language == "all" else scores[language]
        print(f"| {language} | {count} | {' | '.join(str(found[name]) for name in names)} |")


def _merge(into: defaultdict[str, Score], other: dict[str, Score]) -> None:
    for name, score in other.items():
        into[name].right += score.right
        into[name].given += score.given


if __name__ == "__main__":
    main(Path(sys.argv[1]))
