"""Fetching of the images of articles that are on the web, when the owner of the archive requests it. Owns the order of
the requests, the pauses between them, and the reasons why images were not fetched; a single request is left to `http`,
and what the bytes are to `images`.

Each image is fetched in a worker process with limits on time and memory.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as TaskTimeoutError
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from backfile.conversion.image_sources import fetched_file
from backfile.conversion.images import image_problem
from backfile.conversion.result import Result
from backfile.problems import Problem
from backfile.report import Progress
from backfile.settings.schema import MEGABYTE, Settings
from backfile.workers import pool
from backfile.workers.fetch_limits import FetchLimits, host_of
from backfile.workers.origins import Origin, origin

if TYPE_CHECKING:
    from backfile.workers.http import FetchError


def fetch_all(results: Iterable[Result], folder: Path, settings: Settings, progress: Progress) -> dict[str, str]:
    """Fetch the images that converted articles leave on the web. Returns and raises what `fetch` does.

    An article has a maximum number of images. Those beyond it are not requested.
    """
    wanted: dict[str, list[str]] = {}
    excess: dict[str, str] = {}
    for result in results:
        if result.article:
            most = max(0, settings.max_images - len(result.images))
            page = f"{result.article.origin.file}\n{result.article.origin.record or ''}"
            for address in result.elsewhere[:most]:
                wanted.setdefault(address, []).append(page)
            reason = f"more than {settings.max_images} are wanted for one article"
            excess |= dict.fromkeys(result.elsewhere[most:], reason)
    failures = fetch(wanted, folder, settings, progress)
    return failures | {address: reason for address, reason in excess.items() if address not in wanted}


def fetch_problems(result: Result, failures: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a remark for each reason why images of an article were not fetched. In: what `fetch` returned."""
    if not result.article:
        return
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for address in result.elsewhere:
        if address in failures:
            by_reason[failures[address]].append(address)
    step = "Fetch them another time, or save the page with its images."
    for reason, addresses in by_reason.items():
        yield image_problem(result.article.origin, addresses, reason, step)


def fetch(wanted: Mapping[str, Sequence[str]], folder: Path, settings: Settings, progress: Progress) -> dict[str, str]:
    """Fetch images into a folder, each into its `fetched_file`. Return the reason for each that was not fetched: URL ->
    one clause. In: URL -> the pages that show it, by any names.

    Images are fetched one after another, the hosts in turn, with a pause between two requests to the same host. No
    further request is sent to an origin that cannot be reached or answers that it is busy, nor beyond `FetchLimits`. A
    request counts for one of the pages that show the image, which has not used up its share.
    Images that are in the folder already are not fetched again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [address for address in _alternate_hosts(wanted) if not fetched_file(folder, address).exists()]
    failures: dict[str, str] = {}
    hosts, limits = _Hosts(settings.fetch_pause_milliseconds / 1000), FetchLimits(settings)
    with pool.start_pool(settings, 1) as processes:
        try:
            for done, address in enumerate(missing, start=1):
                page = limits.page_to_count(address, wanted[address])
                reason = limits.excess(address, page) or hosts.failure_of(address)
                if reason is None:
                    hosts.wait_for(address)
                    began, seconds = time.monotonic(), limits.seconds_left(address, page)
                    failure = _fetch_in_worker(processes, address, folder, settings, seconds)
                    size = failure.size if failure else _size(folder, address)
                    limits.add(address, page, size, time.monotonic() - began)
                    hosts.record(address, failure)
                    reason = str(failure) if failure else None
                if reason is not None:
                    failures[address] = reason
                progress(done, len(missing))
        except BaseException:
            processes.stop()  # type: ignore[no-untyped-call]
            raise
    return failures


def _size(folder: Path, address: str) -> int:
    """Return the size of a fetched image; 0 if it was not fetched."""
    file = fetched_file(folder, address)
    return file.stat().st_size if file.exists() else 0


class _Hosts:
    """The hosts of a run: when each was last contacted, and why no further request is sent to it."""

    def __init__(self, pause: float) -> None:
        """Set the pause between two requests to the same host, in seconds."""
        self._pause = pause
        self._contacted: dict[str, float] = {}
        self._failures: dict[Origin, str] = {}

    def failure_of(self, address: str) -> str | None:
        """Return why no request is sent to the origin of a URL; None if requests are sent."""
        return self._failures.get(origin(address))

    def wait_for(self, address: str) -> None:
        """Wait until the pause since the last request to the host of a URL is over."""
        if (contacted := self._contacted.get(host_of(address))) is not None:
            time.sleep(max(0.0, contacted + self._pause - time.monotonic()))

    def record(self, address: str, failure: FetchError | None) -> None:
        """Record a request to the host of a URL, and whether it failed so that no other to its origin would succeed."""
        self._contacted[host_of(address)] = time.monotonic()
        if failure and failure.of_origin:
            self._failures[origin(address)] = str(failure)


def _alternate_hosts(addresses: Iterable[str]) -> Iterator[str]:
    """Yield the URLs so that the hosts alternate: the first of each host, then the second of each, and so on."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[host_of(address)].append(address)
    for turn in zip_longest(*by_host.values()):
        yield from filter(None, turn)


def _fetch_in_worker(
    processes: ProcessPool, address: str, folder: Path, settings: Settings, seconds: float
) -> FetchError | None:
    """Fetch one image in a process of the pool. Return the failure, also when the process was stopped."""
    from backfile.workers.http import FetchError

    try:
        processes.schedule(_store, args=[address, folder, settings], timeout=seconds).result()
    except FetchError as failure:
        return failure
    except TaskTimeoutError:
        is_slow = seconds >= settings.fetch_seconds
        return FetchError(f"fetching it took more than {seconds:.0f} seconds", of_origin=is_slow)
    except (ProcessExpired, MemoryError):
        return FetchError("the process that fetched it failed")
    except Exception as error:
        # Libraries can raise anything on the answer of a hostile server; the other images are fetched.
        return FetchError(f"fetching it failed ({type(error).__name__})")
    return None


def _store(address: str, folder: Path, settings: Settings) -> None:
    """Fetch one image into its file, in a worker process. Raises FetchError."""
    from backfile.workers import http

    data = http.fetch(address, settings.max_image_megabytes * MEGABYTE, private=settings.fetch_private)
    unfinished = folder / "unfinished"
    unfinished.write_bytes(data)
    unfinished.replace(fetched_file(folder, address))
