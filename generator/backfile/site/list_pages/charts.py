"""Charts as SVG: bars by year, and the days of a month.

Owns how they are drawn, and escapes all text in them; what is counted is decided in `view`. Colours come from the
stylesheet, so that a chart follows light and dark mode. Positions are percentages of the width, so that text keeps its
size on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

TITLE, DESCRIPTION = "__chart-title", "__chart-description"
"""Ids. They begin with two underscores, which the gate permits to no heading."""

_TOP, _PLOT, _BOTTOM = 18, 92, 20
"""Heights in pixels: of the highest bar's number, the bars, their labels."""
_MAX_BAR_WIDTH = 0.06
"""Share of the chart's width. Few bars would be very wide otherwise."""
_MAX_LABELS = 7
"""How many labels fit on a phone."""
_EDGE = 0.05
"""Share of the width from an edge within which centred text would extend beyond the chart."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
LEVELS = 4
"""Number of shades for days with articles."""
_CELL = 0.86
"""Size of a day's square; the rest of the cell is a gap."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    year: int
    description: str
    """Such as `2009: 12 articles`."""
    count: int
    url: str | None
    """Target of its link."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Years without an article that have one place together, marked by dots."""

    description: str
    """Such as `1872 to 2008: 0 articles`."""


def bars(data: Sequence[Bar | Gap], title: str, description: str, highest: str, *, mirrored: bool) -> str:
    """Return a bar chart as SVG, from right to left if `mirrored`. In: plain text.

    `highest` is written above the highest bar. The bars are no stops for the keyboard: the template that prints the
    chart prints its numbers beside it, as a table of links.
    """
    highest_count = max(bar.count for bar in data if isinstance(bar, Bar))
    labelled = _labelled(data)
    elements = [
        _element("title", escape(title), id=TITLE),
        _element("desc", escape(description), id=DESCRIPTION),
    ]
    for number, bar in enumerate(data):
        middle = (number + 0.5) / len(data)
        middle = 1 - middle if mirrored else middle
        if isinstance(bar, Gap):
            elements.append(_dots(bar, middle))
            continue
        if bar.count:
            elements.append(_bar(bar, middle, 1 / len(data), bar.count / highest_count))
        if bar.count == highest_count and highest:
            elements.append(_text(highest, middle, _TOP - 5, "chart__highest"))
            highest = ""
        if number in labelled:
            elements.append(_text(str(bar.year), middle, _TOP + _PLOT + 15, "chart__label"))
    baseline = _TOP + _PLOT
    elements.append(_element("line", class_="chart__baseline", x1=0, x2=_percent(1), y1=baseline, y2=baseline))
    labels = {"aria-labelledby": TITLE, "aria-describedby": DESCRIPTION}
    height = baseline + _BOTTOM
    return _element("svg", "".join(elements), height=height, class_="chart__bars", role="group", **labels)


def _bar(bar: Bar, middle: float, slot: float, share: float) -> str:
    """Return a bar, and over it an area as high as the chart and as wide as `slot` that reacts to the pointer."""
    width, height = min(0.8 * slot, _MAX_BAR_WIDTH), max(1, round(share * _PLOT))
    bottom, left, start = _TOP + _PLOT, middle - width / 2, middle - slot / 2
    area = _element("rect", class_="chart__slot", x=_percent(start), y=0, width=_percent(slot), height=bottom)
    drawn = _element("rect", x=_percent(left), y=bottom - height, width=_percent(width), height=height)
    inner = f"{_element('title', escape(bar.description))}{area}{drawn}"
    if bar.url is None:
        return _element("g", inner)
    # Not `href`: with instant navigation, Material assigns to every `href`, and that of SVG is read-only. Some programs
    # do not recognize `xlink:href` as a link, so the role is given.
    return _element("a", inner, tabindex=-1, **{"xlink:href": escape(bar.url), "role": "link"})


def _dots(gap: Gap, middle: float) -> str:
    """Return the mark of a gap on the baseline."""
    dots = _element("text", "…", text_anchor="middle", class_="chart__gap", x=_percent(middle), y=_TOP + _PLOT - 5)
    return _element("g", _element("title", escape(gap.description)) + dots)


def _text(text: str, middle: float, y: int, class_name: str) -> str:
    """Return text centred at `middle`; near an edge, text that begins or ends there."""
    anchor = "middle"
    if not _EDGE <= middle <= 1 - _EDGE:
        anchor, middle = ("start", 0) if middle < _EDGE else ("end", 1)
    return _element("text", escape(text), text_anchor=anchor, class_=class_name, x=_percent(middle), y=y)


def _labelled(data: Sequence[Bar | Gap]) -> set[int]:
    """Return the positions of the bars with a label: round years, and those after a gap, where there is room."""
    step = next(step for step in _STEPS if len(data) <= step * _MAX_LABELS)
    gaps = [number for number, bar in enumerate(data) if isinstance(bar, Gap)]
    round_years = [number for number, bar in enumerate(data) if isinstance(bar, Bar) and bar.year % step == 0]
    labelled = set[int]()
    for number in (*((0, *(gap + 1 for gap in gaps)) if gaps else ()), *round_years):
        if all(abs(number - other) >= step for other in labelled):
            labelled.add(number)
    return labelled


def _percent(share: float) -> str:
    return f"{round(100 * share, 3)}%"


def _element(name: str, inner: str = "", **attributes: object) -> str:
    """Return an element. In: what is in it; its attributes, escaped, as Python names them: `class_`, `text_anchor`."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month that has articles."""

    count: int
    description: str
    """Such as `22 March 2020: 3 articles`."""
    url: str | None
    """Target of its link."""


def days(month: Sequence[Day | None], first: int, most: int, *, mirrored: bool) -> str:
    """Return the days of a month as squares in SVG, one row for each week; days with more articles are darker.

    In: the days, None for one without articles; the position of the first day in its week, from 0; the number of
    articles of the darkest square. The days of a week are from right to left if `mirrored`. The days are no stops for
    the keyboard: the template that prints the calendar prints them beside it, as a table of links.
    """
    empty: list[str] = []
    linked: list[str] = []
    for number, day in enumerate(month, start=first):
        week, weekday = divmod(number, 7)
        x = 6 - weekday if mirrored else weekday
        square = f"M {x} {week} h {_CELL} v {_CELL} h {-_CELL} Z"
        if day is None:
            empty.append(square)
        else:
            linked.append(_day(day, square, -(-LEVELS * day.count // most)))
    squares = _element("path", class_="heat heat--0", d=" ".join(empty)) + "".join(linked)
    return _element("svg", squares, viewBox="0 0 7 6", aria_hidden="true")


def _day(day: Day, square: str, level: int) -> str:
    path = _element("path", class_=f"heat heat--{level}", d=square)
    inner = _element("title", escape(day.description)) + path
    if day.url is None:
        return _element("g", inner)
    return _element("a", inner, tabindex=-1, **{"xlink:href": escape(day.url)})
