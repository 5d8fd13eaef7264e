"""Tests of charts: text is escaped, and the drawing has the given numbers."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import pytest

from backfile.i18n.catalogs import catalog_for
from backfile.site.list_pages.charts import Bar, Day, bars, days
from backfile.site.list_pages.year_views import MAX_EMPTY, year_chart
from tests.browser.clippings import HOSTILE

CLASSES = {"chart__bars", "chart__slot", "chart__highest", "chart__label", "chart__baseline"}


def draw(counts: dict[int, int], text: str = "", *, mirrored: bool = False) -> Tree.Element:
    data = [Bar(year, f"{year}: {count}{text}", count, f"{year}/{text}") for year, count in counts.items()]
    chart = bars(data, f"Title {text}", f"About {text}", "12", mirrored=mirrored)
    return Tree.fromstring(f'<html xmlns:xlink="xlink">{chart}</html>')[0]


HREF = "{xlink}href"


def x_positions(chart: Tree.Element, name: str) -> list[float]:
    return [float(part.get("x", "").rstrip("%")) for part in chart.iter() if part.get("class") == name]


def test_the_height_of_a_bar_is_proportional_to_its_number() -> None:
    chart = draw({2001: 4, 2002: 0, 2003: 8, 2004: 1})
    links = chart.findall("a")
    assert [link.findtext("title") for link in links] == ["2001: 4", "2003: 8", "2004: 1"]
    assert [link.get(HREF) for link in links] == ["2001/", "2003/", "2004/"]
    heights = [int(link.findall("rect")[1].get("height", "")) for link in links]
    assert heights == [46, 92, 12]
    assert chart.findtext("title") == "Title "
    assert (chart.get("role"), chart.get("aria-labelledby")) == ("group", chart.find("title").get("id"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_escaped(name: str) -> None:
    text = HOSTILE[name]
    chart = draw({2001: 4, 2002: 8}, text)
    assert {part.tag for part in chart.iter()} <= {"svg", "title", "desc", "a", "rect", "text", "line"}
    for part in chart.iter():
        assert not [key for key in part.attrib if key.startswith("on") or key == "style"]
        assert part.get("class") is None or part.get("class") in CLASSES
    assert chart.findtext("desc") == f"About {text}"
    assert [link.get(HREF) for link in chart.findall("a")] == [f"2001/{text}", f"2002/{text}"]


def test_a_mirrored_chart_runs_from_right_to_left() -> None:
    counts = {2001: 4, 2002: 8, 2003: 1}
    slots = x_positions(draw(counts), "chart__slot")
    assert slots == sorted(slots)
    assert x_positions(draw(counts, mirrored=True), "chart__slot") == slots[::-1]


@pytest.mark.parametrize(("years", "labels"), [(2, 2), (7, 7), (8, 4), (26, 5), (100, 5), (300, 6)])
def test_a_chart_has_at_most_seven_labels(years: int, labels: int) -> None:
    chart = draw(dict.fromkeys(range(1001, 1001 + years), 1))
    assert len(x_positions(chart, "chart__label")) == labels
    assert len(x_positions(chart, "chart__highest")) == 1
    assert all(0 <= place <= 100 for place in x_positions(chart, "chart__slot"))


@pytest.mark.parametrize(
    ("years", "slots", "labels"),
    [
        ((1871, 2019, 2020, 2021), 5, ["1871", "2019", "2020", "2021"]),
        ((1871, *range(2000, 2027)), 29, ["1871", "2005", "2010", "2015", "2020", "2025"]),
        ((2000, 2000 + MAX_EMPTY + 1), MAX_EMPTY + 2, ["2000", "2002", "2004", "2006", "2008", "2010"]),
        ((2000, 2000 + MAX_EMPTY + 2), 3, ["2000", "2011"]),
        ((1, 1000, 2000), 5, ["1", "1000", "2000"]),
    ],
)
def test_many_years_without_articles_have_one_place(years: tuple[int, ...], slots: int, labels: list[str]) -> None:
    """One article with a wrong year would compress all other bars."""
    found = year_chart(dict.fromkeys(years, 2), lambda year: f"{year}/", catalog_for("en"))
    assert found
    chart = Tree.fromstring(f'<html xmlns:xlink="xlink">{found.svg}</html>')[0]
    widths = [float(part.get("width", "").rstrip("%")) for part in chart.iter() if part.get("class") == "chart__slot"]
    assert len(widths) == len(years) == len(found.rows)
    assert all(abs(width - 100 / slots) < 0.1 for width in widths)
    assert sorted((part.text for part in chart.iter("text") if part.get("class") == "chart__label"), key=int) == labels  # type: ignore[type-var]
    for gap in (part for part in chart.findall("g") if part.find("text") is not None):
        assert str(gap.findtext("title")).endswith(": 0 articles")


@pytest.mark.parametrize("first", range(7))
def test_every_day_of_a_month_has_a_square_in_the_shade_of_its_number(first: int) -> None:
    counts = [0] * 31
    counts[0], counts[9], counts[30] = 1, 50, 100
    for mirrored in (False, True):
        shown = [Day(count, f"{count} <articles>", f"#{count}") if count else None for count in counts]
        month = Tree.fromstring(days(shown, first, 100, mirrored=mirrored).replace("xlink:href", "href"))
        squares = {path.get("class", "").split("--")[1]: path.get("d", "") for path in month.iter("path")}
        assert {shade: path.count("M") for shade, path in squares.items()} == {"0": 28, "1": 1, "2": 1, "4": 1}
        links = [(link.get("href"), link.findtext("title"), link.get("tabindex")) for link in month.iter("a")]
        assert links == [(f"#{count}", f"{count} <articles>", "-1") for count in (1, 50, 100)]
        assert squares["1"].startswith(f"M {6 - first if mirrored else first} 0 ")
