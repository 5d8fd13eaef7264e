"""The built site as people meet it: by keyboard, on a phone, in the dark, with hostile metadata in it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.config import load
from generator.page import tag_slug
from generator.site.build import build

HOSTILE = {
    "script": "</title><script>window.pwnd=1</script>",
    "escaped": "&lt;/title&gt;&lt;script&gt;window.pwnd=1&lt;/script&gt;",
    "doubly": "&amp;lt;script&amp;gt;window.pwnd=1&amp;lt;/script&amp;gt;",
    "jinja": "{{ config.items() }} {% raw %} {# gone #} {{ 7 * 191 }}",
    "attribute": '" onmouseover="window.pwnd=1" autofocus onfocus="window.pwnd=1" x="',
    "single": "' onclick='window.pwnd=1' <img src=x onerror=window.pwnd=1>",
    "closing": "--></script><svg onload=window.pwnd=1>",
}
LONG = "\n\n".join(
    f"Paragraph {number} tells of letters, roads and rivers and of nothing else." for number in range(120)
)


def article(body: str, **meta: object) -> str:
    """A page; front matter in JSON, which is YAML."""
    return f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n{body}\n"


def pages() -> dict[str, str]:
    written = {
        "articles/2020/03/kabul.md": article(
            f"Kabul frees its prisoners. ![A street](https://outside.example/a.jpg)\n\n## Then\n\n{LONG}\n\n"
            "At last the zephyrous gardener of Herat spoke: release is near, and prisoner releases follow.\n\n"
            "| Day | Number |\n|-----|-------:|\n| Mon | 100 |\n\n> Quoted words\n\n```python\nx = 1\n```\n",
            title="Kabul frees prisoners",
            description="Five thousand wait.",
            date="2020-03-22",
            authors=["Ayesha Khan", "Reuters"],
            source="The Daily",
            kicker="Peace talks",
            dateline="Kabul",
            language="en",
            url="https://outside.example/kabul",
            rights="© The Daily",
            tags=["Afghanistan", "C++"],
            origin={"file": "a/kabul.html", "sha256": "ab" * 32, "reader": "html"},
        ),
        "articles/2021/01/wetter.md": article(
            "Der Häuptling sprach vom Wetter.", title="Das Wetter", language="de", tags=["Afghanistan"]
        ),
        "articles/undated/3f/salam.md": article("هذا نص قصير عن السلام والحرية.", title="عن السلام", language="ar"),
        "index.md": article(
            "1 article.\n\n## 2020\n\n- [Kabul frees prisoners](articles/2020/03/kabul.md)",
            title="Clippings",
            kind="home",
        ),
        "tags/index.md": article("- [Afghanistan](afghanistan.md)", title="Tags", kind="tags"),
        "tags/afghanistan.md": article(
            "- [Kabul frees prisoners](../articles/2020/03/kabul.md) The Daily", title="Afghanistan", kind="tag"
        ),
        f"tags/{tag_slug('C++')}.md": article("- one", title="C++", kind="tag"),
        "handbook/index.md": "# Handbook\n\nHow `a < b` works.\n",
    }
    for name, text in HOSTILE.items():
        everything = dict.fromkeys("title description kicker dateline source section rights url image".split(), text)
        written[f"articles/2022/01/{name}.md"] = article(
            f"## {escape(text).replace('{', '&#123;')}\n\nSentinel{name}.",
            **everything,
            authors=[text, text],
            tags=[text],
            keywords=[text],
            date=text,
            language=text,
            origin={"file": text, "record": text, "sha256": text, "reader": text, "retrieved": text},
            subtitle=text,
            template=text,
            author=text,
        )
        written[f"tags/{tag_slug(text)}.md"] = article("- none", title=text, kind=text)
    return written


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    archive = make_archive(tmp_path_factory.mktemp("clippings"), pages())
    config = load(archive)
    assert build(config).warnings == ()
    return config.site


@pytest.fixture(scope="session")
def address(site: Path, served: Callable) -> Iterator[str]:
    with served(site) as found:
        yield found


def search(page: Page, words: str) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_metadata_is_printed_as_it_is(visit: Callable, address: str, name: str) -> None:
    text = HOSTILE[name]
    page = visit(f"{address}articles/2022/01/{name}/")
    shown = " ".join(text.split())
    expect(page.get_by_role("heading", level=1)).to_have_text(shown)
    assert page.title().startswith(shown)
    assert page.locator("meta[name=description]").get_attribute("content") == text
    assert page.locator(".article__author").all_text_contents() == [text, text]
    tag = page.locator(".article__tags a")
    expect(tag).to_have_text(shown)
    assert page.locator(".md-sidebar--secondary a").first.text_content().strip() == shown
    page.get_by_text("About this copy").click()
    expect(page.locator(".article__origin")).to_contain_text(shown)
    tag.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shown)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_titles_are_text_in_the_search(visit: Callable, address: str, name: str) -> None:
    page = visit(address)
    search(page, f"Sentinel{name}")
    title = page.locator(".search__title")
    expect(title).to_have_text([" ".join(HOSTILE[name].split())])
    assert title.locator("*").count() == 0


def test_a_word_deep_in_an_article_is_found_by_keyboard_alone(visit: Callable, address: str) -> None:
    page = visit(address)
    search(page, "zephyrous")
    expect(page.get_by_role("status")).to_have_text("1 matching document")
    expect(page.locator(".search__excerpt mark")).to_have_text(["zephyrous"])
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search__link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/2020/03/kabul/")
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_visible()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("prisoner releases", ["Kabul frees prisoners"]),
        ('"prisoner releases"', ["Kabul frees prisoners"]),
        ("“prisoner releases”", ["Kabul frees prisoners"]),
        ('"releases prisoner"', []),
        ("Häuptling", ["Das Wetter"]),
        ("السلام", ["عن السلام"]),
        ("Afghanistan", ["Das Wetter", "Kabul frees prisoners"]),
        ("xylophone", []),
    ],
)
def test_words_phrases_and_every_language_are_found_from_home(
    visit: Callable, address: str, words: str, titles: list[str]
) -> None:
    page = visit(address)
    search(page, words)
    count = {0: "No matching documents", 1: "1 matching document"}.get(len(titles), f"{len(titles)} matching documents")
    expect(page.get_by_role("status")).to_have_text(count)
    assert sorted(page.locator(".search__title").all_text_contents()) == titles


def test_results_are_sorted_by_date_on_demand(visit: Callable, address: str) -> None:
    page = visit(address)
    search(page, "releases")
    expect(page.locator(".search__title")).to_have_count(1)
    page.get_by_role("combobox", name="Order").select_option("desc")
    expect(page.locator(".search__title")).to_have_text(["Kabul frees prisoners"])


def test_without_an_index_the_search_says_so(
    chromium: Browser, site: Path, served: Callable, tmp_path: Path
) -> None:  # no `visit`: the browser complains of the missing file
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("pagefind"))
    with served(tmp_path / "site") as address:
        page = chromium.new_page()
        page.goto(address)
        search(page, "anything")
        expect(page.get_by_role("status")).to_contain_text("no search index")
        page.close()


def test_a_preview_is_rebuilt_and_searchable(
    visit: Callable, make_archive: Callable, tmp_path: Path, free_port: int
) -> None:
    archive = make_archive(tmp_path, pages())
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{free_port}"]
    with subprocess.Popen(command, cwd=archive, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert any("Serving on" in line for line in server.stderr)
            page = visit(f"http://127.0.0.1:{free_port}/")
            search(page, "zephyrous")
            expect(page.locator(".search__title")).to_have_text(["Kabul frees prisoners"])
            page.keyboard.press("Escape")
            with page.expect_event("load"):  # MkDocs rebuilds and has the page reload itself
                late = article("A quagga came.", title="Late news")
                archive.joinpath("docs/articles/2020/03/late.md").write_text(late)
            search(page, "quagga")
            expect(page.locator(".search__title")).to_have_text(["Late news"])
            page.close()  # before the server: the page asks it for changes
        finally:
            server.terminate()


@pytest.mark.parametrize("feature", ["plain", "navigation.instant"])
def test_the_search_works_in_a_subfolder_and_after_instant_navigation(
    visit: Callable, served: Callable, make_archive: Callable, tmp_path: Path, feature: str
) -> None:
    settings = (
        "site_name: Sub\nsite_url: SITE\nsite_dir: www/deep/down\nplugins: [backfile]\n"
        f"theme: {{name: material, features: [{feature}]}}\n"
    )
    with served(tmp_path / "www") as root:
        address = urljoin(root, "deep/down/")
        archive = make_archive(tmp_path, pages(), settings.replace("SITE", address))
        build(load(archive))
        page = visit(address)
        page.evaluate("window.here = 1")
        page.locator(".md-sidebar--primary").get_by_role("link", name="Tags").click()
        page.wait_for_url("**/tags/")
        search(page, "zephyrous")
        page.locator(".search__link").click()
        page.wait_for_url("**/deep/down/articles/2020/03/kabul/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kabul frees prisoners")
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert page.evaluate("'here' in window") is (feature == "navigation.instant")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_in_anybodys_way(
    visit: Callable, address: str, barriers: Callable, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    page = visit(address, color_scheme=scheme, viewport=size, reduced_motion="reduce")
    for path in ("", "articles/2020/03/kabul/", "articles/undated/3f/salam/", "tags/", "tags/afghanistan/", "404.html"):
        page.goto(address + path)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    search(page, "prisoners")
    page.locator(".search__link").first.wait_for()
    assert barriers(page) == []


def test_an_article_is_set_in_the_direction_of_its_language(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/undated/3f/salam/")
    body = page.locator(".article__body")
    assert body.get_attribute("lang") == "ar"
    assert body.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert page.locator("html").get_attribute("lang") == "en"


def test_on_paper_there_is_the_article_and_where_it_came_from(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2020/03/kabul/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".article__original")).to_be_visible()
    for part in (".md-header", ".search-door", ".article__origin", ".md-sidebar--primary"):
        expect(page.locator(part)).to_be_hidden()


def test_the_policy_stops_scripts_even_when_all_else_fails(
    chromium: Browser,
    address: str,  # no `visit`: the browser's complaint is what is wanted
) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}articles/2020/03/kabul/")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.pwnd = 1";
      document.querySelector(".article__body").append(script);
      const image = document.createElement("img");
      image.setAttribute("onerror", "window.pwnd = 1");
      image.src = "data:image/png,no";
      document.querySelector(".article__body").append(image);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("'pwnd' in window") is False
    assert sum("Content Security Policy" in text for text in said) == 2
    page.close()
