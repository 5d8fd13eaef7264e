"""Tables of safe HTML. A table that is only layout, with one column or with a table in a cell, is dissolved."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backfile.markup.chunks import Chunk, Frame, flow, write_inline


def close_table(frame: Frame) -> list[Chunk]:
    """Write an open table, or return its content if it is only layout."""
    rows = [chunk for chunk in frame.chunks if chunk.kind == "tr" and any(cell.parts for cell in chunk.parts)]
    captions = [part for chunk in frame.chunks if chunk.kind == "caption" for part in chunk.parts]
    cells = [cell for row in rows for cell in row.parts]
    nested = any(part.kind == "table" for cell in cells for part in flow(cell.parts))
    if nested or max((len(row.parts) for row in rows), default=0) < 2:
        return flow([*captions, *(chunk for chunk in frame.chunks if chunk.kind != "caption")])
    has_head = rows[0].attributes.get("head") or all(cell.kind == "th" for cell in rows[0].parts)
    head = _count_head_rows(rows) if has_head else 0
    html = f"<caption>{write_inline(captions)}</caption>" if captions else ""
    for name, group in (("thead", rows[:head]), ("tbody", rows[head:])):
        if group:
            html += f"<{name}>{''.join(_write_row(row) for row in group)}</{name}>"
    return [Chunk("table", f"<table>{html}</table>")]


def _count_head_rows(rows: list[Chunk]) -> int:
    """Count the rows of the head: the first, and those that its cells span, since no cell leaves its group of rows."""
    count = number = 1
    while number <= count <= len(rows):
        spans = (cell.attributes.get("rowspan", "") for cell in rows[number - 1].parts)
        longest = max((int(span) for span in spans if re.fullmatch("[0-9]{1,3}", span)), default=1)
        count = max(count, number - 1 + longest)
        number += 1
    return min(count, len(rows))


def _write_row(row: Chunk) -> str:
    return f"<tr>{''.join(map(_write_cell, row.parts))}</tr>"


def _write_cell(cell: Chunk) -> str:
    return f"<{cell.kind}{_write_spans(cell.attributes)}>{write_inline(cell.parts)}</{cell.kind}>"


def _write_spans(attributes: Mapping[str, str]) -> str:
    values = ((name, attributes.get(name, "")) for name in ("colspan", "rowspan"))
    numbers = ((name, int(value)) for name, value in values if re.fullmatch("[0-9]{1,3}", value))
    return "".join(f' {name}="{number}"' for name, number in numbers if number > 1)
