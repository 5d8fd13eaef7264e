"""A Markdown extension with faults: it kills its process, hangs, allocates all memory or raises, as the text says."""

from __future__ import annotations

import os
import signal
import time

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor


class _Faults(Preprocessor):
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
        md.preprocessors.register(_Faults(md), "faults", 0)


def makeExtension(**_: object) -> Extension:  # noqa: N802  (Python-Markdown's name)
    """Return the extension; Python-Markdown calls this function."""
    return _Extension()
