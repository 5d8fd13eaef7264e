"""What a call in a worker process may take, and a call that was stopped. Owns these two records; `bounded` makes the
calls. It is a module of its own because a process that may have nothing to call need not import what a pool needs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take."""

    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """A call that has no result: why, one clause, and the next step, one sentence."""

    reason: str
    step: str
    is_lasting: bool = True
    """Whether the same call would end so again, as far as can be known."""
