"""Owns the collection of what MkDocs logs: its warnings become parts of messages, and are not printed otherwise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class WarningCollector(logging.Handler):
    """A log handler that collects the messages of warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Add the message of `record` to `lines`."""
        self.lines.append(record.getMessage())


@contextmanager
def collect_warnings(level: int = logging.WARNING, *handlers: logging.Handler) -> Iterator[WarningCollector]:
    """Collect the warnings that MkDocs logs within the context, and keep them from other loggers.

    Records from `level` on go to `handlers` as well. The logger's level and propagation are restored at the end.
    """
    logger, warnings = logging.getLogger("mkdocs"), WarningCollector()
    level_before, propagate_before = logger.level, logger.propagate
    for handler in (warnings, *handlers):
        logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield warnings
    finally:
        for handler in (warnings, *handlers):
            logger.removeHandler(handler)
        logger.setLevel(level_before)
        logger.propagate = propagate_before
