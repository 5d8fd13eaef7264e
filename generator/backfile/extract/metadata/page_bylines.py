"""The byline that a page prints. Owns where it is looked for, and which of its strings are handed on as names.

Four places are trusted, in this order: an element that is marked or named as the author's, at the headline; a line
with an opening such as "By", at the headline; an element of the first kind behind the text; a name alone at the right
below the text. Comments, teasers, notes about the author and side columns are left out. The wording of bylines is
parsed by `fields.bylines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from backfile.extract.dom import BLOCKS, INVISIBLE, is_around_page, list_attributes, visible_text
from backfile.extract.metadata.byline_places import is_entry, is_in_footer, is_marked, is_posted, name_of
from backfile.extract.metadata.byline_texts import read_lines
from backfile.extract.text.byline_lines import is_reporter_line, parse_byline
from backfile.extract.text.person_names import has_given_name, is_name, is_particle
from backfile.fields.byline_noise import remove_noise
from backfile.fields.byline_patterns import byline_patterns
from backfile.fields.bylines import is_agency, split_byline, without_degree
from backfile.fields.credit_words import languages, words
from backfile.fields.roles import has_role, names_outlet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.metadata.byline_places import NamedElement

_ADDITION = re.compile(r"\s[-–—|]\s.*")
"""What lines have behind a name and a dash: the publication."""
_SIGN = re.compile(r"\s[|\u2022\u00b7]\s")
"""What parts the date, the reading time and the name in a row without links."""
_OUTSIDE = INVISIBLE | frozenset("nav form figure blockquote select button dialog table".split())
_LINE_TAGS = frozenset("p div span h2 h3 h4 h5 h6 address li strong em i b font".split())
_LONGEST_BYLINE = 300
_SHORTEST_LINE, _LONGEST_LINE = 4, 160
_MOST_INNER = 20
"""A line has no more elements in it."""
_PARAGRAPH = 80
"""Characters from which a p element is a paragraph of the text."""
_PARAGRAPHS_AT_HEADLINE = 2
"""A byline at the headline has no more paragraphs between it and the headline."""
_MOST_WORDS = 6
_LONGEST_OPENING = 30
_ARTICLES = ("Article", "BlogPosting", "SocialMediaPosting", "DiscussionForumPosting")
"""Endings of the types that schema.org has for articles; a JobPosting is none."""
_MOST_LINES = 3_000
_MOST_EXAMINED = 500
"""No page has more places for a byline before its own."""
_ANY_NAME = "Xenia Quorl"
"""A name to find out what is an opening."""


@dataclass(slots=True)
class _Search:
    """What was found so far on the way through a page."""

    particles: frozenset[str]
    """Words that mean "by" in the page's language, and can begin a surname: `Di`."""
    has_heading: bool = False
    """Whether the walk is behind the headline."""
    examined: int = 0
    """Elements that were read for names."""
    lines_read: int = 0
    paragraphs: int = 0
    """Paragraphs since the headline."""
    at_headline: list[tuple[HtmlElement, tuple[str, ...]]] = field(default_factory=list)
    lines: list[tuple[HtmlElement, tuple[str, ...]]] = field(default_factory=list)
    elsewhere: list[tuple[HtmlElement, tuple[str, ...]]] = field(default_factory=list)
    signatures: list[tuple[HtmlElement, tuple[str, ...]]] = field(default_factory=list)
    """Names alone in paragraphs at the right, below the last paragraph so far."""


def find_byline(tree: HtmlElement, heading: HtmlElement | None) -> tuple[str, ...]:
    """Return the names in the byline that a page prints, in their order; an empty tuple without one.

    In: the page; its headline's element, if it has one.
    """
    found = _Search(_particles(tree.get("lang") or ""), has_heading=heading is None)
    around = set(heading.iterancestors()) if heading is not None else set()
    typed = _find_typed(tree)
    around.update(*(element.iterancestors() for element in typed))
    own = {element for element in around if element.tag in ("article", "main") or is_entry(element)} | typed
    walker = iterwalk(tree, events=("start",))
    for _, element in walker:
        if found.examined > _MOST_EXAMINED:
            break
        if element is heading:
            found.has_heading, found.paragraphs = True, 0
        elif element in around or not isinstance(element.tag, str):
            continue
        elif _is_outside(element, named := name_of(element), own) or _read(element, named, found):
            walker.skip_subtree()
    for places in (found.at_headline, found.lines, found.elsewhere, found.signatures):
        if places:
            return tuple(dict.fromkeys(_join_siblings(places)))
    return ()


