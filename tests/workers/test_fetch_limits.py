"""How much is fetched for one article, from one host and in one run; which failures concern other images."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from backfile.article import Article, Origin
from backfile.conversion.result import Result
from backfile.problems import Problem
from backfile.settings.schema import Settings
from backfile.workers import fetch_images
from tests.workers.image_server import ImageServer

ANY_SETTINGS: dict[str, Any] = {"fetch_private": True, "fetch_pause_milliseconds": 0}


@pytest.fixture
def hosts() -> Iterator[ImageServer]:
    """Yield a server that answers at every address of this machine, each of which is a host."""
    server = ImageServer("0.0.0.0")
    threading.Thread(target=server.server.serve_forever, daemon=True).start()
    yield server
    server.server.shutdown()
    server.server.server_close()


def article(name: str, *addresses: str, kept: int = 0) -> Result:
    origin = Origin(file=name, sha256="", reader="html")
    images = frozenset(map(str, range(kept)))
    return Result(cast("Article", SimpleNamespace(origin=origin)), images=images, elsewhere=addresses)


def fetched(folder: Path, settings: Settings, *results: Result) -> list[list[Problem]]:
    failures = fetch_images.fetch_all(results, folder, settings, lambda done, total: None)
    return [list(fetch_images.fetch_problems(result, failures)) for result in results]


@pytest.mark.parametrize(("wanted", "kept", "most", "asked"), [(600, 0, 200, 200), (30, 5, 12, 7), (4, 9, 3, 0)])
def test_images_of_an_article_are_counted_before_they_are_requested(
    site: ImageServer, tmp_path: Path, wanted: int, kept: int, most: int, asked: int
) -> None:
    addresses = [f"{site.url}/{number % 250}?{number}" for number in range(wanted)]
    settings = Settings(max_images=most, **ANY_SETTINGS)
    (problems,) = fetched(tmp_path, settings, article("a", *addresses, kept=kept))
    assert len(site.paths) == asked
    assert [problem.reason.partition(",")[0] for problem in problems] == [
        f"{wanted - asked} of its images are not kept"
    ]


def test_an_image_beyond_the_limit_of_one_article_is_fetched_for_another(site: ImageServer, tmp_path: Path) -> None:
    settings = Settings(max_images=1, **ANY_SETTINGS)
    results = article("a", f"{site.url}/1", f"{site.url}/2"), article("b", f"{site.url}/2")
    fetched(tmp_path, settings, *results)
    assert sorted(site.paths) == ["/1", "/2"]


def test_5000_slow_hosts_end_with_the_time_of_the_run(hosts: ImageServer, tmp_path: Path) -> None:
    port = hosts.server.server_port
    addresses = [f"http://127.0.{n // 250}.{n % 250 + 1}:{port}/slow" for n in range(5000)]
    results = [article(str(page), *addresses[page * 500 : page * 500 + 500]) for page in range(10)]
    settings = Settings(max_images=500, fetch_seconds=1, max_fetching_seconds=4, **ANY_SETTINGS)
    began = time.monotonic()
    problems = fetched(tmp_path, settings, *results)
    assert time.monotonic() - began < 20
    assert len(hosts.paths) < 10
    assert all(len(of_page) <= 3 for of_page in problems)
    last = problems[-1]
    assert any("in one run, and no longer" in problem.reason for problem in last)


def test_a_slow_article_leaves_time_for_others(hosts: ImageServer, tmp_path: Path) -> None:
    port = hosts.server.server_port
    slow = [f"http://127.1.0.{n}:{port}/slow" for n in range(1, 100)]
    settings = Settings(fetch_seconds=1, max_fetching_seconds=12, **ANY_SETTINGS)
    problems = fetched(tmp_path, settings, article("slow", *slow), article("other", f"http://127.2.0.1:{port}/7"))
    assert problems[1] == []
    assert "/7" in hosts.paths
    assert any("for one article, and no longer" in problem.reason for problem in problems[0])


def test_the_bytes_of_images_that_are_too_large_count(hosts: ImageServer, tmp_path: Path) -> None:
    port = hosts.server.server_port
    large = [f"http://127.3.0.{host}:{port}/large" for host in range(1, 7)]
    settings = Settings(max_image_megabytes=1, max_fetched_megabytes=8, **ANY_SETTINGS)
    (problems,) = fetched(tmp_path, settings, article("a", *large))
    assert len(hosts.paths) == 2
    assert any("2 MB of images are fetched for one article, and no more" in problem.reason for problem in problems)


def test_an_article_that_shows_the_images_of_others_does_not_use_up_their_share(
    hosts: ImageServer, tmp_path: Path
) -> None:
    port = hosts.server.server_port
    images = [f"http://127.2.0.1:{port}/{number}" for number in range(1, 9)]
    slow = [f"http://127.1.0.{n}:{port}/slow" for n in range(1, 9)]
    settings = Settings(fetch_seconds=1, max_fetching_seconds=12, **ANY_SETTINGS)
    problems = fetched(tmp_path, settings, article("hostile", *slow, *images), article("other", *images))
    assert problems[1] == []
    assert {f"/{number}" for number in range(1, 9)} <= set(hosts.paths)
    assert any("for one article, and no longer" in problem.reason for problem in problems[0])


def test_the_excess_of_one_article_is_not_said_of_another(site: ImageServer, tmp_path: Path) -> None:
    address = f"{site.url}/2"
    results = article("a", f"{site.url}/1", address), article("b", address)
    problems = fetched(tmp_path, Settings(max_images=1, **ANY_SETTINGS), *results)
    assert problems == [[], []]


def test_bytes_of_an_article_a_host_and_a_run_have_limits(hosts: ImageServer, tmp_path: Path) -> None:
    port = hosts.server.server_port

    def large(host: int, count: int) -> list[str]:
        return [f"http://127.3.0.{host}:{port}/large?{number}" for number in range(count)]

    settings = Settings(max_fetched_megabytes=8, **ANY_SETTINGS)
    problems = fetched(tmp_path / "article", settings, article("a", *large(1, 3)))
    assert [problem.reason.partition("large?")[2] for problem in problems[0]] == [
        "1: 2 MB of images are fetched for one article, and no more"
    ]
    results = [article(str(number), large(2, 9)[number]) for number in range(9)]
    problems = fetched(tmp_path / "host", settings, *results)
    assert sum("from one host, and no more" in of_page[0].reason for of_page in problems if of_page) == 7
    results = [article(str(host), *large(host, 1)) for host in range(3, 12)]
    problems = fetched(tmp_path / "run", settings, *results)
    assert sum("in one run, and no more" in of_page[0].reason for of_page in problems if of_page) == 5


@pytest.mark.parametrize("hostile", ["https://127.0.0.1:{port}/zz", "http://127.0.0.1:1/zz", "{url}/odd"])
def test_an_address_of_one_article_does_not_cost_the_images_of_another(
    site: ImageServer, tmp_path: Path, hostile: str
) -> None:
    address = hostile.format(port=site.server.server_port, url=site.url)
    results = article("hostile", address), article("honest", f"{site.url}/1", f"{site.url}/2")
    problems = fetched(tmp_path, Settings(**ANY_SETTINGS), *results)
    assert [len(of_page) for of_page in problems] == [1, 0]
    assert {"/1", "/2"} <= set(site.paths)


def test_a_redirect_to_a_host_that_fails_does_not_cost_other_images(site: ImageServer, tmp_path: Path) -> None:
    results = [article("a", f"{site.url}/inside/nowhere.invalid"), article("b", f"{site.url}/1")]
    assert [len(of_page) for of_page in fetched(tmp_path, Settings(**ANY_SETTINGS), *results)] == [1, 0]
