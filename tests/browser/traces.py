"""Measures how long the scripts of a page run at a time, in CPU time of their thread: other programs do not count; and
records which elements of a page move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from playwright.sync_api import Page

MAIN_THREAD = "CrRendererMain"
OWN = "/assets/javascripts/"
MATERIAL = "/assets/javascripts/bundle."
_CATEGORIES = ("devtools.timeline", "v8", "v8.execute", "disabled-by-default-v8.compile")
_TASK_CATEGORIES = ("devtools.timeline", "disabled-by-default-devtools.timeline")
_TASKS = frozenset({"RunTask"})
_SCRIPTS = frozenset(
    "FunctionCall EvaluateScript RunMicrotasks TimerFire EventDispatch FireAnimationFrame v8.callFunction v8.compile "
    "v8.compileModule v8.evaluateModule v8.run".split()
)
RECORD_SHIFTS = """
moved = [];
new PerformanceObserver((list) => moved.push(...list.getEntries().map(({ value, sources }) => [value, ...sources.map(
  ({ node, previousRect, currentRect }) => [node?.parentElement?.outerHTML.slice(0, 200), previousRect, currentRect])
]))).observe({ type: "layout-shift", buffered: true });
"""
"""A script after which `moved` has each layout shift: how large it was, and what moved from where to where."""
_INTERVAL = 500
"""Microseconds between the samples of a profile."""


def longest_script(page: Page, action: Callable[[], object]) -> float:
    """Return how many milliseconds the longest script ran at a time on the page's main thread during an action."""
    return _longest(_traced(page, action, _CATEGORIES), _SCRIPTS)


def longest_task(page: Page, action: Callable[[], object]) -> float:
    """Return how many milliseconds the longest task took on the page's main thread during an action: parsing, layout,
    painting and scripts.
    """
    return _longest(_traced(page, action, _TASK_CATEGORIES), _TASKS)


def _traced(page: Page, action: Callable[[], object], categories: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what the browser records of an action."""
    assert page.context.browser is not None
    session = page.context.browser.new_browser_cdp_session()
    events: list[dict[str, Any]] = []
    ended: list[object] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda data: ended.append(data))
    config = {"includedCategories": list(categories), "recordMode": "recordAsMuchAsPossible"}
    session.send("Tracing.start", {"traceConfig": config, "transferMode": "ReportEvents"})
    try:
        action()
    finally:
        session.send("Tracing.end")
        while not ended:
            page.wait_for_timeout(20)
        session.detach()
    return events


def _longest(events: list[dict[str, Any]], names: frozenset[str]) -> float:
    """Return the longest CPU time, in milliseconds, of the events with these names on a main thread."""
    return max((event.get("tdur", 0) / 1000 for event in _named(events, names)), default=0.0)


def _named(events: list[dict[str, Any]], names: frozenset[str]) -> Iterator[dict[str, Any]]:
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == MAIN_THREAD
    }
    assert threads
    for event in events:
        if event["name"] in names and event["ph"] == "X" and (event["pid"], event["tid"]) in threads:
            yield event


def longest_own_script(page: Page, action: Callable[[], object]) -> float:
    """Return how many milliseconds a script of the project's theme ran at a time; Material's scripts do not count.

    A sample of the profile counts for its interval, however long the thread waited for a processor.
    """
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": _INTERVAL})
    session.send("Profiler.start")
    action()
    profile = session.send("Profiler.stop")["profile"]
    session.detach()
    nodes = {node["id"]: node for node in profile["nodes"]}
    parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}

    def is_own(sample: int | None) -> bool:
        while sample is not None:
            url = nodes[sample]["callFrame"]["url"]
            if OWN in url and MATERIAL not in url:
                return True
            sample = parents.get(sample)
        return False

    runs = (len(list(run)) for own, run in groupby(map(is_own, profile["samples"])) if own)
    return max(runs, default=0) * _INTERVAL / 1000
