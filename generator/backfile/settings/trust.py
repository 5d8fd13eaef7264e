"""Which code of archives the user of this machine has allowed to run.

Owns what is remembered: digests of the code that the settings of an archive name (`code`), in a file for each archive,
outside the archives. An archive cannot bring this file, and a change of its code asks again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from backfile.problems import StorageError
from backfile.settings.code import Code
from backfile.settings.code_files import digest_contents, digest_places, digest_value, files_of


class Why(StrEnum):
    """Why code is not trusted."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Code that the user has not allowed to run, or that changed afterwards."""

    code: Code
    why: Why

    def __str__(self) -> str:
        return f"{self.code} ({self.why})" if self.why is Why.CHANGED else str(self.code)


def untrusted(root: Path, code: Iterable[Code]) -> tuple[Untrusted, ...]:
    """Return the code of the archive at `root` that is not trusted. The code's files are read only where their places
    are those that were remembered.
    """
    grouped = _by_key(code)
    known = _read(root) if grouped else {}
    return tuple(
        Untrusted(one, Why.CHANGED if key in known else Why.NEW)
        for key, group in grouped.items()
        if not _is_known(known.get(key), group, root)
        for one in group
    )


def remember(root: Path, code: Iterable[Code]) -> None:
    """Trust the code of the archive at `root` until it changes. Raises StorageError when it cannot be remembered."""
    fingerprints = {key: _fingerprint(group, root) for key, group in _by_key(code).items()}
    file = _file(root)
    text = json.dumps({"archive": os.path.realpath(root), "code": fingerprints}, indent=1)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.write_text(text, "utf-8", "surrogatepass")
        new.replace(file)
    except OSError as error:
        raise StorageError(file, error) from error


def forget(root: Path) -> bool:
    """Trust nothing of the archive at `root` any longer. Return whether anything was trusted."""
    try:
        _file(root).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StorageError(_file(root), error) from error
    return True


def remembered() -> list[str]:
    """Return the folders of the archives of which code is trusted, sorted."""
    contents = [_load(file) for file in _folder().glob("*.json")]
    return sorted(str(content["archive"]) for content in contents if "archive" in content)


def _by_key(code: Iterable[Code]) -> dict[str, list[Code]]:
    """Group code by kind and name: a plugin may be named several times, with other settings."""
    groups: dict[str, list[Code]] = {}
    for one in code:
        groups.setdefault(f"{one.kind} {one.name}", []).append(one)
    return groups


def _is_known(known: object, group: list[Code], root: Path) -> bool:
    if not isinstance(known, Mapping) or known.get("settings") != _places(group, root)[0]:
        return False
    return bool(known == _fingerprint(group, root))


def _places(group: list[Code], root: Path) -> tuple[str, list[Path]]:
    """Return the digest of the settings and of the places of the files, and the files."""
    files = files_of((source for one in group for source in one.sources), root)
    return digest_value([*(one.settings for one in group), digest_places(files, root)]), files


def _fingerprint(group: list[Code], root: Path) -> dict[str, str]:
    settings, files = _places(group, root)
    return {"settings": settings, "files": digest_contents(files)}


def _read(root: Path) -> Mapping[str, Any]:
    content = _load(_file(root))
    code = content.get("code") if content.get("archive") == os.path.realpath(root) else None
    return code if isinstance(code, dict) else {}


def _load(file: Path) -> dict[str, Any]:
    """Return the content of a file; of one that is missing or damaged, nothing: then the user is asked again."""
    try:
        content = json.loads(file.read_text("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _file(root: Path) -> Path:
    return _folder() / f"{hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]}.json"


def _folder() -> Path:
    from platformdirs import user_state_path  # Imported only for archives that name code.

    return user_state_path("backfile", appauthor=False) / "trust"
