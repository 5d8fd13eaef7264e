"""Tests of `backfile serve`: each change shows what a new preview shows, and what is broken changes nothing."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.settings.layout import CACHE
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.preview_server import PreviewServer
from tests.endurance.runs import start_program, wait_until
from tests.site.test_rendering import PAGES, SETTINGS, edit, lists, page, write

SHOWN = ("", "articles/2020/03/pier/", "articles/2020/03/bell/", "articles/2020/03/crane/", "dates/2020/", "tags/sea/")


def get(address: str, path: str = "") -> str:
    """Return what is at a path, without the script that reloads the page, which has the time of the build."""
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=60) as answer:
            text: str = answer.read().decode()
    except urllib.error.HTTPError as error:
        return str(error.code)
    return text.partition("<script>var livereload")[0].partition("livereload(")[0]


@contextmanager
def preview(root: Path, port: int, folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Yield address and process of a preview."""
    server = start_program("serve", "--port", port, "-C", root, TMPDIR=str(folder), SOURCE_DATE_EPOCH="1600000000")
    assert server.stderr is not None
    while "Serving on" not in (line := server.stderr.readline()):
        assert line, "the server has ended"
    try:
        yield f"http://127.0.0.1:{port}/", server
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
    return port


def test_a_preview_shows_each_change_and_stays_whole_where_something_is_broken(
    tmp_path: Path, make_archive: Callable[..., Path]
) -> None:
    root, folder, port = make_archive(tmp_path / "archive", PAGES, SETTINGS), tmp_path / "tmp", free_port()
    folder.mkdir()
    build(load(root))
    with preview(root, port, folder) as (address, server):

        def until(path: str, text: str) -> None:
            wait_until(lambda: text in get(address, path), server)

        edit(root, "docs/articles/2020/03/pier.md", "It fell.", "It stands.")
        until("articles/2020/03/pier/", "It stands.")
        write(root, "articles/2020/03/crane.md", page("The crane", "New.", date="2020-03-03", tags="[Sea]"))
        lists(root)
        until("tags/sea/", "The crane")
        broken = root / "docs/articles/2020/03/broken.md"
        broken.write_bytes(b"---\ntitle: x\n---\n\xff")
        messages = []
        while "The preview stays as it was" not in (messages or [""])[-1]:
            assert server.stderr is not None
            messages.append(server.stderr.readline())
        assert any("articles/2020/03/broken.md" in message for message in messages)
        assert "It stands." in get(address, "articles/2020/03/pier/")
        broken.unlink()
        edit(root, "mkdocs.yml", "site_name: Clippings", "site_name: [")
        while "mkdocs.yml" not in messages[-1]:
            assert server.stderr is not None
            messages.append(server.stderr.readline())
        assert "It stands." in get(address, "articles/2020/03/pier/")
        edit(root, "mkdocs.yml", "site_name: [", "site_name: Cuttings")
        until("", "Cuttings")
        (root / "docs/articles/2020/03/crane.md").unlink()
        lists(root)
        wait_until(lambda: "404" in get(address, "articles/2020/03/crane/"), server)
        shown = {path: get(address, path) for path in SHOWN}
    assert [*folder.iterdir()] == []
    edit(root, "mkdocs.yml", "site_name: Cuttings", "site_name: Clippings")
    edit(root, "docs/articles/2020/03/pier.md", "It stands.", "It fell.")
    lists(root)
    assert build(load(root)).kept > len(PAGES), "what a build keeps is not that of a preview"
    edit(root, "mkdocs.yml", "site_name: Clippings", "site_name: Cuttings")
    edit(root, "docs/articles/2020/03/pier.md", "It fell.", "It stands.")
    lists(root)
    shutil.rmtree(root / CACHE)
    with preview(root, port, folder) as (address, _):
        assert {path: get(address, path) for path in SHOWN} == shown


def test_a_server_that_is_shut_down_before_its_thread_begins_ends_without_an_error(tmp_path: Path) -> None:
    server = PreviewServer(lambda: None, "127.0.0.1", 0, str(tmp_path), "/")
    server.shutdown()
    server.serve_forever()
    assert server.socket.fileno() < 0
