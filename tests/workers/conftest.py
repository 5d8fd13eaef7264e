"""A server of images for the tests of this folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.workers.image_server import ImageServer


@pytest.fixture
def site() -> Iterator[ImageServer]:
    """Yield a running server."""
    site = ImageServer()
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    yield site
    site.server.shutdown()
    site.server.server_close()
