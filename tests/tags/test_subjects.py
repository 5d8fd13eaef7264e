"""Subjects: which evidence gives which, in many languages; they depend on nothing but the article and the lists."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Article, Markdown, Origin
from backfile.tags.article_subjects import subject_offers, subjects_of
from backfile.tags.subjects.choice import MOST
from backfile.tags.subjects.lexicon import lexicon
from backfile.tags.subjects.subject_list import OPINION, subject_list

CASES = tomllib.loads(Path(__file__).with_name("subject_cases.toml").read_text("utf-8"))["case"]
LANGUAGES = "en de fr es it pt nl sv no da pl cs tr ru ar ja zh ko".split()


def article(headline: str = "A headline", **fields: Any) -> Article:
    return Article(headline, Markdown(""), Origin("a", "0", "html"), **fields)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_evidence(case: dict[str, Any]) -> None:
    fields = {key: case[key] for key in ("headline", "dek", "section", "kicker", "url", "language") if key in case}
    offers = subject_offers(article(**fields, keywords=tuple(case.get("keywords", ()))), case.get("text", ""))
    accepted = [offer for offer in offers if offer.refused is None]
    assert sorted(offer.subject for offer in accepted) == sorted(case.get("expect", []))
    assert [offer.rule for offer in accepted][:1] == ([case["by"]] if "by" in case else [])
    assert all(offer.found and all(offer.found) for offer in offers)


def test_what_is_refused_has_a_reason() -> None:
    offers = subject_offers(
        article("Minister in court", section="Sport, Kultur", language="de", keywords=("Wahl", "Klima")), ""
    )
    reasons = {offer.subject: offer.refused for offer in offers}
    assert reasons == {
        "sport": None,
        "arts": None,
        "politics": "the article has 2 subjects already",
        "environment": "no word at the beginning confirms it",
    } | {name: reasons[name] for name in reasons if name not in ("sport", "arts", "politics", "environment")}


TEXTS = st.text(max_size=60) | st.sampled_from(
    ["Politics", "Sport, Kultur", "police trial", "選挙", "<script>", "a/b|c"]
)


@given(
    st.builds(
        article,
        headline=TEXTS.filter(bool),
        dek=st.none() | TEXTS,
        section=st.none() | TEXTS,
        kicker=st.none() | TEXTS,
        url=st.none() | TEXTS | TEXTS.map(lambda text: f"https://e.example/{text}/x"),
        keywords=st.lists(TEXTS, max_size=4).map(tuple),
        language=st.none() | st.sampled_from([*LANGUAGES, "nb", "pt-BR", "xx", ""]),
    ),
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
)
def test_subjects_are_few_and_of_the_list_and_do_not_depend_on_those_before(
    example: Article, text: str, before: tuple[str, ...]
) -> None:
    subjects = subjects_of(example, text)
    assert set(subjects) <= set(subject_list())
    assert len(set(subjects)) == len(subjects)
    assert len(set(subjects) - {OPINION}) <= MOST
    again = Article(
        **{name: getattr(example, name) for name in example.__slots__} | {"subjects": before, "tags": before}
    )
    assert subjects_of(again, text) == subjects


@pytest.mark.parametrize(
    "fields",
    [
        {"section": "a / " * 100_000 + "Sport"},
        {"section": "and " * 100_000},
        {"keywords": ("Sport",) * 100_000},
        {"url": "https://e.example/" + "sport/" * 100_000 + "x"},
        {"headline": "Opinion" * 100_000},
        {"headline": "prime " * 100_000 + "minister"},
        {"kicker": ":" * 100_000, "dek": "政" * 100_000, "language": "ja"},
    ],
    ids=lambda fields: "-".join(fields),
)
def test_hostile_values_take_no_time(fields: dict[str, Any]) -> None:
    begin = time.process_time()
    subjects_of(article(**fields), "police " * 200_000)
    assert time.process_time() - begin < 1


def test_the_time_of_a_long_text_does_not_grow_with_it() -> None:
    text = "The police met the minister at the hospital of the school. " * 50_000
    subjects_of(article(language="en"), "")
    begin = time.process_time()
    subjects_of(article(language="en"), text)
    assert time.process_time() - begin < 0.2


def test_every_subject_has_a_label_in_every_language_and_its_id_is_a_section() -> None:
    for subject in subject_list().values():
        assert set(subject.labels) == set(LANGUAGES)
        assert subject.iptc.startswith("http://cv.iptc.org/newscodes/")
        assert subject.id in (*lexicon().section_subjects(subject.id), "society")
    assert lexicon().section_subjects("Politik") == ("politics",)
