"""Reading tags.yml: what is valid, and messages for what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.problems import SettingsError
from backfile.tags.vocabulary.tags_yml import load
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.tags.articles import vocabulary


def test_a_missing_or_empty_vocabulary_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "tags.yml") == Vocabulary()
    assert vocabulary(tmp_path, "# nothing yet\n") == Vocabulary()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n- b\n", "Label:"),
        ("a: [\n", "not valid YAML"),
        ("No:\n  blocked: true\n", "quotation marks"),
        ("a:\n  alias: [b]\n", "`alias` in the entry `a`"),
        ("a: b\n", "`b` in the entry `a`"),
        ("a:\n  aliases: b\n", "aliases of `a`"),
        ("a:\n  aliases: [2020]\n", "aliases of `a`"),
        ("a:\n  blocked: maybe\n", "`blocked` of `a`"),
        ("a:\n  aliases: [c]\nb:\n  aliases: [C]\n", "entries `a` and `b`"),
        ("a:\nb:\na:\n", "`a` is in the file twice"),
        ("a:\n  aliases: ['!']\n", "`!` in the entry `a`"),
        ("a: \x00\n", "not valid YAML"),
        ("a:\nb:\n  exact: 1\n", "line 2: `exact` of `b`"),
        ("a:\n\nb:\n  with: x\n", "line 3: the with of `b`"),
        ("'!':\n", "line 1: the entry `!`"),
        ("a:\n  parents: [b]\nb:\n  parents: [c]\nc:\n  parents: [b]\n", "`b` is a parent of itself: b > c > b"),
        ("a:\n  parents: [a]\n", "line 1: `a` is a parent of itself"),
        ("Pier:\n  parents: [warming]\nWarming:\n  parents: [pier]\n", "is a parent of itself"),
        ("Ab:\naB: {exact: true}\n", "`aB` is in the file twice, first in line 1"),
        ("é:\ne:\n", "line 2: `e` belongs to the entries `é` and `e`"),
    ],
)
def test_an_invalid_vocabulary_is_refused_with_line_and_next_step(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        vocabulary(tmp_path, text)
    assert message in str(caught.value)
    assert str(tmp_path / "tags.yml") in str(caught.value)


def test_a_vocabulary_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tags.yml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(SettingsError, match="UTF-8"):
        load(tmp_path / "tags.yml")
