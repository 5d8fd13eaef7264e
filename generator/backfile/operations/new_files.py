"""The texts of the files in a new archive."""

from __future__ import annotations

import json

from backfile.archive.page import front_matter
from backfile.i18n.catalogs import FALLBACK, catalog_for
from backfile.lists.files import git_attributes
from backfile.markup.plain_text import strip_controls
from backfile.operations.plan import Plan
from backfile.settings.layout import CACHE, MKDOCS_YML, TAGS_YML
from backfile.settings.schema import FORMAT, LOOKS

_MKDOCS = """\
{site}

theme:
  name: material
{language}  palette:
    - media: "(prefers-color-scheme)"
      toggle: {{icon: material/brightness-auto, name: {to_light}}}
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {{icon: material/brightness-7, name: {to_dark}}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {{icon: material/brightness-4, name: {to_system}}}

# The Markdown extensions that render articles; each article is checked with them when it is ingested.
markdown_extensions:
  - tables
  - toc
  - pymdownx.superfences

plugins:
  - backfile:
      format: {format}
{look}"""

_NO_SITE_URL = """
# The address of the published site. Feeds, the sitemap and a site in a subfolder need it.
# site_url: https://example.org/clippings/"""

_TAGS = """\
# The vocabulary of tags. An entry is a label. Articles that contain one of its aliases as whole words get the label.
# A blocked label is never a tag. The handbook's page on tags describes everything that an entry can contain.
#
# Climate change:
#   aliases: [global warming, climate crisis]
#   parents: [Environment]
# Breaking news:
#   blocked: true
"""

_GITIGNORE = f"/{CACHE}/\n/site/\n"

_GITATTRIBUTES = """\
# git does not change archived files, not even their line ends.
* -text
# List pages are generated from the articles. When two branches changed one, a merge keeps the lines of both, without a
# conflict; the next ingest, or backfile lists, writes the page again.
"""


def new_files(plan: Plan, folder_name: str) -> dict[str, str]:
    """Return the texts of the files of a new archive by name. In: the plan, the name of the archive's folder."""
    return {
        MKDOCS_YML: _mkdocs_yml(plan, folder_name),
        TAGS_YML: _TAGS,
        ".gitignore": _GITIGNORE,
        ".gitattributes": _GITATTRIBUTES + git_attributes("docs"),
        **plan.host_files,
    }


def _mkdocs_yml(plan: Plan, folder_name: str) -> str:
    settings = {"site_name": strip_controls(plan.site_name or folder_name)}
    settings |= {"site_url": plan.site_url} if plan.site_url else {}
    site = front_matter(settings).removeprefix("---\n").removesuffix("\n---\n")
    phrase = catalog_for(plan.language or FALLBACK)
    names = {name: json.dumps(phrase(name), ensure_ascii=False) for name in ("to_light", "to_dark", "to_system")}
    return _MKDOCS.format(
        site=site + ("" if plan.site_url else _NO_SITE_URL),
        language=f"  language: {plan.language}\n" if plan.language else "",
        format=FORMAT,
        look="" if plan.look == LOOKS[0] else f"      look: {plan.look}\n",
        **names,
    )
