"""List pages: every article is in every list that it belongs to, and one more article changes few pages."""

from __future__ import annotations

import posixpath
import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from backfile.article import PageSummary
from backfile.i18n.catalogs import catalog_for
from backfile.lists import LISTS, ListContext, ListPage, newest_first
from backfile.lists.label_index import MOST_BY_SIZE, MOST_LABELS
from backfile.lists.letters import REST, file_name, heading, letters_of, script_of
from backfile.markup.escape import escape
from backfile.slugs import label_slug

LABELS = st.sampled_from(
    ["Taliban", "taliban", "C++", "C", "Straße", "STRASSE", "<b>", "سلمى", "2020", "index", "北京"]
)
DAYS = st.none() | st.dates(date(2019, 11, 1), date(2020, 2, 28)) | st.just(date(812, 3, 4))


@st.composite
def entries(draw: st.DrawFn) -> list[PageSummary]:
    """Draw summaries; some years and months have too many for one page."""
    summaries: list[PageSummary] = []
    for batch, (day, labels, source) in enumerate(
        draw(st.lists(st.tuples(DAYS, st.lists(LABELS, max_size=3), st.none() | LABELS), max_size=6))
    ):
        for number in range(draw(st.sampled_from([1, 2, 51, 60]))):
            headline = draw(st.sampled_from(["A pier", "Æther", "1984", "*", "Zebra"])) + f" {number}"
            folder = f"{day:%Y/%m}" if day else "undated/00"
            path = f"articles/{folder}/{batch}-{number}.md"
            summaries.append(
                PageSummary(path, headline, None, day, source, source, tuple(labels[:1]), None, tuple(labels))
            )
    return summaries


def listed(
    summaries: Iterable[PageSummary], parents: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, ListPage]:
    """Return the list pages by their paths."""
    context = ListContext("Clippings", escape, catalog_for("en"), parents or {})
    ordered = newest_first(summaries)
    pages = list(chain.from_iterable(kind.pages(ordered, context) for kind in LISTS))
    assert len({page.path for page in pages}) == len(pages)
    return {page.path: page for page in pages}


@cache
def links(page: ListPage) -> list[str]:
    """Return the targets of a page's links, as paths under docs/."""
    tree = html.document_fromstring(f"<main>{markdown.markdown(page.body)}</main>")
    return [posixpath.normpath(posixpath.join(posixpath.dirname(page.path), href)) for href in tree.xpath("//a/@href")]


def reached(start: str, pages: dict[str, ListPage]) -> set[str]:
    """Return the articles that a list page and its parts link to, without the links upwards."""
    articles: set[str] = set()
    for path in links(pages[start]):
        if path.startswith("articles/"):
            articles.add(path)
        elif path.startswith(f"{start.removesuffix('.md')}/"):
            articles |= reached(path, pages)
    return articles


def labels_of(entry: PageSummary) -> set[str]:
    """Return the paths of the pages of an article's tags and authors, if they have pages."""
    kinds = (("tags", entry.tags), ("authors", entry.authors))
    return {f"{folder}/{label_slug(label)}.md" for folder, labels in kinds for label in labels}


@settings(max_examples=30)
@given(entries())
def test_every_article_is_in_every_list_it_belongs_to(summaries: list[PageSummary]) -> None:
    pages = listed(summaries)
    for page in pages.values():
        assert all(path in pages or path.startswith("articles/") for path in links(page))
        here = [path for path in links(page) if path.startswith("articles/")]
        assert len(here) == len(set(here)) or page.kind in ("tags", "authors")
    used = Counter(chain.from_iterable(labels_of(entry) for entry in summaries))
    for entry in summaries:
        wanted = [path for path in labels_of(entry) if used[path] > 1]
        for path in labels_of(entry) - set(wanted):
            assert path not in pages
            assert entry.path in links(pages[f"{path.split('/')[0]}/index.md"])
        if entry.source and entry.section:
            wanted += [f"sources/{label_slug(entry.source)}.md", f"sections/{label_slug(entry.section)}.md"]
        day = entry.published
        wanted.append(f"dates/{day.year:04}/{day.month:02}.md" if day else "dates/undated.md")
        for path in wanted:
            assert path in links(pages[f"{path.split('/')[0]}/index.md"]) or path.count("/") > 1
            assert entry.path in reached(path, pages)


@settings(max_examples=20)
@given(entries(), st.randoms())
def test_lists_do_not_depend_on_order(summaries: list[PageSummary], chance: random.Random) -> None:
    shuffled = list(summaries)
    chance.shuffle(shuffled)
    assert listed(shuffled) == listed(summaries)


def test_the_day_of_an_article_is_that_of_its_time_zone() -> None:
    late = datetime.fromisoformat("2019-12-31T23:30:00-05:00")
    assert late.astimezone(UTC).year == 2020
    assert "dates/2019/12.md" in listed([PageSummary("articles/2019/12/a.md", "A", published=late)])


