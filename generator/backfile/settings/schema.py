"""The settings of an archive: one frozen record, read from the entry `backfile` under `plugins:` in mkdocs.yml.

Owns their names, defaults, limits and descriptions. MkDocs gets its schema for the plugin from here, so that a setting
is declared once. Loading the file is left to `mkdocs_yml`.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options
from mkdocs.config.base import BaseConfigOption

from backfile.problems import SettingsError
from backfile.settings.publish import CHOICES, PublishRules, make_rules

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FORMAT = 2
"""The archive format that this version works with; also that of an archive whose settings state none."""
FORMATS = (1, FORMAT)
"""Every format that a released version has written. `backfile upgrade` brings each to `FORMAT`."""
MEGABYTE = 1 << 20
LOOKS = ("paper", "library", "plain")
"""The looks of a site, the default first. Each is a style sheet in `site/theme/assets/stylesheets/looks/`."""


_MOST = 1_000_000_000
"""The largest number of a setting: more are no amount of anything, and too large for the calls that get them."""


def _setting(
    default: object, doc: str, least: int = 0, choices: tuple[str, ...] = (), *, of_lists: bool = False
) -> Any:
    return field(default=default, metadata={"doc": doc, "least": least, "choices": choices, "of_lists": of_lists})


@dataclass(frozen=True, slots=True)
class Settings:
    """The owner's settings. Every field is a key under `plugins: - backfile:`; `metadata["doc"]` describes it."""

    format: int = _setting(FORMAT, "The archive's format. `backfile init` writes it, `backfile upgrade` changes it.")
    commit: bool = _setting(True, "Commit what a command changed.")
    keep_originals: bool = _setting(True, "Keep every ingested file in `originals/`, gzipped, named by its content.")
    tags_per_article: int = _setting(8, "How many tags an article gets at most.")
    tags_language: str = _setting(
        "", "The language of tags for countries and topics, such as `de`; by default that of the theme."
    )
    max_megabytes: int = _setting(50, "Inputs over this size (unpacked) are reported, not read.", 1)
    max_depth: int = _setting(200, "HTML nested deeper than this is reported, not read (parsers fail above 250).", 10)
    max_seconds: int = _setting(60, "Reading one file may take this long, then it is reported.", 1)
    max_memory_megabytes: int = _setting(3072, "Reading one file may take this much memory, then it is reported.", 512)
    keep_images: bool = _setting(True, "Keep the images that come with an article in `docs/images/`.")
    max_images: int = _setting(200, "An article keeps this many images at most.", 1)
    max_image_megabytes: int = _setting(20, "Images over this size are not kept.", 1)
    max_image_megapixels: int = _setting(100, "Images of more pixels (in millions) are not kept.", 1)
    max_fetched: int = _setting(5000, "Images that `--fetch-images` fetches in one run at most.", 1)
    max_fetched_megabytes: int = _setting(2000, "Megabytes of images that one run fetches at most.", 1)
    max_fetching_seconds: int = _setting(3600, "Fetching images may take this long in one run.", 1)
    fetch_seconds: int = _setting(30, "Fetching one image may take this long.", 1)
    fetch_pause_milliseconds: int = _setting(500, "The pause between two requests to one host.")
    fetch_private: bool = _setting(False, "Fetch also from this machine and private networks, and from any port.")
    history: bool = _setting(True, "Show the revisions of articles, how they differ, and the changes of the archive.")
    publish: str = _setting(
        "all",
        "What the site shows of articles: `all`, an `excerpt`, or `none`. The archive keeps everything.",
        choices=CHOICES,
    )
    publish_sources: tuple[tuple[str, str], ...] = _setting(
        (), "The same for publications: `{The Gazette: excerpt}`. Such a rule replaces `publish`.", choices=CHOICES
    )
    publish_sections: tuple[tuple[str, str], ...] = _setting(
        (),
        "The same for sections. If rules for publication and section differ, the one that shows less counts.",
        choices=CHOICES,
    )
    excerpt_words: int = _setting(60, "The most words of an excerpt.", 1)
    search: bool = _setting(True, "Build the full-text search after the site.")
    look: str = _setting(
        LOOKS[0],
        "How the site looks, if the theme's settings name no primary colour: `paper` (serifs, a red accent), `library` "
        "(old-style serifs, green), `plain` (the reader's own sans-serif, blue).",
        choices=LOOKS,
    )
    featured: tuple[str, ...] = _setting(
        (),
        "Articles that stand first on the home page, as paths in `docs/`: the first is the lead story. By default the "
        "newest one with a picture.",
    )
    social_cards: bool = _setting(
        False, "Make a picture of its headline for each article that has no picture; link previews show it."
    )
    social_card_fonts: tuple[str, ...] = _setting(
        (), "Fonts for these pictures, as paths in the archive: the first that has all characters of a text is used."
    )
    canonical: str = _setting(
        "archive",
        "Which URL of an article the site declares as canonical for search engines: `archive`, or `original` where it "
        "is known.",
        choices=("archive", "original"),
    )
    search_engines: bool = _setting(True, "Let search engines find the archive; else its pages ask them not to.")
    redirects_from: str = _setting(
        "",
        "The publication's old domain, if the site is served there: original URLs on it redirect to the archived "
        "pages.",
    )
    same_sites: tuple[tuple[str, ...], ...] = _setting(
        (),
        "Hosts that are one publication, as lists: `[[old.example, new.example]]`. What was saved from one of them can "
        "revise what was saved from another.",
        of_lists=True,
    )
    feed_entries: int = _setting(50, "How many articles a feed holds at most; with `0` there are no feeds.")

    @property
    def publish_rules(self) -> PublishRules:
        """Return what the site may show of which articles."""
        return make_rules(self.publish, self.publish_sources, self.publish_sections)


