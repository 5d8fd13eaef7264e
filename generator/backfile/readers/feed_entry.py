"""One entry of a feed as a clipping. Owns which element of RSS, Atom and JSON Feed has which field, and which text of
an entry is its article; the elements are read by feedparser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from backfile.article import Clipping, FieldCandidate, Form, PlainText, RawHtml
from backfile.problems import Problem, ProblemKind
from backfile.readers.publication_status import find_unpublished
from backfile.readers.reader import RecordData
from backfile.readers.saved_from import other_host

_TAGS = re.compile(r"<[^<>]*>")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&#8230;|&hellip;)\]|(?:read|continue) (?:more|reading)\W*+)\s*$", re.IGNORECASE
)
_SHORT = 600
"""A description of fewer characters counts as a summary, not as the article."""
_TEXTS, _MEDIA = ("content", "encoded", "description", "summary"), "{http://search.yahoo.com/mrss"
"""The elements that have the text of an entry, and the namespace in which they describe images."""
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the entry of a feed of one entry as one clipping, or a refusal."""
    if record.data.lstrip()[:1] == b"{":
        yield from _parse_json(record)
    else:
        yield from _parse_xml(record)


def _parse_xml(record: RecordData) -> Iterator[Clipping | Problem]:
    import feedparser

    parsed = feedparser.parse(record.data, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        yield _no_text(record)
        return
    entry, feed = parsed.entries[0], parsed.feed
    contents = [each for each in entry.get("content", ()) if str(each.get("value", "")).strip()]
    content = next((each for each in contents if "html" in str(each.get("type"))), contents[0] if contents else None)
    detail = entry.get("summary_detail") or {}
    summary = str(detail.get("value") or "")
    if content is not None:
        kind, text = str(content.get("type")), str(content["value"])
        is_summary = False
    else:
        kind, text = str(detail.get("type") or "text/html"), summary
        is_summary = _is_summary(text)
    fields = _fields_of(entry, feed, summary if content is not None and summary != text else "")
    # The parser writes the prefix of a namespace before a name: that of `app:draft` can be any.
    stated = {name: value for key, value in entry.items() for name in (key, key.partition("_")[2]) if name}
    draft = find_unpublished({name: value for name, value in stated.items() if isinstance(value, str)})
    site = str(feed.get("link") or "")
    if count := _other_texts(record.data):
        name = "another text" if count == 1 else f"{count:,} other texts"
        reason = f"the entry has {name} in an element of the same name, and one of them is read"
        step = "Compare the article with the feed; its original has all of them."
        yield Problem(ProblemKind.SEVERAL, record.origin.file, reason, step, record.origin.record)
    yield from _clippings(record, text, "html" in kind, fields, site, is_summary=is_summary, unpublished=draft)


def _other_texts(data: bytes) -> int:
    """Return how many texts of an entry are in an element that it has already, with another text."""
    from lxml import etree

    from backfile.readers.xml_stream import local_name

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    entry = (
        next((each for each in root.iter() if local_name(each) in ("item", "entry")), None)
        if root is not None
        else None
    )
    texts: dict[str, set[str]] = {}
    for each in entry if entry is not None else ():
        if local_name(each) in _TEXTS and not str(each.tag).startswith(_MEDIA):
            text = "".join(_plain("".join(each.itertext())).split())
            texts.setdefault(str(each.tag), set()).update([text] if text else [])
    return sum(max(len(found) - 1, 0) for found in texts.values())


def _fields_of(entry: Any, feed: Any, summary: str) -> dict[str, list[str]]:
    """Return the strings of the fields of an entry."""
    links = [
        str(each.get("href")) for each in entry.get("links", ()) if each.get("rel") == "alternate" and each.get("href")
    ]
    authors = [str(each.get("name") or "") for each in entry.get("authors", ())] or [str(entry.get("author") or "")]
    source = entry.get("source") or {}
    content: Mapping[str, Any] = next(iter(entry.get("content", ())), {})
    return {
        "headline": [_plain(str(entry.get("title") or ""))],
        "dek": [_plain(summary)],
        "byline": authors,
        "published": [str(entry.get("published") or entry.get("created") or "")],
        "modified": [str(entry.get("updated") or "")] if entry.get("published") else [],
        "source": [_plain(str(source.get("title") or feed.get("title") or ""))],
        "url": [*links, str(entry.get("link") or "")],
        "keywords": [str(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags", ())],
        "language": [str(content.get("language") or ""), str(feed.get("language") or "")],
        "rights": [_plain(str(entry.get("rights") or feed.get("rights") or ""))],
        "image": _images_of(entry),
    } | ({} if entry.get("published") else {"published": [str(entry.get("updated") or "")]})


def _images_of(entry: Any) -> list[str]:
    found = [*entry.get("media_thumbnail", ()), *entry.get("media_content", ()), *entry.get("enclosures", ())]
    pairs = [
        (str(each.get("url") or each.get("href") or ""), str(each.get("type") or each.get("medium") or ""))
        for each in found
    ]
    return [url for url, kind in pairs if kind.startswith("image") or _IMAGE.search(url)]


def _parse_json(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the item of a JSON Feed (https://www.jsonfeed.org/version/1.1/) as one clipping, or a refusal."""
    try:
        feed = json.loads(record.data)
        item = feed["items"][0]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        yield _no_text(record)
        return
    html, plain = (
        item.get(key) if isinstance(item.get(key), str) else None for key in ("content_html", "content_text")
    )
    summary = item.get("summary") if isinstance(item.get("summary"), str) else ""
    names = next(filter(None, map(_names, (item, feed))), [])
    text = html or plain or summary or ""
    fields = {
        "headline": [_string(item.get("title"))],
        "dek": [_string(summary) if html or plain else ""],
        "byline": names,
        "published": [_string(item.get("date_published"))],
        "modified": [_string(item.get("date_modified"))],
        "source": [_string(feed.get("title"))],
        "url": [_string(item.get("url"))],
        "keywords": [_string(tag) for tag in _list(item.get("tags"))],
        "language": [_string(item.get("language")), _string(feed.get("language"))],
        "image": [_string(item.get("image")), _string(item.get("banner_image"))],
    }
    site = _string(feed.get("home_page_url"))
    is_summary, unpublished = not (html or plain), find_unpublished(item)
    yield from _clippings(record, str(text), bool(html), fields, site, is_summary=is_summary, unpublished=unpublished)


def _clippings(
    record: RecordData,
    text: str,
    is_html: bool,
    fields: Mapping[str, list[str]],
    site: str,
    *,
    is_summary: bool,
    unpublished: str | None = None,
) -> Iterator[Clipping | Problem]:
    if not text.strip():
        yield _no_text(record)
        return
    origin = record.origin
    if is_summary:
        reason = "the feed has only a summary of it"
        step = "Save its page, and ingest that, to have the whole article."
        yield Problem(ProblemKind.SUMMARY, origin.file, reason, step, origin.record)
    filled = {name: tuple(value for value in values if value.strip()) for name, values in fields.items()}
    candidates = {name: (FieldCandidate(values, "feed"),) for name, values in filled.items() if values}
    url = candidates["url"][0].values[0] if "url" in candidates else None
    origin = replace(origin, host=origin.host or other_host(site, url or ""))
    if is_html or _TAGS.search(text):
        yield Clipping(origin, Form.FRAGMENT, RawHtml(text), candidates, base_url=url, unpublished=unpublished)
        return
    headline = candidates["headline"][0].values[0] if "headline" in candidates else ""
    body = PlainText(f"{headline}\n\n{text}" if headline else text)
    yield Clipping(origin, Form.TEXT, body, candidates, base_url=url, unpublished=unpublished)


def _is_summary(html: str) -> bool:
    """Return whether a description is not the whole article: it is short, or says that it is cut."""
    text = _plain(html)
    return len(text) < _SHORT or _CUT.search(text) is not None


def _plain(html: str) -> str:
    """Return the text of a title or a summary, which may have markup."""
    if "<" not in html and "&" not in html:
        return html
    from lxml.html import fragment_fromstring

    try:
        return " ".join(str(fragment_fromstring(html, create_parent="div").text_content()).split())
    except Exception:
        return _TAGS.sub(" ", html)


def _names(values: Mapping[str, Any]) -> list[str]:
    """Return the names of the authors of an item or a feed: version 1.0 has one author."""
    people = _list(values.get("authors")) or [values.get("author")]
    return [str(each["name"]) for each in people if isinstance(each, dict) and each.get("name")]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _no_text(record: RecordData) -> Problem:
    origin = record.origin
    step = "Save its page, and ingest that."
    return Problem(ProblemKind.NO_BODY, origin.file, "the entry has no text", step, origin.record)
