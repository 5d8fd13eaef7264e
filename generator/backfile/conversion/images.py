"""The images of an article. Owns which of them the archive keeps, the addresses by which its page shows them, and the
remarks on those that are not kept; their bytes come from an `ImageSupply`, their kinds are recognized by
`backfile.images`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from backfile import images
from backfile.article import Origin
from backfile.conversion.image_sources import ImageSupply, fetched_file
from backfile.markup.plain_text import one_line
from backfile.markup.urls import safe_url
from backfile.problems import Problem, ProblemKind
from backfile.readers.saved_files import page_stem_of
from backfile.readers.unpack import TooLargeError
from backfile.settings.schema import MEGABYTE, Settings

_PIXELS_PER_MEGAPIXEL = 1_000_000
_MAX_QUOTED = 200
"""How many characters of an address are quoted."""


class _Placeholder(NamedTuple):
    """The largest size of a placeholder: an image that is larger is not one."""

    pixels: int
    """Of its longer side."""
    bytes: int


_TRACKING_PIXEL = _Placeholder(2, 0)
"""An image that counts visits, or is stretched."""
_BLANK = _Placeholder(2, 400)
"""An image in a `data:` URL that is the only one at its place."""
_BLURRED_PREVIEW = _Placeholder(64, 2_000)
"""An image in a `data:` URL beside the one that replaces it, of which it can be a blurred copy."""


class _NotKeptError(Exception):
    """An image cannot be kept: the reason, one clause, and the next step, one sentence."""

    def __init__(self, reason: str, step: str) -> None:
        super().__init__(reason)
        self.reason, self.step = reason, step


class _MissingError(_NotKeptError):
    """The file of an image does not exist."""

    def __init__(self) -> None:
        step = "Put the folder that was saved with the page beside it and ingest it again."
        super().__init__("there is no such file", step)


class ArticleImages:
    """The images of one article."""

    def __init__(self, settings: Settings, supply: ImageSupply) -> None:
        self._settings = settings
        self._supply = supply
        self._placeholders: Mapping[str, str] = {}
        self._links: dict[str, str | None] = {}
        """Address -> the address on the page; None for an image that cannot be kept."""
        self._not_kept: dict[tuple[str, str], list[str]] = {}
        """Reason and next step -> the images, as they are quoted."""
        self.names: dict[str, str] = {}
        """Address of a kept image, as found -> its name; without `data:` URLs."""
        self.kept: set[str] = set()
        """The names of all kept images."""
        self.on_the_web: list[str] = []
        """The URLs of images that are not kept, if the settings keep images."""

    def is_usable(self, address: str, *, has_other: bool) -> bool:
        """Return whether an image came with the input, can be kept, and is not a placeholder.

        In: its address, as found; whether the page has another image, or another address, for the same place.
        """
        is_data = images.is_data_url(address)
        placeholder = (_BLURRED_PREVIEW if has_other else _BLANK) if is_data else _TRACKING_PIXEL
        came_with_input = is_data or _is_relative(address)
        if not self._settings.keep_images or not came_with_input or len(address) <= placeholder.bytes:
            return False
        try:
            image, data = self._load(address)
        except _NotKeptError:
            return False
        return max(image.width, image.height) > placeholder.pixels and len(data) > placeholder.bytes

    def set_placeholders(self, placeholders: Mapping[str, str]) -> None:
        """Set which addresses in the body stand for images that came with the input, as in `Clipping.images`."""
        self._placeholders = placeholders

    def resolve_address(self, address: str, base_url: str | None) -> str | None:
        """Return the address of an image on the page of the article; None if it is to be removed.

        In: its address in the body, and the base of relative URLs. This is the `image_address` of `sanitize.clean`.
        """
        original = self._placeholders.get(address)
        if original is not None:
            return self._link(original) or (None if images.is_data_url(original) else safe_url(original, base_url))
        url = safe_url(address, base_url)
        if _is_relative(address):
            self._report_missing(address)
            if _is_saved(address):
                return url  # Its URL on the web is not known.
        if url is None:
            return None
        is_available = url in self._supply.known or self._is_fetched(url)
        link = self._link(url) if is_available else None
        if link is None and self._settings.keep_images:
            self.on_the_web.append(url)
        return link or url

    def keep_lead(self, url: str | None) -> None:
        """Keep the image that the publication names as the article's, if it came with the page or is kept already.

        A program that saves a page changes the addresses of its images but not that in its metadata, so images are
        compared by the names of their files. In: its URL.
        """
        file = _file_name(url) if url else ""
        if not url or not file or url in self.names or not self._settings.keep_images:
            return
        addresses = (each for each in (*self.names, *self._placeholders.values()) if not images.is_data_url(each))
        address = next((each for each in addresses if _file_name(each) == file), None)
        if address is not None and self._link(address):
            self.names[url] = self.names[address]

    def problems(self, origin: Origin) -> Iterator[Problem]:
        """Yield a remark for each reason why images are not kept."""
        for (reason, step), quoted in self._not_kept.items():
            yield image_problem(origin, quoted, reason, step)

    def _is_fetched(self, url: str) -> bool:
        return self._available_file(url) is not None

    def _available_file(self, url: str) -> Path | None:
        """Return the file of an image that the container of the record holds, or that was fetched."""
        folders = (folder for folder in (self._supply.held, self._supply.fetched) if folder)
        return next((file for folder in folders if (file := fetched_file(folder, url)).exists()), None)

    def _link(self, address: str) -> str | None:
        """Keep an image and return its address on the page; report one that cannot be kept, and return None."""
        if address not in self._links:
            try:
                self._links[address] = images.page_url(self._keep(address))
            except _NotKeptError as error:
                self._links[address] = None
                self._report(address, error)
        return self._links[address]

    def _keep(self, address: str) -> str:
        """Stage an image that the archive does not have, and return its name. Raises _NotKeptError."""
        image, data = self._load(address)
        name = images.name_of(data, image.extension)
        if name not in self.kept:
            limit = self._settings.max_images
            if len(self.kept) == limit:
                raise _NotKeptError(f"the article has more than {limit}", "If that is right, raise `max_images`.")
            if self._supply.kept(name) is None:
                self._supply.stage(name, data)
            self.kept.add(name)
        if not images.is_data_url(address):
            self.names[address] = name
        return name

    def _load(self, address: str) -> tuple[images.Image, bytes]:
        """Return an image within the limits, and its content. Raises _NotKeptError."""
        megabytes, megapixels = self._settings.max_image_megabytes, self._settings.max_image_megapixels
        try:
            data = self._read(address, megabytes * MEGABYTE)
            image = images.identify(data)
        except TooLargeError:
            reason = f"it is larger than {megabytes} MB"
            step = "To keep it, raise `max_image_megabytes` and ingest the page again."
            raise _NotKeptError(reason, step) from None
        except OSError as error:
            reason = f"it cannot be read ({error.strerror or error})"
            raise _NotKeptError(reason, "Repair the file or its permissions and ingest the page again.") from error
        except images.NotAnImageError as error:
            raise _NotKeptError(str(error), "Nothing needs to be done; only images of these kinds are kept.") from error
        if image.width * image.height > megapixels * _PIXELS_PER_MEGAPIXEL:
            reason = f"it has {image.width} x {image.height} pixels"
            raise _NotKeptError(reason, "To keep it, raise `max_image_megapixels` and ingest the page again.")
        return image, data

    def _read(self, address: str, limit: int) -> bytes:
        """Return the content of an image: from the input or the fetched files, or else from the archive."""
        if images.is_data_url(address):
            data: bytes | None = images.decode_data_url(address)
        elif file := self._available_file(address):
            data = file.read_bytes()
        else:
            data = self._supply.beside(address)
        if data is None and address in self._supply.known:
            data = self._supply.kept(self._supply.known[address])
        if data is None:
            raise _MissingError
        if len(data) > limit:
            raise TooLargeError
        return data

    def _report_missing(self, address: str) -> None:
        """Report an image that was saved with the page, and is missing or cannot be kept."""
        if self._supply.alone:
            return
        try:
            self._load(address)
        except _NotKeptError as error:
            if not isinstance(error, _MissingError) or _is_saved(address):
                self._report(address, error)

    def _report(self, address: str, error: _NotKeptError) -> None:
        """Add an image to those that are not kept for the same reason."""
        quoted = "one that is written into the page" if images.is_data_url(address) else one_line(address)
        listed = self._not_kept.setdefault((error.reason, error.step), [])
        if quoted not in listed or images.is_data_url(address):
            listed.append(quoted)


def image_problem(origin: Origin, quoted: Sequence[str], reason: str, step: str) -> Problem:
    """Return the remark on images that are not kept. In: how they are quoted, the reason, one clause, the next step."""
    count = f"{len(quoted)} of its images are not kept" if len(quoted) > 1 else "an image is not kept"
    return Problem(ProblemKind.IMAGE, origin.file, f"{count}, {quoted[0][:_MAX_QUOTED]}: {reason}", step, origin.record)


def _is_saved(address: str) -> bool:
    """Return whether a relative address is in a folder that a browser saves with a page."""
    return page_stem_of(address.strip().removeprefix("./").partition("/")[0]) is not None


def _file_name(address: str) -> str:
    """Return the name of the file at an address, in lower case; empty if it has no extension."""
    name = unquote(re.split("[?#]", address, maxsplit=1)[0].rpartition("/")[2]).lower()
    return name if "." in name else ""


def _is_relative(address: str) -> bool:
    """Return whether an address is a relative path, which can name a file beside the input."""
    head = address.lstrip()[:1]
    return bool(head) and head not in "/\\#?" and ":" not in address.partition("/")[0]
