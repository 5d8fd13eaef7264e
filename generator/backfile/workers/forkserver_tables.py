"""The tables of the fork server. Owns the conversion of a short page in it, in several languages: word lists, patterns
and extensions that most conversions need are loaded once, not in each worker. Only the fork server imports this module;
importing it loads them.

No archive is read, and readers and taggers of other packages are not called: they run in workers alone.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from dataclasses import replace

from backfile.archive import page
from backfile.article import Clipping, RawHtml
from backfile.extract import extract
from backfile.extract.page import trafilatura
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.label_sets import select_labels
from backfile.fields import parse
from backfile.markup import sanitize
from backfile.markup.writer import Writer
from backfile.readers import html
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Rendering
from backfile.tags import article_subjects
from backfile.tags.tagger_input import TaggerInput
from backfile.tags.tagging import TAGGERS
from backfile.tags.vocabulary.vocabulary import Vocabulary

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bells for France - The Gazette</title>
<meta name="keywords" content="bells, foundries, France">
<link rel="canonical" href="https://gazette.example/bells"><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Bells for France", "datePublished": "2019-11-05T09:00:00+01:00"}</script></head>
<body><article><h1>Bells for France</h1><p class="byline">By Jane Roe, 5 November 2019</p>
<p>PARIS - The foundry on the hill sends two bells to France, the mayor of Berlin said on Tuesday.</p>
<figure><img src="https://gazette.example/hill.jpg" alt=""><figcaption>The hill. Photo: Jane Roe</figcaption></figure>
<p>“They are for a school near Lyon”, she added. See <a href="https://gazette.example/hill">the &lt;hill&gt;</a>.</p>
<ul><li>The larger one rings at noon.</li></ul></article></body></html>
"""


_CREDITS = ("5 November 2019 by Jane Roe", "Photo: Jane Roe")
_LANGUAGES = ("ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh")
"""Languages of many articles on the web, beside English. The words of each take a worker as long as half a page."""


def _convert() -> None:
    """Convert the page by the steps of `conversion`, without the taggers of other packages. Tag it as if it were in
    each of several languages, too.
    """
    (clipping,) = (
        item for item in html.READER.parse(record_data(html.READER, "", _PAGE.encode())) if isinstance(item, Clipping)
    )
    article, _ = parse.parse(extracted := extract(clipping))
    rendering, vocabulary = Rendering(), Vocabulary()
    body = sanitize.clean(RawHtml(extracted.body), article.url)
    text = sanitize.visible_text(body)
    Writer(rendering.extensions, rendering.options).write(body)
    for language in (article.language, *_LANGUAGES):
        translated = replace(article, language=language)
        data = TaggerInput.of(translated, text, vocabulary)
        for tagger in TAGGERS:
            list(tagger.find(data))
        article_subjects.subjects_of(translated, text, vocabulary)
        select_labels(frozenset({language}) if language else None)
    page.dump(article)
    trafilatura.load_tables()
    for line in _CREDITS:
        parse_credit_line(line)


with suppress(Exception):  # A worker meets the same error, and reports it.
    _convert()
gc.freeze()  # Workers then copy less of this memory: they do not look at it when they collect garbage.
gc.set_threshold(50_000)  # A page makes many objects that last as long as it: Python looks at them again and again.
