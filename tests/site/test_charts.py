"""Charts: whatever they are handed stays text, and what they show is what they were handed."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import pytest

from backfile.site.list_pages.charts import Bar, bars, days
from tests.browser.clippings import HOSTILE

CLASSES = {"chart__bars", "chart__slot", "chart__highest", "chart__label", "chart__baseline"}


def drawn(counts: dict[int, int], text: str = "", *, mirrored: bool = False) -> Tree.Element:
    found = [Bar(year, f"{year}: {count}{text}", count, f"{year}/{text}") for year, count in counts.items()]
    chart = bars(found, f"Title {text}", f"About {text}", "12", mirrored=mirrored)
    return Tree.fromstring(f'<html xmlns:xlink="xlink">{chart}</html>')[0]


HREF = "{xlink}href"


def places(chart: Tree.Element, name: str) -> list[float]:
    return [float(part.get("x", "").rstrip("%")) for part in chart.iter() if part.get("class") == name]


def test_a_bar_is_as_high_as_its_number() -> None:
    chart = drawn({2001: 4, 2002: 0, 2003: 8, 2004: 1})
    links = chart.findall("a")
    assert [link.findtext("title") for link in links] == ["2001: 4", "2003: 8", "2004: 1"]
    assert [link.get(HREF) for link in links] == ["2001/", "2003/", "2004/"]
    heights = [int(link.findall("rect")[1].get("height", "")) for link in links]
    assert heights == [46, 92, 12]
    assert chart.findtext("title") == "Title "
    assert (chart.get("role"), chart.get("aria-labelledby")) == ("group", chart.find("title").get("id"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(name: str) -> None:
    text = HOSTILE[name]
    chart = drawn({2001: 4, 2002: 8}, text)
    assert {part.tag for part in chart.iter()} <= {"svg", "title", "desc", "a", "rect", "text", "line"}
    for part in chart.iter():
        assert not [key for key in part.attrib if key.startswith("on") or key == "style"]
        assert part.get("class") is None or part.get("class") in CLASSES
    assert chart.findtext("desc") == f"About {text}"
    assert [link.get(HREF) for link in chart.findall("a")] == [f"2001/{text}", f"2002/{text}"]


def test_time_runs_as_the_language_does() -> None:
    counts = {2001: 4, 2002: 8, 2003: 1}
    slots = places(drawn(counts), "chart__slot")
    assert slots == sorted(slots)
    assert places(drawn(counts, mirrored=True), "chart__slot") == slots[::-1]


@pytest.mark.parametrize(("years", "labels"), [(2, 2), (7, 7), (8, 4), (26, 5), (100, 5), (300, 6)])
def test_only_so_many_labels_as_fit(years: int, labels: int) -> None:
    chart = drawn(dict.fromkeys(range(1001, 1001 + years), 1))
    assert len(places(chart, "chart__label")) == labels
    assert len(places(chart, "chart__highest")) == 1
    assert all(0 <= place <= 100 for place in places(chart, "chart__slot"))


@pytest.mark.parametrize("first", range(7))
def test_every_day_of_a_month_has_its_square_and_its_shade(first: int) -> None:
    counts = [0] * 31
    counts[0], counts[9], counts[30] = 1, 50, 100
    for mirrored in (False, True):
        month = Tree.fromstring(days(counts, first, 100, mirrored=mirrored))
        squares = {path.get("class", "").split("--")[1]: path.get("d", "") for path in month.findall("path")}
        assert {shade: drawn.count("M") for shade, drawn in squares.items()} == {"0": 28, "1": 1, "2": 1, "4": 1}
        assert squares["1"].startswith(f"M {6 - first if mirrored else first} 0 ")
