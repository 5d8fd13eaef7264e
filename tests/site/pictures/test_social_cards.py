"""Social cards: what is drawn, in which scripts, and which articles of a built site have one."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from PIL import Image, ImageChops

from backfile import images
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.pictures import social_cards
from backfile.site.pictures.card_text import HEIGHT, WIDTH, CardTask, is_card
from backfile.site.pictures.social_card import draw_card
from backfile.site.pictures.social_cards import _COLOURS, _FONTS, _HEADLINE_FONT, _TEXT_FONT
from backfile.workers import bounded
from backfile.workers.call_limits import Stopped
from tests.browser.clippings import HOSTILE, ORIGIN, article
from tests.conftest import MKDOCS_YML
from tests.site.pictures.drawn import quarters, saved


def task(headline: str, *fonts: str, root: Path = Path("/nowhere"), is_rtl: bool = False) -> CardTask:
    defaults = str(_FONTS / _HEADLINE_FONT), str(_FONTS / _TEXT_FONT)
    return CardTask(headline, "Gazette", "5 May 2019", is_rtl, _COLOURS["paper"], fonts, *defaults, root)


def drawn(headline: str, **options: bool) -> Image.Image:
    data = draw_card(task(headline, **options))
    assert isinstance(data, bytes)
    assert is_card(data)
    return Image.open(io.BytesIO(data))


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of all that is drawn."""
    ground = Image.new("RGB", image.size, _COLOURS["paper"][0])
    box = ImageChops.difference(image.convert("RGB"), ground).getbbox()
    assert box
    return box


TEXTS = {
    "English": "East pier to be mended",
    "accents": "Ça coûte naïvement über ß, ñ",
    "Greek": "Η προβλήτα επισκευάζεται",
    "Cyrillic": "Ремонт причала",
    "Vietnamese": "Sửa cầu tàu trước mùa đông",
    "emoji": "Pier 🛠️ finished 👨‍👩‍👧",
    "controls": "A\u202e pier\x00\ufeff",
    "one long word": "W" * 300,
    "a long headline": "The harbour board " * 16,
    **HOSTILE,
}


@pytest.mark.parametrize("name", TEXTS)
def test_headlines_are_within_the_margins(name: str) -> None:
    left, top, right, bottom = ink(drawn(TEXTS[name]))
    assert (left, top) >= (70, 50)
    assert (right, bottom) <= (WIDTH - 60, HEIGHT - 50)


@pytest.mark.parametrize("headline", ["香口修伞人", "مكتبة القراءة", "पुल की मरम्मत", "Pier 桥", "", "🛠️"])
def test_what_no_font_can_write_has_no_card(headline: str) -> None:
    result = draw_card(task(headline))
    assert isinstance(result, Stopped)
    assert "social_card_fonts" in result.step


def test_right_to_left_begins_at_the_right() -> None:
    assert ink(drawn("A", is_rtl=True))[2] > WIDTH - 90
    assert ink(drawn("A"))[0] < 90


def test_a_font_of_the_owner_comes_first_and_the_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    shutil.copy(_FONTS / "lato-bold.woff", tmp_path / "own.woff")
    own = [draw_card(task("A pier", "own.woff", root=tmp_path)) for _ in range(2)]
    assert own[0] == own[1] != draw_card(task("A pier"))
    (tmp_path / "broken.woff").write_bytes(b"no font")
    assert isinstance(draw_card(task("A pier", "broken.woff", root=tmp_path)), Stopped)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_card_or_a_reason(text: str) -> None:
    result = draw_card(task(text))
    assert isinstance(result, Stopped) or is_card(result)


PICTURE = saved(quarters(), "PNG")
NAME = images.name_of(PICTURE, "png")
PAGES = {
    "plain": article("A.", title="A pier", date=date(2019, 5, 5), source="Gazette", origin=ORIGIN),
    "kept": article(f"![]({images.page_url(NAME)})", title="Kept", origin=ORIGIN),
    "web": article("A.", title="Web", image="https://e.example/a.jpg", origin=ORIGIN),
    "chinese": article("A.", title="香口修伞人", origin=ORIGIN),
}
WANTED = MKDOCS_YML.replace(
    "  - backfile\n",
    "  - backfile: {social_cards: true, social_card_fonts: [gone.ttf, ../out.ttf, link.ttf, /etc/passwd]}\n",
)


def og_images(archive: Path) -> dict[str, list[str]]:
    pages = {name: html.parse(archive / f"site/articles/2019/05/{name}/index.html") for name in PAGES}
    return {name: page.xpath("//meta[@property='og:image']/@content") for name, page in pages.items()}


@pytest.mark.parametrize("is_wanted", [True, False])
def test_articles_without_a_picture_have_a_card_where_the_owner_wants_it(
    is_wanted: bool, tmp_path: Path, make_archive: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"articles/2019/05/{name}.md": text for name, text in PAGES.items()}
    yml = f"site_url: https://a.example/b/\n{WANTED if is_wanted else MKDOCS_YML}"
    archive = make_archive(tmp_path / "archive", pages, yml)
    picture = archive / "docs" / images.FOLDER / NAME
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PICTURE)
    # A font outside the archive draws nothing: an archive may be a stranger's.
    shutil.copy(_FONTS / "lato-bold.woff", tmp_path / "out.ttf")
    (archive / "link.ttf").symlink_to(tmp_path / "out.ttf")
    warnings = build(load(archive)).warnings
    found, files = og_images(archive), sorted((archive / "site" / social_cards.FOLDER).rglob("*.png"))
    assert (found["web"], found["chinese"]) == (["https://e.example/a.jpg"], [])
    assert found["kept"] == [f"https://a.example/b/images/{NAME}"]
    if not is_wanted:
        assert (found["plain"], files, warnings) == ([], [], ())
        return
    [card] = files
    assert is_card(card.read_bytes())
    assert found["plain"] == [f"https://a.example/b/{card.relative_to(archive / 'site').as_posix()}"]
    assert len(warnings) == 4
    for name, warning in zip(("gone.ttf", "../out.ttf", "link.ttf", "/etc/passwd"), warnings, strict=True):
        assert f"{name} cannot be read" in warning
        assert "social_card_fonts" in warning

    def no_worker(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(bounded, "call_bounded", no_worker)
    build(load(archive))
    assert [file.read_bytes() for file in files] == [card.read_bytes()]
    assert og_images(archive) == found
