"""The lines of a page that name its article: two texts of one article have at least one of them in common.

They tell cheaply which texts to compare; the rule of identity judges them.
"""

from __future__ import annotations

from backfile.archive.url_keys import address_key

_URL = "url: "
_LINES = ("title: ", _URL, "  sha256: ")
_FILE = "  file: "


def naming_lines(text: str, *, with_file: bool = False) -> set[str]:
    """Return the lines of a page's front matter that name its article. In: whether the name of its input counts."""
    head = text.partition("\n---\n")[0]
    found = (line for line in head.splitlines() if line.startswith((*_LINES, _FILE) if with_file else _LINES))
    return {url_line(line[len(_URL) :]) if line.startswith(_URL) else line for line in found} - {""}


def url_line(url: str) -> str:
    """Return the line of the address of a URL; empty if it is none."""
    key = address_key(url.strip("\"' "))
    return _URL + key if key else ""


def digest_line(sha256: str) -> str:
    """Return the line of the digest of an input; empty without one."""
    return f"  sha256: {sha256}" if sha256 else ""
