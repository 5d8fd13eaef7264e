"""The images of an article: which of them the archive can keep, under which names, and what its page links.

Their bytes never travel with the article: they are set aside on the disk by the worker that reads the input, and the
shelf moves them to their place. What is known of an image is its address, as the input has it, and its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from backfile import images
from backfile.article import Origin
from backfile.markup.plain_text import one_line
from backfile.markup.urls import safe_url
from backfile.problems import Problem, ProblemKind
from backfile.readers.files import TooLargeError, saved_with
from backfile.settings.schema import MEGABYTE, Settings

_PIXELS = 1_000_000


class _Least(NamedTuple):
    """What an image has to have more of, lest it be taken for a blank that stands in its place."""

    pixels: int
    """On its longer side."""
    bytes: int


_DOT = _Least(2, 0)
"""One that counts visits, or is stretched."""
_LEAST = {False: _Least(2, 400), True: _Least(64, 2_000)}
"""Those in the page itself. Where a picture is to take its place, it may be a blurred one of that picture."""


@dataclass(frozen=True, slots=True)
class ImageStaging:
    """Where images wait for the pages that show them."""

    checked: Path
    """A folder of those that are to be kept; the shelf takes them from there."""
    fetched: Path | None = None
    """A folder of what was fetched, each in its `fetched_into` file; absent where nothing is to be."""


@dataclass(frozen=True, slots=True)
class ImageSupply:
    """Where the images of an input come from, and where they are set aside."""

    beside: Callable[[str], bytes | None] = lambda _: None
    """The content of a file that an address names beside the input; None where there is none. Raises OSError, and
    TooLargeError."""
    alone: bool = True
    """Whether an input has no files beside it by its very nature: one from standard input, an original."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Addresses of which the archive has an image for this very input, and its name."""
    kept: Callable[[str], bytes | None] = lambda _: None
    """The image that the archive has under a name; None where it has none, or a damaged one."""
    fetched: Path | None = None
    """As in `Aside`."""
    set_aside: Callable[[str, bytes], None] = lambda name, data: None
    """Takes an image that is to be kept."""


NO_IMAGES = ImageSupply()
"""Of inputs that come alone, into no archive."""


class _Refused(Exception):  # noqa: N818
    """An image cannot be kept: why, one clause, and what can be done."""

    def __init__(self, why: str, step: str) -> None:
        super().__init__(why)
        self.why, self.step = why, step


class _Missing(_Refused):
    def __init__(self) -> None:
        step = "Put the folder that was saved with the page beside it and ingest it again."
        super().__init__("there is no such file", step)


