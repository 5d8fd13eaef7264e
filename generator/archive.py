"""A new archive: the files that `backfile init` writes."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from generator import config, history, ingest, lists
from generator.catalog import Catalog
from generator.clean import plain
from generator.config import FORMAT
from generator.page import front_matter
from generator.problems import BackfileError, Report, SettingsError, Told
from generator.shelf import CACHE, CATALOG, Shelf
from generator.taggers.vocabulary_file import NAME

_MKDOCS = """\
{site_name}

theme:
  name: material
  palette:
    - media: "(prefers-color-scheme)"
      toggle: {{icon: material/brightness-auto, name: Switch to light mode}}
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {{icon: material/brightness-7, name: Switch to dark mode}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {{icon: material/brightness-4, name: Switch to system preference}}

# What articles are written for; each article is checked against this list when it comes in.
markdown_extensions:
  - tables
  - toc
  - pymdownx.superfences

plugins:
  - backfile:
      format: {format}
"""

_TAGS = """\
# The vocabulary of tags. An entry is a label; its aliases are found in articles as whole words and give that label.
# A blocked label is never a tag, whoever proposes it. The handbook's page on tags has all that an entry can say.
#
# Climate change:
#   aliases: [global warming, climate crisis]
#   parents: [Environment]
# Breaking news:
#   blocked: true
"""

_GITIGNORE = f"/{CACHE}/\n/site/\n"
_GITATTRIBUTES = f"""\
# What is archived is not to be altered, not even in its line ends.
* -text
# List pages follow from the articles. Where two branches changed one, a merge takes the lines of both, without a
# conflict; the next ingest, or backfile lists, makes it anew.
{lists.attributes("docs")}"""


def create(folder: Path, site_name: str | None = None, *, versioned: bool = True) -> config.Config:
    """Make an archive in `folder`, which may exist but must hold none yet. Gives its configuration.

    `site_name` defaults to the folder's name. With `versioned` the folder becomes a git repository, unless it lies in
    one, and the new files are committed. Raises SettingsError when there is an archive already.
    """
    root = folder.resolve()
    if (root / "mkdocs.yml").exists():
        raise SettingsError(f"{folder} already holds a mkdocs.yml. Ingest into it, or name another folder.")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackfileError(f"{folder} cannot be made: {error.strerror}. Name a folder you may write to.") from error
    name = front_matter({"site_name": plain(site_name or root.name)}).split("\n")[1]
    shelf = Shelf(root, root / "docs")
    with shelf.locked("init"):
        files = {"mkdocs.yml": _MKDOCS.format(site_name=name, format=FORMAT), NAME: _TAGS}
        files |= {".gitignore": _GITIGNORE, ".gitattributes": _GITATTRIBUTES}
        for file, text in files.items():
            if not (root / file).exists():
                shelf.write(root / file, text.encode())
        (root / "docs").mkdir(exist_ok=True)
        archive = config.load(root)
        with Catalog(root / CATALOG, archive.docs) as catalog:
            catalog.sync()
            lists.update(shelf, catalog, archive)
        if versioned:
            history.init(root)
            history.commit(root, history.changed(root, [*files, "docs"]), f"Found the archive {root.name}\n")
    return archive


def take_samples(archive: config.Config, progress: ingest.Progress, told: Told, *, commit: bool) -> Report:
    """Take the sample articles that come with the package into an archive; all else is as for `ingest`."""
    with as_file(files("generator") / "samples") as folder:
        return ingest.ingest([folder], archive, ingest.Options(commit=commit), progress, told=told)
