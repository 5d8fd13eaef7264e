"""TimeMaps: the texts of an article by their dates, for programs that travel in time (Memento, RFC 7089, section 5).

In link format (RFC 6690), a static file beside the history of each article. A text that the publisher had is a memento;
its date is that of saving, as far as it is known, else that of the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urljoin

from backfile.archive.revisions.history import Kind, Revision
from backfile.site.outputs.xml import to_datetime

TYPE = "application/link-format"


def timemap(original: str, own_url: str, revisions: Sequence[Revision], url_of: Callable[[Revision], str]) -> str:
    """Return the TimeMap of an article. In: absolute URLs: that of the article, the TimeMap's own, those of revisions.

    Empty if no text has a date.
    """
    dated = [(_moment(each), url_of(each)) for each in revisions if each.kind is Kind.PUBLISHER and each.when]
    if not dated:
        return ""
    dated.sort()
    span = f'from="{_http_date(dated[0][0])}"; until="{_http_date(dated[-1][0])}"'
    links = [f'<{original}>; rel="original"', f'<{own_url}>; rel="self"; type="{TYPE}"; {span}']
    for at, (moment, url) in enumerate(dated):
        relation = "first " * (at == 0) + "last " * (at == len(dated) - 1) + "memento"
        links.append(f'<{url}>; rel="{relation}"; datetime="{_http_date(moment)}"')
    return ",\n".join(links) + "\n"


def timemap_path(history_url: str) -> str:
    """Return the path of a TimeMap from the site's root. In: the URL of the article's history."""
    return urljoin(history_url, "timemap.link") if history_url.endswith("/") else f"{history_url}.timemap.link"


def _moment(revision: Revision) -> datetime:
    return to_datetime(revision.when) if revision.when else datetime.min.replace(tzinfo=UTC)


def _http_date(moment: datetime) -> str:
    """Return a time as HTTP has it (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
