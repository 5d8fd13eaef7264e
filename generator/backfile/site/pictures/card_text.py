"""What is sent to a worker process to draw a social card. Imports no Pillow: a build may have no use for it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from backfile import images
from backfile.images import Image, NotAnImageError

WIDTH, HEIGHT = 1200, 630
"""Of a card, in pixels: the size that link previews ask for."""
MUTED = 165
"""How dark small text is, from 0, the ground, to 254, the ink."""
_MAX_BYTES = 200_000

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CardTask:
    """An article of which a card is wanted."""

    headline: str
    above: str
    """The publication, above the headline."""
    below: str
    """Day and archive, below it."""
    is_rtl: bool
    colours: tuple[Colour, Colour, Colour]
    """Of the ground, the text, and the accent."""
    fonts: tuple[str, ...]
    """The owner's fonts, as paths in the archive."""
    headline_font: str
    text_font: str
    """The path of a font for what none of them has."""
    root: Path
    """The folder of the archive."""

    def digest(self) -> bytes:
        """Return the digest of all that is drawn, without the contents of fonts."""
        drawn = [self.headline, self.above, self.below, self.is_rtl, self.colours, self.fonts]
        return hashlib.sha256(json.dumps(drawn).encode()).digest()


def is_card(data: bytes) -> bool:
    """Return whether bytes are a picture of the kind and size of a card."""
    try:
        return images.identify(data) == Image("png", WIDTH, HEIGHT) and len(data) <= _MAX_BYTES
    except NotAnImageError:
        return False
