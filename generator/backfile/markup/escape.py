"""Plain text -> Markdown that shows just that: the only Markdown escaper."""

from __future__ import annotations

import re

_SPECIAL = re.compile(
    r"""
    [\\`*\[\]]                  # Markdown anywhere
    | (?<![^\W_])_ | _(?![^\W_])  # an underscore that does not join two letters or digits
    | [<{~^]                    # HTML, Jinja, attribute lists, pymdownx.tilde and caret
    | &(?=\#\w|\w+;)           # what would read as an entity; Python-Markdown reads &#60 without its semicolon too
    | (?<==)=|=(?==) | (?<=\+)\+|\+(?=\+)   # pymdownx.mark, pymdownx.keys and critic
    | :(?=[\w+-]*[A-Za-z][\w+-]*:)          # emoji short codes
    | !$                        # before a link it would make an image
    """,
    re.VERBOSE,
)
_BACKSLASH = frozenset("\\`*_[]!+")
"""Characters that Python-Markdown takes a backslash for; the others are written as entities."""

_LINE_START = re.compile(r"([#>:]|[-+](?=\s|$)|[-=](?=[-= ]*$)|[!?=/](?=[!?=/]{2})|\d{1,9}(?=[.)](?:\s|$)))")


def escape(text: str) -> str:
    """Escape text for use inside a line of Markdown. In: plain text on one line. Out: Markdown that shows just that.

    The characters are those of CommonMark 0.31 section 2.4 and those to which the usual extensions of Python-Markdown
    give a meaning; what is missed, the rendering check finds.
    """
    return _SPECIAL.sub(lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    if character == "<":
        return "&lt;"
    if character == "&":
        return "&amp;"
    return f"\\{character}" if character in _BACKSLASH else f"&#{ord(character)};"


def line_start(line: str) -> str:
    """Escape what has a meaning at the start of a line only. In: a line that `escape` has been through."""
    match = _LINE_START.match(line)
    if not match:
        return line
    found, rest = match[1], line[match.end() :]
    if found[0].isdigit():
        return f"{found}\\{rest}"
    return (f"\\{found}" if found in "#>+-" else f"&#{ord(found)};") + rest


def lines(text: str) -> str:
    """Escape line starts of a paragraph; pipes too where it has several lines, which could be a table."""
    if "\n" in text:
        text = text.replace("|", "&#124;")
    return "\n".join(line_start(line) for line in text.split("\n"))
