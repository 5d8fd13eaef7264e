"""The conversation with Pagefind's binary: entries in, the files of an index out, and what each entry is called there.

Pagefind is told of one entry after another (`pagefind --service`: JSON in Base64, a comma after each). Left to find
pages itself, it numbers them in the order in which the disk happens to list them, and a site is to be the same bytes
wherever it is built. It hands its files over, too: those it writes itself may be cut short when it ends. Owns that
protocol and the form of the files, which are the same for all of 1.5; what entries hold is `search`'s part.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from pagefind_bin_extended import get_executable

from backfile.problems import BuildError

USED = ("pagefind-entry.json", "pagefind-worker.js", "*.pagefind", "*.pf_meta", "*.pf_index", "*.pf_fragment")
"""What is published of Pagefind's files. Others are its ready-made interfaces; ours prints results as text."""

_RECORD, _LAST = 0, 1
"""Numbers of messages; an answer has the number of what it answers."""


class SearchEntry(NamedTuple):
    """What is told of one page."""

    url: str
    title: str
    """Words found here count more."""
    content: str


def write(entries: Iterable[SearchEntry], folder: Path, language: str) -> None:
    """Write the index of `entries` to `folder`, words stemmed as in `language` (`unknown`: not at all).

    Raises BuildError with Pagefind's words when it fails.
    """
    command = [str(get_executable()), "--service"]
    with tempfile.TemporaryFile() as complaints:
        with (
            subprocess.Popen(  # noqa: S603 - the program is the package's own, the argument is ours
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
            ) as pagefind,
            ThreadPoolExecutor(1) as ear,
        ):
            mouth, voice = cast("tuple[IO[bytes], BufferedReader]", (pagefind.stdin, pagefind.stdout))
            heard = ear.submit(_listen, voice)
            try:
                for message in _messages(entries, language):
                    mouth.write(message)
                mouth.flush()
                heard.result()
            except BrokenPipeError:
                pass  # It has ended already; why, it says itself.
            except BaseException:
                pagefind.kill()
                raise
            finally:
                # It ends when nobody speaks to it any more.
                with suppress(BrokenPipeError):
                    mouth.close()
        complaints.seek(0)
        files, refused = heard.result()
        said = complaints.read().decode("utf-8", "replace").strip()
    if pagefind.returncode or refused or not files:
        words = said or "; ".join(refused) or f"exit code {pagefind.returncode}"
        raise BuildError(
            f"The search index could not be made: {words}. Build again; or set `search: false` to do without it."
        )
    for file in files:
        path = folder / file["path"]
        if any(path.match(name) for name in USED):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b64decode(file["content"]))


def keys(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the address of each entry in the index and what Pagefind calls it."""
    for file in sorted((folder / "fragment").glob("*.pf_fragment")):
        fragment = gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")
        yield json.loads(fragment)["url"], file.stem


def _messages(entries: Iterable[SearchEntry], language: str) -> Iterator[bytes]:
    yield _message(_RECORD, type="NewIndex", config={"force_language": language})
    for url, title, content in entries:
        about = {"url": url, "content": content, "language": language, "meta": {"title": title}}
        yield _message(_RECORD, type="AddRecord", index_id=0, **about)
    yield _message(_LAST, type="GetFiles", index_id=0)


def _message(number: int, **payload: Any) -> bytes:
    return b64encode(json.dumps({"message_id": number, "payload": payload}).encode()) + b","


def _listen(voice: BufferedReader) -> tuple[list[dict[str, str]], list[str]]:
    """Listen until the last message is answered, or nobody answers any more.

    Gives the files, each a path and its content in Base64, and what was refused.
    """
    refused: list[str] = []
    heard = bytearray()
    while more := voice.read1(1 << 16):
        heard += more
        *whole, heard = heard.split(b",") if b"," in more else (heard,)
        for answer in (json.loads(b64decode(message)) for message in whole):
            payload = answer["payload"]
            if payload["type"] == "Error":
                refused.append(str(payload.get("message")))
            if answer["message_id"] == _LAST:
                return payload.get("files", []), refused
    return [], refused
