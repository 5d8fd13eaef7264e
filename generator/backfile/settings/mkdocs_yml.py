"""The settings of an archive: one frozen record, read from the `backfile` entry under `plugins:` in mkdocs.yml.

MkDocs' own loader reads the file, so that ingest checks its rendering against exactly the configuration that the site
will be built with. The MkDocs plugin takes its schema from here too: a setting is declared once.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options, load_config
from mkdocs.exceptions import MkDocsException

from backfile.problems import NotAnArchiveError, SettingsError
from backfile.settings.layout import CACHE, INCOMING, ORIGINALS

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FORMAT = 1
"""The archive format that this version writes."""
MEGABYTE = 1 << 20


def _setting(default: object, doc: str, least: int = 0, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"doc": doc, "least": least, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an owner can decide. Every field is a key under `plugins: - backfile:`; `metadata["doc"]` describes it."""

    format: int = _setting(FORMAT, "The archive's format. Written by `backfile init`; never change it by hand.")
    commit: bool = _setting(True, "Make one commit for each ingest that changed something.")
    keep_originals: bool = _setting(True, "Keep every ingested file in `originals/`, gzipped, named by its content.")
    tags_per_article: int = _setting(8, "How many tags an article gets at most.")
    max_megabytes: int = _setting(50, "Inputs over this size (unpacked) are reported, not read.", 1)
    max_depth: int = _setting(200, "HTML nested deeper than this is reported, not read (250 is what parsers bear).", 10)
    max_seconds: int = _setting(60, "Reading one file may take this long, then it is reported.", 1)
    max_memory_megabytes: int = _setting(3072, "Reading one file may take this much memory, then it is reported.", 512)
    keep_images: bool = _setting(True, "Keep the images that come with an article in `docs/images/`.")
    max_images: int = _setting(200, "An article keeps this many images at most.", 1)
    max_image_megabytes: int = _setting(20, "Images over this size are not kept.", 1)
    max_image_megapixels: int = _setting(100, "Images of more pixels (in millions) are not kept.", 1)
    max_fetched: int = _setting(5000, "Images that `--fetch-images` fetches in one run at most.", 1)
    fetch_seconds: int = _setting(30, "Fetching one image may take this long.", 1)
    fetch_pause_milliseconds: int = _setting(500, "The pause between two requests to one host.")
    fetch_private: bool = _setting(False, "Fetch also from this machine and private networks, and from any port.")
    search: bool = _setting(True, "Build the full-text search after the site.")
    canonical: str = _setting(
        "archive",
        "Which address of an article search engines are told to keep: `archive`, or `original` where it is known.",
        choices=("archive", "original"),
    )
    search_engines: bool = _setting(True, "Let search engines find the archive; else its pages ask them not to.")
    redirects_from: str = _setting(
        "", "The publication's old domain, where the site stands at it: original addresses there lead to their pages."
    )
    feed_entries: int = _setting(50, "How many articles a feed holds at most; with `0` there are no feeds.")


def _option(setting: Field[Any]) -> config_options.OptionallyRequired[Any]:
    choices = setting.metadata["choices"]
    if choices:
        return config_options.Choice(choices, default=setting.default)
    return config_options.Type(type(setting.default), default=setting.default)


SCHEMA = tuple((setting.name, _option(setting)) for setting in fields(Settings))
"""The same, for MkDocs."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """How the site renders Markdown: the arguments for `markdown.Markdown`, picklable where the owner's are."""

    extensions: tuple[Any, ...] = ("toc", "tables", "fenced_code", "pymdownx.superfences")
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """An archive's mkdocs.yml as loaded."""

    root: Path
    """The folder that holds mkdocs.yml; absolute."""
    docs: Path
    """The folder of the pages; absolute."""
    site: Path
    """The folder of the built site; absolute."""
    site_name: str
    settings: Settings
    rendering: Rendering
    language: str = "en"
    """Of the interface, as the theme names it."""


