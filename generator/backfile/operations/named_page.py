"""A page that is named in a command: relative to the current folder, to the archive or to its folder of pages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from backfile.archive import page
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.problems import NothingThereError
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page that is named in a command."""

    path: str
    """Under docs/."""
    text: str
    article: Article

    @property
    def intact(self) -> bool:
        """Return whether it is as the program wrote it."""
        return page.read_seal(self.text).intact


def page_path(path: Path, config: Config) -> str:
    """Return the path under docs/ of a page that is named in a command. Raises NothingThereError."""
    docs = Path(os.path.realpath(config.docs))
    candidates = [Path(os.path.realpath(base / path)) for base in (Path.cwd(), config.root, config.docs)]
    inside = [file.relative_to(docs) for file in candidates if file.is_relative_to(docs / "articles")]
    try:
        named = next((file for file in inside if (docs / file).is_file()), inside[0] if inside else None)
    except OSError:
        named = None  # The name is too long for a file.
    if named is None or named.suffix != ".md":
        raise NothingThereError(f"{path} is not the page of an article. Name a page below {docs.name}/articles/.")
    return named.as_posix()


def read_named(storage: Storage, path: str) -> NamedPage:
    """Return the page at a path under docs/. Raises NothingThereError if it does not exist or cannot be read."""
    try:
        text = storage.read_page(path)
        return NamedPage(path, text, page.load(text))
    except FileNotFoundError as error:
        raise NothingThereError(f"{storage.display_path(path)} does not exist. Name a page that does.") from error
    except OSError as error:
        raise NothingThereError(
            f"{storage.display_path(path)} cannot be read: {error.strerror}. Correct it."
        ) from error
    except page.PageError as error:
        raise NothingThereError(f"{storage.display_path(path)} cannot be read: {error}. Correct it first.") from error
