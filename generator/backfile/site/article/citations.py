"""How an article is cited: a sentence, BibTeX, RIS and CSL-JSON, from its metadata alone.

Owns the four forms and how each of them quotes; the few words in them come from `wording`. What was published is cited
with its own address, and the archive with the address that the page has there. Names stay as they were published: which
part of one is the family's is for the program that reads them to tell. What is unknown is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from backfile.article import Article
from backfile.i18n.catalogs import Catalog


@dataclass(frozen=True, slots=True)
class Cited:
    """An article, and where the archive has it. Plain text."""

    article: Article
    key: str
    """Names the article among all of the archive: ASCII letters, digits and hyphens."""
    archive: str
    """What the archive is called."""
    address: str = ""
    """Of the article's page in the archive; empty where the archive does not know its own address."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to cite."""

    name: str
    """What it is called in the catalogue of words, behind `cite_`."""
    write: Callable[[Cited, Catalog], tuple[str, ...]]
    """Gives the text, without a line end behind it; in pieces where each has a direction of its own on a page."""


def key(path: str) -> str:
    """Name an article for citations by its page's path under docs/: `2019-11-east-pier-to-be-mended`."""
    inner = path.removeprefix("articles/").removesuffix(".md")
    return re.sub("[^A-Za-z0-9]+", "-", inner).strip("-") or "article"


def subjects(article: Article) -> tuple[str, ...]:
    """Give what an article is about: the publisher's keywords and the archive's tags, each once."""
    return tuple({subject.casefold(): subject for subject in (*article.tags, *article.keywords)}.values())


def sentence(cited: Cited, say: Catalog) -> tuple[str, ...]:
    """Cite as prose does (after the Chicago Manual of Style, with names as published).

    In pieces: a name, a headline and what stands between them may run in different directions.
    """
    article = cited.article
    headline = _line(article.headline)
    mark = "" if headline.endswith(("?", "!", ".", "…", "。", "？", "！", "؟")) else "."
    by = _listed(article.authors, say)
    where = [_line(article.source or ""), say.day(article.published) if article.published else ""]
    parts = (
        (by, "" if by.endswith(".") else "."),
        (f"“{headline}{mark}”",),
        (where[0], ", " if all(where) else "", where[1], "."),
        (web(article.url), "."),
        (f"{_held(cited, say)}.",),
    )
    told = [part for part in parts if any(part[:-1]) or len(part) == 1]
    return tuple(piece for number, part in enumerate(told) for piece in (" " if number else "", *part) if piece)


def bibtex(cited: Cited, say: Catalog) -> tuple[str, ...]:
    """Write an entry for BibTeX and BibLaTeX: an `@article` where the publication is known, else a `@misc`."""
    article = cited.article
    day = article.published
    fields = {
        "author": " and ".join(_bibtex_name(_line(name)) for name in article.authors),
        "title": f"{{{_tex(_line(article.headline))}}}",
        "journal": _tex(_line(article.source or "")),
        "date": _iso(day),
        "year": f"{day.year:04}" if day else "",
        "month": str(day.month) if day else "",
        "langid": _tex(article.language or ""),
        "url": web(article.url) or cited.address,
        "note": _tex(_held(cited, say)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return ("\n".join((f"@{'article' if article.source else 'misc'}{{{cited.key},", *lines, "}")),)


def ris(cited: Cited, say: Catalog) -> tuple[str, ...]:
    """Write a record of RIS, a newspaper's article where the publication is known, else an electronic one."""
    article = cited.article
    pairs = [
        ("TY", "NEWS" if article.source else "ELEC"),
        ("ID", cited.key),
        *(("AU", name) for name in article.authors),
        ("TI", article.headline),
        ("T2", article.source),
        ("PY", f"{article.published.year:04}" if article.published else None),
        ("DA", slashed(article.published)),
        ("SE", article.section),
        ("AB", article.dek),
        *(("KW", keyword) for keyword in subjects(article)),
        ("LA", article.language),
        # Here a semicolon parts addresses.
        ("UR", (web(article.url) or cited.address).replace(";", "%3B")),
        ("DB", cited.archive),
        ("AN", cited.address),
    ]
    written = [f"{tag}  - {line}" for tag, value in pairs if value and (line := _line(value))]
    return ("\n".join((*written, "ER  - ")),)


def csl(cited: Cited, say: Catalog) -> tuple[str, ...]:
    """Write an item of CSL-JSON, as citeproc, pandoc and Zotero read it. A name is one literal string."""
    article, day = cited.article, cited.article.published
    item = {
        "id": cited.key,
        "type": "article-newspaper" if article.source else "webpage",
        "title": _line(article.headline),
        "author": [{"literal": _line(name)} for name in article.authors],
        "container-title": _line(article.source or ""),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "section": _line(article.section or ""),
        "abstract": _line(article.dek or ""),
        "keyword": ", ".join(map(_line, subjects(article))),
        "language": article.language,
        "URL": web(article.url) or cited.address,
        "archive": _line(cited.archive),
        "archive_location": cited.address,
    }
    lines = ",\n".join(f' "{name}": {_json(value)}' for name, value in item.items() if value)
    return (f"[{{\n{lines}\n}}]",)


_json = json.JSONEncoder(ensure_ascii=False).encode


FORMS = (Form("sentence", sentence), Form("bibtex", bibtex), Form("ris", ris), Form("csl", csl))
"""In the order in which they are shown."""


def _line(text: str) -> str:
    """Give text on one line: in RIS a line is a field."""
    return " ".join(text.split())


def _iso(day: date | None) -> str:
    return f"{day.year:04}-{day.month:02}-{day.day:02}" if day else ""


def slashed(day: date | None) -> str:
    """Write a day as RIS and Highwire want it: `2019/11/05`; empty when it is unknown."""
    return _iso(day).replace("-", "/")


def _listed(names: tuple[str, ...], say: Catalog) -> str:
    *others, last = map(_line, names or ("",))
    return f"{', '.join(others)} {say('and')} {last}" if others else last


def _held(cited: Cited, say: Catalog) -> str:
    return say("archived_in", archive=", ".join(filter(None, (_line(cited.archive), cited.address))))


def web(url: str | None) -> str:
    """Give an address with everything coded that no address may hold (RFC 3986), so that it needs no quoting."""
    if not url or not re.match(r"https?://[^/\s]", url, re.IGNORECASE):
        return ""
    return quote(url.strip(), safe=":/?#[]@!$&'()*+,;=%-._~") if not _ADDRESS.fullmatch(url) else url


_ADDRESS = re.compile(r"[A-Za-z0-9:/?#\[\]@!$&'()*+,;=%._~-]+")

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "#$%&_"},
}
"""BibTeX counts braces even where a backslash stands before them, so they get names."""

_MEANT = re.compile(r"[\\{}~^#$%&_]|([-'`])(?=\1)|[?!](?=`)")
"""What TeX would act on, and what it would set as another mark: two hyphens as a dash."""


def _tex(text: str) -> str:
    return _MEANT.sub(lambda match: _TEX.get(match[0]) or f"{match[0]}{{}}", text)


def _bibtex_name(name: str) -> str:
    """Give a name that BibTeX takes for one; in braces where it would part it, or turn it round."""
    written = _tex(name)
    return f"{{{written}}}" if _PARTED.search(name) else written


_PARTED = re.compile(r",|\b(?:and|others)\b|[{}\\]", re.IGNORECASE)
