"""The original of a page, as an input that can be converted again."""

from __future__ import annotations

from backfile.archive.digests import is_sha256
from backfile.archive.storage import Storage
from backfile.article import Origin
from backfile.readers.files import InputFile
from backfile.settings.inside import is_inside
from backfile.settings.layout import ORIGINALS

BY_HAND = Origin(file="(written by hand)", sha256="", reader="hand")
"""The origin of a page that its owner began: there is no input."""


def is_by_hand(origin: Origin) -> bool:
    """Return whether a page has no original, because its owner began it."""
    return origin.reader == BY_HAND.reader and not origin.sha256


def original_of(origin: Origin, path: str, storage: Storage) -> InputFile | None:
    """Return the original of a page as an input file; None when the archive does not have it.

    In: the page's origin, in which an owner may have written anything; the page's path under docs/.
    """
    original = storage.original_file(origin.sha256)
    if not is_sha256(origin.sha256) or not is_inside(original, storage.root / ORIGINALS):
        return None
    if not original.is_file():
        return None
    return InputFile(
        original, origin.file, named=True, page=storage.docs / path, record=origin.record, collection=origin.collection
    )
