"""Reading a manifest that a build has published: an index, and parts of lines."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backfile.archive.manifest import leaf_hash, manifest_root, read_manifest, tree_hash
from backfile.archive.verification import Finding, FindingKind
from backfile.problems import NothingThereError
from backfile.settings.inside import read_bytes

INDEX = "index.json"
_PART = re.compile(r"\d{4,8}\.txt")
"""The names that a build gives to parts (`site.outputs.proofs.part_name`)."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published manifest."""

    root: str
    files: dict[str, str]
    """Path -> SHA-256."""


def read_published(folder: Path) -> tuple[Published, list[Finding]]:
    """Return a published manifest, and how it contradicts itself. Raises NothingThereError without its index.

    In: the folder `manifest/` of a site.
    """
    try:
        text = read_bytes(folder / INDEX, folder).decode("utf-8")
        index = json.loads(text)
        parts = _list_parts(index)
        root = str(index["root"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = "it is not the folder of a published manifest"
        raise NothingThereError(f"{folder}: {reason} ({INDEX}). Name the folder manifest/ of a site.") from error
    files: dict[str, str] = {}
    findings = [finding for part in parts for finding in _read_part(folder, *part, files)]
    if index.get("files") != len(files) or json.dumps(index, indent=1) + "\n" != text:
        findings.append(Finding(FindingKind.MANIFEST, INDEX, "it is not as a build writes it"))
    if manifest_root(files) != root:
        findings.append(Finding(FindingKind.MANIFEST, INDEX, "its parts do not have the root that it names"))
    return Published(root, files), findings


def _list_parts(index: Any) -> list[tuple[str, str, str]]:
    """Return name, digest and root of each part. Raises KeyError, TypeError, and ValueError for names that no build
    gives: a part that is named often would be read often.
    """
    parts = [(str(part["file"]), str(part["sha256"]), str(part["root"])) for part in index["parts"]]
    names = {name for name, *_ in parts}
    if len(names) < len(parts) or not all(map(_PART.fullmatch, names)):
        raise ValueError("names of parts")
    return parts


def _read_part(folder: Path, name: str, sha256: str, root: str, files: dict[str, Any]) -> list[Finding]:
    """Add the files of a part; none of one with another digest. Return what is wrong with it."""
    try:
        content = read_bytes(folder / name, folder)
    except FileNotFoundError:
        return [Finding(FindingKind.MANIFEST, name, "this part of the manifest is missing")]
    except OSError as error:
        return [Finding(FindingKind.MANIFEST, name, f"this part of the manifest cannot be read: {error.strerror}")]
    if hashlib.sha256(content).hexdigest() != sha256:
        return [Finding(FindingKind.MANIFEST, name, "this part has another digest than the index names")]
    found = []
    text = content.decode("utf-8", "surrogateescape")
    if tree_hash(map(leaf_hash, text.removesuffix("\n").split("\n"))).hex() != root:
        found.append(Finding(FindingKind.MANIFEST, name, "this part has another root than the index names"))
    try:
        files.update(read_manifest(text))
    except ValueError as error:
        found.append(Finding(FindingKind.MANIFEST, name, f"this part cannot be read: {error}"))
    return found
