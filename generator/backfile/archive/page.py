"""Article <-> page text: front matter and Markdown, the only YAML of pages. `load(dump(article)) == article`.

The format is a public contract, described in the handbook. A page carries a seal, a digest of its own text, from which
anybody can tell whether it still is what the program wrote: without git, without a database, in a clone of a clone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, cast

import yaml

from backfile.article import Article, Json, Markdown, Origin, PageSummary, Share, When

KEYS = {
    "title": "headline",
    "description": "dek",
    "date": "published",
    "updated": "modified",
    "authors": "authors",
    "source": "source",
    "section": "section",
    "kicker": "kicker",
    "dateline": "dateline",
    "language": "language",
    "url": "url",
    "image": "image",
    "rights": "rights",
    "keywords": "keywords",
    "tags": "tags",
}
"""Front-matter key -> field of `Article`, in the order they are written; `origin` and the owner's own keys follow."""

_LISTS = frozenset({"authors", "keywords", "tags"})
_SEAL = re.compile(r'^(?:  )?seal: "[0-9a-f]*"\n', re.MULTILINE)
"""On articles it stands under `origin`, on list pages by itself."""


NOTHING = "there is nothing in it"


class PageError(ValueError):
    """A page's text cannot be read; the message says why."""


class _Dumper(yaml.SafeDumper):
    """Writes strings between double quotes, so that none can pass for something else; dates and keys bare."""


def _quoted(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"')


def _date(dumper: yaml.SafeDumper, value: When) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


def _mapping(dumper: yaml.SafeDumper, value: dict[str, object]) -> yaml.MappingNode:
    pairs = [(_key(dumper, key), dumper.represent_data(item)) for key, item in value.items()]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=not value)


def _key(dumper: yaml.SafeDumper, key: str) -> yaml.ScalarNode:
    style = None if re.fullmatch("[A-Za-z][A-Za-z0-9 _-]*", key) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", key, style=style)


def _list_of(dumper: yaml.SafeDumper, value: Sequence[object]) -> yaml.SequenceNode:
    on_one_line = all(isinstance(item, str) for item in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=on_one_line)


