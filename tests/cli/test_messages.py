"""The messages of the program, all of them: simple rules that keep them readable. `pytest -s` prints the index."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.cli.message_index import Message, collect, print_index

METAPHORS = re.compile(
    r"\b(mend|heed|lest|foresaw|foreseen|nobody|superfluous|anew|no part of|"
    r"taken for|taken in|tells?|told|stands?|bears?|"
    r"hurt|at work in|goes in|comes in|go by|as it should be|as they should be|put right|put that right)\b",
    re.IGNORECASE,
)
COMMAND_AT_THE_END = re.compile(r"(: |`|Run |Next: |run )(backfile|git|cd) [^.]*$|: \{command\}$|https://\S+$")


def faults(*kinds: str, rule: Callable[[str], object]) -> list[Message]:
    """Return the messages of some kinds, of all without kinds, that do not follow a rule."""
    return [message for message in collect() if (not kinds or message.kind in kinds) and not rule(message.text)]


def test_the_index_has_every_kind_of_message() -> None:
    print_index()
    assert {message.kind for message in collect()} == {
        *("reason", "next step", "error", "usage error", "warning", "help", "output")
    }
    assert len(collect()) > 200


def test_no_message_has_a_metaphor() -> None:
    assert faults(rule=lambda text: not METAPHORS.search(text)) == []


def test_a_reason_is_one_clause() -> None:
    assert faults("reason", rule=lambda text: not text.endswith(".") and not re.search(r"[a-z]\. [A-Z]", text)) == []


def test_a_next_step_is_a_sentence() -> None:
    assert faults("next step", rule=lambda text: re.match(r"[A-Z`]", text) and text.endswith((".", "}"))) == []


def test_an_error_says_what_is_wrong_and_then_what_to_do() -> None:
    assert faults("error", rule=lambda text: re.search(r"[^.]\. [A-Z{`]", text)) == [], "two sentences"
    assert faults("error", rule=lambda text: text.endswith((".", "}")) or COMMAND_AT_THE_END.search(text)) == []


def test_a_usage_error_says_what_to_do() -> None:
    assert faults("usage error", rule=lambda text: re.search(r"\. (Choose|Leave|Name|Run) .*\.$", text)) == []


def test_help_is_in_sentences() -> None:
    assert faults("help", rule=lambda text: re.match(r"[A-Z]", text)) == []
    assert faults("help", rule=lambda text: text.endswith(".") or COMMAND_AT_THE_END.search(text)) == []
