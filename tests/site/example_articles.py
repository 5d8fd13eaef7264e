"""Example articles for tests of citations, metadata and feeds: ordinary, hostile, and in many scripts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from backfile.article import Article, Markdown, Origin
from backfile.site.article.citations import CitedArticle
from tests.browser.clippings import HOSTILE

PIER = Article(
    headline="East pier to be mended before winter",
    body=Markdown("The harbour board met on Tuesday."),
    origin=Origin("saved/pier.html", "ab" * 32, "html"),
    dek="The board wants it done in six weeks.",
    authors=("Ada Quill", "Bo van der Meer", "Reuters"),
    dateline="Quarrel",
    published=datetime(2019, 11, 5, 9, tzinfo=UTC),
    modified=datetime(2019, 11, 6, 8, 30, tzinfo=UTC),
    source="Harbour Gazette",
    section="The harbour",
    language="en-GB",
    url="https://gazette.example/pier?a=1&b=2",
    image="https://gazette.example/pier.jpg",
    rights="© Harbour Gazette",
    keywords=("Harbour board", "piers"),
    tags=("Harbour board", "East pier"),
)
UNKNOWN = Article(headline="Whoever takes over the bell", body=Markdown("It rings."), origin=PIER.origin)


def article_with(text: str) -> Article:
    """Return an article with `text` in every field that can contain it."""
    return Article(
        headline=text,
        body=Markdown("It rained."),
        origin=PIER.origin,
        dek=text,
        authors=(text, f"{text}, {text}"),
        dateline=text,
        published=date(2020, 3, 2),
        source=text,
        section=text,
        language="ar",
        url=f"https://e.example/{text}",
        rights=text,
        keywords=(text,),
        tags=(f"{text}?",),
    )


TEXTS = {
    **HOSTILE,
    "ampersand": "R&D <now> & \"then\" 'so'",
    "tex": r"100% of $5 #1 a_b ^ ~ \input{/etc/passwd} } { \} {{x}}",
    "and": "Quill and Sons and others",
    "ris": "TY  - BOOK ER  -",
    "arabic": "مكتبة «القراءة» للجميع",
    "chinese": "香口修伞人",
    "hindi": "पुल की मरम्मत",
    "cyrillic": "Ремонт причала",
    "emoji": "Pier 🛠️ ﬁnished",
    "accents": "Ça coûte naïvement über ß",
}
ARTICLES = {"pier": PIER, "unknown": UNKNOWN, **{name: article_with(text) for name, text in TEXTS.items()}}


def cited_article(name: str) -> CitedArticle:
    """Return an example article as the archive cites it."""
    return CitedArticle(ARTICLES[name], f"2020-03-{name}", "Clippings & Co", f"https://clippings.example/{name}/")
