"""The reader of web archives in WACZ: a zip of WARC files with a list of pages. Owns the check of digests; the list of
pages is read by `wacz_pages`, the captures by `warc`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import replace
from typing import IO, cast
from zipfile import ZipFile, ZipInfo

from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers import warc
from backfile.readers.archive_members import BROKEN_ZIP, overlapping_members
from backfile.readers.reader import InputSource, Notes, Reader, Record
from backfile.readers.spool import seekable
from backfile.readers.unpack import READ_ERRORS, clause_of, unpacked
from backfile.readers.wacz_pages import LISTS, missing_pages, read_page_list
from backfile.settings.schema import MEGABYTE

_WARCS = (".warc", ".warc.gz")
_PACKAGE, _SEAL = "datapackage.json", "datapackage-digest.json"
_MOST_DESCRIPTION = 64 * MEGABYTE


def claims(head: bytes) -> bool:
    """Return whether `head` begins a zip of WARC files."""
    first = head[30:60]
    return head.startswith(b"PK\x03\x04") and first.startswith(
        (b"datapackage.json", b"archive/", b"pages/pages.jsonl", b"indexes/")
    )


def records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield each page of the archive: the captures of the addresses in its list of pages, or of all without a list."""
    with seekable(source) as content:
        try:
            archive = ZipFile(content)
            members = [info for info in archive.infolist() if info.filename.lower().endswith(_WARCS)]
            overlapping = overlapping_members(archive.infolist())
        except BROKEN_ZIP as error:
            reason = f"it cannot be read: {clause_of(error)}"
            yield Problem(ProblemKind.UNREADABLE, source.file, reason, "Export it again from where it was made.")
            return
        stated, pages = _digests(archive), read_page_list(archive)
        yield from _package_problems(source, archive, stated)
        yield from pages.problems(source.file)
        missing = dict(pages.urls)
        for info in members:
            if refusal := overlapping.get(id(info)):
                step = "Export the archive again."
                yield Problem(ProblemKind.UNREADABLE, source.file, refusal, step, info.filename)
                continue
            if wrong := _wrong_digest(archive, info, stated or {}):
                step = "Export the archive again; what is in this part is read."
                yield Problem(ProblemKind.DAMAGED, source.file, wrong, step, info.filename)
            for item in _captures(source, archive, info, pages.counted):
                name = item.name if isinstance(item, Record) else item.record
                missing.pop((name or "").partition("#")[0], None)
                yield item
        if missing:
            yield missing_pages(source.file, missing, len(missing))
        if not members:
            yield Problem(ProblemKind.NO_BODY, source.file, "no WARC file is in it", "Export it with its captures.")


def _package_problems(source: InputSource, archive: ZipFile, stated: dict[str, str] | None) -> Iterator[Problem]:
    """Yield remarks on the description of an archive, on the digests of its lists of pages, and on its signature."""
    again = "Export the archive again; its captures are read."
    if stated is None:
        reason = f"{_PACKAGE} cannot be read, so the digests in it are not checked"
        yield Problem(ProblemKind.DAMAGED, source.file, reason, again)
    stated = stated or {}
    try:
        seal = json.loads(_read(archive, _SEAL))
        stated = {**stated, _PACKAGE: str(seal["hash"])}
        signed = seal.get("signedData")
    except (KeyError, TypeError, AttributeError, *BROKEN_ZIP, *READ_ERRORS):
        signed = None
    for name in (_PACKAGE, *LISTS):
        if name in archive.NameToInfo and (wrong := _wrong_digest(archive, archive.getinfo(name), stated)):
            yield Problem(ProblemKind.DAMAGED, source.file, wrong, again)
    if signed:
        signer = signed.get("domain") if isinstance(signed, dict) else None
        by = f" by {one_line(str(signer))[:100]}" if signer else ""
        reason = f"it is signed{by}, and the signature is not checked"
        step = "Where it matters who made it, open the archive in ReplayWeb.page, which checks signatures."
        yield Problem(ProblemKind.SIGNATURE, source.file, reason, step)


def images(source: InputSource, limit: int) -> Iterator[tuple[str, bytes]]:
    """Yield the images of an archive with their addresses, as `warc.images` does."""
    with seekable(source) as content:
        try:
            archive = ZipFile(content)
            overlapping = overlapping_members(archive.infolist())
            for info in archive.infolist():
                if info.filename.lower().endswith(_WARCS) and id(info) not in overlapping:
                    with _open(source, archive, info) as part:
                        yield from warc.images(part, limit)
        except BROKEN_ZIP:
            return  # `records` reports it.


def _captures(
    source: InputSource, archive: ZipFile, info: ZipInfo, pages: Container[str] | None
) -> Iterator[Record | Problem]:
    try:
        with _open(source, archive, info) as part:
            for item in warc.captures(part, pages):
                yield replace(item, file=source.file) if isinstance(item, Problem) else item
    except (*READ_ERRORS, NotImplementedError, RuntimeError) as error:
        reason = f"{info.filename} cannot be read to its end: {clause_of(error)}"
        yield Problem(ProblemKind.UNREADABLE, source.file, reason, "Export the archive again.", info.filename)


class _open:  # noqa: N801
    """A WARC file in an archive, as an input."""

    def __init__(self, source: InputSource, archive: ZipFile, info: ZipInfo) -> None:
        self._stream: IO[bytes] = unpacked(io.BufferedReader(cast("io.RawIOBase", archive.open(info))))
        self._part = InputSource(source.file, self._stream, source.max_bytes)

    def __enter__(self) -> InputSource:
        return self._part

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def _read(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_MOST_DESCRIPTION)


def _digests(archive: ZipFile) -> dict[str, str] | None:
    """Return the digests that datapackage.json states, by path; None if it cannot be read."""
    if _PACKAGE not in archive.NameToInfo:
        return {}
    try:
        package = json.loads(_read(archive, _PACKAGE))
    except (*BROKEN_ZIP, *READ_ERRORS):
        return None
    resources = package.get("resources") if isinstance(package, dict) else None
    stated = [each for each in resources if isinstance(each, dict)] if isinstance(resources, list) else []
    return {str(each["path"]): str(each["hash"]) for each in stated if "path" in each and "hash" in each}


def _wrong_digest(archive: ZipFile, info: ZipInfo, stated: dict[str, str]) -> str | None:
    name, _, value = stated.get(info.filename, "").partition(":")
    if name not in ("sha256", "md5") or not value:
        return None
    digest = hashlib.new(name, usedforsecurity=False)
    try:
        with closing(archive.open(info)) as stream:
            while chunk := stream.read(MEGABYTE):
                digest.update(chunk)
    except (*READ_ERRORS, NotImplementedError, RuntimeError):
        return None
    return None if digest.hexdigest() == value.lower() else f"{info.filename} has another digest than stated"


READER = Reader(
    "wacz",
    (".wacz",),
    claims,
    records,
    warc.parse,
    assets=images,
    based_on="zip",
    notes=Notes(
        "Web archives (WACZ)",
        "ArchiveWeb.page, Browsertrix and the package wacz write it.",
        "Each page in the list of pages, or each capture of a page without a list, as of WARC.",
        "What WARC leaves out; frames and other documents that are not in the list of pages; screenshots.",
    ),
)
