"""Owns the ways in which an archive is opened, as far as code is concerned that its settings name."""

from __future__ import annotations

from enum import StrEnum


class Access(StrEnum):
    """What happens to code that is not trusted."""

    LOOK = "look"
    """It is left out: for commands that write nothing."""
    ASK = "ask"
    """It ends the run, with an error."""
    CHECKED = "checked"
    """It runs: the user has just allowed it."""
