"""A new archive: the files that `backfile init` writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from backfile.archive import git
from backfile.archive.catalog import Catalog
from backfile.archive.page import front_matter
from backfile.archive.storage import Storage
from backfile.fields.urls import parse_url
from backfile.i18n.catalogs import FALLBACK, catalog_for
from backfile.lists import update
from backfile.lists.files import git_attributes
from backfile.markup.plain_text import strip_controls
from backfile.operations import hosting, ingest
from backfile.operations.hosting import Host
from backfile.problems import BackfileError, SettingsError
from backfile.report import RecordListener, Report
from backfile.settings import mkdocs_yml
from backfile.settings.layout import CACHE, CATALOG, MKDOCS_YML, TAGS_YML
from backfile.settings.schema import FORMAT

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

# What articles are written for; each article is checked against this list when it comes in.
markdown_extensions:
  - tables
  - toc
  - pymdownx.superfences

plugins:
  - backfile:
      format: {format}
"""

_NO_ADDRESS = """
# Where the site will be; feeds, a map for search engines and pages in a subfolder need it.
# site_url: https://example.org/clippings/"""

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
_GITATTRIBUTES = """\
# What is archived is not to be altered, not even in its line ends.
* -text
# List pages follow from the articles. Where two branches changed one, a merge takes the lines of both, without a
# conflict; the next ingest, or backfile lists, makes it anew.
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an owner has decided beforehand."""

    site_name: str = ""
    """The folder's name by default."""
    site_url: str = ""
    """As `site_address` gives it."""
    language: str = ""
    """As `spoken` gives it; English by default."""
    host: Host = Host.NONE

    @property
    def beside(self) -> dict[str, str]:
        """The files that the host needs, by name."""
        return hosting.files(self.host)


def plan(site_name: str | None, site_url: str, language: str, host: Host) -> Plan:
    """Make a plan of what its owner wrote. Raises SettingsError for an address or a language that is none."""
    return Plan(site_name or "", site_address(site_url), spoken(language) if language else "", host)


def refuse(folder: Path) -> None:
    """Raise SettingsError where there is an archive already."""
    if (folder / MKDOCS_YML).exists():
        raise SettingsError(f"{folder} already holds a mkdocs.yml. Ingest into it, or name another folder.")


def site_address(text: str) -> str:
    """Give the address of a site as MkDocs wants it. Raises SettingsError where it is none."""
    url = parse_url((text,)) if text.strip() else ""
    if url is None or "?" in url:
        raise SettingsError(f"{text} is no address of a site. Write it like https://example.org/clippings/")
    return url if url.endswith("/") or not url else f"{url}/"


def spoken(text: str) -> str:
    """Give a language that Material has words for. Raises SettingsError where it has none."""
    folder = files("material") / "templates" / "partials" / "languages"
    known = {name.removesuffix(".html").lower(): name.removesuffix(".html") for name in map(_name, folder.iterdir())}
    if found := known.get(text.strip().lower()):
        return found
    raise SettingsError(f"Material has no words in {text!r}. Name one of: {', '.join(sorted(known.values()))}.")


def _name(file: Traversable) -> str:
    return file.name


def create(folder: Path, plan: Plan | str = "", *, versioned: bool = True) -> mkdocs_yml.Config:
    """Make an archive in `folder`, which may exist but must hold none yet. Gives its configuration.

    In: a plan, or just the site's name. With `versioned` the folder becomes a git repository, unless it lies in one,
    and the new files are committed. Files that are there stay as they are. Raises SettingsError when there is an
    archive already.
    """
    plan = Plan(plan) if isinstance(plan, str) else plan
    root = folder.resolve()
    refuse(folder)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackfileError(f"{folder} cannot be made: {error.strerror}. Name a folder you may write to.") from error
    known = {
        "site_name": strip_controls(plan.site_name or root.name),
        **({"site_url": plan.site_url} if plan.site_url else {}),
    }
    site = front_matter(known).removeprefix("---\n").removesuffix("\n---\n")
    hint = "" if plan.site_url else _NO_ADDRESS
    language = f"  language: {plan.language}\n" if plan.language else ""
    storage = Storage(root, root / "docs")
    with storage.locked("init"):
        say = catalog_for(plan.language or FALLBACK)
        names = {name: json.dumps(say(name), ensure_ascii=False) for name in ("to_light", "to_dark", "to_system")}
        settings = _MKDOCS.format(site=site + hint, language=language, format=FORMAT, **names)
        attributes = _GITATTRIBUTES + git_attributes("docs")
        written = {MKDOCS_YML: settings, TAGS_YML: _TAGS, ".gitignore": _GITIGNORE, ".gitattributes": attributes}
        written |= plan.beside
        for file, text in written.items():
            if not (root / file).exists():
                storage.write_file(root / file, text.encode())
        (root / "docs").mkdir(exist_ok=True)
        archive = mkdocs_yml.load(root)
        with Catalog(root / CATALOG, archive.docs) as catalog:
            catalog.sync()
            update.update(storage, catalog, archive)
        if versioned:
            git.init(root)
            git.commit(root, git.changed_files(root, [*written, "docs"]), f"Found the archive {root.name}\n")
    return archive


def take_samples(
    archive: mkdocs_yml.Config, progress: ingest.Progress, told: RecordListener, *, commit: bool
) -> Report:
    """Take the sample articles that come with the package into an archive; all else is as for `ingest`."""
    with as_file(files("backfile") / "samples") as folder:
        return ingest.ingest([folder], archive, ingest.Options(commit=commit), progress, on_record=told)
