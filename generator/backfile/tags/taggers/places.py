"""Places: the dateline, countries and larger cities. Owns when a mention makes a tag; which names are places is left to
`gazetteer`. Names that are also ordinary words, or surnames of people in the article, count in the dateline only.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.tags.capitalized import CapitalRun
from backfile.tags.stopwords import NO_NAMES, ORDINARY, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.tagger import Subject

_MOST = 3


def dateline(subject: Subject) -> Iterator[str]:
    """Give the dateline's place: `Kabul`, without its agency, and not in capitals."""
    line = (subject.article.dateline or "").split("(")[0].strip(" ,-\u2013\u2014:")
    place = line.split(",")[0].strip()
    if place:
        yield place.title() if place.isupper() and len(place) > 3 else place


def countries(subject: Subject) -> Iterator[str]:
    """Give the countries that the text comes back to, by name or adjective, the most frequent first."""
    counts: Counter[str] = Counter()
    for run in subject.runs:
        named = _country(run, subject)
        if named and run.text.casefold() not in ORDINARY:
            counts[named] += 1
        elif len(run.words) > 1 and not named:
            counts[run.words[-1]] -= 1  # a surname, which stands alone too
    front = _in_front(subject)
    counts.update(front & counts.keys())
    found = [name for name, count in counts.most_common() if count > 1 and subject.is_about(name in front, count)]
    yield from found[:_MOST]


def _in_front(subject: Subject) -> set[str]:
    """Give the countries that the article's front names, in up to three words."""
    words = subject.front_words
    spans = (" ".join(words[at : at + length]) for at in range(len(words)) for length in (1, 2, 3))
    # `Chinas` is China's.
    forms = (form for span in spans if span[0].isupper() for form in (span, span.removesuffix("s")))
    return {named for form in forms if (named := _named(form, subject))}


def _country(run: CapitalRun, subject: Subject) -> str | None:
    """Give the country of a run: as a whole, behind its last `of`, or by its first word's adjective."""
    whole = _named(run.text, subject)
    behind = gazetteer.country(run.text.rsplit(" of ", 1)[-1], english=subject.language == "en")
    first = gazetteer.country(run.words[0], english=subject.language == "en")
    adjective = first if first and first.casefold() != run.words[0].casefold() else None
    return whole or behind or adjective


def _named(text: str, subject: Subject) -> str | None:
    """Give the country that `text` names in a language that is widely spoken, or in the article's."""
    if subject.language == "en":
        return gazetteer.country(text)
    listed = gazetteer.country(text, english=False)
    return listed or gazetteer.country_in(text, subject.language, inflects=subject.inflects)


def cities(subject: Subject) -> Iterator[str]:
    """Give the larger cities that the text names at least twice, the most frequent first."""
    german = subject.is_german
    runs = [run for run in subject.runs if _plain(run) and run.text.casefold() not in subject.lower]
    others = _surnames(subject) | {run.text for run in runs if german and run.determined}
    counts = Counter(run.text for run in runs if run.text not in others)
    certain = {run.text for run in runs if not run.starts}
    known = ((name, count) for name, count in counts.most_common() if count > 1 and name in certain)
    about = (name for name, count in known if subject.is_about(name.split()[-1] in subject.front_words, count))
    yield from [name for name in about if gazetteer.city(name)][:_MOST]


def _plain(run: CapitalRun) -> bool:
    folded = run.text.casefold()
    return (
        folded not in ORDINARY
        and folded not in NO_NAMES
        and len(run.words) <= _MOST
        and not gazetteer.country(run.text)
    )


def _surnames(subject: Subject) -> set[str]:
    """Give the last words of names of several words, which are people's as far as is known here, and titled words."""
    names = {run.words[-1] for run in subject.runs if len(run.words) > 1 and not _is_place(run)}
    return names | {run.words[-1] for run in subject.runs if run.words[0].casefold().rstrip(".") in TITLES}


def _is_place(run: CapitalRun) -> bool:
    return bool(gazetteer.country(run.text) or gazetteer.city(run.text) or run.words[0].casefold() in NO_NAMES)
