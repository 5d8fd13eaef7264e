"""What templates see of a page's metadata: escaped text, links that are links, dates in words.

MkDocs renders templates without autoescape, and Material prints titles, descriptions and authors as they are. So
everything that comes from front matter or from a heading passes here before a template sees it. Owns no HTML: that is
the templates' part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from backfile.archive.page import shares_of
from backfile.article import Article
from backfile.conversion import fidelity
from backfile.i18n.catalogs import Catalog
from backfile.site.article.lead_text import opens_with, words
from backfile.site.article.related import Company
from backfile.slugs import label_slug

Called = Callable[[str], str | None]
"""What was published -> the name that lists have for it; None where they have none."""

RTL_LANGUAGES = frozenset("ar arc arz azb ckb dv fa glk he iw khw ks lrc mzn nqo pnb ps sd syr ug ur yi".split())
"""Languages written from right to left where the tag names no script (CLDR, script metadata)."""

RTL_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a template prints it."""

    day: str
    """In words: `22 March 2020`; or whatever the front matter holds that is no date."""
    clock: str = ""
    """`18:05 UTC+05:30`; empty when only the day is known."""
    iso: str | None = None
    """For the `datetime` attribute; absent when the front matter holds something that is no date."""
    url: str | None = None
    """Of the page of its month, from the site's root; absent when there is no such page."""


@dataclass(frozen=True, slots=True)
class LabelLink:
    """A tag, an author, a source or a section as a template prints it."""

    text: str
    url: str | None
    """Of the page that lists its articles, from the site's root; absent when there is no such page."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's front matter as its template sees it. Every string is escaped for HTML."""

    headline: str
    kicker: str
    """Empty when the section says the same."""
    dek: str
    """Empty when the text or the headline says the same."""
    authors: tuple[LabelLink, ...]
    dateline: str
    """Empty when the text opens with it."""
    published: Moment | None
    updated: Moment | None
    """Absent when it is no other moment than `published`; without its day when that is the same, and the zone too."""
    source: LabelLink | None
    section: LabelLink | None
    language: str
    direction: str
    """`ltr` or `rtl`; `auto` when the language is unknown."""
    url: str
    """Where it was published; empty unless a web address."""
    host: str
    image: str
    """The article's picture, as an address to go to; empty unless a web address."""
    rights: str
    keywords: tuple[str, ...]
    tags: tuple[LabelLink, ...]
    origin: tuple[tuple[str, str], ...]
    """Key and value of what is known of the article's origin, in the order of the page format."""
    found: tuple[tuple[str, tuple[str, ...]], ...]
    """Place and front-matter keys: where in the input values were found."""
    fidelity: tuple[tuple[str, Mapping[str, int]], ...]
    """What is counted, and how much of it the article has of its page: `kept`, `of`, `percent`."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another article as a template prints it. Escaped."""

    headline: str
    url: str
    """From the site's root."""
    about: tuple[str, ...]
    """Its source and its day, of which each may run in a direction of its own."""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """An article's company as a template prints it. Escaped."""

    source: str
    older: Other | None
    newer: Other | None
    related: tuple[Other, ...]
    referring: tuple[Other, ...]
    more: int
    """How many more refer to it than are named."""


def escaped(value: Any) -> Any:
    """Give `value` with every string in it escaped for HTML text and attributes, whatever the nesting."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return {name: escaped(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [escaped(inner) for inner in value]
    return value


def once(text: Any) -> str:
    """Give `text`, escaped or not, escaped exactly once. A title that MkDocs took from a heading may be either."""
    return "" if text is None else escape(unescape(str(text)))


UrlOf = Callable[[str], str | None]
"""Path under docs/ -> the address of the page there, from the site's root; None where there is none."""


def article_view(
    meta: Mapping[str, Any], url_of: UrlOf, say: Catalog, body: str = "", called: Mapping[str, Called] | None = None
) -> ArticleView:
    """Make the view of one article from its escaped front matter and its body's HTML.

    `say` writes days in words. `called` says, for `authors` and `source`, under which name lists have what was
    published.
    """

    def labels(key: str, folder: str = "") -> tuple[LabelLink, ...]:
        name_of = (called or {}).get(key, str)
        names = ((text, name_of(unescape(text))) for text in _texts(meta.get(key)))
        return tuple(
            LabelLink(text, url_of(f"{folder or key}/{label_slug(name)}.md") if name else None) for text, name in names
        )

    language = _text(meta.get("language"))
    url = _web(meta.get("url"))
    headline, dek, dateline = (_text(meta.get(key)) for key in ("title", "description", "dateline"))
    kicker = _text(meta.get("kicker"))
    if words(unescape(kicker)) and words(unescape(kicker)) == words(unescape(_text(meta.get("section")))):
        kicker = ""
    said = words(unescape(dek))
    if said and (said == words(unescape(headline)) or opens_with(body, unescape(dek))):
        dek = ""
    return ArticleView(
        headline=headline,
        kicker=kicker,
        dek=dek,
        authors=labels("authors"),
        dateline="" if opens_with(body, unescape(dateline)) else dateline,
        published=_published(meta.get("date"), url_of, say),
        updated=_later(meta.get("updated"), meta.get("date"), say),
        source=next(iter(labels("source", "sources")), None),
        section=next(iter(labels("section", "sections")), None),
        language=language if re.fullmatch(r"[A-Za-z0-9-]{1,35}", language) else "",
        direction=direction(language),
        url=url,
        host=escape(urlsplit(unescape(url)).netloc.removeprefix("www.")) if url else "",
        image=_web(meta.get("image")),
        rights=_text(meta.get("rights")),
        keywords=_texts(meta.get("keywords")),
        tags=labels("tags"),
        origin=tuple(_origin(meta.get("origin"), say)),
        found=_found(meta.get("origin")),
        fidelity=tuple(_fidelity(meta.get("origin"))),
    )


