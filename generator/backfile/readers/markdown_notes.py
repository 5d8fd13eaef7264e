"""The reader of articles in Markdown with front matter: notes, and the sources of static sites. Owns which of their
keys have which field, beside those of `columns`, and what is a draft; the markup is left to `markdown_syntax`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from backfile.article import Clipping, FieldCandidate, Form, RawHtml
from backfile.problems import Problem, ProblemKind
from backfile.readers.columns import find_columns
from backfile.readers.decode import binary_problem, decode, is_binary, replacement_problem
from backfile.readers.front_matter_forms import FrontMatterError, split
from backfile.readers.publication_status import find_expired, find_restricted, find_unpublished
from backfile.readers.reader import Notes, Reader, RecordData, whole_file
from backfile.readers.row import field_candidates

_HEADING = re.compile(r"\A\s*+(?:#[ \t]++([^\n]+)|([^\n#>\-*+]{1,200})\n=++[ \t]*+)(?:\n++|\Z)")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[-_T ]")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_WIKI_LINK = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_OF_FOLDER = re.compile(
    r"(?i:readme)(?:[._-][A-Za-z-]{2,7})?\.\w+|(?:CONTRIBUTING|CHANGELOG|LICEN[CS]E|CODE_OF_CONDUCT|SECURITY)\.\w+"
)
_MARKS = re.compile(r"[*_`]+|\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*+\)")


def claims(_: bytes) -> bool:
    """Return False: only its name tells that a text is Markdown."""
    return False


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the file as one clipping, after remarks on its encoding and on markup of other programs, or a refusal."""
    from backfile.readers.markdown_syntax import render

    decoded, origin = decode(record.data), record.origin
    if is_binary(decoded):
        yield binary_problem(origin)
        return
    if problem := replacement_problem(decoded, origin):
        yield problem
    try:
        meta, body = split(decoded.text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except FrontMatterError as error:
        step = "Correct it, or remove it, and run again."
        yield Problem(ProblemKind.UNREADABLE, origin.file, str(error), step, origin.record)
        return
    meta = _flat(meta)
    fields = _fields_of(meta, origin.record or origin.file)
    heading = _HEADING.match(body)
    if heading:
        text = _MARKS.sub(r"\1", _without_closing(heading[1]) if heading[1] else heading[2]).strip()
        if text and ("headline" not in fields or text == fields["headline"][0].values[0]):
            fields.setdefault("headline", (FieldCandidate((text,), "text", "h1"),))
            body = body[heading.end() :]
    unpublished = _unpublished(meta, origin.record or origin.file)
    html, kinds = render(body)
    if kinds:
        reason = f"its markup of other programs became text or links: {', '.join(kinds)}"
        yield Problem(ProblemKind.MARKUP, origin.file, reason, "Compare the page with the note.", origin.record)
    url = fields["url"][0].values[0] if "url" in fields else None
    yield Clipping(origin, Form.FRAGMENT, RawHtml(html), fields, base_url=url, unpublished=unpublished)


def _without_closing(heading: str) -> str:
    """Return the text of a heading without the marks that close it (CommonMark, section 4.2)."""
    text = heading.rstrip()
    inner = text.rstrip("#")
    return inner.rstrip() if inner[-1:] in ("", " ", "\t") else text


def _flat(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return metadata with the links of Obsidian as text, and without what this program wrote about an origin."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return _WIKI_LINK.sub(lambda match: match[2] or match[1], value)
        return [plain(item) for item in value] if isinstance(value, list) else value

    return {str(key): plain(value) for key, value in meta.items() if key != "origin"}


def _fields_of(meta: Mapping[str, Any], file: str) -> dict[str, tuple[FieldCandidate, ...]]:
    """Return the candidates of the fields. In: the metadata; the name of the file."""
    lowered = {key.lower(): key for key in meta}
    mapping: dict[str, str] = {}
    source = meta.get(lowered.get("source", ""))
    if isinstance(source, str) and _WEB.match(source):
        mapping["url"] = lowered["source"]
        if site := lowered.get("website") or lowered.get("publication") or lowered.get("site"):
            mapping["source"] = site
        else:
            mapping["source"] = ""
    if "saved" in lowered and "retrieved" not in mapping:
        mapping["retrieved"] = lowered["saved"]
    fields = field_candidates(meta, find_columns(meta, mapping), "front-matter")
    keywords = [text for name in ("keywords", "section") for each in fields.get(name, ())[:1] for text in each.values]
    if keywords:
        subjects = tuple(text for text in dict.fromkeys(_split(keywords)) if text.lower() not in _CLIPPINGS)
        fields["keywords"] = (FieldCandidate(subjects, "front-matter", "tags"),) if subjects else ()
    name = PurePosixPath(file).name
    if match := _DATED.match(name):
        fields["published"] = (*fields.get("published", ()), FieldCandidate((match[1],), "file"))
    return {name: values for name, values in fields.items() if values}


_CLIPPINGS = frozenset({"clippings", "clipping", "posts", "post", "articles"})
"""Tags and categories that name the collection of notes, not a subject."""


def _split(values: list[str]) -> Iterator[str]:
    for value in values:
        yield from (part.strip().lstrip("#") for part in value.split(","))


def _unpublished(meta: Mapping[str, Any], file: str) -> str | None:
    """Return why a note is not published. A note with a password is shown only to those who know it.

    A file that describes its folder, without front matter, is none of its articles: Jekyll copies it, Pelican skips it.
    """
    if not meta and _OF_FOLDER.fullmatch(PurePosixPath(file).name):
        return "it describes its folder, and has no front matter"
    if any(key.lower() == "password" and value for key, value in meta.items()):
        return "it is not public"
    return find_unpublished(meta) or find_restricted(meta) or find_expired(meta)


READER = Reader(
    "markdown",
    (".md", ".markdown"),
    claims,
    whole_file,
    parse,
    notes=Notes(
        "Markdown with front matter",
        "The folder of a static site (Jekyll, Hugo, Pelican) or of notes: Obsidian's Web Clipper, the Markdown export "
        "of Readeck, pages of another archive of this program.",
        "The text with its markup, its images, and the fields of the front matter: YAML, TOML, JSON or lines.",
        "Drafts, and a `README.md` without front matter; Liquid tags and shortcodes; the targets of wiki links.",
    ),
)
