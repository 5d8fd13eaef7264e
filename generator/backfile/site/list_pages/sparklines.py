"""Timelines of labels in a list of labels: small bars without text, all with the same axis.

Owns the axis and the drawing. The numbers stand beside it as text, so the drawing is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_BARS, LEAST_BARS = 24, 12
_HEIGHT = 16
_PITCH, _WIDTH = 4, 3
"""Distance of two bars, and the width of one."""
_OUTSIDE = 100
"""One article in so many may be earlier than the axis, and one later: a wrong year would compress all others."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The years that timelines show. Articles of other years are in the first or the last bar."""

    first: int
    bars: int
    years_per_bar: int


def axis(years: Mapping[int, int]) -> Axis:
    """Return the axis for the articles of an archive. In: number of articles by year, at least one."""
    total = sum(years.values())
    first, last = (_year_after(sorted(years, reverse=later), years, total // _OUTSIDE) for later in (False, True))
    span = last - first + 1
    years_per_bar = -(-span // MOST_BARS)
    bars = max(-(-span // years_per_bar), LEAST_BARS)
    return Axis(last + 1 - bars * years_per_bar, bars, years_per_bar)


def _year_after(ordered: list[int], years: Mapping[int, int], skipped: int) -> int:
    """Return the first year in an order after which more than `skipped` articles have passed."""
    passed = 0
    for year in ordered:
        passed += years[year]
        if passed > skipped:
            return year
    return ordered[-1]


def sparkline(years: Mapping[int, int], shown: Axis) -> str:
    """Return a timeline as SVG; an empty string for fewer than two years. In: number of articles by year."""
    if len(years) < 2:
        return ""
    counts = [0] * shown.bars
    for year, count in years.items():
        counts[min(max((year - shown.first) // shown.years_per_bar, 0), shown.bars - 1)] += count
    highest = max(counts)
    bars = "".join(
        f"M{number * _PITCH} {_HEIGHT}v-{height}h{_WIDTH}v{height}"
        for number, height in enumerate(-(-_HEIGHT * count // highest) for count in counts)
        if height
    )
    box = f"0 0 {shown.bars * _PITCH - 1} {_HEIGHT}"
    attributes = 'preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg class="spark" viewBox="{box}" {attributes}><path d="{bars}"/></svg>'