def other_view(article: Article, url: str, say: Catalog) -> Other:
    """Make the view of an article that others name. In: the article, plain."""
    day = say.day(article.published) if article.published else ""
    return Other(escape(article.headline), url, tuple(map(escape, filter(None, (article.source, day)))))


def related_view(company: Company, source: str | None, other_at: Callable[[str], Other]) -> RelatedView:
    """Make the view of an article's company. In: its publication; what gives the view of an article by its path."""
    return RelatedView(
        source=escape(source or ""),
        older=other_at(company.older) if company.older else None,
        newer=other_at(company.newer) if company.newer else None,
        related=tuple(map(other_at, company.related)),
        referring=tuple(map(other_at, company.referring)),
        more=company.more,
    )


def direction(language: str) -> str:
    """Give the `dir` of text in `language` (BCP 47): `ltr`, `rtl`, or `auto` without a language."""
    subtags = language.lower().split("-")
    if not subtags[0]:
        return "auto"
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in RTL_LANGUAGES else "ltr"


def _text(value: Any) -> str:
    """Give a field that should hold one string. Owners edit pages: `title: 1984` is a number to YAML."""
    if value is None or isinstance(value, Mapping | list):
        return ""
    return str(value).strip()


def _texts(value: Any) -> tuple[str, ...]:
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return tuple(text for text in map(_text, values) if text)


def _web(value: Any) -> str:
    text = _text(value)
    return text if re.match(r"https?://[^/\s]", text, re.IGNORECASE) and _readable(text) else ""


def _readable(address: str) -> bool:
    try:
        urlsplit(unescape(address))
    except ValueError:  # "http://[" and its like: nothing a link could lead to
        return False
    return True


def _moment(value: Any, say: Catalog) -> Moment | None:
    if isinstance(value, datetime):
        zone = f" {value.tzname()}" if value.tzinfo else ""
        return Moment(say.day(value), f"{value:%H:%M}{zone}", value.isoformat())
    if isinstance(value, date):
        return Moment(say.day(value), iso=value.isoformat())
    text = _text(value)
    return Moment(text) if text else None


def _published(value: Any, url_of: UrlOf, say: Catalog) -> Moment | None:
    moment = _moment(value, say)
    return replace(moment, url=url_of(f"dates/{value:%Y/%m}.md")) if moment and isinstance(value, date) else moment


def _later(updated: Any, published: Any, say: Catalog) -> Moment | None:
    """Give `updated` without what it shares with `published`; None when nothing is left that could be printed, and
    where it lies before `published`, as some publishers' clocks have it.
    """
    if updated == published or _before(updated, published):
        return None
    moment, first = _moment(updated, say), _moment(published, say)
    if not (moment and first and moment.day == first.day):
        return moment
    if not (isinstance(updated, datetime) and isinstance(published, datetime)):
        return moment if moment.clock else None
    if updated.utcoffset() != published.utcoffset():
        return moment
    return None if moment.clock == first.clock else Moment("", f"{updated:%H:%M}", moment.iso)


def _before(one: Any, other: Any) -> bool:
    kinds = {type(one), type(other)}
    if kinds == {datetime}:
        return (one.utcoffset() is None) == (other.utcoffset() is None) and bool(one < other)
    return kinds == {date} and bool(one < other)


def _origin(value: Any, say: Catalog) -> Iterable[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return
    for key in ("file", "record", "sha256", "reader"):
        text = _text(value.get(key))
        if text:
            yield key, text
    retrieved = _moment(value.get("retrieved"), say)
    if retrieved:
        yield "retrieved", ", ".join(filter(None, (retrieved.day, retrieved.clock)))


def _fidelity(origin: Any) -> Iterable[tuple[str, Mapping[str, int]]]:
    found = origin.get("fidelity") if isinstance(origin, Mapping) else None
    shares = dict(shares_of(found)) if isinstance(found, Mapping) else {}
    for key in fidelity.KEYS:
        if share := shares.get(key):
            yield key, {"kept": share.kept, "of": share.of, "percent": fidelity.percent(share)}


def _found(origin: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    places = origin.get("fields") if isinstance(origin, Mapping) else None
    keys: dict[str, list[str]] = {}
    for key, place in places.items() if isinstance(places, Mapping) else ():
        if text := _text(place):
            keys.setdefault(text, []).append(escape(unescape(str(key))))
    return tuple((place, tuple(found)) for place, found in sorted(keys.items()))
