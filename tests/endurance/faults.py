"""A Markdown extension with faults: certain words make it kill its process, sleep, allocate all memory or raise."""

from __future__ import annotations

import os
import signal
import time

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor


class _Faults(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "kills its process" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "sleeps for an hour" in text:
            time.sleep(3600)
        if "allocates all memory" in text:
            lines += ["x"] * (1 << 40)
        if "raises an error" in text:
            raise LookupError("a message of a plugin,\nin two lines.")
        return lines


class _Extension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (Python-Markdown's name)
        md.preprocessors.register(_Faults(md), "faults", 0)


def makeExtension(**_: object) -> Extension:  # noqa: N802  (Python-Markdown's name)
    """Return the extension; Python-Markdown calls this function."""
    return _Extension()
