"""A selected passage is copied with its citation and a link that leads to exactly this text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from string import ascii_letters, digits
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import ORIGIN, article
from tests.browser.conftest import Served, Visit
from tests.conftest import MakeArchive

SPACE = "\n\n".join(f"Between them stands line {number}, which says nothing else." for number in range(60))
ENGLISH = f"""\
The well-known pier, built of oak & larch, closes.

{SPACE}

A ladder broke on Sunday. Nobody was hurt. The harbour office mends it.

- Boats land in the west.
- The bus stops here. Boats land in the west.

{SPACE.replace("Between", "Then between")}

> Boats land in the west.

The end of the longer passage begins here and it is **bold** in the middle of its words. {"Again and again. " * 25}

The last paragraph says again and again. Then it ends.
"""
JAPANESE = (
    f"東の桟橋は今日から閉鎖される。\n\n{SPACE}\n\n日曜日に梯子が壊れたが、けが人はいなかった。修理には四週間かかる。"
)
ARABIC = f"أُغلق الرصيف الشرقي اليوم.\n\n{SPACE}\n\nانكسر سلم يوم الأحد، ولم يصب أحد بأذى."
PAGES = {"en": ENGLISH, "ja": JAPANESE, "ar": ARABIC}

SELECT = """([first, last, from]) => {
    const body = document.querySelector('.article__body');
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    walker.currentNode = body.querySelector(from);
    const range = document.createRange();
    const find = (words, node = walker.nextNode()) =>
        !node || node.data.includes(words) ? [node, node.data.indexOf(words)] : find(words);
    const [start, at] = find(first), [end, to] = find(last, start);
    range.setStart(start, at);
    range.setEnd(end, to + last.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""
"""Selects from the first place with some words to the next one with others, in the first element of a kind."""
CASES = {
    "marks": ("en", "pier, built", "larch", "text=pier%2C%20built%20of%20oak%20%26%20larch"),
    "a dash": ("en", "well-known", "pier", "text=well%2Dknown%20pier"),
    "cut words": ("en", "adder broke on Sun", "ody was", "text=ladder%20broke%20on%20Sunday.%20Nobody%20was"),
    "repeated": ("en", "Boats", "west", "text=says%20nothing%20else.-,Boats%20land%20in%20the%20west"),
    "long": (
        "en",
        "The end of the longer",
        "says again and again",
        "text=The%20end%20of%20the%20longer,paragraph%20says%20again%20and%20again",
    ),
    "without spaces": ("ja", "梯子", "いなかった", "text=梯子が壊れたが、けが人はいなかった"),
    "from right to left": ("ar", "انكسر", "الأحد،", "text=انكسر%20سلم%20يوم%20الأحد،"),
}


@pytest.fixture(scope="module")
def address(served: Served, make_archive: MakeArchive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    meta = {"title": "East pier closes", "date": date(2020, 3, 22), "origin": ORIGIN}
    pages = {f"articles/2020/03/{code}.md": article(body, language=code, **meta) for code, body in PAGES.items()}
    config = load(make_archive(tmp_path_factory.mktemp("passages"), pages))
    build(config)
    with served(config.site) as url:
        yield url


@pytest.mark.parametrize("case", CASES)
def test_a_selected_passage_is_copied_with_a_link_that_leads_to_it(visit: Visit, address: str, case: str) -> None:
    language, first, last, directive = CASES[case]
    path, kind = f"{address}articles/2020/03/{language}/", "blockquote" if case == "repeated" else "p"
    page = visit(path, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(SELECT, [first, last, kind])
    page.keyboard.press("c")
    expect(page.locator(".reading__status")).to_have_text("Copied")
    passage, _, lines = page.evaluate("navigator.clipboard.readText()").rpartition("\n\n")
    citation, link = lines.rsplit("\n", 1)
    assert passage.startswith(first)
    assert passage.endswith(last)
    assert citation == page.locator(".citation__text").first.text_content()
    assert unquote(link.partition("#:~:")[2]) == unquote(directive)
    assert set(link.partition("=")[2]) <= {*ascii_letters, *digits, *"%.,-~_"}
    block = page.locator(".article__body").locator("p, li").filter(has_text=re.compile(re.escape(first))).last
    page.goto("about:blank")
    page.goto(link)
    expect(block).to_be_in_viewport()
    expect(page.get_by_text("Between them stands line 30,").first).not_to_be_in_viewport()


@pytest.mark.parametrize("clipboard", [True, False], ids=["with a clipboard", "over plain HTTP"])
def test_a_button_below_the_selected_text_is_reached_by_keyboard(
    visit: Visit, address: str, barriers: Callable[[Page], list[str]], clipboard: bool
) -> None:
    page = visit(f"{address}search/", permissions=["clipboard-read", "clipboard-write"])
    if not clipboard:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{address}articles/2020/03/en/")
    button = page.get_by_role("button", name="Copy the selected text with citation and link")
    expect(button).to_have_count(0)
    page.evaluate(SELECT, ["A ladder", "hurt.", "p"])
    expect(button).to_be_visible()
    assert barriers(page) == []
    page.get_by_text("A ladder broke").click(click_count=3)
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".reading__status")).to_have_text("Copied")
    page.evaluate("document.body.appendChild(document.createElement('textarea')).focus()")
    page.keyboard.press("Control+V")
    assert (
        page.locator("textarea")
        .input_value()
        .startswith("A ladder broke on Sunday. Nobody was hurt. The harbour office")
    )
    page.evaluate("getSelection().removeAllRanges()")
    expect(button).to_have_count(0)
