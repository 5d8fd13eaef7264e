"""How much is fetched for one article, from one host and in one run: number of requests, bytes, time. Owns the limits,
and the reason why an image is not requested; they are counted before a request, so that hostile addresses cost none.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from backfile.settings.schema import MEGABYTE, Settings

_ARTICLE_SHARE, _HOST_SHARE = 4, 2
"""An article gets a quarter of the time and of the bytes of a run, a host half of them."""


@dataclass(frozen=True, slots=True)
class _Limit:
    """What may be requested of one kind."""

    what: str
    """As it is named in reasons."""
    number: int
    megabytes: int
    seconds: int


@dataclass(slots=True)
class _Spent:
    """What was requested."""

    number: int = 0
    size: int = 0
    seconds: float = 0.0

    def excess(self, limit: _Limit) -> str | None:
        """Return why nothing more is requested, one clause; None within the limits."""
        if self.number >= limit.number:
            return f"more than {limit.number} are wanted {limit.what}"
        if self.size >= limit.megabytes * MEGABYTE:
            return f"{limit.megabytes} MB of images are fetched {limit.what}, and no more"
        if self.seconds >= limit.seconds:
            return f"images are fetched for {limit.seconds} seconds {limit.what}, and no longer"
        return None


@dataclass(slots=True)
class FetchLimits:
    """The limits of one run, and what was requested in it."""

    settings: Settings
    _spent: defaultdict[tuple[str, str], _Spent] = field(default_factory=lambda: defaultdict(_Spent))
    _began: float = field(default_factory=time.monotonic)

    def excess(self, address: str, page: str) -> str | None:
        """Return why an image of a page is not requested, one clause; None within all limits."""
        self._spent["run", ""].seconds = time.monotonic() - self._began
        reasons = (self._spent[key].excess(limit) for key, limit in self._limits(address, page))
        return next(filter(None, reasons), None)

    def page_to_count(self, address: str, pages: Sequence[str]) -> str:
        """Return for which of the pages that show an image its request counts: the first within the limits, if any is.

        So nobody who shows the images of others can use up what these have for them.
        """
        return next((page for page in pages if self.excess(address, page) is None), pages[0])

    def seconds_left(self, address: str, page: str) -> float:
        """Return how long a request may take, at least a tenth of a second."""
        left = (limit.seconds - self._spent[key].seconds for key, limit in self._limits(address, page))
        return max(0.1, min(self.settings.fetch_seconds, *left))

    def add(self, address: str, page: str, size: int, seconds: float) -> None:
        """Count a request, successful or not. The last one can exceed the bytes, by those of one image."""
        for key, _ in self._limits(address, page):
            spent = self._spent[key]
            spent.number, spent.size, spent.seconds = spent.number + 1, spent.size + size, spent.seconds + seconds

    def _limits(self, address: str, page: str) -> tuple[tuple[tuple[str, str], _Limit], ...]:
        number, megabytes = self.settings.max_fetched, self.settings.max_fetched_megabytes
        seconds = self.settings.max_fetching_seconds
        pages = _Limit("for one article", self.settings.max_images, *_share(megabytes, seconds, _ARTICLE_SHARE))
        hosts = _Limit("from one host", number, *_share(megabytes, seconds, _HOST_SHARE))
        return (
            (("run", ""), _Limit("in one run", number, megabytes, seconds)),
            (("page", page), pages),
            (("host", host_of(address)), hosts),
        )


def host_of(address: str) -> str:
    """Return the host name of a URL; an empty string without one."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _share(megabytes: int, seconds: int, share: int) -> tuple[int, int]:
    return max(1, megabytes // share), max(1, seconds // share)
