"""Charts as SVG: bars by year, and the days of a month.

Owns how they are drawn, and that all text in them is escaped; knows nothing of articles. Colours are the stylesheet's,
so that a chart follows light and dark. Places are shares of the width, so that text keeps its size on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import svg

TITLE, DESCRIPTION = "__chart-title", "__chart-description"
"""Ids. Two underscores: no heading can have them."""

_TOP, _PLOT, _BOTTOM = 18, 92, 20
"""Heights in pixels: the highest bar's number, the bars, their labels."""
_WIDEST = 0.06
"""Of the chart: a bar of a few is no wall."""
_LABELS = 7
"""As many fit on a phone."""
_EDGE = 0.05
"""Of the width: what stands in the middle of less would stick out."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
LEVELS = 4
"""Shades of a day with articles."""
_CELL = 0.86
"""Of a day's square; the rest is the gap to the next."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    year: int
    told: str
    """What is said of it: `2009: 12 articles`."""
    count: int
    url: str | None
    """Where it leads."""


def bars(found: Sequence[Bar], title: str, description: str, highest: str, *, mirrored: bool) -> str:
    """Draw bars side by side, from right to left when `mirrored`. In: plain text.

    `highest` is written over the highest bar. The keyboard passes the bars by: whoever prints the chart prints its
    numbers beside it, as a table of links.
    """
    most = max(bar.count for bar in found)
    step = _step(len(found))
    parts: list[svg.Element] = [
        svg.Title(id=TITLE, text=escape(title)),
        svg.Desc(id=DESCRIPTION, text=escape(description)),
    ]
    for number, bar in enumerate(found):
        middle = (number + 0.5) / len(found)
        middle = 1 - middle if mirrored else middle
        if bar.count:
            parts.append(_bar(bar, middle, 1 / len(found), bar.count / most))
        if bar.count == most and highest:
            parts.append(_text(highest, middle, _TOP - 5, "chart__highest"))
            highest = ""
        if bar.year % step == 0:
            parts.append(_text(str(bar.year), middle, _TOP + _PLOT + 15, "chart__label"))
    top = _TOP + _PLOT
    parts.append(svg.Line(x1=0, x2=_share(1), y1=top, y2=top, class_=["chart__ground"]))
    named = {"role": "group", "aria-labelledby": TITLE, "aria-describedby": DESCRIPTION}
    drawn = svg.SVG(xmlns=None, height=top + _BOTTOM, class_=["chart__bars"], extra=named, elements=parts)
    return drawn.as_str()


def _bar(bar: Bar, middle: float, slot: float, share: float) -> svg.Element:
    """Draw a bar, and over the whole of its slot what is pointed at."""
    width, height = min(0.8 * slot, _WIDEST), max(1, round(share * _PLOT))
    inner: list[svg.Element] = [
        svg.Title(text=escape(bar.told)),
        svg.Rect(x=_share(middle - slot / 2), y=0, width=_share(slot), height=_TOP + _PLOT, class_=["chart__slot"]),
        svg.Rect(x=_share(middle - width / 2), y=_TOP + _PLOT - height, width=_share(width), height=height),
    ]
    if bar.url is None:
        return svg.G(elements=inner)
    # Not `href`: with instant navigation Material assigns to every element's, and that of SVG is read-only. Without it
    # not every program takes this for a link, hence the role.
    return svg.A(tabindex=-1, elements=inner, extra={"xlink:href": escape(bar.url), "role": "link"})


def _text(text: str, middle: float, y: int, name: str) -> svg.Element:
    """Write text over or under a bar; at the edges so that it stays inside."""
    anchor: Literal["start", "middle", "end"] = "middle"
    if not _EDGE <= middle <= 1 - _EDGE:
        anchor, middle = ("start", 0) if middle < _EDGE else ("end", 1)
    return svg.Text(x=_share(middle), y=y, text_anchor=anchor, class_=[name], text=escape(text))


def _step(count: int) -> int:
    """Give after how many years one is labelled."""
    return next(step for step in _STEPS if count <= step * _LABELS)


def _share(share: float) -> svg.Length:
    return svg.Length(round(100 * share, 3), "%")


def days(counts: Sequence[int], first: int, most: int, *, mirrored: bool) -> str:
    """Draw the days of a month as squares, week under week, the darker the more articles.

    In: articles by day; the first day's place in its week, from 0; how many articles the darkest square stands for.
    """
    shades: dict[int, list[svg.PathData]] = {}
    for number, count in enumerate(counts, start=first):
        week, day = divmod(number, 7)
        square = [svg.M(6 - day if mirrored else day, week), svg.h(_CELL), svg.v(_CELL), svg.h(-_CELL), svg.Z()]
        shades.setdefault(-(-LEVELS * count // most), []).extend(square)
    paths: list[svg.Element] = [
        svg.Path(d=squares, class_=["heat", f"heat--{level}"]) for level, squares in sorted(shades.items())
    ]
    box = svg.ViewBoxSpec(0, 0, 7, 6)
    return svg.SVG(xmlns=None, viewBox=box, extra={"aria-hidden": "true"}, elements=paths).as_str()
