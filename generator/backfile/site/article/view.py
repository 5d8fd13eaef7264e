"""The view of an article's front matter, which `theme/article.html` prints.

Owns which field is printed, which is left out because another part of the page repeats it, and which text is a link.
Every string is escaped (`escape_metadata`). HTML is written by the template; dates are in `date_view`, the origin in
`origin_view`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from backfile.i18n.catalogs import Catalog
from backfile.lists.subjects import subject_label
from backfile.site.article.date_view import DateView, published_view, updated_view
from backfile.site.article.label_link import LabelLink
from backfile.site.article.lead_text import comparable_words, starts_with
from backfile.site.article.metadata_values import link_target, text_of, texts_of
from backfile.site.article.origin_view import fidelity_rows, is_damaged, keys_by_place, missing_text, origin_rows
from backfile.site.article.text_direction import direction
from backfile.slugs import label_slug
from backfile.tags.subjects.subject_list import subject_slug

ListName = Callable[[str], str | None]
"""From a label as published to the name that list pages have for it; None if no list page has it."""
UrlOf = Callable[[str], str | None]
"""From a path under docs/ to the URL of the page, from the site's root; None if there is no such page."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What the page of an article says about its history."""

    text: str
    """`3 revisions, headline changed once`."""
    url: str
    """The page of its history, from the site's root."""
    timemap: str = ""
    """URL of its TimeMap, from the site's root; empty without a `site_url`."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's front matter as its template prints it. Every string is escaped for HTML."""

    headline: str
    kicker: str
    """Empty if the section has the same words."""
    dek: str
    """Empty if the text begins with it, or the headline has the same words."""
    authors: tuple[LabelLink, ...]
    dateline: str
    """Empty if the text begins with it."""
    published: DateView | None
    updated: DateView | None
    """None if it is the same as `published`; without the day and the time zone that it shares with `published`."""
    source: LabelLink | None
    section: LabelLink | None
    language: str
    direction: str
    """`ltr` or `rtl`; `auto` if the language is unknown."""
    url: str
    """Where the article was published; empty unless an HTTP or HTTPS URL."""
    host: str
    image: str
    """URL of the article's picture; empty unless an HTTP or HTTPS URL."""
    rights: str
    keywords: tuple[str, ...]
    subjects: tuple[LabelLink, ...]
    tags: tuple[LabelLink, ...]
    origin: tuple[tuple[str, str], ...]
    """Key and value of each known fact about the article's origin, in the order of the page format."""
    found: tuple[tuple[str, tuple[str, ...]], ...]
    """Place in the input, and the front-matter keys whose values were found there."""
    fidelity: tuple[tuple[str, Mapping[str, int]], ...]
    """What is counted, and how much of it the article has of its page: `kept`, `of`, `percent`."""
    missing: int | None
    """Percent of the page's main text that the article lacks; None unless that is worth telling readers."""
    damaged: bool = False
    """Whether the end of the article may be missing, because its input was damaged."""
    history: HistoryLine | None = None
    """None if the article has no page of its history. It is not in the front matter, so the caller adds it."""


def article_view(
    meta: Mapping[str, Any], url_of: UrlOf, t: Catalog, body: str = "", list_names: Mapping[str, ListName] | None = None
) -> ArticleView:
    """Return the view of an article.

    In: escaped front matter; pages of labels and months; the site's words; the text's HTML; lists' names of labels.
    """
    language, headline, dateline = (text_of(meta.get(key)) for key in ("language", "title", "dateline"))
    labels = partial(_labels, meta, url_of, list_names or {})
    url, retrieved = link_target(meta.get("url")), _retrieved(meta)
    return ArticleView(
        headline=headline,
        kicker=_kicker(text_of(meta.get("kicker")), text_of(meta.get("section"))),
        dek=_dek(text_of(meta.get("description")), headline, body),
        authors=labels("authors"),
        dateline="" if starts_with(body, unescape(dateline)) else dateline,
        published=published_view(meta.get("date"), url_of, t, retrieved),
        updated=updated_view(meta.get("updated"), meta.get("date"), t, retrieved),
        source=next(iter(labels("source", "sources")), None),
        section=next(iter(labels("section", "sections")), None),
        language=language if re.fullmatch(r"[A-Za-z0-9-]{1,35}", language) else "",
        direction=direction(language),
        url=url,
        host=escape(urlsplit(unescape(url)).netloc.removeprefix("www.")) if url else "",
        image=link_target(meta.get("image")),
        rights=text_of(meta.get("rights")),
        keywords=texts_of(meta.get("keywords")),
        subjects=tuple(_subject_links(meta, url_of, t)),
        tags=labels("tags"),
        origin=tuple(origin_rows(meta.get("origin"), t)),
        found=keys_by_place(meta.get("origin")),
        fidelity=tuple(fidelity_rows(meta.get("origin"))),
        missing=missing_text(meta.get("origin")),
        damaged=is_damaged(meta.get("origin")),
    )


def _labels(
    meta: Mapping[str, Any], url_of: UrlOf, list_names: Mapping[str, ListName], key: str, folder: str = ""
) -> tuple[LabelLink, ...]:
    """Return the labels under a key with the pages that list them, in a folder of another name where it has one."""
    names = ((text, list_names.get(key, str)(unescape(text))) for text in texts_of(meta.get(key)))
    return tuple(
        LabelLink(text, url_of(f"{folder or key}/{label_slug(name)}.md") if name else None) for text, name in names
    )


def _subject_links(meta: Mapping[str, Any], url_of: UrlOf, t: Catalog) -> Iterator[LabelLink]:
    """Yield the subjects with their labels in the archive's language."""
    for text in texts_of(meta.get("subjects")):
        subject = unescape(text)
        yield LabelLink(escape(subject_label(subject, t)), url_of(f"subjects/{subject_slug(subject)}.md"))


def _retrieved(meta: Mapping[str, Any]) -> Any:
    """Return the time at which the article was saved, as front matter has it."""
    origin = meta.get("origin")
    return origin.get("retrieved") if isinstance(origin, Mapping) else None


def _kicker(kicker: str, section: str) -> str:
    """Return the kicker; an empty string if it has the words of the section."""
    kicker_words = comparable_words(unescape(kicker))
    return "" if kicker_words and kicker_words == comparable_words(unescape(section)) else kicker


def _dek(dek: str, headline: str, body: str) -> str:
    """Return the dek; an empty string if the headline has its words or the text begins with them."""
    dek_words = comparable_words(unescape(dek))
    is_repeated = dek_words and (dek_words == comparable_words(unescape(headline)) or starts_with(body, unescape(dek)))
    return "" if is_repeated else dek
