"""The plan of a new archive: what its owner decides before `backfile init` writes the files."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from backfile.fields.urls import parse_url
from backfile.operations.hosting import Host, host_files
from backfile.problems import SettingsError
from backfile.settings.schema import LOOKS


@dataclass(frozen=True, slots=True)
class Plan:
    """The decisions of an owner on a new archive."""

    site_name: str = ""
    """Empty: the folder's name."""
    site_url: str = ""
    """As `parse_site_url` returns it."""
    language: str = ""
    """As `parse_language` returns it. Empty: English."""
    host: Host = Host.NONE
    look: str = LOOKS[0]

    @property
    def host_files(self) -> dict[str, str]:
        """Return the files that the host needs, by name."""
        return host_files(self.host)


def make_plan(site_name: str | None, site_url: str, language: str, host: Host, look: str = "") -> Plan:
    """Return a plan from what its owner wrote. Raises SettingsError for an invalid URL, language or look."""
    code = parse_language(language) if language else ""
    return Plan(site_name or "", parse_site_url(site_url), code, host, parse_look(look) if look else LOOKS[0])


def parse_site_url(text: str) -> str:
    """Return the URL of a site as MkDocs expects it, with a slash at its end; empty for an empty text.

    Raises SettingsError when it is not a web address, or has a query.
    """
    url = parse_url((text,)) if text.strip() else ""
    if url is None or "?" in url:
        raise SettingsError(f"{text} is not the address of a site. Write it like https://example.org/clippings/")
    return url if url.endswith("/") or not url else f"{url}/"


def parse_language(text: str) -> str:
    """Return the code of a language into which Material is translated. Raises SettingsError for any other text."""
    folder = files("material") / "templates" / "partials" / "languages"
    codes = {name.removesuffix(".html").lower(): name.removesuffix(".html") for name in map(_name, folder.iterdir())}
    if code := codes.get(text.strip().lower()):
        return code
    raise SettingsError(f"Material is not translated into {text!r}. Name one of: {', '.join(sorted(codes.values()))}.")


def parse_look(text: str) -> str:
    """Return the name of a look. Raises SettingsError for any other text."""
    if (look := text.strip().lower()) in LOOKS:
        return look
    raise SettingsError(f"There is no look called {text}. Choose one of: {', '.join(LOOKS)}.")


def _name(file: Traversable) -> str:
    return file.name
