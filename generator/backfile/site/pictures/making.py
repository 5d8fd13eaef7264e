"""What thumbnails and social cards share: only what is missing in the cache is made, in bounded worker processes, and
what is made is published under the digest of its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import TypeVar

from mkdocs.utils import write_file

from backfile.site.pictures.cache import PictureCache
from backfile.workers.call_limits import Limits, Stopped

_T = TypeVar("_T")


def make_missing(
    tasks: Iterable[tuple[str, bytes, _T]],
    run: Callable[[_T], bytes | Stopped],
    cache: PictureCache,
    limits: Limits,
    modules: Sequence[str],
) -> Iterator[tuple[str, bytes | Stopped]]:
    """Yield the picture of each task, or why there is none, by the task's name; those in the cache first.

    In: of each task its name, the digest of its source, and what a worker gets; what a worker does; names of the
    modules that it needs. Without missing pictures, no worker is started.
    """
    wanted: list[tuple[str, bytes, _T]] = []
    for name, digest, task in tasks:
        known = cache.get(digest)
        if known is None:
            wanted.append((name, digest, task))
        else:
            yield name, known
    if wanted:
        from backfile.workers.bounded import call_bounded  # The pool takes time to import.

        results = call_bounded(run, [task for _, _, task in wanted], limits, modules)
        for (name, digest, _), result in zip(wanted, results, strict=True):
            cache.put(digest, result)
            yield name, result
    cache.remove_unused()


def publish(data: bytes, folder: str, extension: str, site: Path, used: Set[str]) -> str:
    """Write a picture into the folder of the site, unless the owner has a file there. Return its path in the site."""
    digest = hashlib.sha256(data).hexdigest()
    path = f"{folder}/{digest[:2]}/{digest[2:40]}.{extension}"
    if path not in used:
        write_file(data, str(site / path))
    return path
