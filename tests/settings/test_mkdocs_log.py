"""The log of MkDocs: warnings are collected, other handlers receive records too, and the logger is restored."""

from __future__ import annotations

import logging

from backfile.settings.mkdocs_log import WarningCollector, collect_warnings


def test_warnings_are_collected_and_the_logger_is_restored() -> None:
    logger, other = logging.getLogger("mkdocs"), WarningCollector()
    other.setLevel(logging.INFO)
    before = logger.level, logger.propagate, list(logger.handlers)
    with collect_warnings(logging.INFO, other) as warnings:
        logging.getLogger("mkdocs.structure").info("%s pages", 3)
        logging.getLogger("mkdocs.structure").warning("no such %s", "page")
    assert warnings.lines == ["no such page"]
    assert other.lines == ["3 pages", "no such page"]
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
