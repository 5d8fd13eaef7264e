"""What MkDocs logs about a page: collected, and logged again when the page is not made anew."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

LogRecord = tuple[str, int, str]
"""Name of the logger, level, message."""


@contextmanager
def recorded_log() -> Iterator[list[LogRecord]]:
    """Collect what MkDocs logs within the context, from INFO on; at its end log it as usual."""
    logger, records = logging.getLogger("mkdocs"), _Collector()
    handlers, level, propagate = logger.handlers, logger.level, logger.propagate
    logger.handlers, logger.propagate = [records], False
    if level != logging.INFO:
        logger.setLevel(logging.INFO)
    log: list[LogRecord] = []
    try:
        yield log
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        if level != logging.INFO:
            logger.setLevel(level)
        log += [(record.name, record.levelno, record.getMessage()) for record in records.found]
        log_again(log)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Collect a record."""
        self.found.append(record)


def log_again(log: Iterable[LogRecord]) -> None:
    """Log records as they were logged before."""
    for name, level, message in log:
        logging.getLogger(name).log(level, "%s", message)
