"""Measures how many of the first five tags are keywords of the publisher, also for two peers. Prints a Markdown table.

    pip install --group bench
    python benchmarks/tags.py FOLDER

FOLDER contains the gold set of news pages: `gold.jsonl`, whose `topics` are the keywords, and `pages/`. The taggers do
not get the keywords. A tag is right if it is one of them, without regard to case, accents and text in parentheses;
names of countries, leaders and topics are compared in any language. The peers are YAKE and the simple rule that the
most frequent names (words with a capital that follow each other) are the tags; both return five tags.
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
from backfile.tags.known.leaders import leader
from backfile.tags.known.topics import topic_of_keyword, topics
from backfile.tags.vocabulary.vocabulary import Vocabulary

MOST = 5
FEW = 3
"""Languages of fewer pages are combined in one row."""


@dataclass(slots=True)
class Score:
    """How many tags are right."""

    right: int = 0
    total: int = 0

    def add(self, tags: Iterable[str], keywords: set[str]) -> None:
        """Count the tags of an article; `keywords` are the forms of its keywords."""
        for tag in tags:
            self.total += 1
            self.right += bool(forms(tag) & keywords)

    def __str__(self) -> str:
        return f"{self.right / self.total:.3f} ({self.right} of {self.total})" if self.total else "no tags"


def folded(text: str) -> str:
    """Return the words of a text without case and accents."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def forms(tag: str) -> set[str]:
    """Return the folded forms of a tag or keyword. Two labels count as the same if they have a form in common."""
    spellings = (tag, re.sub(r"\(.*?\)", "", tag), *re.findall(r"\((.*?)\)", tag))
    found = (topic_of_keyword(spelling, language) for spelling in spellings for language in topic_languages())
    known = (gazetteer.country_code(tag), leader(tag), *(topic.id for topic in found if topic))
    return ({folded(spelling) for spelling in spellings} - {""}) | {f"={name}" for name in known if name}


def topic_languages() -> tuple[str, ...]:
    """Return the languages that topics have names in."""
    return tuple(next(iter(topics().values())).names)


def read(page: Path) -> tuple[Article, str]:
    """Return the article of a page without its keywords, and its text."""
    reader = reader_for("a.html")
    assert reader
    data = page.read_bytes()
    source = record_data(reader, "a.html", gzip.decompress(data) if page.suffix == ".gz" else data)
    clipping = next(extract(item) for item in reader.parse(source) if isinstance(item, Clipping))
    article, _ = parse.parse(clipping)
    html = sanitize.clean(RawHtml(clipping.body), clipping.base_url or article.url)
    return replace(article, keywords=()), sanitize.visible_text(html)


def most_frequent_names(text: str) -> list[str]:
    """Return the tags by the simple rule."""
    names, run = Counter[str](), list[str]()
    for word in [*re.findall(r"\w[\w-]*|[^\w ]+", text), "."]:
        if word[0].isupper():
            run.append(word)
        elif run:
            names[" ".join(run)] += 1
            run = []
    return [name for name, _ in names.most_common(MOST)]


def tagged(article: Article, text: str) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the name of each program and its tags for an article."""
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
    for by_name in scores.values():
        _merge(everything, by_name)
    names = list(everything)
    print(f"| Language | Pages | {' | '.join(names)} |", "| --- |" + " ---: |" * (len(names) + 1), sep="\n")
    for language, count in [*pages.most_common(), ("all", pages.total())]:
        by_name = everything if language == "all" else scores[language]
        print(f"| {language} | {count} | {' | '.join(str(by_name[name]) for name in names)} |")


def _merge(into: defaultdict[str, Score], other: dict[str, Score]) -> None:
    """Add the scores of `other` to those of `into`."""
    for name, score in other.items():
        into[name].right += score.right
        into[name].total += score.total


if __name__ == "__main__":
    main(Path(sys.argv[1]))
