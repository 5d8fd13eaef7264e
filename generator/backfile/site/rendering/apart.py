"""Rendering the pages of a large site in a fork, whose memory is free again when the search index is written.

Of 100,000 articles MkDocs and what it made take most of a gigabyte. Removing the objects does not return that memory to
the system: what is needed later lies between them.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.site.rendering.log_records import log_again, recorded_log
from backfile.workers.forks import call_in_fork

if TYPE_CHECKING:
    from backfile.site.rendering.kept_site import KeptSite
    from backfile.site.rendering.search_index import SearchIndex

_SEPARATOR = "\0"


@dataclass(frozen=True, slots=True)
class Rendered:
    """How many pages a build rendered and kept."""

    rendered: int
    kept: int
    removed: int
    """Of how many that are gone something was kept."""


def render_apart(render: Callable[[], Rendered], site: KeptSite, index: SearchIndex) -> Rendered | None:
    """Call `render` in a fork, and return what it returned; None if it must be called in this process.

    In: also what must be here as it is in the fork then: the folder of the site, and the search index. What was logged
    is logged when the fork has ended.
    """

    def work() -> bytes:
        logger = logging.getLogger("mkdocs")
        logger.handlers, logger.propagate = [logging.NullHandler()], False
        with recorded_log() as log:
            rendered = render()
        # Few long strings: pickle remembers each object that it writes.
        digests, stays = site.digests, bytes(path in site.stays for path in site.digests)
        texts = [_SEPARATOR.join(digests), _SEPARATOR.join(digests.values())]
        return pickle.dumps((rendered, texts, stays, index.requested, log))

    data = call_in_fork(work)
    if data is None:
        return None
    rendered, texts, stays, index.requested, log = pickle.loads(data)  # noqa: S301 - from a fork of this process
    paths, digests = (text.split(_SEPARATOR) if text else [] for text in texts)
    site.digests = dict(zip(paths, digests, strict=True))
    site.stays = {path for path, does_stay in zip(paths, stays, strict=True) if does_stay}
    log_again(log)
    found: Rendered = rendered
    return found
