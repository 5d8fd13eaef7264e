"""The table for the filters of the search: tags are joined as lists join them."""

from __future__ import annotations

import json

from backfile.site.search.facets import FacetRow, tables


def tags_of(rows: list[tuple[str, ...]], owned: tuple[str, ...] = ()) -> list[list[str]]:
    """Return the tags of each row as the filter shows them."""
    facets = [FacetRow(f"k{number}", f"{number}/", "", "", (), tags) for number, tags in enumerate(rows)]
    column = json.loads(next(tables([facets], owned)))["tags"]
    return [[column["names"][index] for index in row] for row in column["of"]]


def test_spellings_of_one_tag_are_one() -> None:
    assert tags_of([("Ferries",), ("Ferries",), ("ferry",)]) == [["Ferries"]] * 3


def test_tags_of_the_vocabulary_with_one_key_are_two() -> None:
    rows = [("Ferry",), ("Ferries",), ("ferries!",), ("The ferry",)]
    assert tags_of(rows, ("Ferry", "Ferries"))[:2] == [["Ferry"], ["Ferries"]]
    assert len({name for names in tags_of(rows, ("Ferry", "Ferries")) for name in names}) == 2


def test_the_spelling_of_the_vocabulary_is_shown() -> None:
    assert tags_of([("ferries",), ("ferries",)], ("Ferry",)) == [["Ferry"], ["Ferry"]]
