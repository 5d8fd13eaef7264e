"""The task of a worker process that draws social cards. The process of the build imports this module, and no Pillow."""

from __future__ import annotations

from backfile.site.pictures.card_text import CardTask
from backfile.workers.call_limits import Stopped

WORKER_MODULES = ("backfile.site.pictures.social_card",)


def run(task: CardTask) -> bytes | Stopped:
    """Return the card of an article, a PNG, or why there is none. Raises MemoryError."""
    from backfile.site.pictures.social_card import draw_card

    return draw_card(task)
