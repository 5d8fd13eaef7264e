"""What articles have to do with each other: older and newer, related, linked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from backfile.archive import page
from backfile.article import Article, Markdown, Origin
from backfile.settings.mkdocs_yml import load
from backfile.site.article.internal_links import ArticleUrls, find_internal_links, rewrite_links
from backfile.site.article.related import RARE_TAG_MAX, REFERRING_MAX, RelatedArticles, related_articles
from backfile.site.article.sanitize_output import gate
from backfile.site.build import build
from tests.site.test_build import contents, settings


def article(
    day: date | None = None, source: str | None = "The Daily", tags: tuple[str, ...] = (), **more: str
) -> Article:
    origin = Origin("a.html", "ab" * 32, "html")
    return Article("A headline", Markdown(""), origin, published=day, source=source, tags=tags, **more)


def found(articles: dict[str, Article], **more: object) -> dict[str, RelatedArticles]:
    return related_articles(articles, more.get("source_of", str), more.get("referring", {}))


def test_a_publication_is_read_from_day_to_day() -> None:
    days = {
        "b": article(date(2020, 3, 2)),
        "a": article(datetime(2020, 3, 2, 23, tzinfo=UTC)),
        "old": article(date(1999, 1, 1), "THE DAILY"),
        "other": article(date(2020, 3, 1), "Weekly"),
        "undated": article(),
        "nobody's": article(date(2020, 3, 1), None),
    }
    company = found(days)
    assert {path: (one.older, one.newer) for path, one in company.items()} == {
        "a": ("b", None),
        "b": ("old", "a"),
        "old": (None, "b"),
        "other": (None, None),
        "undated": (None, None),
        "nobody's": (None, None),
    }


def test_a_publication_is_what_its_owner_calls_it() -> None:
    both = {"a": article(date(2020, 1, 1), "Daily"), "b": article(date(2020, 1, 2), "The Daily")}
    assert found(both, source_of=lambda _: "The Daily")["b"].older == "a"
    assert found(both)["b"].older is None
    assert found(both, source_of=lambda _: None)["b"].older is None


def test_related_are_those_that_share_most_rare_tags_and_then_the_nearest() -> None:
    tagged = {
        "here": article(date(2020, 1, 10), None, ("Pier", "Harbour", "News")),
        "two": article(date(1990, 1, 1), None, ("pier", "HARBOUR")),
        "near": article(date(2020, 1, 9), None, ("Pier",)),
        "far": article(date(2020, 1, 20), None, ("Pier",)),
        "undated": article(None, None, ("Harbour",)),
        "none": article(date(2020, 1, 10), None, ("Bell",)),
    }
    tagged |= {f"news{number}": article(date(2020, 1, 10), None, ("News",)) for number in range(RARE_TAG_MAX)}
    assert found(tagged)["here"].related == ("two", "near", "far", "undated")
    del tagged["news0"]
    assert found(tagged)["here"].related == ("two", "news1", "news10", "news11", "news12"), "50 have it now: it is rare"


def test_who_is_named_already_is_not_named_as_related() -> None:
    tagged = {name: article(date(2020, 1, day), tags=("Pier",)) for day, name in enumerate("abcd", 1)}
    assert found(tagged)["b"] == RelatedArticles("a", "c", ("d",))
    assert found(tagged, referring={"b": {"d"}})["b"] == RelatedArticles("a", "c", (), ("d",))


def test_who_refers_to_an_article_is_told_the_newest_first() -> None:
    many = {f"{day:02}": article(date(2020, 1, day), None) for day in range(1, REFERRING_MAX + 5)}
    company = found({**many, "here": article(), "undated": article()}, referring={"here": {"undated", *many}})["here"]
    assert company.referring[:2] == ("24", "23")
    assert (len(company.referring), company.more) == (REFERRING_MAX, 5)


ARTICLES = st.dictionaries(
    st.sampled_from([f"articles/{name}.md" for name in "abcdefgh"]),
    st.builds(
        article,
        st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
        st.sampled_from(["Daily", "daily", "Weekly"]) | st.none(),
        st.lists(st.sampled_from(["x", "X", "y", "z"]), unique=True).map(tuple),
    ),
)


@given(ARTICLES, st.randoms())
def test_company_is_a_function_of_the_articles_and_not_of_their_order(articles: dict, chance) -> None:
    shuffled = list(articles.items())
    chance.shuffle(shuffled)
    company = found(articles)
    assert found(dict(shuffled)) == company
    for path, one in company.items():
        assert path not in (one.older, one.newer, *one.related)
        assert not one.older or company[one.older].newer == path


URLS = {
    "pier": "https://gazette.example/2019/pier?page=1",
    "upper": "https://gazette.example/2019/Pier",
    "lower": "https://gazette.example/2019/pier",
    "home": "https://gazette.example/",
    "plain": "http://www.gazette.example/plain/",
    "slash": "https://gazette.example/twice/",
    "bare": "https://gazette.example/twice",
}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://gazette.example/2019/pier?page=1", "pier"),
        ("https://gazette.example/2019/pier?page=2", None),
        ("https://GAZETTE.example/2019/pier#top", "lower"),
        ("https://gazette.example/2019/Pier?utm_source=x", "upper"),
        ("https://gazette.example/2019/PIER", None),
        ("https://gazette.example/plain", "plain"),
        ("http://gazette.example/twice", None),
        ("http://gazette.example/twice/", None),
        ("https://gazette.example/twice", "bare"),
        ("https://gazette.example/", None),
        ("https://other.example/2019/pier", None),
        ("mailto:pier@gazette.example", None),
        ("//gazette.example/2019/pier", None),
        ("", None),
    ],
)
def test_an_address_is_that_of_one_article_or_of_none(address: str, path: str | None) -> None:
    assert ArticleUrls({name: article(url=url) for name, url in URLS.items()}).find_path(address) == path


def test_a_link_to_an_archived_article_leads_to_its_page() -> None:
    addresses = ArticleUrls({"a&b": article(url="https://e.example/?a=1&b=2")})
    html = gate(
        '<p><a href="https://e.example/?a=1&amp;b=2" title="Own">x</a> '
        '<a href="https://e.example/?a=1&amp;b=2#c">y</a> '
        '<a href="https://e.example/">z</a> <b title="<a href=">b</b> <a href="in/">in</a></p>'
    )
    document = lxml_html.fromstring(
        rewrite_links(html, find_internal_links(html, addresses, "c"), lambda path: f"../{path}/")
    )
    links = [(link.get("href"), link.get("title"), link.get("rel") is None) for link in document.iter("a")]
    assert links == [
        ("../a&b/", "Own", True),
        ("../a&b/", "https://e.example/?a=1&b=2#c", True),
        ("https://e.example/", None, False),
        ("in/", None, True),
    ]
    assert document.text_content() == lxml_html.fromstring(html).text_content()


PAGES = {
    "pier": article(date(2020, 3, 1), tags=("Pier",), url="https://e.example/pier"),
    "bell": article(date(2020, 3, 2), tags=("Pier",), url="https://e.example/bell"),
    "ferry": article(date(2020, 3, 3), tags=("Pier",)),
}
TEXTS = {
    "bell": "See [the pier](http://www.e.example/pier/#now), [itself](https://e.example/bell).",
    "ferry": "See [the pier](https://e.example/pier) and [another](https://e.example/other).",
}


def written(pages: dict[str, Article]) -> dict[str, str]:
    named = {
        name: replace(one, headline=f"The {name} & co", body=Markdown(TEXTS.get(name, "Text.")))
        for name, one in pages.items()
    }
    return {f"articles/2020/03/{name}.md": page.dump(one) for name, one in named.items()}


def read(root: Path, name: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring((root / f"site/articles/2020/03/{name}/index.html").read_bytes())


@pytest.mark.parametrize("more", ["", "use_directory_urls: false\n"], ids=["folders", "files"])
def test_the_site_leads_from_article_to_article(make_archive: Callable, tmp_path: Path, more: str) -> None:
    root = make_archive(tmp_path, written(PAGES), settings(more))
    build(load(root))
    at = (lambda name: f"../{name}/") if not more else (lambda name: f"{name}.html")

    def document(name: str) -> lxml_html.HtmlElement:
        file = f"{name}/index.html" if not more else f"{name}.html"
        return lxml_html.document_fromstring((root / "site/articles/2020/03" / file).read_bytes())

    links = {name: document(name).xpath("//*[@class='article__body']//a/@href") for name in PAGES}
    assert links == {
        "pier": [],
        "bell": [at("pier"), "https://e.example/bell"],
        "ferry": [at("pier"), "https://e.example/other"],
    }
    [company] = document("pier").find_class("related-articles")
    assert company.xpath(".//h2/text()") == ["Articles that link here"]
    assert company.xpath(".//ul[1]//a/@href") == [at("ferry"), at("bell")]
    assert company.xpath(".//ul[1]//a/bdi/text()") == ["The ferry & co", "The bell & co"]
    assert company.xpath(".//*[@class='related-articles__newer']/a/@href") == [at("bell")]
    assert not company.find_class("related-articles__older")


def test_a_page_without_company_says_nothing_of_it(make_archive: Callable, tmp_path: Path) -> None:
    root = make_archive(tmp_path, written({"pier": PAGES["pier"]}), settings())
    build(load(root))
    assert not read(root, "pier").find_class("related-articles")


def test_a_new_article_changes_its_neighbours_and_no_others(make_archive: Callable, tmp_path: Path) -> None:
    days = {f"day{day:02}": article(date(2020, 3, day), tags=(f"Tag {day % 7}",)) for day in range(1, 28)}
    sites = []
    for name, pages in (("before", days), ("after", {**days, "new": article(date(2020, 3, 14), tags=("Tag 3",))})):
        root = make_archive(tmp_path / name, written(pages), settings())
        build(load(root))
        sites.append({path: text for path, text in contents(root / "site").items() if path.startswith("articles/")})
        shutil.rmtree(root / "site")
    before, after = sites
    changed = {path.split("/")[3] for path in before if before[path] != after[path] and path.endswith(".html")}
    assert changed == {"day13", "day14", *("day03", "day10", "day17", "day24")}, (
        "its neighbours, and those with its tag"
    )


def test_the_markdown_of_a_page_is_published_beside_it(make_archive: Callable, tmp_path: Path) -> None:
    pages = written(PAGES)
    root = make_archive(tmp_path, pages, settings())
    odd = root / "docs/articles/2020/03/odd name.md"
    odd.write_bytes(b"\xef\xbb\xbf" + pages["articles/2020/03/pier.md"].replace("\n", "\r\n").encode())
    build(load(root))
    for name in (*PAGES, "odd name"):
        [href] = read(root, name).xpath("//a[@class='article__markdown']/@href")
        assert href == f"../{name.replace(' ', '%20')}.md"
        path = f"articles/2020/03/{name}.md"
        assert (root / "site" / path).read_bytes() == (root / "docs" / path).read_bytes()
