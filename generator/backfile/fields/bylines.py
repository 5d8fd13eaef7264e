"""Parser for bylines. Owns which parts of a byline are names, and which are wording, web addresses, initials or places.

The patterns of the wording are in `byline_patterns`, the words for roles in `roles`. Names keep their spelling;
agencies are names. A role ("Staff Writer"), a photographer or the publication itself is an author only where there is
no other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.fields.byline_noise import is_no_name, is_sentence, remove_noise, strip_labels
from backfile.fields.byline_patterns import byline_patterns
from backfile.fields.credit_words import words
from backfile.fields.korean_bylines import part_names
from backfile.fields.roles import has_role, is_person, names_outlet, without_role
from backfile.markup.plain_text import collapse_spaces, strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WEB_ADDRESS = re.compile(
    r"[(\[<]?\s*(?:mailto:)?(?:[^\s@(),;<>]+@[\w.-]+\.\w+|https?://[^\s,;)>\]]+|www\.[^\s,;)>\]]+)\s*[)\]>]?|(?<!\w)@\w+",
    re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_INITIALS = re.compile(r"\s*\(([^\W\d_]{2,5})\.?(?:/[^\W\d_]{2,5})*\)\s*$")
_IN_PARENTHESES = re.compile(r"\(([^()]+)\)")
_ROLE_AT_END = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])\s*[(\uff08]([^()\uff08\uff09]+)[)\uff09]$")
"""A role in parentheses behind a name of East Asian characters."""
_BRACKETED = re.compile(
    r"[\[(\u3010\u3014\uff08\uff3b]([^\[\]()\u3010\u3011\u3014\u3015\uff08\uff09\uff3b\uff3d]+)[\])\u3011\u3015\uff09\uff3d]"
)
"""A byline that is in brackets as a whole: `\u3010\u6587\uff0f\u6d5c\u7530\u7f8e\u54b2\u3011`."""
_TWO_HALVES = re.compile(r"\w{1,2} \w{1,2}")
"""The surname and the given name of a person from Japan, with a space between them. Names in China have none."""
_JAPANESE = re.compile(r"[\u3041-\u30ff]|[\[(\u3010\uff08]\u6587[\uff0f/]|投稿者|取材|執筆|著者|筆者|写真")
"""What bylines in Chinese seldom have, such as `【文／`."""
_AT_END = re.compile(r"\s*\([^()]+\)$")
"""What stands in parentheses behind a person's name: a place, a role, a publication."""
_OUTLET_LINK = re.compile(r"(?:\s(?:for|f\u00fcr|pour|para|per|voor|of|at|the))*[\s,|/\u2013\u2014-]*$", re.IGNORECASE)
"""What stands between a name and a publication."""
_MAX_LENGTH = 2_000
"""A longer string, in characters, is not a byline."""
_SEPARATOR = re.compile(r"\s*(?:[;|\u2022\u00b7\uff0c\u3001\n]|\s/\s|\s[+&]\s)\s*")
_PICTOGRAMS = re.compile("(?:[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d]*)+")
"""Signs that some people put beside their name: emoji, hearts, stars. Other joiners belong to the name."""
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?\s?d|esq|m\.?\s?sc|b\.?\s?a|m\.?\s?a)\.?", re.IGNORECASE)


def split_byline(values: Sequence[str]) -> tuple[str, ...]:
    """Return the names in a byline in their order, each once (case ignored); empty if no part of it is a name."""
    return _split_byline(tuple(values))


@lru_cache(maxsize=64)
def _split_byline(values: tuple[str, ...]) -> tuple[str, ...]:
    """Split a byline. Several steps of a conversion ask for the names in the same one."""
    names: dict[str, str] = {}
    photographers: set[str] = set()
    for value in values:
        if len(value) > _MAX_LENGTH or (value.rstrip().endswith(".") and is_sentence(value)):
            continue
        for name, is_photographer in _iter_names(collapse_spaces(strip_controls(value))):
            names.setdefault(name.casefold(), name)
            photographers |= {name.casefold()} if is_photographer else set()
    persons = {folded: name for folded, name in names.items() if not has_role(name)}
    writers = tuple(name for folded, name in persons.items() if folded not in photographers)
    return writers or tuple(persons.values()) or tuple(names.values())


