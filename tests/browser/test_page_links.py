"""Links within an article work in a browser: to the notes, back to the text, and from a table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backfile.api import convert, dumps
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build

FILLER = "".join(f"<p>Paragraph {number} tells of the tide, of the rope and of the pilots.</p>" for number in range(60))
HTML = f"""<html lang="en"><head><title>Notes</title></head><body><article class="post"><h1>The lamp</h1>
<p>In this text: <a href="#config">On the mole</a>.</p>
<p>The lamp was lit.<sup id="fnref:1"><a href="#fn:1">1</a></sup>
Twice.<sup id="fnref:2"><a href="#fn:2">2</a></sup></p>
{FILLER}<h2 id="config">On the mole</h2>{FILLER}<h2>Fn 1</h2><p>A heading with the words of an id.</p>{FILLER}
<h2>Cite</h2>{FILLER}<h2>Reading tools</h2>{FILLER}
<div class="footnotes"><ol><li id="fn:1"><p>So says the book.</p><ul><li>Page four.</li></ul><p>Or five.
<a href="#fnref:1">↩</a></p></li><li id="fn:2">And the board. <a href="#fnref:2">↩</a></li></ol></div>
<table id="fn:3"><caption>Tides</caption><tr><td><a href="#fn:2">2</a></td><td>b</td></tr></table>
</article></body></html>"""


@pytest.fixture(scope="module")
def lamp(
    tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path], served: Callable
) -> Iterator[str]:
    [result] = convert(HTML.encode(), file="lamp.html")
    assert result.article is not None
    archive = make_archive(tmp_path_factory.mktemp("lamp"), {"articles/undated/aa/lamp.md": dumps(result.article)})
    config = load(archive)
    assert build(config).warnings == ()
    with served(config.site) as url:
        yield f"{url}articles/undated/aa/lamp/"


def is_at_top(page: Page, place: str) -> bool:
    """Whether a place is in the window, below the header of the site."""
    top = page.locator(f"[id='{place}']").evaluate("place => place.getBoundingClientRect().top")
    header = page.locator(".md-header").evaluate("header => header.getBoundingClientRect().bottom")
    return bool(header <= top < page.evaluate("innerHeight"))


@pytest.mark.parametrize("scripts", [True, False])
def test_links_lead_to_the_notes_and_back(visit: Callable, lamp: str, scripts: bool) -> None:
    page = visit(lamp, java_script_enabled=scripts)
    for number in (1, 2):
        if scripts:  # Then a click opens the note in place, but its address leads to it.
            page.goto(f"{lamp}#fn-{number}")
        else:
            page.locator(f".article__body a[href='#fn-{number}']").first.click()
        page.wait_for_url(f"{lamp}#fn-{number}")
        if scripts:
            expect(page.locator(f"[id='fn-{number}']")).to_be_in_viewport()
            assert is_at_top(page, f"fn-{number}")
        page.locator(f".article__body a[href='#fnref-{number}']").click()
        page.wait_for_url(f"{lamp}#fnref-{number}")
        expect(page.locator(f"[id='fnref-{number}']")).to_be_in_viewport()
    page.locator("a[href='#toc-1']").click()
    page.wait_for_url(f"{lamp}#toc-1")
    expect(page.locator(".article__body h2", has_text="On the mole")).to_be_in_viewport()


def test_no_id_occurs_twice_and_none_is_a_name_of_the_page(visit: Callable, lamp: str) -> None:
    page = visit(lamp)
    ids = page.locator("[id]").evaluate_all("elements => elements.map(element => element.id)")
    assert len(ids) == len(set(ids))
    assert "config" not in ids
    headings = page.locator(".article__body h2").evaluate_all("headings => headings.map(heading => heading.id)")
    assert {"cite", "reading-tools"} <= set(headings), "their links stay"
    expect(page.locator(".reading")).to_have_count(1)
    page.goto(f"{page.url}#cite")
    expect(page.locator(".article__body h2", has_text="Cite")).to_be_in_viewport()
    assert [each for each in ids if each.startswith(("fn", "toc"))] == [
        "fnref-1", "fnref-2", "toc-1", "fn-1", "fn-2",
    ]  # fmt: skip
