"""The reader of feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. Owns their division into entries; each is kept as a feed
of one entry, with what the feed says of itself. What an entry holds is read by `feed_entry`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers import text_formats
from backfile.readers.columns import without_addresses
from backfile.readers.feed_entry import parse
from backfile.readers.json_records import replaced_bytes
from backfile.readers.json_scanner import JsonScanner
from backfile.readers.json_values import decode_json, is_deep
from backfile.readers.reader import HEAD_BYTES, InputSource, Notes, Reader, Record
from backfile.readers.row import without_personal

if TYPE_CHECKING:
    from lxml import etree

_ROOTS = re.compile(rb"<(?:rss|(?:\w+:)?feed|rdf:RDF)[\s>]", re.IGNORECASE)
_ENTRY = re.compile(
    rb"(?:<\?xml[^>]*>|<!--(?:[^-]|-(?!->))*-->|\s)*<(?:\w+:)?entry\s[^<>]*http://www\.w3\.org/2005/Atom[\"']",
    re.IGNORECASE,
)
"""An entry that is a document by itself (RFC 4287, section 2)."""
_ENTRIES = frozenset({"item", "entry"})
_MOST_OF_HEAD = 200
"""So many elements of a feed are kept as its head."""
_PERSONAL = frozenset({"email", "managingeditor", "webmaster"})
_OF_ARTICLE = frozenset({"title", "subtitle", "description", "summary", "encoded", "content", "guid", "id", "body"})
"""Elements that have the article, or identify it: a text may have addresses in it, and an id may look like one."""


def claims(head: bytes) -> bool:
    """Return whether `head` is the beginning of a feed."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return text_formats.JSON_FEED.encode() in head
    return start.startswith(b"<") and (_ROOTS.search(start) or _ENTRY.match(start)) is not None


