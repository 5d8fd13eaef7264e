"""What single files of an archive say of themselves: pages by their seals, originals by their names."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from io import BytesIO

from backfile.archive.commit_manifest import manifest_folders
from backfile.archive.disk_files import read_folders
from backfile.archive.seals import read_seal
from backfile.archive.tombstone import load_tombstone
from backfile.archive.verification import Finding, FindingKind
from backfile.archive.withdrawn_stub import is_stub
from backfile.settings.inside import LARGEST_TEXT, LEADS_OUT
from backfile.settings.layout import ORIGINALS
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file says of itself."""

    findings: tuple[Finding, ...] = ()
    is_edited: bool = False
    """Whether it is a page that is not as the program wrote it."""


def check_file(path: str, content: bytes | None, *, is_last: bool) -> Checked:
    """Return what a file says. In: its path in the archive; its content, None if it is too large for a text; whether it
    is one of the last commit, or on the disk.
    """
    if content is None:
        reason = f"it is larger than {LARGEST_TEXT >> 20} MB, so that its digest alone is checked"
        return Checked((Finding(FindingKind.UNKNOWN, path, reason),))
    if is_stub(content):
        if is_last:
            reason = "it has only the digest of a withdrawn file, which belongs into the history"
            return Checked((Finding(FindingKind.FOREIGN, path, reason),))
        return Checked((Finding(FindingKind.WITHDRAWN, path, "its owner withdrew it and removed it from the history"),))
    if path.startswith(f"{ORIGINALS}/"):
        return _check_original(path, content)
    text = content.decode("utf-8", "replace")
    is_edited = path.endswith(".md") and not read_seal(text).intact
    if stone := load_tombstone(text):
        withdrawn = Finding(FindingKind.WITHDRAWN, path, f"its owner withdrew it on {stone.withdrawn}")
        return Checked((withdrawn,), is_edited)
    return Checked(is_edited=is_edited)


def _check_original(path: str, content: bytes) -> Checked:
    folder, _, name = path.removeprefix(f"{ORIGINALS}/").partition("/")
    try:
        with gzip.open(BytesIO(content)) as file:  # In parts: it may be far larger when it is unpacked.
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, EOFError, zlib.error):
        return Checked((Finding(FindingKind.ALTERED, path, "it cannot be unpacked"),))
    if f"{folder}{name}" != f"{digest}.gz":
        return Checked((Finding(FindingKind.ALTERED, path, f"its content has another digest than its name: {digest}"),))
    return Checked()


def read_files(config: Config) -> dict[str, tuple[str, Checked]]:
    """Return the pages and originals on the disk: path in the archive -> SHA-256, and what each says."""
    found: dict[str, tuple[str, Checked]] = {}
    for path, digest, content in read_folders(config.root, manifest_folders(config.root, config.docs)):
        if not digest:
            unread = Finding(FindingKind.ALTERED, path, f"it cannot be read, or {LEADS_OUT}")
            found[path] = "", Checked((unread,))
        elif (config.root / path).is_symlink():
            link = Finding(FindingKind.UNKNOWN, path, "it is a link: where it leads is known, what is there is not")
            found[path] = digest, Checked((link,))
        else:
            found[path] = digest, check_file(path, content, is_last=True)
    return found