def without_degree(name: str) -> str:
    """Return a name without the degree or rank behind a comma: `Tara Dane, M.D.`, `Jo Roe, Jr.`."""
    person, _, last = name.rpartition(", ")
    return person if person and _SUFFIX.fullmatch(last) else name


def is_agency(name: str) -> bool:
    """Return whether a name in a byline is that of a news agency."""
    return name.casefold() in agencies("news initials names")


def without_publication(names: Sequence[str], publications: Iterable[str]) -> tuple[str, ...]:
    """Remove the publication from the authors, in full or in its short form in parentheses.

    It stays if there is no other author, or only agencies. Behind a person's name it is removed.
    """
    own = {form.strip().casefold() for name in publications for form in (name, *_IN_PARENTHESES.findall(name))} - {""}
    names = tuple(dict.fromkeys(_without_outlet(name, own) for name in names))
    others = tuple(name for name in names if not (name.casefold() in own or _is_department(name, own)))
    return others if not all(map(is_agency, others)) else tuple(names)


def _without_outlet(name: str, own: Iterable[str]) -> str:
    """Return a person's name without the publication behind it: "Jane Roe Merrow Courier"."""
    for publication in own:
        if name.casefold().endswith(f" {publication}"):
            rest = _OUTLET_LINK.sub("", name[: -len(publication)])
            return rest if is_person(rest.split()) else name
    return name


def _is_department(name: str, own: Iterable[str]) -> bool:
    """Return whether a name is the publication's with the name of a department: "CNN Business"."""
    folded = name.casefold()
    return names_outlet(name) and any(folded.startswith(f"{publication} ") for publication in own)


def _iter_names(byline: str) -> Iterator[tuple[str, bool]]:
    """Yield each name, and whether the byline labels it as the photographer's or an editor's."""
    patterns = byline_patterns()
    byline = patterns.text_suffix.sub(" ", _WEB_ADDRESS.sub(" ", _UUID.sub(" ", byline)))
    given = byline
    if match := _BRACKETED.fullmatch(byline.strip()):
        byline = match[1]
    byline = part_names(byline)
    if match := patterns.east_asian_author.search(f"{byline} "):
        is_one = _TWO_HALVES.fullmatch(match[1]) and _JAPANESE.search(given)
        byline = match[1] if is_one else match[1].replace(" ", "\u3001")
    for chunk in map(collapse_spaces, remove_noise(byline).split(";")):
        rest = chunk
        for opening in (patterns.opening, patterns.label):
            if match := opening.match(rest):
                rest = rest[match.end() :]
        for part in _SEPARATOR.split(patterns.before_label.sub(";", _remove_particle(rest))):
            for piece in _remove_place(_split_at_commas(part)):
                yield from _iter_piece(piece)


def _iter_piece(piece: str) -> Iterator[tuple[str, bool]]:
    """Yield the names between two separators, and whether they are those of people who did not write the text."""
    patterns = byline_patterns()
    unlabelled = patterns.text_label.sub("", piece, count=1) if patterns.text_label.match(piece) else piece
    label = patterns.photo_label.match(unlabelled) or patterns.other_work.match(unlabelled)
    for name in _split_at_conjunctions(_strip_ending(unlabelled[label.end() :] if label else unlabelled)):
        bare = patterns.photo_suffix.sub("", name)
        for person in _strip_name(bare):
            if not is_no_name(person):
                yield person, bool(label) or bare != name


def _strip_ending(piece: str) -> str:
    """Return a piece without what can follow a name: "and agencies", a place, another publication."""
    patterns = byline_patterns()
    piece = patterns.leading_and.sub("", strip_labels(patterns.others.sub("", piece)), count=1)
    for ending, follows in ((patterns.place, _follows_person), (patterns.outlet, _is_outlet_of_person)):
        if (match := ending.search(piece)) and follows(piece[: match.start()], match[1]):
            piece = piece[: match.start()]
    return piece


