"""Backfile turns collected articles into an archive that outlives its tools.

The public names, for programs that use it as a library; the handbook describes the command line.
"""

from __future__ import annotations

from backfile.article import Article, Clipping, Origin
from backfile.problems import BackfileError, Problem
from backfile.report import Report

__all__ = ["Article", "BackfileError", "Clipping", "Origin", "Problem", "Report"]
