"""RawHtml -> SafeHtml: the only sanitiser. Owns the allow-list and the rule for addresses; `shape` builds the blocks.

nh3 (html5ever) decides what the markup means and drops what is not allowed. What is left then goes once more through a
small stack machine that gives it the one shape every writer can rely on: a sequence of blocks, no container but those
with a meaning (lists, quotations, tables, figures), text always inside a block, white space collapsed, nothing empty.
No tree is built, so neither depth nor width costs more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import nh3

from backfile.article import PlainText, RawHtml, SafeHtml
from backfile.markup.blocks import Chunk, Frame, close_frame, flow
from backfile.markup.inline import InlineRun

_INLINE = {
    "a": "a",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "tt": "code",
    "samp": "code",
    "kbd": "kbd",
    "sub": "sub",
    "sup": "sup",
    "del": "del",
    "s": "del",
    "strike": "del",
    "ins": "ins",
    "mark": "mark",
    "q": "q",
}
"""Inline elements that survive, and as what."""

_CONTAINERS = frozenset(
    "p div section article main header footer aside nav address details summary center form fieldset hgroup".split()
)
"""Blocks without a meaning of their own: what they hold moves up, their edges end a paragraph."""

_FRAMES = frozenset(
    "h1 h2 h3 h4 h5 h6 ul ol li blockquote pre dl dt dd figure figcaption "
    "table caption thead tbody tfoot tr td th".split()
)
_VOID = frozenset({"br", "hr", "img", "wbr"})

_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"colspan", "rowspan"}}
_ATTRIBUTES["th"] = _ATTRIBUTES["td"]

_DROPPED_WHOLE = frozenset(
    "script style iframe frame frameset noframes object embed applet template svg audio video canvas select datalist "
    "head title noscript".split()
)
"""Elements whose content is no text of the article."""

_C0_C1 = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *range(0xFFF9, 0xFFFC))
_GONE = dict.fromkeys((*_C0_C1, *_BIDI))
"""C0, C1 and bidirectional controls; U+200E and U+200F stay, right-to-left text needs them."""
_SPACES = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], " ")
"""What some writers and readers take for a line's end, and a browser for a space."""
_NONE = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
"""Surrogates, and what no XML may hold (1.0, 2.2)."""
_CONTROLS: dict[int, str | None] = {**_GONE, **_SPACES, **_NONE}
_HAS_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Asked first: translating a page that is not all ASCII takes long, and few pages need it."""

_SANITISER = nh3.Cleaner(
    tags={*_INLINE, *_CONTAINERS, *_FRAMES, *_VOID} - {"wbr"},
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

_MARKUP = re.compile(
    r"""
    <(?:
        (?P<closing>/?)(?P<name>[a-zA-Z][^\s/>]*)
        # Quotes count where they follow an equals sign. One that never ends takes the rest with it.
        (?:[^=>]+ | =(?!\s*["']) | =\s*(?:"[^"]*"|'[^']*') | =.*\Z)*+
      | !--(?P<comment>)
      | [!?/]
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPAQUE = frozenset("script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is no markup (WHATWG HTML, 13.2.5.2 to 13.2.5.4)."""
_SELF_CLOSING = frozenset("p li dt dd tr td th option thead tbody tfoot".split())
_BARRIERS = frozenset("table ul ol dl select blockquote div section article".split())
_NO_CONTENT = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def plain(text: str) -> str:
    """Take control characters out of plain text; line and paragraph separators become spaces."""
    return text.translate(_CONTROLS) if _HAS_CONTROLS.search(text) else text


def one_line(text: str) -> str:
    """Give plain text on one line, white space collapsed as browsers do it (CSS Text, 4.1.1): other spaces than blanks,
    tabs and line ends, such as the no-break space, mean something and stay, but for the ends.
    """
    return re.sub(r"[ \t\r\n]+", " ", plain(text)).strip()


def depth(html: RawHtml) -> int:
    """Estimate how deep elements nest, in one pass and without a parser.

    Parsers cost time quadratic in depth, or drop what lies too deep (libxml2: below about 250 levels), so this is asked
    first. End tags may be left out where HTML allows it; elements that stay open count as nested, as in a browser.
    """
    open_tags: list[str] = []
    count: dict[str, int] = {}
    deepest = 0
    for closing, tag in _tags(html):
        if tag in _NO_CONTENT:
            continue
        implied = not closing and tag in _SELF_CLOSING and _ends_itself(tag, open_tags)
        if (closing or implied) and count.get(tag):
            while True:
                closed = open_tags.pop()
                count[closed] -= 1
                if closed == tag:
                    break
        if not closing:
            open_tags.append(tag)
            count[tag] = count.get(tag, 0) + 1
            deepest = max(deepest, len(open_tags))
    return deepest


def _ends_itself(tag: str, open_tags: list[str]) -> bool:
    """Whether a start tag ends an element of its own name that is still open, the end tag left out."""
    for other in reversed(open_tags[-8:]):
        if other == tag:
            return True
        if other in _BARRIERS:
            return False
    return False


def _tags(html: str) -> Iterator[tuple[bool, str]]:
    """Give each tag as (whether it closes, its name in lower case), as a browser finds them; never looks back."""
    at = 0
    while at >= 0 and (found := _MARKUP.search(html, at)):
        at = found.end()
        if found["name"]:
            tag, closing = found["name"].lower(), found["closing"] == "/"
            yield closing, tag
            if at == len(html):
                return
            if tag in _OPAQUE and not closing:
                at = _end_of_opaque(html, tag, at)
        elif found["comment"] is not None:
            at = _comment_end(html, at)
        else:
            at = html.find(">", at)


def _end_of_opaque(html: str, tag: str, at: int) -> int:
    """Find the end tag of an element whose content is no markup and begins at `at`; -1 without one."""
    while (at := html.find("</", at)) >= 0 and html[at + 2 : at + 2 + len(tag)].lower() != tag:
        at += 2
    return at


def _comment_end(html: str, at: int) -> int:
    """Find the end of a comment whose text begins at `at`: `<!-->` and `<!--->` have none (WHATWG HTML, 13.2.5.43)."""
    for short in (">", "->"):
        if html.startswith(short, at):
            return at
    return html.find("-->", at)


def address(found: str, base_url: str | None, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    """Make an address absolute and safe to write between quotes, angle brackets or parentheses.

    Gives None when it has another scheme than `schemes`, no host, or cannot be read (WHATWG URL, RFC 3986 section 5).
    Characters that delimit addresses in HTML or Markdown are percent-encoded; others, also non-ASCII ones, stay.
    """
    found = re.sub(r"[\t\r\n]", "", plain(found)).strip()
    if not found:
        return None
    try:
        # urljoin takes `https:x` for relative; browsers do not.
        absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", found)
        parts = urlsplit(urljoin(base_url, found) if base_url and not absolute else found)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in schemes or (parts.scheme != "mailto" and not host):
        return None
    if re.search(r"[\s<>\"'()\\`{}|^*\x00-\x20]", parts.netloc):
        return None
    path, query, fragment = (_encode(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def _encode(part: str) -> str:
    return re.sub(r"[\s<>\"'()\[\]\\`{}|^*]", lambda match: quote(match[0], safe=""), part)


ImageAddress = Callable[[str, str | None], str | None]
"""Gives what becomes of an image's address; in: it as found, and what relative ones refer to. Out: an address that is
safe to write as those of `address` are, or None for no image."""


def clean(html: RawHtml, base_url: str | None = None, image_address: ImageAddress = address) -> SafeHtml:
    """Turn the HTML of an article into blocks of allow-listed HTML, one after another, separated by newlines.

    `base_url` is what relative addresses refer to; without it they are dropped, and the text of links stays.
    `image_address` decides on those of images. The result
    holds p, h2-h6, ul, ol, li, blockquote, pre, dl, dt, dd, table and its parts, figure, figcaption, hr at block level,
    strong, em, code, kbd, sub, sup, del, ins, mark, q, a[href], img[src alt], br inside; nothing else.
    """
    machine = _Machine(base_url, image_address)
    machine.feed(plain(_SANITISER.clean(plain(html))))
    machine.close()
    return SafeHtml("\n".join(machine.finish()))


def from_text(text: PlainText) -> SafeHtml:
    """Turn plain text into paragraphs: a blank line ends one, a single line's end is kept as a line break."""
    blocks = (block.strip() for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", plain(text).replace("\r\n", "\n")))
    lines = ("<br>".join(escape(one_line(line), quote=False) for line in block.split("\n")) for block in blocks)
    return SafeHtml("\n".join(f"<p>{line}</p>" for line in lines if line))


def visible(html: SafeHtml) -> str:
    """Give the text that a reader sees: blocks and table cells separated by blank lines, line breaks kept."""
    text = re.sub(r"</?(?:p|h[2-6]|[uo]l|li|blockquote|pre|d[ltd]|fig\w+|table|caption|t\w+)\b[^>]*>", "\n\n", html)
    text = unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", "\n")))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Machine(HTMLParser):
    """Reads nh3's output, keeps a stack of frames for the blocks that are open and a run for the text in hand."""

    def __init__(self, base_url: str | None, image_address: ImageAddress) -> None:
        super().__init__(convert_charrefs=True)
        self._base_url = base_url
        self._image_address = image_address
        self._frames = [Frame("")]
        self._run = InlineRun()
        self._nested = 0
        """How many more `pre` are open inside the one in hand."""

    def finish(self) -> list[str]:
        """Close what is open and give the blocks."""
        while len(self._frames) > 1:
            self._close()
        self._flush()
        return [chunk.block() for chunk in flow(self._frames[0].chunks)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in _INLINE:
            self._run.open(_INLINE[tag], self._href(found) if tag == "a" else "")
        elif tag == "br":
            self._run.line_break()
        elif tag == "img":
            self._image(found)
        elif self._run.verbatim:
            # Blocks in preformatted text are its lines.
            self._nested += tag == "pre"
            self._run.new_line()
        else:
            self._flush()
            if tag == "hr":
                self._frames[-1].chunks.append(Chunk("hr", "<hr>"))
            elif tag in _FRAMES:
                self._frames.append(Frame(tag, found))
                self._run.verbatim = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            self._run.close(_INLINE[tag])
        elif self._run.verbatim and (tag != "pre" or self._nested):
            self._nested -= tag == "pre"
            self._run.new_line()
        elif tag in _FRAMES and any(frame.tag == tag for frame in self._frames):
            while self._close() != tag:
                pass
        elif tag in _CONTAINERS:
            self._flush()

    def handle_data(self, data: str) -> None:
        self._run.text(data)

    def _close(self) -> str:
        self._flush()
        frame = self._frames.pop()
        self._run.verbatim = False
        self._frames[-1].chunks.extend(close_frame(frame))
        return frame.tag

    def _flush(self) -> None:
        self._frames[-1].chunks.extend(Chunk("run", html) for html in self._run.take())

    def _href(self, found: dict[str, str]) -> str:
        return address(found.get("href", ""), self._base_url, ("http", "https", "mailto")) or ""

    def _image(self, found: dict[str, str]) -> None:
        alt = one_line(found.get("alt", ""))
        source = self._image_address(found.get("src", ""), self._base_url)
        if source:
            self._run.image(source, alt)
        elif alt:
            self._run.text(alt)
