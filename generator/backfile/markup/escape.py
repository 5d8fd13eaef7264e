"""Escaping of plain text for Markdown and for inert HTML. No other module has a rule of escaping for these.

The characters are those of CommonMark 0.31, section 2.4, and those that the usual extensions of Python-Markdown act on.
The rendering check of `markup/writer.py` finds what these rules miss.

Safe HTML and the templates of the site are escaped by `html.escape`; `markup/urls.py` percent-encodes URLs.
"""

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
_MAY_BE_SPECIAL = re.compile(r"[\\`*\[\]_<{~^&=+]")
"""All of these characters but colons and exclamation marks, of which each text has some."""
_BACKSLASH = frozenset("\\`*_[]!+")
"""Characters that Python-Markdown accepts after a backslash; the others are written as entities."""

_LINE_START = re.compile(r"([#>:]|[-+](?=\s|$)|[-=](?=[-= ]*$)|[!?=/](?=[!?=/]{2})|\d{1,9}(?=[.)](?:\s|$)))")

_MEANINGFUL = re.compile(r"[^\w .,/:;?!()'%=-]|([-:!?=])\1+|  +")
"""What some extension or template language could act on: everything but letters, digits, single spaces and single marks
of punctuation."""

_ACTIVE_IN_CODE = re.compile(r"\{[{%#]|-8<-")
"""What template plugins and snippets act on in code too, where it cannot be escaped."""


def escape(text: str) -> str:
    """Escape text for use inside a line of Markdown. In: plain text on one line. Out: Markdown that shows that text."""
    if not (_MAY_BE_SPECIAL.search(text) or text.count(":") > 1 or text.rstrip().endswith("!")):
        return text  # most texts; the other pattern takes much longer
    return _SPECIAL.sub(lambda match: _escape_character(match[0]), text)


def _escape_character(character: str) -> str:
    if character == "<":
        return "&lt;"
    if character == "&":
        return "&amp;"
    return f"\\{character}" if character in _BACKSLASH else _encode(character)


def escape_line_start(line: str) -> str:
    """Escape a character that has a meaning at the start of a line only. In: a line of escaped text."""
    match = _LINE_START.match(line)
    if not match:
        return line
    start, rest = match[1], line[match.end() :]
    if start[0].isdigit():
        return f"{start}\\{rest}"
    return (f"\\{start}" if start in "#>+-" else _encode(start)) + rest


def escape_paragraph(text: str) -> str:
    """Escape the starts of the lines of a paragraph. In a paragraph of several lines, which could be read as a table,
    escape its pipes as well. In: escaped text.
    """
    if "\n" in text:
        text = escape_pipes(text)
    return "\n".join(escape_line_start(line) for line in text.split("\n"))


def escape_pipes(text: str) -> str:
    """Escape the character that separates the cells of a table. In: escaped text."""
    return text.replace("|", _encode("|"))


def escape_heading_end(text: str) -> str:
    """Escape number signs at the end of a heading, where they would close it. In: escaped text."""
    bare = text.rstrip("#")
    return bare + _encode("#") * (len(text) - len(bare))


def escape_destination(url: str) -> str:
    """Escape a URL for the parentheses of a link. In: a URL that `safe_url` returned."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", url)


def code_span(text: str) -> str:
    """Write text as a code span; as a code element where a template plugin or snippets would act on it."""
    if acts_in_code(text):
        return f"<code>{encode_meaningful(text)}</code>"
    fence = "`" * (_longest_backticks(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def fenced_code(text: str) -> str:
    """Write text as a fenced block of code."""
    fence = "`" * max(3, _longest_backticks(text) + 1)
    return f"{fence}\n{text}\n{fence}"


def _longest_backticks(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def acts_in_code(text: str) -> bool:
    """Return whether a template plugin or snippets would act on text in a code span or a fenced block of code."""
    return _ACTIVE_IN_CODE.search(text) is not None


def encode_meaningful(text: str) -> str:
    """Write as numeric entities, for inert HTML, the characters that extensions or template languages could act on."""
    return _MEANINGFUL.sub(lambda match: _encode(match[0]), text)


def encode_all(text: str) -> str:
    """Write as numeric entities all characters but letters, digits and spaces."""
    return "".join(character if character.isalnum() or character == " " else _encode(character) for character in text)


def _encode(text: str) -> str:
    """Write characters as numeric entities."""
    return "".join(f"&#{ord(character)};" for character in text)
