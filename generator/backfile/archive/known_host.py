"""The host of an article that is known from an earlier save of it, where a later one does not say where it is from."""

from __future__ import annotations

from dataclasses import replace

from backfile.archive import page


def with_known_host(text: str, host: str | None) -> str:
    """Return the text of a page with a host in its `origin`, if it has none. In: the host; None if none is known."""
    article = page.load(text)
    if host is None or article.origin.host is not None:
        return text
    return page.dump(replace(article, origin=replace(article.origin, host=host)))


def host_of(text: str) -> str | None:
    """Return the host in the `origin` of a page; None without one, and for a page that cannot be read."""
    try:
        return page.load(text).origin.host
    except page.PageError:
        return None