def _option(setting: Field[Any]) -> BaseConfigOption[Any]:
    choices = setting.metadata["choices"]
    if choices and setting.default == ():
        return config_options.DictOfItems(config_options.Choice(choices), default={})
    if choices:
        return config_options.Choice(choices, default=setting.default)
    if isinstance(setting.default, tuple):
        text = config_options.Type(str)
        item = config_options.ListOfItems(text) if setting.metadata["of_lists"] else text
        return config_options.ListOfItems(item, default=[])
    return config_options.Type(type(setting.default), default=setting.default)


SCHEMA = tuple((setting.name, _option(setting)) for setting in fields(Settings))
"""The settings as MkDocs declares the options of a plugin."""


def _frozen(value: Any) -> Any:
    """Return a value of a setting with tuples for its lists, and for its mappings tuples of pairs."""
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def settings_of(config: MkDocsConfig, formats: tuple[int, ...] = (FORMAT,)) -> Settings:
    """Return the settings of a loaded MkDocs configuration.

    Raises SettingsError without the plugin, for a number below its minimum or above `_MOST`, and for a format that is
    not in `formats`.
    """
    plugin = config.plugins.get("backfile")
    if plugin is None:
        raise SettingsError(f"{config.config_file_path}: no plugin `backfile`. Add it under `plugins:`.")
    values = {setting.name: _frozen(plugin.config[setting.name]) for setting in fields(Settings)}
    values["tags_language"] = values["tags_language"] or str(config.theme.get("language") or "en")
    settings = Settings(**values)
    for setting in fields(Settings):
        least = setting.metadata["least"]
        if isinstance(setting.default, int) and getattr(settings, setting.name) > _MOST:
            raise SettingsError(
                f"{config.config_file_path}: `{setting.name}` is above {_MOST}. Lower it, or leave it out."
            )
        if isinstance(setting.default, int) and getattr(settings, setting.name) < least:
            raise SettingsError(
                f"{config.config_file_path}: `{setting.name}` is below {least}. Raise it, or leave it out."
            )
    if settings.format not in formats:
        step = (
            "See what would change with: backfile upgrade --dry-run"
            if settings.format in FORMATS
            else f"Install a version of backfile that works with format {settings.format}."
        )
        raise SettingsError(
            f"{config.config_file_path}: the archive has format {settings.format}, and this version works with format "
            f"{FORMAT}. {step}"
        )
    return settings
