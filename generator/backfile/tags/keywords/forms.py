"""Owns which keywords of a publisher cannot be tags by their form: codes, dates, words for the form or the place of a
page, names of the publication and of its authors, whole sentences.

The field `keywords` keeps them as found (`fields.keywords`); a tag has to be something that a reader looks for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.tags.stopwords import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.article import Article

MOST_WORDS, LONGEST = 5, 45
"""A keyword of more words or letters is a sentence, or a phrase for search engines."""
_MOST_HEADLINE_WORDS = 3
"""More words that all stand in the headline repeat it."""
_MACHINERY = frozenset(
    "news article articles story stories post posts homepage home frontpage uncategorized uncategorised default general"
    " misc other latest featured topstories nachrichten artikel allgemein actualités article actualité noticias noticia"
    " portada null none undefined live liveblog liveticker ticker breaking curated premium video videos audio podcast"
    " texttospeech explainer feature features headlines schlagzeilen internal international national local nyheter some"
    " haber haberler leserdiskussion ニュース business culture finance lifestyle opinion politics science society sport"
    " sports technology world kultur meinung panorama politik wirtschaft wissen économie monde politique société"
    " deportes economía mundo política sociedad cronaca cultura economia esteri politica economie politiek polityka"
    " samfund samfunn politikk utenriks innenriks domácí kauzy politika gündem careers column kolumne kommentar"
    " magazin magazine service ratgeber aktuelles regional lokales region regions regiony miejsca places people"
    " policy government institutions multidisciplinary internacional nacional world editorial newsletter newsletters"
    " wired explainers analysis analyse interview interviews reportage essay quiz gallery galerie fotos photos"
    " direct syndication".split()
)
"""Keywords that describe the place or the form of a page, and sections that every publication has."""
_MACHINERY |= {"breaking news", "top stories", "latest news", "world news", "editor's pick", "editors pick"}
_MACHINERY |= {"son dakika", "son dakika haber", "última hora", "à la une", "ultime notizie", "последние новости"}
_MACHINERY |= {"alle themen", "front page", "long reads", "long read", "opening bell", "home page", "uk news"}
_EVERYDAY = frozenset(
    "child children kids parents family people kinder eltern familie menschen leute enfants gens hijos padres"
    " niños gente figli genitori filhos barn børn děti dzieci çocuk çocuklar дети люди court courts trial arrest"
    " arrests investigation lawsuit gericht prozess festnahme ermittlungen tribunal procès arrestation enquête"
    " juicio detención detenido investigación tribunale processo arresto indagine soud vyšetřování obžaloba sąd"
    " śledztwo mahkeme soruşturma tutuklama gözaltı dava суд следствие арест".split()
)
"""People in general, and the steps of every case in court: words of a thousand unrelated articles."""
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
"""Cyrillic letters that look like Latin ones."""
_NEWSPAPER = re.compile(r"(?:\w.*\s)?(?:times|chronicle|tribune|herald|gazette|post|journal|zeitung)", re.IGNORECASE)
"""Names of newspapers, which articles quote."""
_CODE = re.compile(
    r"https?:|</|www\.|[=_\\|]\S|\S@\S|^@|^\W*\d+\W*$|\{|\}|^\(\d+\)|[0-9a-f]{8}-[0-9a-f]{4}-|(?=\S*\d)[0-9a-f-]{8,}$"
    r"|^[a-z]{1,4}-?\d{3,}$|\d{4}-\d\d?|\.(?:com|net|org|de|fr|es|it|uk|info)$"
)
_PATH = re.compile(r"/.*|.*/|[^/]+(?:/\S[^/]*){2,}|[a-z][^\sA-Z/]{3,}/[a-z][^A-Z/]{3,}", re.DOTALL)
"""A path: a slash at an end, two slashes, or words in small letters (`news/world`). `AC/DC`, `tcp/ip` and `9/11` are
subjects."""
_DIRECTIVE = re.compile(
    r"newsletters?$|\bpaywall\b|\bcomments?-(?:en|dis)abled\b|\btext-?to-?speech\b|\bhow to\b|^things to do\b"
    r"|\b(?:categor(?:y|ies)|tags?|tokens?|section|type|source)\s*:",
    re.IGNORECASE,
)
"""Keywords that are directives for a publishing system, and names of series."""
_ADJECTIVES = frozenset(
    "northern southern eastern western central asian african european american latin arab democratic republican black"
    " white jewish muslim christian catholic federal royal social public private".split()
) | {"african american", "african-american", "native american", "asian american", "latin american", "north american"}
"""English adjectives; alone they name nothing."""
_PREFIXED = re.compile(r"[^:]{1,40}:\s*\S.*")
_QUANTITY = re.compile(r"\d[\d.,]*\s[^\W\d]{1,6}(?:/\w+)?")
"""An amount: `10 GB`, `50 Mbit/s`."""
_NAMED_DAY = re.compile(r"9/11|1&1|1984|\d\.\s.*|49-.*")
_FEWEST_INITIALS = 3


def refusal_of_form(keyword: str, article: Article, words: Sequence[str], headline: frozenset[str]) -> str | None:
    """Return why a keyword cannot be a tag by its form, one clause; None if it can.

    In: the keyword without punctuation around it; the article; the keyword's words and those of the headline, folded.
    """
    if not words:
        return "it has no letter"
    if is_code(keyword, article.headline):
        return "it is a code of a publishing system"
    if _is_date(keyword):
        return "it is a date or a number"
    if why := _refusal_of_word(keyword):
        return why
    if _NEWSPAPER.fullmatch(keyword) and not headline.issuperset(words):
        return "it is a newspaper, and not in the headline"
    if is_own_name(keyword, article):
        return "it is the name of the publication, an agency or an author"
    if len(words) > MOST_WORDS or len(keyword) > LONGEST:
        return "it is a sentence, or a phrase for search engines"
    if len(words) > _MOST_HEADLINE_WORDS and headline.issuperset(words):
        return "it repeats the headline"
    return None


def _refusal_of_word(keyword: str) -> str | None:
    """Return why a keyword cannot be a tag as a word, one clause; None if it can."""
    word = keyword.casefold()
    if {word, _in_one_script(keyword).casefold()} & _MACHINERY:
        return "it describes the place or the form of the page"
    if word in _EVERYDAY:
        return "it is a word of all kinds of articles"
    is_participle = keyword.islower() and keyword.endswith("ed") and keyword.isalpha()
    return "it is an adjective" if word in _ADJECTIVES or is_participle else None


def is_code(keyword: str, headline: str) -> bool:
    """Return whether only a publishing system reads a keyword: an address, an identifier, a directive, `X: Y`."""
    is_prefixed = _PREFIXED.fullmatch(keyword) is not None and keyword.casefold() not in headline.casefold()
    return bool(_CODE.search(keyword) or _PATH.fullmatch(keyword) or _DIRECTIVE.search(keyword)) or is_prefixed


def _in_one_script(keyword: str) -> str:
    """Return a keyword with Latin letters for Cyrillic ones that look like them, if it has Latin letters too."""
    return keyword.translate(_LOOKALIKES) if re.search("[A-Za-z]", keyword) else keyword


def _is_date(keyword: str) -> bool:
    if _NAMED_DAY.fullmatch(keyword):
        return False
    words = [word.rstrip(".,") for word in keyword.split()]
    return _QUANTITY.fullmatch(keyword) is not None or all(
        not any(map(str.isalpha, word)) or (word.casefold() in NO_NAMES and not word.isupper()) for word in words
    )


def is_own_name(keyword: str, article: Article) -> bool:
    """Return whether a keyword names the publication and not a place, an agency that the headline lacks, an author."""
    source = article.source or ""
    initials = "".join(word[0] for word in source.split())
    names = {_letters(source)} - {""}
    same = _letters(keyword) in names or _letters(keyword.rpartition(".")[0]) in names
    if (same or (len(initials) >= _FEWEST_INITIALS and keyword == initials)) and not gazetteer.is_place(keyword):
        return True
    if _letters(keyword) in host_names(article.url) and not gazetteer.is_place(keyword):
        return True
    if keyword.casefold() in agencies("news") and keyword.casefold() not in article.headline.casefold():
        return True
    own = _words(keyword)
    return len(own) > 1 and any(own == _words(author) for author in article.authors)


def host_names(url: str | None) -> frozenset[str]:
    """Return the names in an address's host, without its last part: `gazette` of `www.gazette.example`."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # An owner can write anything.
        return frozenset()
    return frozenset(_letters(part) for part in host.split(".")[:-1]) - {""}


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", name.casefold()))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