def _find_typed(tree: HtmlElement) -> set[HtmlElement]:
    """Return the element that microdata calls an article (schema.org/BlogPosting), if there is only one."""
    typed = {element for element, kind in list_attributes(tree, "itemtype") if kind.endswith(_ARTICLES)}
    return typed if len(typed) == 1 else set()


def _is_outside(element: HtmlElement, named: NamedElement, own: set[HtmlElement]) -> bool:
    """Return whether nothing in an element is a byline of the article. In: also what its names call it."""
    if element.tag in _OUTSIDE:
        return element.tag != "table" or not is_around_page(element)
    if element.tag == "article" and own and element not in own and any(each.tag == "article" for each in own):
        return True
    if (element.tag == "footer" or named.as_footer) and own.isdisjoint(element.iterancestors()):
        return True
    return named.as_other and element.tag not in ("html", "body", "main", "article")


def _read(element: HtmlElement, named: NamedElement, found: _Search) -> bool:
    """Add the names in an element to what was found; return whether its descendants need no reading. In: also what its
    names call it.
    """
    if element.tag == "p" and len(visible_text(element)) >= _PARAGRAPH:
        found.paragraphs += found.has_heading
        found.signatures.clear()
    near = found.has_heading and found.paragraphs <= _PARAGRAPHS_AT_HEADLINE
    marked = is_marked(element)
    if marked or named.as_author:
        found.examined += 1
        lines = [_without_particle(line, found.particles) for line in read_lines(element)]
        names = tuple(_iter_names(lines, marked=marked)) if sum(map(len, lines)) <= _LONGEST_BYLINE else ()
        if names and (near or marked or names[0].lower() != names[0].upper()):
            (found.at_headline if near else found.elsewhere).append((element, names))
            return True
        return False
    if found.paragraphs and element.tag == "p" and _is_set_right(element) and is_name(visible_text(element)):
        found.signatures.append((element, (visible_text(element),)))
        return True
    if not found.has_heading or element.tag not in _LINE_TAGS or found.lines_read > _MOST_LINES:
        return False
    found.lines_read += 1
    if not (names := _read_line(element, is_byline=near or is_in_footer(element))):
        return False
    (found.lines if near else found.elsewhere).append((element, names))
    return True


