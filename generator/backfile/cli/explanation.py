"""The text of an explanation of an article, for people; `explain` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from backfile.cli.line_list import cut, format_lines
from backfile.cli.output import Json, console, escape_controls
from backfile.problems import name_record

if TYPE_CHECKING:
    from backfile.operations.explain import ArticleExplanation, PageState
    from backfile.tags.tagger import Offer

_WIDTH = 80
"""Columns of a line."""
_LABEL = 17
"""Columns of the labels at the left."""
_LONGEST_LABEL = 40
"""Characters of the longest label; longer ones are shortened."""


def format_explanation(explanation: ArticleExplanation) -> Iterator[str]:
    """Yield the lines of an explanation; an empty line ends it."""
    yield name_record(explanation.file, explanation.record)
    if explanation.page:
        yield from (f"  {line}" for line in _page_lines(explanation.page))
    if names := explanation.lines_of:
        yield f"  The lines under {' and '.join(names)} in furniture.yml are cut at its edges."
    measured = explanation.measured
    yield from _section("Identity", _identity_lines(explanation))
    yield from _section("Fields", _field_lines(explanation))
    yield from _section("Vote on the headline", _vote_lines(explanation))
    yield from _section("Kept of its page", _fidelity_lines(explanation))
    yield from _section("Left out", (_row(", ".join(p.opinions), _in_quotes(p.text)) for p in measured.left_out))
    if explanation.lines:
        yield from _section("Lines", format_lines(explanation.lines, console().width))
    else:
        yield from _section("Cut", (_row(removal.rule, _in_quotes(removal.text)) for removal in explanation.removed))
    yield from _section("Subjects", _subject_lines(explanation))
    yield from _section("Tags", _tag_lines(explanation))
    blocks = (_row(f"block {block.block}", f"{block.why}: ", block.text) for block in explanation.inert)
    yield from _section("Inert blocks", blocks)
    yield ""


def field_rows(explanation: ArticleExplanation) -> Iterator[Json]:
    """Yield the fields that have a value or a candidate, in the order of the page, as JSON objects."""
    from backfile.operations.explain import KEYS, field_values

    for key in KEYS:
        values = field_values(explanation.article, key) if explanation.article else ()
        candidates = [candidate for candidate in explanation.candidates if candidate.field == key]
        if values or candidates:
            via = explanation.article.origin.fields.get(key) if explanation.article else None
            rows = [
                {"values": c.values, "via": c.via, "fate": c.fate}
                | ({"place": c.place, "votes": c.votes, "why": c.why or None} if c.place else {})
                for c in candidates
            ]
            yield {"field": key, "values": list(values), "via": via, "candidates": rows}


def _page_lines(page: PageState) -> Iterator[str]:
    yield page.path
    if not page.original:
        yield "Its original is not in the archive, so other values and removed lines are unknown."
    if page.edited:
        yield "You edited it; an ingest does not change it."
    if page.differs:
        yield f"Making it again from its original would change: {', '.join(page.differs)}."


_RELATIONS = {"revision": "would revise", "doubtful": "is kept beside", "rival": "is kept beside", "other": "is not"}
"""As in `identity_rule.Relation` -> what an ingest does with the input, before the path of the page."""


def _identity_lines(explanation: ArticleExplanation) -> Iterator[str]:
    """Yield for each page that the input may be a save of what an ingest does, why, and the evidence."""
    for each in explanation.compared:
        yield _row(_RELATIONS[each.relation], each.page)
        yield _row("", f"because {each.reason}")
        for item in each.evidence:
            if item.state not in ("none", "unknown"):
                values = dict.fromkeys(filter(None, (item.newer, item.older)))
                yield _row("", f"{item.kind} {item.state}{': ' if values else ''}{' | '.join(values)}")


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield an empty line, a title and its lines; nothing if there are no lines."""
    rows = list(lines)
    yield from ("", title, *rows) if rows else ()


