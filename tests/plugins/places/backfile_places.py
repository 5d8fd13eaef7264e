"""A package of somebody else that adds a tagger and a list by place, both from the dateline."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.article import PageSummary
from backfile.lists import LabelKind, label_list
from backfile.tags.tagger import Tagger
from backfile.tags.tagger_input import TaggerInput
from backfile.tags.taggers.places import place_of_dateline


def find_reports(data: TaggerInput) -> Iterator[str]:
    if place := place_of_dateline(data.article.dateline):
        yield f"Reports from {place}"


def places(summary: PageSummary) -> list[str]:
    place = place_of_dateline(summary.dateline)
    return [place] if place else []


TAGGER = Tagger("reports", find_reports, "the place in the dateline, as a report", may_overlap=True)

LIST = label_list(LabelKind("places", "place", places), words={"en": {"places": "Places"}, "de": {"places": "Orte"}})
