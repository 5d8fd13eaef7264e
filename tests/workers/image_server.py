"""A server of images on this machine, for tests."""

from __future__ import annotations

import http.server
import time
from typing import Any

from tests.conversion.saved_images import png


class ImageServer:
    """A server of images that records its requests.

    A path is a number (an image of that shade), or the name of a failure.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.paths: list[str] = []
        self.times: list[float] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.paths.append(self.path)
                server.times.append(time.monotonic())
                server.headers.append(dict(self.headers))
                server.answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is that of the standard library
                pass

        self.server = http.server.ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        name, _, rest = request.path.split("?")[0].removesuffix(".png").strip("/").partition("/")
        if name == "slow":
            time.sleep(30)
        body = png(shade=int(name)) if name.isdigit() else {"page": b"<html>", "large": bytes(2 << 20)}.get(name, b"")
        status = {"gone": 404, "busy": 503, "on": 302, "round": 301, "inside": 302, "odd": 302}.get(name, 200)
        request.send_response(status)
        location = {"on": f"/{rest}", "round": "/round", "inside": f"http://{rest}/", "odd": "javascript:alert(1)"}.get(
            name
        )
        if location:
            request.send_header("Location", location)
        request.send_header("Content-Length", str(len(body) + 10 * (name == "torn")))
        request.end_headers()
        request.wfile.write(body)
