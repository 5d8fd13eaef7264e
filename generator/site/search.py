"""The search's index, made by Pagefind from the built article pages.

Owns the call of Pagefind's binary and what of its output is published. What of a page is indexed is said by the article
template (`data-pagefind-*`); the search as people see it is `theme/partials/search.html` and
`theme/assets/javascripts/search.js`.

Pages carry no `data-pagefind-filter`: Pagefind 1.5 writes filters in an order that changes from run to run, and a site
is to be the same bytes whenever it is built.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from pagefind_bin_extended import get_executable

from generator.problems import BuildError
from generator.site.doors import ARTICLES

FOLDER = "pagefind"
"""Folder of the index in the built site."""

UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Pagefind's ready-made interfaces. We have our own, which prints results as text."""


def index(site: Path, language: str) -> None:
    """Index the article pages of the built `site`; without articles there is no index.

    One index holds all languages. Pagefind would make one for each, and search only that of the page one is on: from
    the home page, nothing but the articles in the language of the home page would be found. Words are stemmed as in
    `language`, the theme's, on both sides, so words of other languages match as they are written. The price: Chinese,
    Japanese and Thai are cut into words only where the theme's language is one of them.

    Raises BuildError with Pagefind's words when it fails.
    """
    if not any((site / ARTICLES).rglob("*.html")):
        return
    done = subprocess.run(  # noqa: S603 - the program is the package's own, the arguments are ours
        [
            str(get_executable()),
            "--site",
            str(site),
            "--glob",
            f"{ARTICLES}/**/*.html",
            "--output-path",
            str(site / FOLDER),
            "--force-language",
            language.split("-")[0],
            "--silent",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
        raise BuildError(
            f"The search index could not be made: {said}. Build again; or set `search: false` to do without it."
        )
    for pattern in UNUSED:
        for file in (site / FOLDER).glob(pattern):
            file.unlink()
