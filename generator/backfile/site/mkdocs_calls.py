"""What calls of MkDocs have in common: how its errors become errors of the project, and what is done around a call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mkdocs.exceptions import MkDocsException

from backfile.problems import BuildError
from backfile.settings.code_files import without_compiled_files
from backfile.settings.folder_path import first_undecodable

if TYPE_CHECKING:
    from backfile.settings.mkdocs_yml import Config

_R = TypeVar("_R")
BUILD_ERRORS = (MkDocsException, UnicodeDecodeError, RecursionError)
"""The exceptions that MkDocs raises when it cannot read a page. It has logged which page."""
_ATTEMPTS = 3


def refuse_undecodable(config: Config) -> None:
    """Raise BuildError for a file in docs/ whose name is not UTF-8: MkDocs cannot make a URL of it."""
    if path := first_undecodable(config.docs):
        raise BuildError(f"The site was not built: the name of {path} is not UTF-8. Rename it and build again.")


def imports(names_code: bool) -> AbstractContextManager[None]:
    """Return the context in which MkDocs imports code of an archive that names any."""
    return without_compiled_files() if names_code else nullcontext()


def retry(config: Config, build: Callable[[], _R]) -> _R:
    """Return the result of `build`; call it again if an ingest has removed a list page during the build."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return build()
        except FileNotFoundError as error:
            if not Path(error.filename or "").is_relative_to(config.docs):
                raise
    return build()


def message(error: Exception, lines: list[str]) -> str:
    """Return the message of a failed build. In: also the warnings that MkDocs logged before."""
    causes = "; ".join(dict.fromkeys([*lines, str(error)])).rstrip(".!")
    return f"The site was not built: {causes}. Correct this and build again."
