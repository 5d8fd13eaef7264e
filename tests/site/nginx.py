"""Nginx, with the configuration that the handbook gives."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

HANDBOOK = Path(__file__).parents[2] / "docs/handbook/publishing.md"
PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin") or "nginx"
_BLOCK = re.compile(r"^```nginx\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def configuration(folder: Path, site: Path, port: int) -> Path:
    """Write the handbook's two blocks as one configuration file into `folder`, and return it."""
    server, http = _BLOCK.findall(HANDBOOK.read_text("utf-8"))
    inside = re.search(r"^server \{\n(.*)^\}", server, re.DOTALL | re.MULTILINE)
    assert inside
    paths = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in "client_body proxy fastcgi uwsgi scgi".split())
    own = f"access_log off; include /etc/nginx/mime.types; {paths}"
    http = http.replace("http {\n", f"http {{\n{own}\n", 1)
    http = http.replace("# …", f"listen 127.0.0.1:{port};\n{inside[1]}").replace("/srv/clippings/site", str(site))
    assert "/srv" not in http
    file = folder / "nginx.conf"
    text = f"daemon off; master_process off; pid {folder}/pid; error_log stderr;\nevents {{}}\n{http}"
    file.write_text(text, encoding="utf-8")
    return file


def check(file: Path) -> str:
    """Let nginx check a configuration file. Return its warnings and errors; fail if it refuses the file."""
    command = [PROGRAM, "-t", "-c", str(file), "-e", "stderr"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return "\n".join(line for line in result.stderr.splitlines() if "[" in line)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, site: Path) -> Iterator[HTTPConnection]:
    """Serve `site` with nginx, and yield a connection to it."""
    port = free_port()
    command = [PROGRAM, "-c", str(configuration(folder, site, port)), "-e", "stderr"]
    with subprocess.Popen(command) as process:
        try:
            _wait(port)
            with closing(HTTPConnection("127.0.0.1", port)) as connection:
                yield connection
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def get(connection: HTTPConnection, path: str) -> tuple[int, str | None, bytes]:
    """Return status, redirect target and body of an answer."""
    connection.request("GET", path, headers={"Host": "www.gazette.example"})
    answer = connection.getresponse()
    return answer.status, answer.getheader("Location"), answer.read()
