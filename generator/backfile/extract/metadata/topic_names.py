"""Names and labels of the row of an article's subjects. Owns what sites call it, in addresses, names of elements and
visible labels, in many languages; `page_topics` looks for them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.extract.element_names import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

TOPIC_FOLDERS = frozenset(
    (
        "emne etiqueta etiquetas keyword keywords schlagwort stichwort sujet sujets tag tagg tags tagi tema temas "
        "thema themen theme themes thematique topic topics etiket etiketter aihe aiheet onderwerp trefwoord label "
        "labels mot-cle mots-cles argomenti argomento temat tematy stitek hashtag теги тег tagged"
    ).split()
)
"""Names that sites use for the folder of their topic pages."""

CATEGORY_FOLDERS = frozenset(["category", "categories", "kategorie", "categorie", "categoria"])
"""Names of folders whose pages are sections on many sites, and subjects on some."""

ROW_NAME = re.compile(
    r"(?<![a-z])(?:(?:post-?|entry-?|article-?|single-?|story-?)?tags?(?:-?(?:list|links?|like|wrapper|s))?|tagged"
    r"|(?:article-?)?topics?(?:-?list)?|keywords?|schlagw(?:o|oe|ö)rter|stichworte?|themen|hashtags?|etiquetas?"
    r"|mots-?cles|temas|etiketler|labels?|tagi|emner|aiheet|related-?topics|internal-?links)(?![a-z])"
)
"""Names of the element of such a row, or of a link in it."""

_STEP_NAME = re.compile(r"(?<![a-z])(?:navigation|prev|previous|next)(?![a-z])")
"""Names of a link to the article before or after this one, of which a part can be named as its label."""

LIST_NAME = re.compile(
    r"(?<![a-z])(?:trending|popular|most-?read|hot-?topics|top-?topics|top-?themen|meistgesucht|side-?bar|tag-?cloud"
    r"|breadcrumbs?|menu|site-?header|site-?footer|page-?footer|header-?nav|teasers?|cards?"
    r"|related-?(?:articles?|posts?|stories)|recommend(?:ed)?|comments?"
    r")(?![a-z])"
)
"""Names of elements with subjects of the site, or of other articles."""

FOOTER_NAME = re.compile(r"(?<![a-z])footer(?![a-z])")
"""Name of the end of a page, or of an article."""

LABEL = re.compile(
    r"(?:(?:related|article|more on|post)\s)?(?:tags?|topics?|keywords?|tagged(?:\s(?:with|in|as|under))?"
    r"|(?:read\s)?more\s(?:on|about)|filed\sunder"
    r"|themen|thema|schlagw[oö]rter|schlagworte|stichw[oö]rte?r?|mehr\szum\sthema|mehr\szu\sden\sthemen|zum\sthema"
    r"|mehr\slesen\süber|en\ssavoir\splus\ssur"
    r"|mots[-\s]cl[ée]s?|sujets|th[èe]mes|sur\sle\smême\sthème|etiquetas|temas|palabras\sclave|palavras-chave|assuntos"
    r"|argomenti|onderwerpen|trefwoorden|emner|nøkkelord|[äa]mnen|taggar|nyckelord|aiheet|avainsanat|tagi|tematy"
    r"|słowa\skluczowe|štítky|témata|címkék|etiketler|etichete|теги|темы|ключевые\sслова|метки|теми|етикети|ετικέτες"
    r"|标签|標籤|关键词|關鍵字|タグ|キーワード|関連キーワード|태그|키워드|الوسوم|كلمات\sمفتاحية|תגיות|برچسب\u200cها|แท็ก|từ\skhóa)"
    r"(?:\s(?:des\sartikels|de\sla\snoticia|dell'articolo|de\sl'article))?\s*[:\uff1a]?",
    re.IGNORECASE,
)
"""The label of such a row."""


def names_of(element: HtmlElement) -> str:
    """Return the names of an element in lower case, their words separated by hyphens and spaces."""
    return split_words(_join([element.get("class"), element.get("id"), element.get("data-testid")]))


def _join(names: Iterable[str | None]) -> str:
    return " ".join(filter(None, names))


def is_row_name(element: HtmlElement) -> bool:
    """Return whether an element is named as a row of subjects, or as a link in it."""
    return _has_row_name(element.get("class"), element.get("id"), element.get("data-testid"))


@lru_cache(maxsize=1024)
def _has_row_name(*names: str | None) -> bool:
    """Return whether names are those of a row. A page has the same names many times."""
    words = split_words(_join(names))
    return ROW_NAME.search(words) is not None and _STEP_NAME.search(words) is None
