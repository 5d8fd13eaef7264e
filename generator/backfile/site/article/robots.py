"""What a page asks of search engines: the key `robots` of its front matter.

The words are those that search engines know (https://developers.google.com/search/docs/crawling-indexing/
robots-meta-tag). A word that is not known counts as `noindex`: its owner wanted less than all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

log = get_plugin_logger("backfile")

KEY = "robots"
NOINDEX = "noindex"
_WORDS = ("all", "index", "follow", NOINDEX, "nofollow", "none", "noarchive", "nosnippet", "noimageindex")


def robots_words(value: object) -> tuple[str, ...]:
    """Return the known words of a value of front matter: a list, or words with commas. `none` is two of them."""
    words = list(dict.fromkeys(_given(value)))
    if "none" in words:
        words += [NOINDEX, "nofollow"]
    if unknown_words(value):
        words.append(NOINDEX)
    return tuple(word for word in _WORDS if word in words and word != "none")


def unknown_words(value: object) -> tuple[str, ...]:
    """Return the words of a value that no search engine knows."""
    return tuple(word for word in _given(value) if word not in _WORDS)


def warn_of_unknown(page: Page) -> None:
    """Log a warning if `robots` in the front matter of a page has a word that is not known."""
    if words := unknown_words(page.meta.get(KEY)):
        step = f"The page asks not to be listed. Known are: {', '.join(_WORDS)}."
        log.warning(f"{page.file.src_uri}: `{KEY}` has {words[0][:80]!r}, which search engines do not know. {step}")


def _given(value: object) -> list[str]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [word.strip().lower() for each in values for word in str(each).split(",") if word.strip()]
