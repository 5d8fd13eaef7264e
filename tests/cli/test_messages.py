"""The messages of the program, all of them: simple rules that keep them readable. `pytest -s` prints the index."""

from __future__ import annotations

import re

import pytest

from tests.cli.message_index import Message, collect, print_index

MESSAGES = collect()
METAPHORS = re.compile(
    r"\b(mend|heed|lest|foresaw|foreseen|nobody|superfluous|anew|no part of|"
    r"taken for|taken in|tells?|told|stands?|bears?|"
    r"hurt|at work in|goes in|comes in|go by|as it should be|as they should be|put right|put that right)\b",
    re.IGNORECASE,
)
COMMAND_AT_THE_END = re.compile(r"(: |`|Run |Next: |run )(backfile|git|cd) [^.]*$|: \{command\}$|https://\S+$")


def of_kind(*kinds: str) -> list[Message]:
    return [message for message in MESSAGES if message.kind in kinds]


def name(message: Message) -> str:
    return message.place


def test_the_index_has_every_kind_of_message() -> None:
    print_index()
    assert {message.kind for message in MESSAGES} == {
        *("reason", "next step", "error", "usage error", "warning", "help", "output")
    }
    assert len(MESSAGES) > 200


@pytest.mark.parametrize("message", MESSAGES, ids=name)
def test_no_message_has_a_metaphor(message: Message) -> None:
    assert not METAPHORS.search(message.text)


@pytest.mark.parametrize("message", of_kind("reason"), ids=name)
def test_a_reason_is_one_clause(message: Message) -> None:
    assert not message.text.endswith(".")
    assert not re.search(r"[a-z]\. [A-Z]", message.text)


@pytest.mark.parametrize("message", of_kind("next step"), ids=name)
def test_a_next_step_is_a_sentence(message: Message) -> None:
    assert re.match(r"[A-Z`]", message.text)
    assert message.text.endswith((".", "}"))


@pytest.mark.parametrize("message", of_kind("error"), ids=name)
def test_an_error_says_what_is_wrong_and_then_what_to_do(message: Message) -> None:
    assert re.search(r"[^.]\. [A-Z{`]", message.text), "two sentences"
    assert message.text.endswith((".", "}")) or COMMAND_AT_THE_END.search(message.text)


@pytest.mark.parametrize("message", of_kind("usage error"), ids=name)
def test_a_usage_error_says_what_to_do(message: Message) -> None:
    assert re.search(r"\. (Choose|Leave|Name|Run) .*\.$", message.text)


@pytest.mark.parametrize("message", of_kind("help"), ids=name)
def test_help_is_in_sentences(message: Message) -> None:
    assert re.match(r"[A-Z]", message.text)
    assert message.text.endswith(".") or COMMAND_AT_THE_END.search(message.text)
