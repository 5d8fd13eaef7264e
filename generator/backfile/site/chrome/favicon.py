"""The icon of the site in tabs and bookmarks: the initial of its name, unless the owner has an icon."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_MATERIALS = "assets/images/favicon.png"
"""The icon of the theme, which the setting names where the owner chose none."""
_PATH = "assets/favicon.svg"


def add_favicon(files: Files, config: MkDocsConfig) -> None:
    """Add the icon to the files of the site and to the settings of the theme."""
    if config.theme["favicon"] not in (_MATERIALS, _PATH) or files.get_file_from_path(_PATH):
        return
    files.append(File.generated(config, _PATH, content=draw_favicon(config.site_name)))
    config.theme["favicon"] = _PATH


def draw_favicon(name: str) -> str:
    """Return the icon for a site as SVG: the first letter or digit of its name, light on dark and dark on light."""
    initial = next((letter for letter in name if letter.isalnum()), "·").upper()[:1]
    style = (
        "rect{fill:#1d2024}text{fill:#fdfcf8}@media(prefers-color-scheme:dark){rect{fill:#e6e3dc}text{fill:#17191d}}"
    )
    text = '<text x="16" y="23" font-family="Georgia,serif" font-size="21" font-weight="700" text-anchor="middle">'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>{style}</style>'
        f'<rect width="32" height="32" rx="4"/>{text}{escape(initial)}</text></svg>\n'
    )
