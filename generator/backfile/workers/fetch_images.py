"""Images of articles that are on the web, fetched where the archive's owner asks for it: politely and within bounds.

Each is fetched in a process that may take so much time and memory. What it is, is told later, by its bytes.
"""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import TimeoutError as TookTooLongError
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pebble import ProcessExpired, ProcessPool

from backfile.archive.storage import Storage
from backfile.conversion.images import ImageStaging, fetched_into, remark
from backfile.conversion.result import Result
from backfile.problems import Problem
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE, Settings
from backfile.workers import pool as workers

if TYPE_CHECKING:
    from backfile.workers.http import FetchError

Progress = Callable[[int, int], None]
"""Told how many images are done, of how many."""


def aside(storage: Storage, config: Config, *, wanted: bool) -> ImageStaging:
    """Give where images wait in a run; `wanted` says whether some are to be fetched.

    What was fetched waits in the archive's cache, so that it is there for the next run where one ends early.
    """
    is_wanted = wanted and config.settings.keep_images
    return ImageStaging(storage.scratch("images"), storage.cache / "fetched" if is_wanted else None)


def clear(aside: ImageStaging | None) -> None:
    """Remove what was fetched, when the pages have it."""
    if aside and aside.fetched:
        shutil.rmtree(aside.fetched)


def fetch_all(
    results: Iterable[workers.TaskResult], folder: Path, settings: Settings, progress: Progress
) -> dict[str, str]:
    """Fetch what results of reading leave on the web, as `fetch` does."""
    found = (address for _, _, records in results for made in records for address in made.elsewhere)
    return fetch(dict.fromkeys(found), folder, settings, progress)


def remarks(made: Result, failed: Mapping[str, str]) -> Iterator[Problem]:
    """Word for which reasons images of an article were not fetched. In: what `fetch` gave."""
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for address in made.elsewhere:
        if address in failed:
            by_reason[failed[address]].append(address)
    step = "Fetch them another time, or save the page with its images."
    if made.article:
        origin = made.article.origin
        yield from (remark(origin, addresses, reason, step) for reason, addresses in by_reason.items())


def fetch(addresses: Iterable[str], folder: Path, settings: Settings, progress: Progress) -> dict[str, str]:
    """Fetch images into a folder, each into its `fetched_into` file. Gives why some were not: a clause by address.

    One after the other, the hosts in turn, with a pause between two requests to one host. A host that cannot be
    reached, or asks to be left alone, is not asked again. What is there already is not fetched again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [address for address in _in_turn(addresses) if not fetched_into(folder, address).exists()]
    now, later = wanted[: settings.max_fetched], wanted[settings.max_fetched :]
    failed = dict.fromkeys(later, f"more than {settings.max_fetched} are wanted in one run")
    given_up: dict[str, str] = {}
    asked: dict[str, float] = {}
    with workers.bounded(settings, 1) as pool:
        try:
            for done, address in enumerate(now, start=1):
                host = _host(address)
                if host not in given_up:
                    _pause(asked.get(host), settings.fetch_pause_milliseconds)
                    failure = _attempt(pool, address, folder, settings)
                    asked[host] = time.monotonic()
                    if failure:
                        failed[address] = str(failure)
                        given_up |= {host: str(failure)} if failure.of_host else {}
                else:
                    failed[address] = given_up[host]
                progress(done, len(now))
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise
    return failed


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _in_turn(addresses: Iterable[str]) -> Iterator[str]:
    """Give one address of each host in turn."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[_host(address)].append(address)
    for turn in zip_longest(*by_host.values()):
        yield from filter(None, turn)


def _pause(since: float | None, milliseconds: int) -> None:
    """Wait until so much time has gone by."""
    if since is not None:
        time.sleep(max(0.0, since + milliseconds / 1000 - time.monotonic()))


def _attempt(pool: ProcessPool, address: str, folder: Path, settings: Settings) -> FetchError | None:
    """Fetch one image in a process of the pool; give why not, if so. What ends the process is a failure like others."""
    from backfile.workers.http import FetchError

    try:
        pool.schedule(_store, args=[address, folder, settings], timeout=settings.fetch_seconds).result()
    except FetchError as failure:
        return failure
    except TookTooLongError:
        return FetchError(f"fetching it took more than {settings.fetch_seconds} seconds", of_host=True)
    except (ProcessExpired, MemoryError):
        return FetchError("the process that fetched it failed")
    except Exception as error:
        # Whatever a library raises on what a server made up, the other images are fetched.
        return FetchError(f"fetching it failed ({type(error).__name__})")
    return None


def _store(address: str, folder: Path, settings: Settings) -> None:
    from backfile.workers import http

    data = http.fetch(address, settings.max_image_megabytes * MEGABYTE, private=settings.fetch_private)
    unfinished = folder / "unfinished"
    unfinished.write_bytes(data)
    unfinished.replace(fetched_into(folder, address))