_Dumper.add_representer(str, _quoted)
_Dumper.add_representer(datetime, _date)
_Dumper.add_representer(date, _date)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _list_of)
_Dumper.add_representer(tuple, _list_of)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def front_matter(meta: Mapping[str, object]) -> str:
    """Write front matter, delimiters included: keys in the order given, each string on one line."""
    text: str = yaml.dump(dict(meta), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{text}---\n"


def dump(article: Article) -> str:
    """Give the page's text: deterministic, empty keys left out, sealed."""
    known = {key: value for key, value in _known(article).items() if value not in (None, [])}
    head = front_matter({**known, "origin": {**_origin(article.origin), "seal": ""}, **article.extra})
    return _sealed(head + (f"\n{article.body}\n" if article.body else ""))


def dump_list(title: str, kind: str, body: str) -> str:
    """Give a list page's text, sealed. In: title, plain text; kind; Markdown."""
    return _sealed(front_matter({"title": title, "kind": kind, "seal": ""}) + f"\n{body}\n")


def _sealed(text: str) -> str:
    """Fill in the seal of a text that has an empty one."""
    digest = _digest(_SEAL.sub("", text, count=1))
    return _SEAL.sub(lambda match: match[0].replace('""', f'"{digest}"'), text, count=1)


def _known(article: Article) -> dict[str, object]:
    found = {key: getattr(article, name) for key, name in KEYS.items()}
    return {key: list(value) if key in _LISTS else _plain_time(value) for key, value in found.items()}


def _origin(origin: Origin) -> dict[str, object]:
    names = sorted(set(origin.images.values()))
    found = {
        "file": origin.file,
        "record": origin.record,
        "sha256": origin.sha256,
        "reader": origin.reader,
        "retrieved": _plain_time(origin.retrieved),
        "fields": dict(sorted(origin.fields.items())),
        "fidelity": {key: f"{share.kept} of {share.of}" for key, share in sorted(origin.fidelity.items())},
        "images": {name: sorted(a for a in origin.images if origin.images[a] == name) for name in names},
    }
    return {key: value for key, value in found.items() if value not in (None, {})}


def _plain_time(value: object) -> object:
    """YAML has no zones with seconds (local mean times have); such a time is written in UTC."""
    if isinstance(value, datetime) and (offset := value.utcoffset()) is not None and offset.seconds % 60:
        return value.astimezone(UTC)
    return value


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Seal:
    """What a page's text says of itself."""

    value: str
    """The seal it carries: it names the text that the program wrote. Empty without one."""
    intact: bool
    """Whether the text still is what the program wrote."""


def seal(text: str) -> Seal:
    """Read the seal of a page. Line ends may have been converted (git does so on some systems)."""
    text = text.replace("\r\n", "\n")
    found = _SEAL.search(text)
    if not found:
        return Seal("", intact=False)
    value = found[0].split('"')[1]
    return Seal(value, intact=value == _digest(text[: found.start()] + text[found.end() :]))


def is_sealed_twice(text: str) -> bool:
    """Whether a text carries several seals. Nobody writes that; git does, where it merges two pages line by line."""
    return len(_SEAL.findall(text.replace("\r\n", "\n"))) > 1


def is_torn(text: str) -> bool:
    """Whether a page holds nothing: what a failing disk leaves of a file, and nobody's edit."""
    return not text.strip("\0 \t\r\n")


def split(text: str) -> tuple[dict[str, Any], str]:
    """Take a page apart: its front matter as a mapping, its body. Raises PageError when either cannot be told."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    match = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if not match:
        no_front_matter = "it does not begin with front matter between two lines of three hyphens"
        raise PageError(NOTHING if is_torn(text) else no_front_matter)
    try:
        meta = yaml.load(match[1], Loader=_Loader)  # noqa: S506  (a safe loader)
    except (yaml.YAMLError, ValueError) as error:
        raise PageError(f"its front matter is not YAML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise PageError(_TOO_DEEP) from error
    if not isinstance(meta, dict):
        raise PageError("its front matter is not a list of keys and values")
    if _is_deep(meta, _DEEPEST, set()):
        raise PageError(_TOO_DEEP)
    return {str(key): value for key, value in meta.items()}, text[match.end() :].strip("\n")


_DEEPEST = 50
"""So many lists in lists no front matter has; one in itself, as YAML can write it, would go on for ever."""
_TOO_DEEP = "its front matter is nested too deep"


def _is_deep(value: object, depth: int, done: set[int]) -> bool:
    """Whether `value` goes deeper than `depth`. In: the ids of what has been seen to; YAML's anchors may name one thing
    any number of times.
    """
    if not isinstance(value, dict | list) or id(value) in done:
        return False
    inner = value.values() if isinstance(value, dict) else value
    found = not depth or any(_is_deep(each, depth - 1, done) for each in inner)
    done.add(id(value))
    return found


def load(text: str) -> Article:
    """Read a page. Keys that the format does not know are kept in `extra`. Raises PageError when it is no article."""
    return from_meta(*split(text))


def from_meta(found: Mapping[str, Any], body: str) -> Article:
    """Make an article from a page's front matter and body. Raises PageError when it is none."""
    meta = dict(found)
    origin = meta.pop("origin", None)
    if not isinstance(origin, dict) or not meta.get("title"):
        raise PageError("its front matter lacks `title` or `origin`")
    known: dict[str, Any] = {}
    for key, name in KEYS.items():
        value = meta.pop(key, None)
        if value is not None:
            known[name] = _list(value) if key in _LISTS else _time(value) if name in _TIMES else str(value)
    return Article(body=Markdown(body), origin=_load_origin(origin), extra=cast("Mapping[str, Json]", meta), **known)


def differing(there: Article, made: Article) -> Iterator[str]:
    """Name the front-matter keys, and `body`, in which a page that was read differs from an article just made."""
    again = load(dump(made))
    keys = {name: key for key, name in KEYS.items()}
    for name in (field.name for field in fields(Article)):
        if name != "extra" and getattr(there, name) != getattr(again, name):
            yield keys.get(name, name)


_TIMES = frozenset({"published", "modified"})


def entry(path: str, article: Article) -> PageSummary:
    """Give what lists need to know of the article whose page is at `path`, under docs/."""
    known = {f.name: getattr(article, f.name) for f in fields(PageSummary) if f.name != "path"}
    return PageSummary(path=path, **known)


def _load_origin(found: dict[str, Any]) -> Origin:
    record, fields, images, fidelity = (found.get(key) for key in ("record", "fields", "images", "fidelity"))
    return Origin(
        file=str(found.get("file", "")),
        sha256=str(found.get("sha256", "")),
        reader=str(found.get("reader", "")),
        record=None if record is None else str(record),
        retrieved=_time(found.get("retrieved")),
        fields={str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {},
        images={a: str(name) for name in images for a in _list(images[name])} if isinstance(images, dict) else {},
        fidelity=dict(shares_of(fidelity)) if isinstance(fidelity, dict) else {},
    )


def shares_of(found: Mapping[Any, Any]) -> Iterator[tuple[str, Share]]:
    """Read `fidelity` as pages have it; what cannot be read is left out."""
    for key, value in found.items():
        if match := re.fullmatch(r"([0-9]{1,12}) of ([0-9]{1,12})", str(value)):
            yield str(key), Share(int(match[1]), int(match[2]))


def _list(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(str(item) for item in items if item is not None)


def _time(value: object) -> When | None:
    """Read a time; one without a zone is known to the day only."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.date()
    return value if isinstance(value, date) else None