class Pictures:
    """The images of one record."""

    def __init__(self, settings: Settings, supply: ImageSupply) -> None:
        self._settings = settings
        self._supply = supply
        self._stand_ins: Mapping[str, str] = {}
        self._links: dict[str, str | None] = {}
        """Address -> what the page links; None where the image cannot be kept."""
        self._refused: dict[tuple[str, str], list[str]] = {}
        self.names: dict[str, str] = {}
        """Address of a kept image, as found -> its name. `data:` addresses are not among them."""
        self.kept: set[str] = set()
        """The names of all that are kept."""
        self.elsewhere: list[str] = []
        """Addresses on the web of those that are not."""

    def came_with(self, found: str, *, has_other: bool) -> bool:
        """Whether an image came with the input and can be kept.

        In: its address as found; whether there is another image, or another address, for its place on the page.
        """
        is_data = images.is_data(found)
        least = _LEAST[has_other] if is_data else _DOT
        if not self._settings.keep_images or not (is_data or _is_relative(found)) or len(found) <= least.bytes:
            return False
        try:
            image, data = self._checked(found)
        except _Refused:
            return False
        return max(image.width, image.height) > least.pixels and len(data) > least.bytes

    def begin(self, stand_ins: Mapping[str, str]) -> None:
        """Take the addresses for which others stand in the article's HTML, as `Clipping.images` has them."""
        self._stand_ins = stand_ins

    def address(self, found: str, base_url: str | None) -> str | None:
        """Give what the page is to have for the address of an image in the article's HTML: see `clean.clean`."""
        came = self._stand_ins.get(found)
        if came is not None:
            return self._link(came) or (None if images.is_data(came) else safe_url(came, base_url))
        outside = safe_url(found, base_url)
        if _is_relative(found):
            self._miss(found)
            if _is_saved(found):
                return outside  # Where it was on the web, nobody knows any more.
        if outside is None:
            return None
        is_here = outside in self._supply.known or self._is_fetched(outside)
        kept = self._link(outside) if is_here else None
        if kept is None:
            self.elsewhere.append(outside)
        return kept or outside

    def _is_fetched(self, address: str) -> bool:
        folder = self._supply.fetched
        return folder is not None and fetched_into(folder, address).exists()

    def problems(self, origin: Origin) -> Iterator[Problem]:
        """Give a remark for each reason for which images are not kept."""
        for (why, step), found in self._refused.items():
            yield remark(origin, found, why, step)

    def _link(self, found: str) -> str | None:
        if found not in self._links:
            try:
                self._links[found] = images.link(self._keep(found))
            except _Refused as refused:
                self._links[found] = None
                self._refuse(found, refused)
        return self._links[found]

    def _keep(self, found: str) -> str:
        """Keep an image; give its name. Raises _Refused."""
        image, data = self._checked(found)
        name = images.name(data, image.ending)
        if name not in self.kept:
            most = self._settings.max_images
            if len(self.kept) == most:
                raise _Refused(f"the article has more than {most}", "If that is right, raise `max_images`.")
            if self._supply.kept(name) is None:
                self._supply.set_aside(name, data)
            self.kept.add(name)
        if not images.is_data(found):
            self.names[found] = name
        return name

    def _checked(self, found: str) -> tuple[images.Image, bytes]:
        """Give an image within the bounds, and its bytes. Raises _Refused."""
        megabytes, megapixels = self._settings.max_image_megabytes, self._settings.max_image_megapixels
        try:
            data = self._content(found, megabytes * MEGABYTE)
            image = images.check(data)
        except TooLargeError:
            why, step = f"it is larger than {megabytes} MB", "If it is to be kept, raise `max_image_megabytes`."
            raise _Refused(why, step) from None
        except OSError as error:
            why = f"it cannot be read ({error.strerror or error})"
            raise _Refused(why, "Mend the file or its permissions and ingest the page again.") from error
        except images.NotAnImageError as error:
            raise _Refused(str(error), "Nothing needs to be done; nothing else is kept as an image.") from error
        if image.width * image.height > megapixels * _PIXELS:
            why = f"it has {image.width} x {image.height} pixels"
            raise _Refused(why, "If it is to be kept, raise `max_image_megapixels`.")
        return image, data

    def _content(self, found: str, limit: int) -> bytes:
        """Give the bytes of an image: those that it came with, or else those that the archive has of it."""
        if images.is_data(found):
            data: bytes | None = images.of_data(found)
        elif self._is_fetched(found) and self._supply.fetched:
            data = fetched_into(self._supply.fetched, found).read_bytes()
        else:
            data = self._supply.beside(found)
        if data is None and found in self._supply.known:
            data = self._supply.kept(self._supply.known[found])
        if data is None:
            raise _Missing
        if len(data) > limit:
            raise TooLargeError
        return data

    def _miss(self, found: str) -> None:
        """Remark on an image that was saved with the page, and is gone or cannot be kept."""
        if self._supply.alone:
            return
        try:
            self._checked(found)
        except _Refused as refused:
            if not isinstance(refused, _Missing) or _is_saved(found):
                self._refuse(found, refused)

    def _refuse(self, found: str, refused: _Refused) -> None:
        shown = "one that is written into the page" if images.is_data(found) else one_line(found)
        listed = self._refused.setdefault((refused.why, refused.step), [])
        if shown not in listed or images.is_data(found):
            listed.append(shown)


def _is_saved(found: str) -> bool:
    """Whether a relative address leads to a folder that a browser saves with a page."""
    return saved_with(found.strip().removeprefix("./").partition("/")[0]) is not None


def remark(origin: Origin, found: Sequence[str], why: str, step: str) -> Problem:
    """Word that images are not kept. In: what to call them, why, one clause, and what can be done."""
    count = f"{len(found)} of its images are not kept" if len(found) > 1 else "an image is not kept"
    return Problem(ProblemKind.IMAGE, origin.file, f"{count}, {found[0][:_SHOWN]}: {why}", step, origin.record)


_SHOWN = 200
"""How much of an address is told."""


def fetched_into(folder: Path, address: str) -> Path:
    """Name the file into which an image is fetched."""
    return folder / hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def _is_relative(found: str) -> bool:
    head = found.lstrip()[:1]
    return bool(head) and head not in "/\\#?" and ":" not in found.partition("/")[0]