def find(start: Path) -> Path:
    """Give the archive's folder: `start` or the nearest folder above it that holds a mkdocs.yml.

    Raises NotAnArchiveError when there is none.
    """
    start = start.resolve()
    if not start.is_dir():
        raise NotAnArchiveError(f"{start} is no folder. Name the archive's folder, or one in it.")
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    raise NotAnArchiveError(
        f"{start} is not an archive: no mkdocs.yml here or above it. Make one with: backfile init FOLDER"
    )


def settings_of(config: MkDocsConfig) -> Settings:
    """Take the settings out of a loaded MkDocs configuration. Raises SettingsError without the plugin."""
    plugin = config.plugins.get("backfile")
    if plugin is None:
        raise SettingsError(f"{config.config_file_path}: no plugin `backfile`. Add it under `plugins:`.")
    settings = Settings(**{f.name: plugin.config[f.name] for f in fields(Settings)})
    for setting in fields(Settings):
        least = setting.metadata["least"]
        if not isinstance(setting.default, str) and getattr(settings, setting.name) < least:
            raise SettingsError(
                f"{config.config_file_path}: `{setting.name}` is below {least}. Raise it, or leave it out."
            )
    if settings.format != FORMAT:
        raise SettingsError(
            f"{config.config_file_path}: the archive has format {settings.format}, this program writes {FORMAT}. "
            "Install the version of backfile that fits it."
        )
    return settings


def language_of(config: MkDocsConfig) -> str:
    """Give the language of the interface: what `theme: language:` says."""
    return str(config.theme.get("language") or "en")


class Heard(logging.Handler):
    """What MkDocs warned of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())


@contextmanager
def heard(level: int = logging.WARNING, *others: logging.Handler) -> Iterator[Heard]:
    """Hear what MkDocs logs from `level` on; give the warnings and pass everything on to `others`."""
    logger, warnings = logging.getLogger("mkdocs"), Heard()
    before = logger.level, logger.propagate
    for handler in (warnings, *others):
        logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield warnings
    finally:
        for handler in (warnings, *others):
            logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


_OWN = (CACHE, ORIGINALS, INCOMING, ".git")
"""Folders in which neither pages nor a site can be: a build empties that of the site."""


def load(root: Path) -> Config:
    """Read `root`/mkdocs.yml. Raises NotAnArchiveError without that file and SettingsError when MkDocs refuses it."""
    path = root.resolve() / "mkdocs.yml"
    if not path.is_file():
        raise NotAnArchiveError(f"{root} is not an archive: it has no mkdocs.yml. Make one with: backfile init {root}")
    with heard() as said:
        try:
            loaded = load_config(str(path))
        except (MkDocsException, OSError) as error:
            reason = "; ".join(dict.fromkeys([*said.lines, str(error)])).rstrip(".!")
            raise SettingsError(f"{path}: {reason}. Mend the file as the handbook's page on settings says.") from error
    if not Path(loaded.docs_dir).is_relative_to(path.parent):
        raise SettingsError(f"{path}: `docs_dir` leads out of the archive. Name a folder inside it.")
    for setting in ("docs_dir", "site_dir"):
        folder = Path(os.path.realpath(loaded[setting]))
        for own in (Path(os.path.realpath(path.parent / name)) for name in _OWN):
            if folder.is_relative_to(own) or own.is_relative_to(folder):
                reason = f"`{setting}` is where the archive keeps {own.name}/, which would be lost"
                raise SettingsError(f"{path}: {reason}. Name a folder of its own.")
    unknown = [line for line in said.lines if "Unrecognised configuration name" in line and "backfile" in line]
    if unknown:
        raise SettingsError(f"{path}: {unknown[0]}. The handbook's page on settings lists those that there are.")
    return Config(
        root=path.parent,
        docs=Path(loaded.docs_dir),
        site=Path(loaded.site_dir),
        site_name=loaded.site_name,
        settings=settings_of(loaded),
        rendering=Rendering(tuple(loaded.markdown_extensions), loaded.mdx_configs),
        language=language_of(loaded),
    )
