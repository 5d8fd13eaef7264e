"""Subjects in tags.yml: the owner renames, blocks and adds them; a mistake is reported with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backfile.article import Article, Markdown, Origin
from backfile.lists.subjects import subject_label
from backfile.lists.words import archive_phrases
from backfile.problems import SettingsError
from backfile.tags.article_subjects import subject_offers, subjects_of
from backfile.tags.vocabulary.edit_tags_yml import EditError, merge, rename
from backfile.tags.vocabulary.tags_yml import parse
from backfile.tags.vocabulary.vocabulary import Vocabulary

OWN = """\
subjects:
  politics: {label: "Politics & power"}
  sport:
    blocked: true
  crime:
    sections: [Blotter]
    words: [pickpocket*]
  harbour:
    label: The harbour
    sections: [Docks]
    words: [dredg*, quay wall]
Regatta:
  subject: harbour
Letter to the editor:
  subject: opinion
"""


def vocabulary(source: str = OWN) -> Vocabulary:
    return parse(source, Path("tags.yml"))


def article(headline: str = "Eleven doors", **fields: Any) -> Article:
    return Article(headline, Markdown(""), Origin("a", "0", "html"), **fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"section": "Sport"}, ()),
        ({"section": "Docks"}, ("harbour",)),
        ({"section": "Blotter"}, ("crime",)),
        ({"section": "Crime"}, ("crime",)),
        ({"headline": "Dredging along the quay wall begins"}, ("harbour",)),
        ({"headline": "Dredging along the wall", "language": "fi"}, ()),
        ({"headline": "Pickpockets before the judge"}, ("crime",)),
        ({"tags": ("Regatta",)}, ("harbour",)),
        ({"tags": ("Regatta",), "section": "Politics"}, ("harbour", "politics")),
        ({"tags": ("Letter to the editor",)}, ("opinion",)),
        ({"keywords": ("Regatta",)}, ()),
    ],
)
def test_the_owner_adds_and_blocks_subjects(fields: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert subjects_of(article(**fields), "", vocabulary()) == expected


def test_a_blocked_subject_is_explained() -> None:
    [offer] = subject_offers(article(section="Sport"), "", vocabulary())
    assert (offer.subject, offer.refused) == ("sport", "tags.yml blocks it")


def test_labels_are_those_of_the_owner() -> None:
    phrases = archive_phrases("de", vocabulary().subjects)
    assert subject_label("politics", phrases) == "Politics & power"
    assert subject_label("harbour", phrases) == "The harbour"
    assert subject_label("arts", phrases) == "Kultur"
    assert subject_label("arts", archive_phrases("fi", vocabulary().subjects)) == "Arts and culture"


def test_the_entry_is_no_tag() -> None:
    assert set(vocabulary().terms) == {"Regatta", "Letter to the editor"}
    for change in (lambda: rename(OWN, "subjects", "Themes"), lambda: merge(OWN, ["subjects"], "Regatta")):
        with pytest.raises(EditError, match="is the entry of subjects"):
            change()
    assert parse(rename(OWN, "Regatta", "Regattas"), Path("tags.yml")).subjects == vocabulary().subjects


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("A: {}\nsubjects: [politics]\n", "tags.yml, line 2: `subjects` is not a list of subjects"),
        ("subjects:\n  arts: {}\n  Sport: {blocked: true}\n", "tags.yml, line 3: `Sport` is not the id"),
        ("subjects:\n  index: {sections: [Index]}\n", "tags.yml, line 2: `index` is not the id"),
        ("subjects:\n  con: {sections: [Trials]}\n", "tags.yml, line 2: `con` is not the id"),
        (
            "subjects:\n  quay:\n    sections: [Docks]\n  port:\n    sections:\n    - Port\n    - docks\n",
            "tags.yml, line 7: `docks` is a section of `quay` and of `port`",
        ),
        (
            "subjects:\n  quay: {label: Harbour, words: [a]}\n  port:\n    words: [b]\n    label: harbour\n",
            "tags.yml, line 5: `harbour` is a label of `quay` and of `port`",
        ),
        (
            "subjects:\n  arts: {label: Life}\n  lifestyle: {label: life}\n",
            "tags.yml, line 3: `life` is a label of `arts` and of `lifestyle`",
        ),
        ("subjects:\n  arts:\n    blocked: true\n    label: [a]\n", "tags.yml, line 4: the label of `arts`"),
        ("subjects:\n  arts:\n    words:\n    - film\n    - a*b\n", "tags.yml, line 5: `a*b` in the words of `arts`"),
        ("A:\n  exact: true\n  subject: politcs\n", "tags.yml, line 3: `politcs` in the entry `A` is no subject"),
        ("subjects:\n  arts:\n    hidden: true\n", "tags.yml, line 3: `hidden` is not a setting of a subject"),
        ("subjects:\n  aliases: [a]\n", "tags.yml, line 2: `subjects` is the entry of subjects, and no tag"),
        ("subjects:\n  arts: blocked\n", "tags.yml, line 2: `blocked` is not a setting of a subject"),
        ("subjects:\n\n  arts: {label: [a]}\n", "tags.yml, line 3: the label of `arts` is not a text"),
        ("subjects:\n  arts: {blocked: 1}\n", "tags.yml, line 2: `blocked` of `arts` is neither"),
        ("subjects:\n  arts: {words: film}\n", "tags.yml, line 2: the words of `arts` are not a list"),
        ("subjects:\n  arts: {words: [a*b]}\n", "tags.yml, line 2: `a*b` in the words of `arts`"),
        ("subjects:\n  arts: {sections: ['--']}\n", "tags.yml, line 2: `--` in the sections of `arts`"),
        ("subjects:\n  politcs: {blocked: true}\n", "tags.yml, line 2: `politcs` is no subject of the list"),
        ("A:\n  subject: politcs\n", "tags.yml, line 2: `politcs` in the entry `A` is no subject"),
        ("A:\n  subject: [politics]\n", "tags.yml, line 2: `['politics']` in the entry `A` is no subject"),
        ("subjects:\n  arts: {}\n  arts: {}\n", "tags.yml, line 1: the entry `subjects` has the key `arts` twice"),
    ],
)
def test_a_mistake_is_reported_with_its_line(source: str, message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        vocabulary(source)
    assert message in str(raised.value)


def test_an_empty_entry_and_a_subject_for_a_tag_alone_are_valid() -> None:
    assert vocabulary("subjects:\n").subjects.entries == ()
    assert vocabulary("subjects: {harbour: {label: H}}\nQuay: {subject: harbour}\n").subjects.labels == {"harbour": "H"}
