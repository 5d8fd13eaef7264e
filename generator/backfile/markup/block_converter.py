"""One block of safe HTML -> Markdown: markdownify with the escaping of `markup/escape.py`.

There is a method for each element that the sanitizer lets through. Lists indent by four spaces, as Python-Markdown
requires. Whether the result renders as the block is checked by `markup/writer.py`.
"""

# ruff: noqa: D102  # the methods are those of markdownify, one for each element

from __future__ import annotations

from bs4.element import NavigableString, Tag
from markdownify import ATX, MarkdownConverter

from backfile.markup.escape import (
    code_span,
    escape,
    escape_destination,
    escape_heading_end,
    escape_line_start,
    escape_paragraph,
    escape_pipes,
    fenced_code,
)
from backfile.markup.signature import BLOCKS


class FastTag(Tag):
    """An element of BeautifulSoup whose parents are searched by name only, as markdownify does for each element."""

    def find_parent(self, name: str) -> Tag | None:  # type: ignore[override]
        """Return the first element around this one that has a name."""
        return next((parent for parent in self.parents if parent.name == name), None)


_NOT_TIGHT = sorted(BLOCKS - {"ul", "ol", "li"})


class BlockConverter(MarkdownConverter):
    """Converts one block at a time; the methods `convert_*` are called by markdownify."""

    def __init__(self) -> None:
        super().__init__(heading_style=ATX, bullets="-", autolinks=False)
        self._loose: dict[int, bool] = {}

    def convert_block(self, element: Tag) -> str:
        """Convert one block. Most are paragraphs of one string, for which markdownify has nothing to decide."""
        if element.name == "p" and len(element.contents) == 1 and isinstance(element.contents[0], NavigableString):
            return self.convert_text(element.contents[0])
        self._loose.clear()
        return str(self.convert_soup(element)).strip("\n")

    def convert_text(self, text: str) -> str:
        """Convert the text of a paragraph without an element in it."""
        return escape_paragraph(escape(text.lstrip(" \t\r\n").rstrip())).strip("\n")

    def _is_loose(self, element: Tag | None) -> bool:
        """Return whether a list holds other blocks than lists. The answer is cached: it is needed for each item."""
        if id(element) not in self._loose:
            self._loose[id(element)] = element is not None and element.find(_NOT_TIGHT) is not None
        return self._loose[id(element)]

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        # markdownify does not escape the text in <kbd>, as in code.
        tags = parent_tags or set()
        tags = tags if {"pre", "code"} & tags else tags - {"_noformat"}
        return str(super().process_text(el, tags))  # type: ignore[misc]  # its stubs lack it

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = escape(text)
        return escape_pipes(text) if {"td", "th"} & parent_tags else text

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = "__" if _is_only_child(el, "em") else "**"
        return f"{mark}{text}{mark}"

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = "_" if _is_only_child(el, "strong") else "*"
        return f"{mark}{text}{mark}"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "href" not in el.attrs:
            return f'<a id="{el["id"]}"></a>'
        return f"[{text}]({escape_destination(str(el['href']))})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"![{escape(str(el.get('alt', '')))}]({escape_destination(str(el['src']))})"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "<br>" if {"td", "th"} & parent_tags else "  \n"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return code_span(text)

    def _keep_tag(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<{el.name}>{text}</{el.name}>"

    convert_kbd = convert_sub = convert_sup = convert_del = convert_ins = convert_mark = convert_q = _keep_tag

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{escape_paragraph(text)}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        return f"\n\n{'#' * n} {escape_heading_end(text)}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n* * *\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{fenced_code(text)}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # A blank line in an item makes Python-Markdown end the item, unless blank lines separate all items.
        edge = "\n" if "li" in parent_tags and not self._is_loose(el) else "\n\n"
        return f"{edge}{text.strip()}{edge}"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        first, *rest = text.strip().split("\n")
        begins_with_text = not _is_block(next(iter(el.children), None))
        content = [
            escape_line_start(first) if begins_with_text else first,
            *(f"    {line}" if line else "" for line in rest),
        ]
        marker = "1.  " if el.parent is not None and el.parent.name == "ol" else "-   "
        return marker + "\n".join(content) + ("\n\n" if self._is_loose(el.parent) else "\n")

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()} |"

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        in_head = el.parent is not None and el.parent.name == "thead"
        return f"|{text}\n" + (_delimiter_row(el) if in_head else "")

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        row = el.find("tr")
        if row is not None and el.find("thead") is None:
            text = f"|{'  |' * len(_cells(row))}\n{_delimiter_row(row)}{text}"
        return f"\n\n{text.strip()}\n\n"


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"])


def _delimiter_row(row: Tag) -> str:
    return "| " + " | ".join(["---"] * len(_cells(row))) + " |\n"


def _is_only_child(element: Tag, parent: str) -> bool:
    """Return whether an element is the whole content of a parent of that name.

    Their marks must differ then: three asterisks do not show which element is the outer one.
    """
    return element.parent is not None and element.parent.name == parent and len(element.parent.contents) == 1


def _is_block(node: object) -> bool:
    return isinstance(node, Tag) and node.name in BLOCKS
