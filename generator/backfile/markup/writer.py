"""SafeHtml -> Markdown, on markdownify, and the rendering check.

What is written is rendered again with the archive's own Markdown extensions and compared, block by block, with the HTML
it came from. A block that would come out different is written as inert HTML instead: allow-listed tags, every character
but letters, digits and single spaces as a numeric entity, so that no extension finds anything in it to act on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape as html_escape
from typing import Any, NamedTuple

import markdown as python_markdown
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdownify import ATX, MarkdownConverter

from backfile.article import InertBlock, Markdown, RawHtml, SafeHtml
from backfile.markup.escape import escape, line_start, lines
from backfile.markup.inert_html import coded, inert
from backfile.markup.signature import BLOCKS, Signature, difference, signatures
from backfile.markup.unsupported import COPIED, FENCED, MAX_COPIED, beyond_markdown, copied, fenced

ROUNDS = 6
"""How often single blocks are made inert before the whole article is."""

_ALL = "the article comes out as it went in only if all of it is inert"

_ACTIVE = re.compile(r"\{[{%#]|-8<-")
"""What template plugins and snippets act on even inside code; there it cannot be escaped."""


class _Writer(MarkdownConverter):
    """markdownify with our escaping and for the elements that `clean` lets through; lists indent by four spaces."""

    def __init__(self) -> None:
        super().__init__(heading_style=ATX, bullets="-", autolinks=False)
        self._loose: dict[int, bool] = {}

    def block(self, element: Tag) -> str:
        """Convert one block."""
        self._loose.clear()
        return str(self.convert_soup(element)).strip("\n")

    def _is_loose(self, element: Tag | None) -> bool:
        """Whether a list holds more than text and lists; asked for each item, so the answer is kept."""
        if id(element) not in self._loose:
            self._loose[id(element)] = element is not None and element.find(_LOOSENING) is not None
        return self._loose[id(element)]

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        # markdownify writes what stands in <kbd> like code, as it is.
        tags = parent_tags or set()
        tags = tags if {"pre", "code"} & tags else tags - {"_noformat"}
        return str(super().process_text(el, tags))  # type: ignore[misc]  # its stubs lack it

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = escape(text)
        return text.replace("|", "&#124;") if {"td", "th"} & parent_tags else text

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = "__" if _fills(el, "em") else "**"
        return f"{mark}{text}{mark}"

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = "_" if _fills(el, "strong") else "*"
        return f"{mark}{text}{mark}"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"[{text}]({_destination(str(el['href']))})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"![{escape(str(el.get('alt', '')))}]({_destination(str(el['src']))})"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "<br>" if {"td", "th"} & parent_tags else "  \n"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if _ACTIVE.search(text):
            return f"<code>{coded(text)}</code>"
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        pad = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{'`' * (longest + 1)}{pad}{text}{pad}{'`' * (longest + 1)}"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{lines(text)}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        return f"\n\n{'#' * n} {text.rstrip('#') + '&#35;' * (len(text) - len(text.rstrip('#')))}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n* * *\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{text}\n{fence}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # A blank line in an item makes Python-Markdown end it, unless blank lines part all items.
        edge = "\n" if "li" in parent_tags and not self._is_loose(el) else "\n\n"
        return f"{edge}{text.strip()}{edge}"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        first, *rest = text.strip().split("\n")
        bare = not _is_block(next(iter(el.children), None))
        content = [line_start(first) if bare else first, *(f"    {line}" if line else "" for line in rest)]
        marker = "1.  " if el.parent is not None and el.parent.name == "ol" else "-   "
        return marker + "\n".join(content) + ("\n\n" if self._is_loose(el.parent) else "\n")

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()} |"

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        in_head = el.parent is not None and el.parent.name == "thead"
        return f"|{text}\n" + (_rule(el) if in_head else "")

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        row = el.find("tr")
        if row is not None and el.find("thead") is None:
            text = f"|{'  |' * len(_cells(row))}\n{_rule(row)}{text}"
        return f"\n\n{text.strip()}\n\n"


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"])


def _rule(row: Tag) -> str:
    return "| " + " | ".join(["---"] * len(_cells(row))) + " |\n"


def _keep_tag(self: _Writer, el: Tag, text: str, parent_tags: set[str]) -> str:
    return f"<{el.name}>{text}</{el.name}>"


for _name in ("kbd", "sub", "sup", "del", "ins", "mark", "q"):
    setattr(_Writer, f"convert_{_name}", _keep_tag)


def _fills(element: Tag, parent: str) -> bool:
    """Whether an element is all that its parent of that name holds; three asterisks would not tell which is outside."""
    return element.parent is not None and element.parent.name == parent and len(element.parent.contents) == 1


def _is_block(node: object) -> bool:
    return isinstance(node, Tag) and node.name in BLOCKS


_LOOSENING = sorted(BLOCKS - {"ul", "ol", "li"})


def _destination(address: str) -> str:
    """Write an address, already percent-encoded by `clean`, between the parentheses of a link."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", address)


class _Block(NamedTuple):
    element: Tag
    signature: Signature
    markdown: str
    beyond: str | None
    """Why it is not written in Markdown, if that is known before it is rendered."""


class Unwritable(Exception):  # noqa: N818
    """The Markdown extensions in use change even inert HTML; nothing can be written that shows the article."""