def _follows_person(name: str, _place: str) -> bool:
    return is_person(name.split())


def _is_outlet_of_person(name: str, outlet: str) -> bool:
    return is_person(name.split()) and (names_outlet(outlet) or is_agency(outlet))


def _remove_particle(byline: str) -> str:
    """Remove an opening particle that means "by"; it stays where it may begin a surname."""
    patterns = byline_patterns()
    match = patterns.particle.match(byline)
    if match is None:
        return byline
    in_surname = byline.startswith(tuple(f"{word} " for word in words("name_particle")))
    if in_surname and not patterns.conjunction.search(byline.replace("&", "and")):
        return byline
    following = [word for word in byline[match.end() :].split() if word not in words("surname_particle")][:2]
    return byline[match.end() :] if len(following) > 1 and all(word[:1].isupper() for word in following) else byline


def _remove_place(pieces: list[str]) -> list[str]:
    """Remove the place from which the persons before it report: a single last word that the gazetteer has."""
    last = pieces[-1] if len(pieces) > 1 else ""
    single = last.isalpha() and not is_agency(last) and last[:1].isupper() and not _is_acronym(last)
    persons = any(" " in piece and not has_role(piece) for piece in pieces[:-1])
    return pieces[:-1] if single and persons and gazetteer.is_place(last) else pieces


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) < 5


def _split_at_commas(part: str) -> list[str]:
    """Split at commas, except in "Blum, Anna" and "John Doe, Jr."."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) == 2 and all(map(_is_half_name, pieces)):
        return [part.strip()]
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _is_half_name(piece: str) -> bool:
    """Return whether a piece can be half of an inverted name: one capitalized word that is not an agency."""
    return " " not in piece and piece[:1].isupper() and not piece.isupper() and not is_agency(piece)


def _split_agency(name: str) -> tuple[str, str | None]:
    """Return a person's name and the agency directly behind it: "JILL LAWLESS Associated Press"."""
    words_of_name = name.split()
    for count in (1, 2, 3):
        agency = " ".join(words_of_name[-count:])
        if is_agency(agency) and is_person(words_of_name[:-count]):
            return " ".join(words_of_name[:-count]), agency
    return name, None


def _split_at_conjunctions(part: str) -> list[str]:
    """Split "A and B", but not "Science and Environment Desk"."""
    pieces = [without_role(piece.strip()) for piece in byline_patterns().conjunction.split(part) if piece.strip()]
    is_role = len(pieces) > 1 and has_role(pieces[0].split()[-1]) and ":" not in pieces[0]
    if is_role and all(is_person(piece.split()) for piece in pieces[1:]):
        return pieces[1:]  # behind a name and a comma: "Science editor and Jane Roe"
    if any(map(has_role, pieces)) or any(piece.strip()[:1].islower() for piece in pieces):
        return [part]
    return pieces


def _strip_name(name: str) -> Iterator[str]:
    """Yield a name without its role and initials, and then the agency in parentheses behind it."""
    name = without_role(_PICTOGRAMS.sub("", name).strip(" ,:-\u2013\u2014\u2022*\u2192\u203a\u00bb"))
    name = byline_patterns().name_title.sub("", name) or name
    name = byline_patterns().title_before.sub("", name)
    if (match := _ROLE_AT_END.search(name)) and has_role(match[1]):
        name = name[: match.start()]
    if name.startswith("(") and is_agency(name.strip("()")):
        name = name.strip("()")
    name, agency = _split_agency(name)
    if (match := _INITIALS.search(name)) and match.start() > 0:
        if is_agency(match[1]):
            agency = match[1]
        if agency or match[1].islower():
            name = name[: match.start()].strip()
    elif (match := _AT_END.search(name)) and is_person(name[: match.start()].split()):
        name = name[: match.start()]
    if any(map(str.isalpha, name)):
        yield name
    if agency:
        yield agency
