"""The publisher's keywords as tags. Owns which keywords are subjects, and which are codes of publishing systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.fields import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.article import Article
    from backfile.tags.subject import Subject

_MOST_WORDS = 6
_NOT_SUBJECTS = frozenset(
    "news article articles story stories post posts homepage home frontpage uncategorized uncategorised default general"
    " misc other latest featured topstories nachrichten artikel allgemein actualités article actualité noticias noticia"
    " portada null none undefined live liveblog liveticker ticker breaking curated premium video videos audio podcast"
    " texttospeech explainer feature features headlines schlagzeilen internal international national local nyheter"
    " haber haberler leserdiskussion ニュース".split()
) | {"breaking news", "top stories", "latest news", "world news", "editor's pick", "editors pick", "alle themen"}
_NOT_SUBJECTS |= {"son dakika", "son dakika haber", "última hora", "à la une", "ultime notizie", "последние новости"}
"""Keywords that describe the place or the form of a page, not its subject."""
_DEPARTMENTS = frozenset(
    "business culture finance lifestyle opinion politics science society sport sports technology world kultur meinung"
    " panorama politik wirtschaft wissen économie monde politique société deportes economía mundo política sociedad"
    " cronaca cultura economia esteri politica economie politiek polityka samfund samfunn politikk utenriks domácí"
    " politika gündem".split()
)
"""Sections that every publication has. A keyword that repeats the section of the page is not a subject."""
_CODE = re.compile(r"https?:|</|www\.|[:=_\\|]\S|\S@\S|^\W*\d+\W*$|\{|\}|^\(\d+\)|[0-9a-f]{8}-[0-9a-f]{4}-")
_PATH = re.compile(r"/.*|.*/|[^/]+(?:/\S[^/]*){2,}|[a-z][^\sA-Z/]{3,}/[a-z][^A-Z/]{3,}", re.DOTALL)
"""A path: a slash at an end, two slashes, or words in small letters (`news/world`). `AC/DC`, `tcp/ip` and `9/11` are
subjects."""
_DIRECTIVE = re.compile(
    r"newsletters?$|\bpaywall\b|\bcomments?-(?:en|dis)abled\b|\btext-?to-?speech\b"
    r"|\b(?:categor(?:y|ies)|tags?|tokens?|section|type|source)\s*:",
    re.IGNORECASE,
)
"""Keywords that are directives for a publishing system."""


def find(subject: Subject) -> Iterator[str]:
    """Yield the keywords that are subjects, without punctuation around them."""
    for published in subject.article.keywords:
        keyword = published.strip(" \t\r\n,;.\"'“”").lstrip("#")
        is_code = bool(_CODE.search(keyword) or _PATH.fullmatch(keyword) or _DIRECTIVE.search(keyword))
        is_code = is_code or len(keyword.split()) > _MOST_WORDS
        if keyword.casefold() not in _NOT_SUBJECTS and not is_code and not _is_own(keyword, subject.article):
            yield keyword


def _is_own(keyword: str, article: Article) -> bool:
    """Return whether a keyword is the name of the publication and not of a place, or the name of a common section."""
    folded, source = keyword.casefold(), article.source or ""
    if folded in _DEPARTMENTS and folded == (article.section or "").casefold():
        return True
    initials = "".join(word[0] for word in source.split())
    names = {_letters(source)} - {""}
    same = _letters(keyword) in names or _letters(keyword.rpartition(".")[0]) in names
    return (same or (len(initials) > 2 and keyword == initials)) and not gazetteer.is_place(keyword)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