class Writer:
    """Writes Markdown for one archive. Make it once: setting up Python-Markdown costs more than writing a page."""

    def __init__(self, extensions: Sequence[Any], options: Mapping[str, Mapping[str, Any]]) -> None:
        """In: what `markdown.Markdown` takes as `extensions` and `extension_configs`, from the loaded configuration."""
        self._markdown = python_markdown.Markdown(extensions=list(extensions), extension_configs=dict(options))
        self._converter = _Writer()
        self._labels: dict[str, str] = {}

    def write(self, html: SafeHtml) -> tuple[Markdown, tuple[InertBlock, ...]]:
        """Turn an article's HTML into Markdown, checked by rendering it. Gives it with its inert blocks.

        Raises Unwritable when not even inert HTML comes out as it went in.
        """
        blocks = self._blocks(html)
        wanted = [block.signature for block in blocks]
        as_inert = {index: block.beyond for index, block in enumerate(blocks) if block.beyond}
        as_inert |= dict.fromkeys(fenced([block.markdown for block in blocks]) - as_inert.keys(), FENCED)
        for attempt in range(ROUNDS):
            text = _join(blocks, as_inert)
            found = self._render(text)
            if found == wanted:
                return Markdown(text), _told(blocks, as_inert)
            alone = self._changed(blocks) if attempt == 0 else {}
            news = {index: why for index, why in alone.items() if index not in as_inert}
            as_inert |= news or _around_first_difference(wanted, found, as_inert)
        as_inert = dict.fromkeys(range(len(blocks)), _ALL) | as_inert
        text = _join(blocks, as_inert)
        if self._render(text) != wanted:
            raise Unwritable
        return Markdown(text), _told(blocks, as_inert)

    def html(self, text: Markdown) -> RawHtml:
        """Render a page's Markdown as the site does, before the gate."""
        self._markdown.reset()
        return RawHtml(self._markdown.convert(text))

    def label(self, text: str) -> str:
        """Escape text for the text of a link on a list page, checked by rendering it like an article's text.

        In: plain text on one line. Out: Markdown for inside square brackets.
        """
        if text not in self._labels:
            wanted = signatures(f'<p><a href="a.md">{html_escape(text)}</a></p>')
            self._labels[text] = escape(text)
            if self._render(f"[{escape(text)}](a.md)") != wanted:
                self._labels[text] = "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in text)
        return self._labels[text]

    def _blocks(self, html: SafeHtml) -> list[_Block]:
        soup = BeautifulSoup(html, "html.parser")
        elements = [node for node in soup.children if isinstance(node, Tag)]
        return [
            _Block(element, signature, *self._convert(element))
            for element, signature in zip(elements, signatures(html), strict=True)
        ]

    def _convert(self, element: Tag) -> tuple[str, str | None]:
        """Give a block's Markdown, and why it will not do, if so."""
        if why := beyond_markdown(element):
            return "", why
        if _ACTIVE.search(element.get_text()) and (element.name == "pre" or element.find("pre")):
            return "", "code in which templates or snippets would act"
        text = self._converter.block(element)
        if not text:
            return "", "nothing is left of it in Markdown"
        return ("", COPIED) if copied(text, element.name) > MAX_COPIED else (text, None)

    def _render(self, text: str) -> list[Signature]:
        return signatures(self.html(Markdown(text)))

    def _changed(self, blocks: Sequence[_Block]) -> dict[int, str]:
        """Name the blocks that come out different when rendered alone, and how."""
        written = [(index, block) for index, block in enumerate(blocks) if block.beyond is None]
        rendered = ((index, [block.signature], self._render(block.markdown)) for index, block in written)
        return {index: difference(wanted, found) for index, wanted, found in rendered if found != wanted}


def _around_first_difference(
    wanted: Sequence[Signature], found: Sequence[Signature], known: Collection[int]
) -> dict[int, str]:
    """Name the block where rendering first went another way; where that is `known`, one beside it."""
    pairs = zip(wanted, found, strict=False)
    first = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(wanted), len(found)))
    candidates: Iterable[int] = (first, first - 1, first + 1)
    why = f"beside its neighbours, {difference(wanted[first : first + 1], found[first : first + 1])}"
    return next(({i: why} for i in candidates if 0 <= i < len(wanted) and i not in known), {})


def _told(blocks: Sequence[_Block], as_inert: Mapping[int, str]) -> tuple[InertBlock, ...]:
    return tuple(
        InertBlock(i + 1, as_inert[i], " ".join(blocks[i].element.get_text(" ").split())) for i in sorted(as_inert)
    )


def _join(blocks: Sequence[_Block], as_inert: Mapping[int, str]) -> str:
    """Put blocks together; a comment parts neighbours that Markdown would take for one list or quotation."""
    out: list[str] = []
    for index, block in enumerate(blocks):
        if index and not {index, index - 1} & as_inert.keys() and _would_join(blocks[index - 1], block):
            out.append("<!-- -->")
        out.append(inert(block.element) if index in as_inert else block.markdown)
    return "\n\n".join(out)


def _would_join(first: _Block, second: _Block) -> bool:
    names = {first.element.name, second.element.name}
    return names == {"blockquote"} or names <= {"ul", "ol"}