def records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield each entry as a feed of one entry; a remark if the feed is damaged, and a refusal without entries."""
    head = source.content.read(HEAD_BYTES)
    source.content.seek(0)
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    count = 0
    for item in _json_entries(source) if is_json else _xml_entries(source):
        count += isinstance(item, Record)
        yield item
    if not count:
        step = "If it should have some, fetch it again; a feed that a server answers with a page is none."
        yield Problem(ProblemKind.NO_BODY, source.file, "it is a feed without entries", step)


def _xml_entries(source: InputSource) -> Iterator[Record | Problem]:
    from backfile.readers.xml_stream import Damage, elements, local_name

    damage, within = Damage(), 0
    for element in elements(source.content, _ENTRIES.__contains__, damage):
        around = [*element.iterancestors()]
        if local_name(around[-1] if around else element) == "item":
            continue
        if _is_in_text(element, around):
            within += bool("".join(element.itertext()).strip())
            continue
        _remove_personal(element)
        yield _xml_record(element, next((each for each in around if local_name(each) not in _ENTRIES), None))
    if within:
        reason = (
            "1 entry is in the text of another one" if within == 1 else f"{within:,} entries are in texts of others"
        )
        step = "Compare the articles with the feed: what is in a text so is not read."
        yield Problem(ProblemKind.SEVERAL, source.file, reason, step)
    if damage.reasons:
        reason = (
            f"it is not well-formed XML, and is read as far as it goes ({one_line(damage.reasons[0])[:150].strip()})"
        )
        step = "Compare the last articles with the feed, or fetch it again."
        yield Problem(ProblemKind.DAMAGED, source.file, reason, step)


def _is_in_text(element: etree._Element, around: list[etree._Element]) -> bool:
    """Return whether an entry is a part of another one. It is not where the end of that one is missing: then each entry
    is a child of the one before it. In: also what the entry is in, from the inside.
    """
    from backfile.readers.xml_stream import local_name

    entries = [each for each in around if local_name(each) in _ENTRIES]
    return around[: len(entries)] != entries or any(each.tag != element.tag for each in entries)


def _xml_record(element: etree._Element, parent: etree._Element | None) -> Record:
    """Return an entry as a feed of its own. In: what it is in; None for one that is no part of a feed."""
    from lxml import etree

    from backfile.readers.xml_stream import local_name

    if parent is None:
        feed = _without_content(element)
        feed.attrib.clear()
        feed.tag = "".join(feed.tag.rpartition("}")[:2]) + "feed"
        feed.append(_copied(element))
        data = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
        return Record(data, _name_of(element, local_name) or _digest(etree.tostring(element)))
    root = element.getroottree().getroot()
    channel = next((each for each in root if local_name(each) == "channel"), root)
    head = [each for each in channel if local_name(each) not in (*_ENTRIES, *_PERSONAL, "items")][:_MOST_OF_HEAD]
    copy = _without_content(root)
    inner = copy
    if channel is not root:
        inner = _without_content(channel)
        inner.attrib.clear()
        copy.append(inner)
    inner.extend([_copied(each) for each in head])
    (inner if parent is channel else copy).append(_copied(element))
    data = etree.tostring(copy, encoding="utf-8", xml_declaration=True)
    return Record(
        data, _name_of(element, local_name) or _digest(etree.tostring(element)), _collection_of(head, local_name)
    )


def _without_content(element: etree._Element) -> etree._Element:
    """Return an element of the same name with the same attributes and namespaces. If a damaged feed has names or
    namespaces that cannot be written, it has the local name only.
    """
    from lxml import etree

    from backfile.readers.xml_stream import local_name

    try:
        return etree.Element(element.tag, element.attrib, nsmap=element.nsmap)
    except ValueError:
        name = local_name(element)
        return etree.Element(name if name.isalpha() else "channel")


def _copied(element: etree._Element) -> etree._Element:
    from copy import deepcopy

    from backfile.readers.xml_stream import local_name

    copy = deepcopy(element)
    copy.tail = None
    for inner in [each for each in copy if local_name(copy) in _ENTRIES and each.tag == copy.tag]:
        _remove(inner, copy)  # It is an entry of its own.
    _remove_personal(copy)
    return copy


def _remove_personal(element: etree._Element) -> None:
    """Remove e-mail addresses of persons from an element, but for those in the text of an article."""
    from backfile.readers.xml_stream import local_name

    is_of_article = local_name(element) in _OF_ARTICLE
    for each in [*element]:
        name = local_name(each)
        if each.tail and not is_of_article:
            each.tail = without_addresses(each.tail) or None
        if name in _PERSONAL:
            _remove(each, element)
        elif name not in _OF_ARTICLE:
            _remove_personal(each)
    if is_of_article:
        return
    if element.text:
        element.text = without_addresses(element.text) or None
    for key, value in element.attrib.items():
        if (kept := without_addresses(value)) != value:
            _set(element, key, kept)


def _set(element: etree._Element, key: Any, value: str) -> None:
    """Set an attribute, or remove it, if a damaged feed has a name that cannot be written."""
    try:
        element.set(key, value)
    except ValueError:
        del element.attrib[key]


def _remove(element: etree._Element, parent: etree._Element) -> None:
    """Remove an element; the text behind it stays."""
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _name_of(element: etree._Element, local_name: Any) -> str | None:
    """Return what identifies an entry: its id, else its address."""
    found: dict[str, str] = {}
    for child in element:
        name = local_name(child)
        value = (child.text or "").strip() or (
            child.get("href", "") if child.get("rel", "alternate") == "alternate" else ""
        )
        if value:
            found.setdefault(name, value)
    about = next((value for key, value in element.attrib.items() if str(key).endswith("}about")), None)
    return found.get("guid") or found.get("id") or (str(about) if about else None) or found.get("link")


def _collection_of(head: list[etree._Element], local_name: Any) -> str | None:
    """Return the address of a feed: its own, else its id, else that of its site."""
    links = [each for each in head if local_name(each) == "link"]
    own = next((each.get("href") for each in links if each.get("rel") == "self" and each.get("href")), None)
    ids = (each.text for each in head if local_name(each) == "id" and each.text)
    sites = (each.text or each.get("href") for each in links if each.get("rel") in (None, "alternate"))
    found = own or next(ids, None) or next((site for site in sites if site and site.strip()), None)
    return str(found).strip() if found else None


def _json_entries(source: InputSource) -> Iterator[Record | Problem]:
    """Yield the items of a JSON Feed."""
    scanner = JsonScanner(source.content, source.max_bytes)
    head: dict[str, Any] = {}
    _skip_mark(source)
    scanner.peek()
    scanner.skip()
    while (byte := scanner.peek()) not in (b"", b"}"):
        if byte in (b",", b":"):
            scanner.skip()
            continue
        key = _loads(scanner.value())
        if scanner.peek() == b":":
            scanner.skip()
        if key == "items" and scanner.peek() == b"[":
            scanner.skip()
            yield from _json_items(source, scanner, head)
        else:
            head[str(key)] = _loads(scanner.value())


def _skip_mark(source: InputSource) -> None:
    if source.content.read(3) != b"\xef\xbb\xbf":
        source.content.seek(0)


def _json_items(source: InputSource, scanner: JsonScanner, head: dict[str, Any]) -> Iterator[Record | Problem]:
    number = 0
    while (byte := scanner.peek()) not in (b"", b"]"):
        if byte in (b",", b"}", b":"):
            scanner.skip()
            continue
        number += 1
        value = scanner.value()
        item = _loads(value)
        if not isinstance(item, dict):
            reason = "it is not valid JSON, too large, or nested too deeply"
            step = "Fetch the feed again, or repair it."
            yield Problem(ProblemKind.UNREADABLE, source.file, reason, step, str(number))
            continue
        kept, _ = without_personal({**head, "items": [item]})
        data = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
        name = str(item.get("id") or item.get("url") or "") or _digest(data)
        collection = head.get("feed_url") or head.get("home_page_url")
        yield from replaced_bytes(source.file, name, value or b"", data)
        yield Record(data, name, str(collection) if collection else None)
    scanner.skip()


def _loads(data: bytes | None) -> Any:
    """Return a value of JSON; None for one that is not valid, or nested too deeply."""
    try:
        value = json.loads(decode_json(data or b"").text)
    except (ValueError, RecursionError):
        return None
    return None if is_deep(value) else value


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


READER = Reader(
    "feed",
    (".rss", ".atom", ".rdf"),
    claims,
    records,
    parse,
    notes=Notes(
        "Feeds: RSS, Atom, JSON Feed",
        "Save the address of a feed as a file: `curl -o feed.xml https://example.org/feed`. A feed has the latest "
        "articles only; export a whole blog where its system can.",
        "Each entry with its text, title, authors, dates, address and categories; the feed's title as publication. An "
        "entry with a summary alone is kept, with a remark.",
        "E-mail addresses, comments, drafts (`app:draft`), sounds and films.",
    ),
)