@pytest.mark.parametrize("most", [49, 50, 51, 300])
def test_one_more_article_changes_few_lists(most: int) -> None:
    """Test the worst case: all lists have just as many articles as fit without a split."""
    labels = [f"Label {number}" for number in range(8)]
    new = PageSummary(
        "articles/2009/03/new.md", "New", None, date(2009, 3, 9), "Paper", "Town", ("A B", "C D"), None, ()
    )
    new = replace(new, tags=tuple(labels))
    present = [
        replace(new, path=f"articles/{year}/{month:02}/{number}.md", published=date(year, month, 8))
        for year, month in ((2008, 3), (2009, 3), (2009, 4), (2010, 1))
        for number in range(most)
    ]
    before, after = listed(present), listed([*present, new])
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert len(changed) <= 58, "with the article and its original sixty files"


def entry(number: int, *tags: str, keywords: tuple[str, ...] = ()) -> PageSummary:
    day = date(2009, 1 + number % 12, 3)
    return PageSummary(f"articles/2009/{number}.md", f"Headline {number}", None, day, tags=tags, keywords=keywords)


def outline(page: ListPage) -> list[str]:
    """Return a page's list items and headings, indented as they are nested."""
    tree = html.document_fromstring(f"<main>{markdown.markdown(page.body)}</main>")
    items = tree.xpath("//h2|//li")
    return ["  " * max(0, len(item.xpath("ancestor::ul")) - 1) + own_text(item) for item in items]


def own_text(item: html.HtmlElement) -> str:
    """Return an item's text without the lists in it."""
    inner = "".join(below.text_content() for below in item.xpath("./ul"))
    return " ".join(item.text_content().removesuffix("\n").removesuffix(inner).split())


def test_labels_are_listed_by_size_and_those_of_one_article_at_the_end_with_its_headline() -> None:
    summaries = [entry(1, "Sea", "Ada Quill", "boats"), entry(2, "Sea", "Old Pier", "boats"), entry(3, "Éclair", "Sea")]
    pages = listed(summaries)
    assert [path for path in pages if path.startswith("tags/")] == ["tags/index.md", "tags/boats.md", "tags/sea.md"]
    assert outline(pages["tags/index.md"]) == [
        "Sea (3)",
        "boats (2)",
        "With one article",
        "Ada Quill · Headline 1",
        "Éclair · Headline 3",
        "Old Pier · Headline 2",
    ]
    assert links(pages["tags/index.md"])[2:] == ["articles/2009/1.md", "articles/2009/3.md", "articles/2009/2.md"]


def test_a_publication_of_one_article_has_a_page_and_the_list_links_both() -> None:
    page = listed([replace(entry(number), source=name) for number, name in enumerate(["A", "A", "B"])])
    assert outline(page["sources/index.md"]) == ["A (2)", "With one article", "B · Headline 2"]
    assert links(page["sources/index.md"]) == ["sources/a.md", "sources/b.md", "articles/2009/2.md"]


def test_an_archive_of_one_article_shows_its_tags() -> None:
    assert outline(listed([entry(1, "Sea", "Pier")])["tags/index.md"]) == ["Pier · Headline 1", "Sea · Headline 1"]


def test_children_are_listed_below_their_parents() -> None:
    parents = {"Ferries": ("Ships",), "Ships": ("Sea",), "Tugs": ("Ships", "Harbour")}
    pages = listed([entry(1, "Ferries"), entry(2, "Ferries", "Tugs"), entry(3, "Ships")], parents)
    assert outline(pages["tags/index.md"]) == [
        "Sea",
        "  Ships (1)",
        "    Ferries (2)",
        "    Tugs (1)",
        "Harbour",
        "  Tugs (1)",
    ]
    assert "tags/index.md" not in links(pages["tags/ships.md"])
    assert links(pages["tags/ships.md"]) == [
        "tags/sea.md",
        "tags/ferries.md",
        "articles/2009/2.md",
        "articles/2009/3.md",
    ]
    assert links(pages["tags/harbour.md"]) == ["articles/2009/2.md"]


