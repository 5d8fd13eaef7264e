"""`backfile explain`: arguments in, one call, an exit code out; what it prints is worded here too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.options import Archive, Json, ReadAs, loaded_for_reading
from backfile.problems import REPORTED

if TYPE_CHECKING:
    from backfile.operations.explain import ArticleExplanation, OnDisk
    from backfile.tags.tagger import Offer

_WIDTH = 80
_LABEL = 17
"""Columns of the names at the left."""


def explain(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", readable=False, hidden=True)],
    archive: Archive = Path(),
    folder: Annotated[
        Path | None,
        typer.Option("--in", metavar="FOLDER", help="The folder that you ingest, where FILES lie deeper in it."),
    ] = None,
    read_as: ReadAs = None,
    as_json: Json = False,
) -> None:
    """Say why an article is as it is: its fields, what it holds of its page, what was cut, its tags, its inert blocks.

    FILES are inputs, or pages of the archive, whose originals are then read again. Nothing is written.
    """
    with output.reserved(as_json):
        loaded = loaded_for_reading(archive)
        from backfile.operations.explain import explain as explained

        found = list(explained(files, loaded, read_as, folder))
    if as_json:
        output.answer({"explanations": [_as_json(each) for each in found]})
    else:
        for number, each in enumerate(found):
            output.say(*[""] * bool(number), *_lines(each))
            output.show_problems(each.problems)
    if any(each.article is None for each in found):
        raise typer.Exit(REPORTED)


def _as_json(told: ArticleExplanation) -> output.Json:
    return {
        "file": told.file,
        "record": told.record,
        "page": asdict(told.page) if told.page else None,
        "fields": list(_fields(told)),
        "removed": [asdict(cut) for cut in told.removed],
        "fidelity": {key: asdict(share) for key, share in told.measured.fidelity.items()},
        "opinions": [{"opinion": name, **asdict(share)} for name, share in told.measured.opinions],
        "left_out": [{"opinions": each.opinions, "text": each.text} for each in told.measured.left_out],
        "furniture": list(told.lines_of),
        "tags": list(told.article.tags) if told.article else [],
        "offers": [asdict(offer) for offer in told.offers],
        "inert": [asdict(block) for block in told.inert],
        "problems": output.problems_as_json(told.problems),
    }


def _fields(told: ArticleExplanation) -> Iterator[output.Json]:
    """Give the fields that have a value, or had a candidate, in the page's order."""
    from backfile.operations.explain import KEYS, value

    for key in KEYS:
        values = value(told.article, key) if told.article else ()
        offered = [candidate for candidate in told.candidates if candidate.field == key]
        if values or offered:
            via = told.article.origin.fields.get(key) if told.article else None
            candidates = [{"values": c.values, "via": c.via, "fate": c.fate} for c in offered]
            yield {"field": key, "values": list(values), "via": via, "candidates": candidates}


def _lines(told: ArticleExplanation) -> Iterator[str]:
    yield told.file if told.record is None else f"{told.file}, record {told.record}"
    if told.page:
        yield from (f"  {line}" for line in _about(told.page))
    if told.lines_of:
        yield f"  The lines that furniture.yml has for {' and '.join(told.lines_of)} are cut at its edges."
    yield from _titled("Fields", _field_lines(told))
    yield from _titled("Kept of its page", _kept_lines(told))
    yield from _titled("Left out", (_row(", ".join(p.opinions), _quoted(p.text)) for p in told.measured.left_out))
    yield from _titled("Cut", (_row(cut.rule, _quoted(cut.text)) for cut in told.removed))
    yield from _titled("Tags", _tag_lines(told))
    blocks = (_row(f"block {block.block}", f"{block.why}: ", block.text) for block in told.inert)
    yield from _titled("Inert blocks", blocks)
    yield ""


def _about(page: OnDisk) -> Iterator[str]:
    yield page.path
    if not page.original:
        yield "Its original is not kept: what else was offered, and what was cut, is not known."
    if page.edited:
        yield "You edited it; an ingest leaves it alone."
    if page.differs:
        yield f"Its original would now become something else: {', '.join(page.differs)}."


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield from ("", title, *found) if found else ()


def _row(label: str, text: str, quoted: str = "") -> str:
    """Give a line of the width of a terminal; what is too long for it is abbreviated."""
    start = f"  {shorten(output.harmless(label), 40, placeholder='…'):<{_LABEL}} "
    rest = output.harmless(text + (_quoted(quoted) if quoted else ""))
    return start + shorten(rest, max(30, _WIDTH - len(start)), placeholder=" …")


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _field_lines(told: ArticleExplanation) -> Iterator[str]:
    for field in _fields(told):
        shown = "; ".join(field["values"])
        taken = [candidate for candidate in field["candidates"] if candidate["fate"] == "taken"]
        others = [candidate for candidate in field["candidates"] if candidate["fate"] != "taken"]
        same = [c["via"] for c in others if c["fate"] == "not-needed" and "; ".join(c["values"]) == shown]
        yield _row(field["field"], shown or "none")
        if field["via"]:
            as_found = next((text for c in taken if (text := "; ".join(c["values"])) != shown), "")
            also = f"; the same in {', '.join(dict.fromkeys(same))}" if same else ""
            yield _row("", f"from {field['via']}{also}{', as ' if as_found else ''}", as_found)
        for candidate in others:
            text = "; ".join(candidate["values"])
            if candidate["fate"] == "refused" or text != shown:
                yield _row("", f"{candidate['fate'].replace('-', ' ')}: {candidate['via']} ", text)


def _kept_lines(told: ArticleExplanation) -> Iterator[str]:
    from backfile.conversion.fidelity import percent

    for key, share in told.measured.fidelity.items():
        if key == "text":
            yield _row(key, f"{percent(share)}% of {share.of:,} characters on which all opinions agree")
        else:
            yield _row(key, f"{share.kept:,} of {share.of:,}")
    for name, share in told.measured.opinions:
        yield _row(name, f"{percent(share)}% of {share.of:,} characters")


def _tag_lines(told: ArticleExplanation) -> Iterator[str]:
    tags = told.article.tags if told.article else ()
    given = [offer for offer in told.offers if offer.refused is None]
    yield from (_row(offer.tagger, f"{offer.tag}{_alias(offer)}: {offer.why}") for offer in given)
    for tag in tags:
        if tag not in {offer.tag for offer in given}:
            yield _row("the page", f"{tag}, which no tagger gives now")
    refused = [offer for offer in told.offers if offer.refused is not None]
    yield from (_row(offer.tagger, f"not {offer.tag}: {offer.refused}") for offer in refused)


def _alias(offer: Offer) -> str:
    return f", found as {_quoted(offer.found)}" if offer.found != offer.tag else ""
