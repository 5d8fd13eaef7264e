"""The paths of the pages of history, as those of files in docs/.

A revision has an address that is made from its text alone, so that it stays when commits are rewritten, and when its
page is moved.
"""

from __future__ import annotations

from backfile.site.chrome.navigation import ARTICLES, HISTORY, REVISIONS


def history_path(article: str) -> str:
    """Return the path of the history of the article at a path under docs/."""
    return f"{HISTORY}/{article.removeprefix(f'{ARTICLES}/')}"


def revision_path(revision: str) -> str:
    """Return the path of a former text. In: the id of the revision."""
    return f"{REVISIONS}/{revision[:2]}/{revision}.md"


def difference_path(old: str, new: str) -> str:
    """Return the path of the page with the difference between two revisions. In: their ids."""
    return f"{REVISIONS}/{new[:2]}/{new}/since-{old}.md"