LONG = [
    *(f"Sa{letter}{number:04}" for letter in "abcdef" for number in range(190)),
    *(f"{letter}x {number}" for letter in "ABCDÉ" for number in range(90)),
    *("S", "7 dwarfs", "北京", "*", "Привет", "قراءة", "한국", "かな"),
    *(f"Other{letter}{number:04}" for letter in "abcdefghij" for number in range(MOST_LABELS // 9)),
]


@pytest.mark.parametrize("folder", ["tags", "authors"])
def test_long_lists_are_split_by_letters_and_have_every_label(folder: str) -> None:
    summaries = [
        PageSummary(f"articles/x/{number}-{twice}.md", f"{label} {twice}", tags=(label,), authors=(label,))
        for number, label in enumerate(LONG)
        for twice in range(1 + number % 2 + 2 * (label == "Привет"))
    ]
    pages = listed(summaries)
    letters = {path: page for path, page in pages.items() if "/by_letter/" in path and path.startswith(folder)}
    wanted = {
        f"{folder}/{label_slug(label)}.md" for number, label in enumerate(LONG) if number % 2 or label == "Привет"
    }
    wanted |= {f"articles/x/{number}-0.md" for number in range(0, len(LONG), 2) if LONG[number] != "Привет"}
    assert wanted <= {path for page in letters.values() for path in links(page)}
    for page in letters.values():
        assert len(links(page)) <= MOST_LABELS + 1
    index = links(pages[f"{folder}/index.md"])
    assert index[0] == f"{folder}/{label_slug('Привет')}.md", "the label of most articles is the first"
    assert f"{folder}/by_letter/saa.md" in letters
    assert index[MOST_BY_SIZE:] == [
        f"{folder}/by_letter/{name}.md"
        for name in (*"abcdeos", "cyrillic_043f", "arabic_0642", "hiragana_304b", "hangul_314e", "cjk", "_rest")
    ]


@settings(max_examples=200)
@given(st.text(max_size=9))
def test_every_text_is_filed_under_letters_of_its_own_script(text: str) -> None:
    letters = letters_of(text)
    assert all(file_name(letters[:number]).isascii() for number in range(len(letters) + 1))
    first = next(iter(unicodedata.normalize("NFKC", text).lstrip()), "")
    if first.isalpha() and unicodedata.category(first) != "Lm":
        assert letters
        assert letters[0].isascii() <= (script_of(first) == "latin")


def filed(text: str) -> tuple[str, str]:
    """Return the heading and the file's name of the letter under which a text is filed."""
    letters = letters_of(text)[:1]
    return (heading(letters), file_name(letters)) if letters else ("", REST)


@pytest.mark.parametrize(
    ("text", "letter", "name"),
    [
        ("Éclair", "E", "e"),
        ("Ørsted", "O", "o"),
        ("“Quoted”", "Q", "q"),
        ("ﬁn", "F", "f"),
        ("7 dwarfs", "", "_rest"),
        ("*", "", "_rest"),
        ("Йога", "Й", "cyrillic_0439"),
        ("άλφα", "Α", "greek_03b1"),
        ("أحمد", "ا", "arabic_0627"),
        ("שלום", "ש", "hebrew_05e9"),
        ("हिन्दी", "ह", "devanagari_0939"),
        ("เชียงใหม่", "ช", "thai_0e0a"),
        ("ガラス", "か", "hiragana_304b"),
        ("きもの", "か", "hiragana_304b"),
        ("まど", "ま", "hiragana_307e"),
        ("까치", "ㄱ", "hangul_3131"),
        ("한국", "ㅎ", "hangul_314e"),
        ("北京", "漢字", "cjk"),
    ],
)
def test_scripts_have_letters_of_their_own(text: str, letter: str, name: str) -> None:
    assert filed(text) == (letter, name)


def test_undated_articles_are_split_by_letters_of_their_own_script() -> None:
    summaries = [PageSummary(f"articles/undated/{n}.md", f"北京 {n}" if n % 2 else f"Мост {n}") for n in range(120)]
    paths = [path for path in listed(summaries) if path.startswith("dates/undated")]
    assert paths == ["dates/undated/cyrillic_043c.md", "dates/undated/cjk.md", "dates/undated.md"]


def test_the_children_of_a_tag_are_listed_below_it_only_once() -> None:
    parents = {f"{side}{level}": (f"A{level - 1}", f"B{level - 1}") for level in range(1, 16) for side in "AB"}
    page = listed([entry(1, "A15"), entry(2, "A15"), entry(3, "B15")], parents)["tags/index.md"]
    assert len(page.body.splitlines()) < 100
    assert {f"tags/{name.lower()}.md" for name in parents if name != "B15"} <= set(links(page))


def test_a_list_of_many_short_years_has_a_page_for_each_but_the_newest() -> None:
    summaries = [
        PageSummary(f"articles/{year}/{number}.md", f"A {number}", None, date(year, 3, 1 + number % 28), tags=("Sea",))
        for year in range(1990, 2020)
        for number in range(40 if year > 1990 else 10)
    ]
    pages = listed(summaries)
    here = [path for path in links(pages["tags/sea.md"]) if path.startswith("articles/")]
    assert {path.split("/")[1] for path in here} == {"1990", "2019"}, "few articles, and the newest"
    assert reached("tags/sea.md", pages) >= {summary.path for summary in summaries}
    assert "tags/sea/2018.md" in pages
    few = listed(summaries[-200:])
    assert "tags/sea/2018.md" not in few
