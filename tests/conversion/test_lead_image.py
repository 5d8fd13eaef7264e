"""The lead image of an article is kept when it came with the page, and the site and the feeds name the kept copy."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
from lxml import html

from backfile import images
from backfile.archive import page
from backfile.article import Article
from backfile.operations.ingest import ingest
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from tests.conversion.saved_images import data, png, save
from tests.conversion.saved_images import page as saved
from tests.conversion.test_images import kept_images, shown_images
from tests.operations.ingested import pages

SITE = "https://clippings.example/"
PUBLISHED = '<meta property="article:published_time" content="2020-03-04"><meta property="og:image" content="{}">'
ON_THE_WEB = "https://cdn.test/2020/Pier%20top.png?w=1200"


def with_head(text: str, image: str = ON_THE_WEB) -> str:
    return text.replace("</head>", f"{PUBLISHED.format(image)}</head>")


def article_of(home: Config) -> Article:
    [text] = pages(home).values()
    return page.load(text)


def name_of(content: bytes) -> str:
    return images.name_of(content, "png")


def test_a_lead_image_outside_of_the_text_is_kept(home: Config, inbox: Path) -> None:
    text = with_head(saved()).replace("<article>", '<aside><img src="pier_files/Pier%20top.png"></aside><article>')
    save(inbox, text, {"Pier top.png": png(shade=1)})
    report = ingest([inbox], home)
    assert not report.problems
    assert shown_images(home) == []
    assert kept_images(home) == [png(shade=1)]
    article = article_of(home)
    assert article.image == ON_THE_WEB
    assert article.origin.images[ON_THE_WEB] == name_of(png(shade=1))
    assert ingest([inbox], home).unchanged == 1


def test_a_lead_image_that_the_text_shows_is_known_by_its_file_name(home: Config, inbox: Path) -> None:
    lead = '<figure><img src="pier_files/PIER%20TOP.png"><figcaption>The pier at dawn.</figcaption></figure>'
    save(inbox, with_head(saved("pier_files/other.png", lead)), {"PIER TOP.png": png(), "other.png": png(shade=1)})
    ingest([inbox], home)
    assert shown_images(home) == [png(shade=1), png()]
    assert article_of(home).origin.images[ON_THE_WEB] == name_of(png())


def test_a_lead_image_in_the_page_itself_is_shown_and_kept(home: Config, inbox: Path) -> None:
    picture = f'<div class="top"><picture><img src="{data(png(600, 400))}" alt="The pier"></picture></div><article>'
    text = with_head(saved()).replace(
        "<article><h1>East pier to be mended</h1>", f"<h1>East pier to be mended</h1>{picture}"
    )
    (inbox / "pier.html").write_text(text)
    ingest([inbox], home)
    assert shown_images(home) == [png(600, 400)]
    assert ON_THE_WEB not in article_of(home).origin.images


def test_an_image_that_is_only_on_the_web_is_no_kept_copy(home: Config, inbox: Path) -> None:
    save(inbox, with_head(saved("https://cdn.test/1.png", "pier_files/a.png")), {"a.png": png()})
    report = ingest([inbox], home)
    assert (report.images_kept, report.images_on_the_web) == (1, 1)
    assert ON_THE_WEB not in article_of(home).origin.images


def built(home: Config, site_url: str) -> Path:
    settings = home.root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + site_url)
    build(load(home.root))
    return home.root / "site"


def named_images(site: Path) -> dict[str, str | None]:
    [file] = [file for file in (site / "articles").rglob("index.html") if file.parent.name.startswith("east")]
    tree = html.fromstring(file.read_text("utf-8"))
    return {
        "og": next(iter(tree.xpath("//meta[@property='og:image']/@content")), None),
        "json-ld": json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0]).get("image"),
    }


def test_the_site_and_its_feeds_name_the_kept_copy(home: Config, inbox: Path) -> None:
    save(
        inbox,
        with_head(saved("pier_files/a.png", "pier_files/Pier%20top.png")),
        {"a.png": png(), "Pier top.png": png(shade=1)},
    )
    ingest([inbox], home)
    site = built(home, f"site_url: {SITE}\n")
    copy = f"{SITE}images/{name_of(png(shade=1))}"
    assert named_images(site) == {"og": copy, "json-ld": copy}
    assert (site / copy.removeprefix(SITE)).read_bytes() == png(shade=1)
    [item] = json.loads((site / "feed.json").read_text("utf-8"))["items"]
    [entry] = feedparser.parse((site / "feed.xml").read_bytes()).entries
    assert item["image"] == copy
    assert [(link.href, link.type) for link in entry.links if link.rel == "enclosure"] == [(copy, "image/png")]


def test_without_a_known_copy_the_first_kept_image_is_named(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(with_head(saved("https://cdn.test/1.png", data(png()), data(png(shade=2)))))
    ingest([inbox], home)
    copy = f"{SITE}images/{name_of(png())}"
    assert named_images(built(home, f"site_url: {SITE}\n")) == {"og": copy, "json-ld": copy}


def test_without_a_kept_image_the_one_on_the_web_is_named_and_feeds_name_none(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(with_head(saved("https://cdn.test/1.png")))
    ingest([inbox], home)
    site = built(home, f"site_url: {SITE}\n")
    assert named_images(site) == {"og": ON_THE_WEB, "json-ld": ON_THE_WEB}
    assert "cdn.test" not in (site / "feed.json").read_text("utf-8") + (site / "feed.xml").read_text("utf-8")


def test_without_the_address_of_the_site_a_copy_cannot_be_named(home: Config, inbox: Path) -> None:
    save(inbox, with_head(saved("pier_files/Pier%20top.png")), {"Pier top.png": png()})
    ingest([inbox], home)
    assert named_images(built(home, ""))["og"] == ON_THE_WEB
