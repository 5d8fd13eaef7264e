"""Calls in worker processes with limits: a call that exceeds one, or whose process dies, costs no other its result."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from backfile.workers.bounded import call_bounded
from backfile.workers.call_limits import Limits, Stopped


def waste_time(is_hostile: bool) -> int:
    while is_hostile:
        pass
    return 1


def waste_memory(is_hostile: bool) -> int:
    return len(bytes(1 << 30)) if is_hostile else 1


def die(is_hostile: bool) -> int:
    if is_hostile:
        os._exit(7)
    return 1


@pytest.mark.parametrize(
    ("function", "limits", "reason"),
    [
        (waste_time, Limits(5, 3072), "it took more than 5 seconds"),
        (waste_memory, Limits(60, 512), "it takes more than 512 MB of memory"),
        (die, Limits(60, 3072), "the process that read it died (exit code 7)"),
    ],
)
def test_a_call_that_fails_costs_no_other(function: Callable[[bool], int], limits: Limits, reason: str) -> None:
    first, second, third = call_bounded(function, [False, True, False], limits, ())
    assert (first, third) == (1, 1)
    assert isinstance(second, Stopped)
    assert second.reason == reason
    assert second.step.endswith(".")


def test_without_tasks_there_is_no_result() -> None:
    assert list(call_bounded(die, [], Limits(60, 3072), ())) == []
