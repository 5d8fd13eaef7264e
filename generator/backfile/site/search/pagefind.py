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
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BufferedReader
from pathlib import PurePath
from typing import IO, Any, NamedTuple, cast

from pagefind_bin_extended import get_executable

from backfile.problems import BuildError
from backfile.site.search.entries import SearchEntry

PUBLISHED = ("pagefind-entry.json", "pagefind-worker.js", "*.pagefind", "*.pf_meta", "*.pf_index", "*.pf_fragment")
"""Which of Pagefind's files are published. The others are its own interfaces; ours shows results as text."""

_RECORD, _LAST = 0, 1
"""Ids of messages; an answer has the id of its message."""


class Made(NamedTuple):
    """An index."""

    files: dict[str, bytes]
    """Path in the folder of the index -> content."""
    keys: dict[str, str]
    """URL of an entry -> Pagefind's name of it."""


def make(entries: Iterable[SearchEntry], language: str) -> Made:
    """Return the index of `entries`, with words stemmed as in `language` (`unknown`: without stemming).

    Raises BuildError, with Pagefind's message, if it fails.
    """
    files, keys = dict[str, bytes](), dict[str, str]()
    for file in _run(_messages(entries, language)):
        path = PurePath(file["path"])
        if any(path.match(pattern) for pattern in PUBLISHED):
            files[path.as_posix()] = content = b64decode(file["content"])
            if path.suffix == ".pf_fragment":
                keys[json.loads(gzip.decompress(content).removeprefix(b"pagefind_dcd"))["url"]] = path.stem
    return Made(files, keys)


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
