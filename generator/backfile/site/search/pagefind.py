"""The protocol of Pagefind's program: entries in, the files of an index and the names of the entries out.

The entries are sent one after another (`pagefind --service`: JSON in Base64, a comma after each). If Pagefind searched
for pages itself, it would number them in the order in which the disk lists them, and a site must be the same bytes
wherever it is built. Pagefind also sends its files: those that it writes itself can be truncated when it ends. Owns
that protocol and the format of the files, which are the same for all versions 1.5; what entries contain is decided in
`index`.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, NamedTuple, cast

from pagefind_bin_extended import get_executable

from backfile.problems import BuildError

PUBLISHED = ("pagefind-entry.json", "pagefind-worker.js", "*.pagefind", "*.pf_meta", "*.pf_index", "*.pf_fragment")
"""Which of Pagefind's files are published. The others are its own interfaces; ours shows results as text."""

_RECORD, _LAST = 0, 1
"""Ids of messages; an answer has the id of its message."""


class SearchEntry(NamedTuple):
    """The entry of one page."""

    url: str
    title: str
    """Matches here have more weight."""
    content: str
    about: Mapping[str, str] = MappingProxyType({})
    """What results show and no search finds: language tag of the text, time to read it, URLs of thumbnail and of the
    publication's list, from the site's root. An empty string is not written."""


def write(entries: Iterable[SearchEntry], folder: Path, language: str) -> None:
    """Write the index of `entries` to `folder`, with words stemmed as in `language` (`unknown`: without stemming).

    Raises BuildError, with Pagefind's message, if it fails.
    """
    for file in _run(_messages(entries, language)):
        path = folder / file["path"]
        if any(path.match(pattern) for pattern in PUBLISHED):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b64decode(file["content"]))


def keys(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the URL of each entry of the index in `folder`, and Pagefind's name of the entry."""
    for file in sorted((folder / "fragment").glob("*.pf_fragment")):
        fragment = gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")
        yield json.loads(fragment)["url"], file.stem


def _run(messages: Iterable[bytes]) -> list[dict[str, str]]:
    """Run Pagefind, send it `messages`, and return the files: `path`, and `content` in Base64."""
    command = [str(get_executable()), "--service"]
    with tempfile.TemporaryFile() as log:
        with (
            subprocess.Popen(  # noqa: S603 - the program is the package's own, the argument is ours
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            ) as process,
            ThreadPoolExecutor(1) as executor,
        ):
            stdin, stdout = cast("tuple[IO[bytes], BufferedReader]", (process.stdin, process.stdout))
            answers = executor.submit(_read_answers, stdout)
            try:
                for message in messages:
                    stdin.write(message)
                stdin.flush()
                answers.result()
            except BrokenPipeError:
                pass  # Pagefind has ended; its log says why.
            except BaseException:
                process.kill()
                raise
            finally:
                # Pagefind ends when its standard input is closed.
                with suppress(BrokenPipeError):
                    stdin.close()
        log.seek(0)
        files, errors = answers.result()
        logged = log.read().decode("utf-8", "replace").strip()
    if process.returncode or errors or not files:
        cause = logged or "; ".join(errors) or f"exit code {process.returncode}"
        step = "Build again, or set `search: false` to build a site without a search."
        raise BuildError(f"The search index could not be created: {cause}. {step}")
    return files


def _messages(entries: Iterable[SearchEntry], language: str) -> Iterator[bytes]:
    yield _message(_RECORD, type="NewIndex", config={"force_language": language})
    for entry in entries:
        meta = {name: text for name, text in {"title": entry.title, **entry.about}.items() if text}
        record = {"url": entry.url, "content": entry.content, "language": language, "meta": meta}
        yield _message(_RECORD, type="AddRecord", index_id=0, **record)
    yield _message(_LAST, type="GetFiles", index_id=0)


def _message(message_id: int, **payload: Any) -> bytes:
    return b64encode(json.dumps({"message_id": message_id, "payload": payload}).encode()) + b","


def _read_answers(stdout: BufferedReader) -> tuple[list[dict[str, str]], list[str]]:
    """Read until the last message is answered or the stream ends. Return the files and the error messages."""
    errors: list[str] = []
    unread = bytearray()
    while chunk := stdout.read1(1 << 16):
        unread += chunk
        *answers, unread = unread.split(b",") if b"," in chunk else (unread,)
        for answer in (json.loads(b64decode(encoded)) for encoded in answers):
            payload = answer["payload"]
            if payload["type"] == "Error":
                errors.append(str(payload.get("message")))
            if answer["message_id"] == _LAST:
                return payload.get("files", []), errors
    return [], errors
