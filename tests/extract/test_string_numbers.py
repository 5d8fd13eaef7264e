"""The numbered strings of a page."""

from backfile.extract.page.string_numbers import NumberedStrings
from backfile.extract.parse_html import parse_html

FIRST = "The wells of Lind ran dry one after the other in the second week of March."
LAST = "Whoever still has water in the cellar is asked to tell the office before noon."
BETWEEN = "A well is counted once, and only once, whatever its owner calls it in the spring."


def test_running_text_is_long_and_less_than_half_of_it_is_links() -> None:
    page = parse_html(
        f"<body><p>{FIRST} {LAST}</p><p>{FIRST[:60]}</p><p><a href='/'>{FIRST} {LAST}</a></p>{BETWEEN}</body>"
    )
    strings = NumberedStrings(page)
    paragraphs = strings.find_running_text(strings.span_of(page.body))
    assert list(map(strings.count_chars, paragraphs)) == [len(f"{FIRST} {LAST}"), len(BETWEEN)]