def _is_set_right(element: HtmlElement) -> bool:
    """Return whether a paragraph is set at the right, as the name of the author below a text in Vietnam."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return "text-align:right" in style or element.get("align") == "right"


def _particles(language: str) -> frozenset[str]:
    code = language.lower().partition("-")[0]
    return frozenset(words("by_particle", code)) if code in languages() else frozenset()


def _without_particle(line: str, particles: frozenset[str]) -> str:
    """Return a line without the word that means "by" before two words of a name: "Di Luigi Rossi" in Italian."""
    first, *name = line.split()
    full = [word for word in name if not is_particle(word) or word[0].isupper()]
    if first.casefold() in particles and len(full) > 1 and all(word[0].isupper() for word in full[:2]):
        return " ".join(name)
    return line


def _read_line(element: HtmlElement, *, is_byline: bool) -> tuple[str, ...]:
    """Return the names in a line that is a byline by its wording; far from the headline and from the footer of the
    article (`is_byline` is false), only with a label.
    """
    inner = list(islice(element.iterdescendants(), _MOST_INNER + 1))
    if len(inner) > _MOST_INNER or any(each.tag in BLOCKS and each.tag != "br" for each in inner):
        return ()
    text = visible_text(element)
    if not _SHORTEST_LINE <= len(text) <= _LONGEST_LINE:
        return ()
    if not is_byline or is_reporter_line(text):
        is_own = _has_label(text) or is_reporter_line(text)
        return tuple(_iter_names((text,), marked=False)) if is_own else ()
    if byline := parse_byline(text):
        return tuple(_iter_names((byline,), marked=False))
    if byline_patterns().east_asian_author.search(f"{text} "):
        return tuple(_iter_names((text,), marked=False))
    bare = " ".join(remove_noise(text).replace(";", " ").split()).strip(" |,\u2022\u00b7\u2013\u2014-")
    pieces = [_ADDITION.sub("", piece.strip()) for piece in _SIGN.split(remove_noise(text).replace(";", " | "))]
    if bare == text and len(pieces) == 1:
        return ()
    for piece in (bare, *pieces):
        if byline := parse_byline(piece):
            return tuple(_iter_names((byline,), marked=False))
    is_in_row = is_posted(element) and not any(each.tag == "a" for each in inner) and _SIGN.search(text) is not None
    return (bare,) if has_given_name(bare) or (is_in_row and text.endswith(bare) and is_name(bare)) else ()


def _has_label(text: str) -> bool:
    """Return whether a text is the word for an author and a name: `Autorin/Autor Jana Roth`, `Author: Jane Roe`."""
    match = byline_patterns().author.match(text)
    return match is not None and is_name(text[match.end() :].strip(" ."))


def _iter_names(lines: Sequence[str], *, marked: bool) -> Iterator[str]:
    """Yield the names in the lines of an element; with a person, no roles and outlets.

    A page marks organizations and pen names as authors as well; without a mark, only what has the shape of a person's
    name is one, or an agency. In scripts without capitals, every short string has that shape: there only the first line
    counts.
    """
    read = tuple(line for line in _join_openings(lines) if not _is_photo_credit(line))
    if not marked and read and read[0].lower() == read[0].upper():
        read = read[:1]
    names = [_without_addition(name) for name in split_byline(read) if not _is_opening(name)]
    persons = [name for name in names if is_name(without_degree(name)) and not has_role(name)]
    if persons:
        yield from (name for name in names if is_agency(name) or (name in persons and not _is_outlet(name, persons)))
        return
    agencies = [name for name in names if is_agency(name)]
    if agencies or not marked:
        yield from agencies or (name for name in names[:1] if _is_single_name(name) and not _is_beside_date(name, read))
        return
    yield from (name for name in names if len(name.split()) <= _MOST_WORDS)


def _without_addition(name: str) -> str:
    """Return the person's name before a dash in a string, or else the string: `Ratna Kusuma - Karangsari Pos`."""
    person = _ADDITION.sub("", name)
    return person if person != name and is_name(person) and not has_role(person) else name


def _join_openings(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines; an opening of its own is joined with the line below it: `Photographs by`, `Text:`."""
    opening = ""
    for line in lines:
        is_label = opening.casefold() in words("photo")  # `Foto` in an element of its own, as `Foto:`
        joined = f"{opening}{':' * is_label} {line}".strip()
        if line.endswith((":", "\uff1a")) or _is_opening(line) or line.casefold() in words("photo"):
            opening = joined
            continue
        yield joined
        opening = ""


def _is_opening(line: str) -> bool:
    """Return whether a line is only what precedes names: before a name, it is no part of the name."""
    return len(line) <= _LONGEST_OPENING and split_byline((f"{line} {_ANY_NAME}",)) == (_ANY_NAME,)


def _is_outlet(name: str, persons: Sequence[str]) -> bool:
    return names_outlet(without_degree(name)) and any(not names_outlet(other) for other in persons)


def _is_photo_credit(line: str) -> bool:
    """Return whether a line names only who made the pictures: `Foto: Per Holm`."""
    patterns = byline_patterns()
    return patterns.photo_label.match(line) is not None and patterns.before_label.search(line) is None


def _is_beside_date(name: str, lines: Sequence[str]) -> bool:
    """Return whether a word stands where lines have a section, behind a date, or a place, in capitals before one."""
    for line in lines:
        before, found, after = line.partition(name)
        if found and (any(map(str.isdigit, before)) or (name.isupper() and any(map(str.isdigit, after)))):
            return True
    return False


def _is_single_name(name: str) -> bool:
    """Return whether a name is one capitalized word of letters: `Plato`."""
    return name.isalpha() and name[0].isupper() and len(name) > 2 and not has_role(name)


def _join_siblings(places: list[tuple[HtmlElement, tuple[str, ...]]]) -> Iterator[str]:
    """Yield the names of the first place, and of places of the same kind beside it."""
    first, names = places[0]
    yield from names
    group = _group(first)
    for element, others in places[1:]:
        if _group(element) == group:
            yield from others


def _group(element: HtmlElement) -> tuple[HtmlElement | None, str, str | None]:
    """Return what the elements of several authors have in common: tag, class, and their list."""
    parent = element.getparent()
    if parent is not None and element.getnext() is None and element.getprevious() is None:
        parent = parent.getparent()
    return parent, element.tag, element.get("class")
