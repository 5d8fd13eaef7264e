"""Ids of the theme begin with two underscores: no heading of an article can have one of them (see `is_allowed_id`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import material
import pytest

from backfile.site.article.sanitize_output import is_allowed_id
from backfile.site.chrome.theme_setup import THEME

_IDS = (
    r"""\b(?:id|for|list|popovertarget|aria-(?:controls|describedby|labelledby|owns|details))=["']([^"']*)["']""",
    r"""href=\\?["']#([^"'\\]+)""",
    r"""getElementById\(["'`]([^"'`]+)["'`]\)""",
    r"""(?:querySelector(?:All)?|closest|matches)\??\.?\(["'`][^"'`]*?#([\w-]+)""",
    r"""\b(?:id|htmlFor):\s*["'`]([^"'`]+)["'`]""",
    r"""\.(?:id|htmlFor) = ["'`]([^"'`]+)["'`]""",
)
_COMPUTED = re.compile(r"\$\{|\{\{ (?:path|\(page\.toc \| first\)\.id) \}\}")
"""Ids that a script reads from elements, those of Material's navigation, which begin with `__nav`, and that of the
page's title (`CONTENT_ID`).
"""


def named_ids(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the ids that files of a theme name, with the file."""
    for file in folder.rglob("*"):
        if file.suffix in (".html", ".js") and not {".icons", "lunr"} & {*file.parts}:
            text = file.read_text("utf-8")
            for pattern in _IDS:
                yield from ((name, file.relative_to(folder).as_posix()) for name in re.findall(pattern, text))


@pytest.mark.parametrize("folder", [THEME, Path(material.__file__).parent / "templates"], ids=["own", "material"])
def test_no_heading_can_have_an_id_that_templates_and_scripts_use(folder: Path) -> None:
    named = set(named_ids(folder))
    assert named
    assert not {(name, file) for name, file in named if not (name.startswith("__") or _COMPUTED.match(name))}
    assert not any(is_allowed_id(name) for name, _ in named)
