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


BOMB = f"[&a0 [x, x], {', '.join(f'&a{n} [*a{n - 1}, *a{n - 1}]' for n in range(1, 40))}]"
"""A list of which each item has the one before twice: 2 to the 40th values."""


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
        ("a:\nb:\n  exact: 1\n", "line 3: `exact` of `b`"),
        ("a:\n\nb:\n  with: x\n", "line 4: the with of `b`"),
        ("'!':\n", "line 1: the entry `!`"),
        ('"a\\nb":\n', r"line 1: the entry 'a\nb' has characters that cannot be seen"),
        ('"a\\u202eb":\n', "cannot be seen"),
        ('"a\\0":\n', "cannot be seen"),
        ('"\\ud800":\n', "line 1: not valid YAML: a text has half of a character"),
        (f"? {BOMB}\n: x\n", "its aliases (`*name`) repeat too much"),
        (f"a: {BOMB}\n", "repeat too much"),
        (f"a: {{<<: {BOMB}}}\n", "repeat too much"),
        ("a: &a\n  aliases: *a\n", "not valid YAML"),
        ("".join(f"t{n}:\n  replaces: [t{(n + 1) % 30}]\n" for n in range(30)), "t22, t21, …. Remove one"),
        ("a:\n  parents: [b]\nb:\n  parents: [c]\nc:\n  parents: [b]\n", "`b` is a parent of itself: b > c > b"),
        ("a:\n  parents: [a]\n", "line 2: `a` is a parent of itself"),
        ("Pier:\n  parents: [warming]\nWarming:\n  parents: [pier]\n", "is a parent of itself"),
        ("Ab:\naB: {exact: true}\n", "`aB` is in the file twice, first in line 1"),
        ("a:\n  blocked: true\n\n  exact: 1\n", "line 4: `exact` of `a`"),
        ("a:\n  aliases:\n    - c\n    - '!'\n", "line 4: `!` in the entry `a`"),
        ("a:\n  exact: true\n  alias: [b]\n", "line 3: `alias` in the entry `a`"),
        ("a:\n  with: [x]\n  parents: x\n", "line 3: the parents of `a`"),
        ("a:\n  aliases: [d]\nb:\n  aliases:\n  - c\n  - d\n", "line 6: `d` belongs to the entries `a` and `b`"),
        ("a:\n  exact: true\n  replaces: [b, a]\n", "line 3: `a` replaces itself. Remove it from `replaces`"),
        ("a:\n  with: [x]\n  split_from: [a]\n", "line 3: `a` replaces itself. Remove it from `split_from`"),
        ("a:\n  replaces: [b]\nb:\n  blocked: true\n", "line 2: `a` replaces `b`, and the entry `b` blocks it"),
        (
            "c: {blocked: true, aliases: [B]}\na:\n  replaces:\n  - d\n  - b\n",
            "line 5: `a` replaces `b`, and the entry `c`",
        ),
        ("a:\n  replaces: [b]\nc: {aliases: [b]}\n", "line 2: `a` replaces `b`, which is an alias of `c`"),
        ("a:\n  replaces: [b]\nb:\n  replaces: [c]\nc:\n  replaces: [a]\n", "these tags replace each other"),
        ("a:\n  exact: true\n  parents: [a]\n", "line 3: `a` is a parent of itself"),
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


@pytest.mark.parametrize(
    "text",
    [
        "Ferry:\n  replaces: [ferry, Boats]\n",
        "a:\n  replaces: [b]\n  blocked: true\n",
        "a:\n  replaces: [b]\n  aliases: [b]\n",
        "a:\n  replaces: [b]\nc: {aliases: [b], with: [x]}\n",
        "a:\n  replaces: [US]\nc: {aliases: [US], exact: true}\n",
    ],
    ids=[
        "another spelling",
        "all of them blocked",
        "an alias as well",
        "an alias elsewhere",
        "another spelling elsewhere",
    ],
)
def test_what_only_looks_like_a_contradiction_is_accepted(tmp_path: Path, text: str) -> None:
    assert vocabulary(tmp_path, text).terms