def _row(label: str, text: str, quoted: str = "") -> str:
    """Return a line with a label, a text, and a text in quotation marks, shortened to the width of a terminal."""
    start = f"  {cut(escape_controls(label), _LONGEST_LABEL):<{_LABEL}} "
    rest = escape_controls(text + (_in_quotes(quoted) if quoted else ""))
    return start + cut(rest, max(30, _WIDTH - len(start)))


def _in_quotes(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _field_lines(explanation: ArticleExplanation) -> Iterator[str]:
    """Yield for each field its value, where that comes from, and the other candidates."""
    for field in field_rows(explanation):
        value = "; ".join(field["values"])
        taken = [candidate for candidate in field["candidates"] if candidate["fate"] == "taken"]
        others = [candidate for candidate in field["candidates"] if candidate["fate"] != "taken"]
        same = [c["via"] for c in others if c["fate"] == "not-needed" and "; ".join(c["values"]) == value]
        yield _row(field["field"], value or "none")
        if field["via"]:
            unparsed = next((text for c in taken if (text := "; ".join(c["values"])) != value), "")
            also = f"; the same in {', '.join(dict.fromkeys(same))}" if same else ""
            yield _row("", f"from {field['via']}{also}{', as ' if unparsed else ''}", unparsed)
        for candidate in others:
            text = "; ".join(candidate["values"])
            if candidate["fate"] == "refused" or text != value:
                yield _row(
                    "", f"{candidate['fate'].replace('-', ' ')}: {candidate.get('place') or candidate['via']} ", text
                )


def _vote_lines(explanation: ArticleExplanation) -> Iterator[str]:
    """Yield the headlines for which the places of a page voted, the winner with its reason first."""
    voted = {"; ".join(item.values): item for item in reversed(explanation.candidates) if item.votes}
    for value, item in reversed(voted.items()):
        yield _row(f"{len(item.votes)} {'vote' if len(item.votes) == 1 else 'votes'}", "", value)
        yield _row("", f"of {', '.join(item.votes)}")
        if item.why:
            yield _row("", f"taken: {item.why}")


def _fidelity_lines(explanation: ArticleExplanation) -> Iterator[str]:
    from backfile.conversion.fidelity import percent

    for key, share in explanation.measured.fidelity.items():
        if key == "text":
            yield _row(key, f"{percent(share)}% of {share.of:,} characters on which all opinions agree")
        else:
            yield _row(key, f"{share.kept:,} of {share.of:,}")
    for name, share in explanation.measured.opinions:
        yield _row(name, f"{percent(share)}% of {share.of:,} characters")


def _tag_lines(explanation: ArticleExplanation) -> Iterator[str]:
    """Yield the tags with their reasons: those of the taggers, those that only the page has, the refused ones."""
    tags = explanation.article.tags if explanation.article else ()
    accepted = [offer for offer in explanation.offers if offer.refused is None]
    yield from (_row(offer.tagger, f"{offer.tag}{_found_as(offer)}: {offer.why}") for offer in accepted)
    for tag in tags:
        if tag not in {offer.tag for offer in accepted}:
            yield _row("the page", f"{tag}, which no tagger proposes now")
    refused = [offer for offer in explanation.offers if offer.refused is not None]
    yield from (_row(offer.tagger, f"not {offer.tag}: {offer.refused}") for offer in refused)


def _subject_lines(explanation: ArticleExplanation) -> Iterator[str]:
    """Yield the subjects with their evidence, those that only the page has, and the refused ones."""
    accepted = [offer for offer in explanation.subject_offers if offer.refused is None]
    yield from (_row(offer.rule, f"{offer.subject}: {', '.join(offer.found)}") for offer in accepted)
    for subject in explanation.article.subjects if explanation.article else ():
        if subject not in {offer.subject for offer in accepted}:
            yield _row("the page", f"{subject}, for which nothing speaks now")
    for offer in explanation.subject_offers:
        if offer.refused is not None:
            yield _row(offer.rule, f"not {offer.subject}: {offer.refused} ({', '.join(offer.found)})")


def _found_as(offer: Offer) -> str:
    return f", found as {_in_quotes(offer.found)}" if offer.found != offer.tag else ""
