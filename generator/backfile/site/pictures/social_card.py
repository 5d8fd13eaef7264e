"""A social card: the picture that link previews show of an article that has none. Runs in a worker process.

Owns how a card looks. Text is drawn with the first font that has all its characters; if no font has them, there is no
card, rather than one with boxes.
"""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin, features

from backfile.settings.inside import read_bytes
from backfile.site.pictures.card_text import HEIGHT, MUTED, WIDTH, CardTask
from backfile.workers.call_limits import Stopped

_MARGIN, _SMALL, _SMALL_LINE = 80, 32, 44
_WIDTH = WIDTH - 2 * _MARGIN
_SAFETY = 0.98
"""Lengths of words, added up and scaled, differ a little from that of the line."""
_SIZES = (76, 66, 56, 48, 42, 36)
"""Sizes of the headline, in pixels: the largest at which it fits."""
_LEADING = 1.22
_TOP, _BOTTOM = 150, HEIGHT - 130
"""Between these the headline stands."""
_BAR = (_MARGIN, 64, _MARGIN + 96, 72)
_INK, _ACCENT = 254, 255
"""Numbers of colours: those up to `_INK` go from the ground to the ink."""
_COMPRESSION = 3
"""How long zlib tries, from 1 to 9: at 6 it takes more than twice the time, for a seventh fewer bytes."""
_MISSING = "\U0010fffd"
"""A character that no font has."""
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "So"})
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Characters that choose the form of the one before, such as that of an emoji."""
_NO_FONT = Stopped(
    "no font has all its characters", "Put a font that has them into the archive, and name it in `social_card_fonts`."
)


def draw_card(task: CardTask) -> bytes | Stopped:
    """Return the card of an article, a PNG, or why there is none. Raises MemoryError."""
    warnings.simplefilter("ignore")
    try:
        return _draw(task)
    except MemoryError:
        raise
    except Exception as error:  # The libraries that shape text raise various exceptions.
        return Stopped(f"it cannot be drawn ({type(error).__name__})", "Please report it together with the page.")


def _draw(task: CardTask) -> bytes | Stopped:
    texts = [_visible(text) for text in (task.headline, task.above, task.below)]
    fonts = [_font_for(text, task, is_headline=number == 0) for number, text in enumerate(texts)]
    if not texts[0] or None in fonts:
        return _NO_FONT
    headline, above, below = texts
    image = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    bar = _BAR if not task.is_rtl else (WIDTH - _BAR[2], _BAR[1], WIDTH - _BAR[0], _BAR[3])
    draw.rectangle(bar, fill=_ACCENT)
    line = _Line(draw, task.is_rtl)
    font = _sized(fonts[1] or "", task, _SMALL)
    line.write(_shorten(above, font), font, 94, MUTED)
    size, lines = _fit(headline, fonts[0] or "", task)
    font = _sized(fonts[0] or "", task, size)
    for number, text in enumerate(lines):
        line.write(text, font, _TOP + round(number * size * _LEADING), _INK)
    font = _sized(fonts[2] or "", task, _SMALL)
    line.write(_shorten(below, font), font, HEIGHT - _MARGIN - _SMALL_LINE // 2, MUTED)
    image.putpalette(_palette(task))
    out = io.BytesIO()
    image.save(out, PngImagePlugin.PngImageFile.format, compress_level=_COMPRESSION)
    return out.getvalue()


class _Line:
    """Writing of single lines, from the side at which the text begins."""

    def __init__(self, draw: ImageDraw.ImageDraw, is_rtl: bool) -> None:
        self._draw, self._is_rtl = draw, is_rtl

    def write(self, text: str, font: ImageFont.FreeTypeFont, top: int, fill: int) -> None:
        """Write a line."""
        x = WIDTH - _MARGIN if self._is_rtl else _MARGIN
        direction = ("rtl" if self._is_rtl else "ltr") if features.check("raqm") else None
        self._draw.text((x, top), text, fill, font, anchor="ra" if self._is_rtl else "la", direction=direction)


def _shorten(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a text that fits into one line; one that is too long ends with an ellipsis."""
    while text and font.getlength(text) > _WIDTH:
        text = f"{text[: len(text) * 9 // 10].rstrip(' …')}…"
    return text


def _fit(text: str, name: str, task: CardTask) -> tuple[int, list[str]]:
    """Return the size of a headline and its lines; in the smallest size, what does not fit is cut off.

    Words are measured in one size: in the others they are as much longer or shorter.
    """
    font = _sized(name, task, _SIZES[0])
    measure = cache(font.getlength)
    lines: list[str] = []
    most = 1
    for size in _SIZES:
        lines = _wrap(text, measure, _WIDTH * _SAFETY * _SIZES[0] / size)
        most = int((_BOTTOM - _TOP) / (size * _LEADING))
        if len(lines) <= most:
            return size, lines
    return _SIZES[-1], [*lines[: most - 1], f"{lines[most - 1][:-2].rstrip()}…"]


def _wrap(text: str, measure: Callable[[str], float], width: float) -> list[str]:
    """Return the lines of a text. Words break only where they have to: scripts without spaces do everywhere."""
    lines, length = [""], 0.0
    for word in text.split():
        gap = measure(" ") if lines[-1] else 0.0
        if length + gap + measure(word) <= width:
            lines[-1] += f" {word}" if lines[-1] else word
            length += gap + measure(word)
            continue
        pieces = [word] if measure(word) <= width else list(word)
        lines += [""] if lines[-1] else []
        length = 0.0
        for piece in pieces:
            if length + measure(piece) > width and lines[-1]:
                lines.append("")
                length = 0.0
            lines[-1] += piece
            length += measure(piece)
    return lines


def _visible(text: str) -> str:
    """Return a text without characters that have no shape of their own, and without emoji: few fonts have them."""
    shown = (each for each in text if unicodedata.category(each) not in _INVISIBLE and each not in _VARIATIONS)
    return " ".join("".join(shown).split())


def _font_for(text: str, task: CardTask, *, is_headline: bool) -> str | None:
    """Return the name of the first font that has all characters of a text; None if none has."""
    names = (*task.fonts, task.headline_font if is_headline else task.text_font)
    return next((name for name in names if all(_has(name, task.root, each) for each in text if each != " ")), None)


@cache
def _has(name: str, root: Path, character: str) -> bool:
    font = _load(name, root, _SMALL, ImageFont.Layout.BASIC)
    return bytes(font.getmask(character)) != bytes(font.getmask(_MISSING))


def _sized(name: str, task: CardTask, size: int) -> ImageFont.FreeTypeFont:
    return _load(name, task.root, size, ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC)


@cache
def _load(name: str, root: Path, size: int, layout: ImageFont.Layout) -> ImageFont.FreeTypeFont:
    """Load a font: one of MkDocs, whose path is absolute, or one in the archive."""
    data = Path(name).read_bytes() if Path(name).is_absolute() else read_bytes(root / name, root)
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=layout)


def _palette(task: CardTask) -> list[int]:
    ground, ink, accent = task.colours
    ramp = (
        round(start + (end - start) * step / _INK)
        for step in range(_INK + 1)
        for start, end in zip(ground, ink, strict=True)
    )
    return [*ramp, *accent]
