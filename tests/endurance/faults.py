"""A Markdown extension of an owner's, and not a good one: it dies, hangs or grows over the articles that ask for it."""

from __future__ import annotations

import os
import signal
import time

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor


class _Trouble(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "pulls the plug" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "takes for ever" in text:
            time.sleep(3600)
        if "wants it all" in text:
            lines += ["x"] * (1 << 40)
        if "does not know how" in text:
            raise LookupError("a plugin's own words,\nin two lines.")
        return lines


class _Extension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (Python-Markdown's name)
        md.preprocessors.register(_Trouble(md), "trouble", 0)


def makeExtension(**_: object) -> Extension:  # noqa: N802  (Python-Markdown's name)
    """Give the extension."""
    return _Extension()
