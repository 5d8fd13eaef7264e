"""Reading a manifest that a build has published: an index, and parts of lines."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backfile.archive.manifest import leaf_hash, manifest_root, read_manifest, tree_hash
from backfile.archive.verification import Finding, FindingKind
from backfile.problems import NothingThereError

INDEX = "index.json"


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
        text = (folder / INDEX).read_text("utf-8")
        index = json.loads(text)
        parts = [(str(part["file"]), str(part["sha256"]), str(part["root"])) for part in index["parts"]]
        root = str(index["root"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = "it is not the folder of a published manifest"
        raise NothingThereError(f"{folder}: {reason} ({INDEX}). Name the folder manifest/ of a site.") from error
    files: dict[str, str] = {}
    findings = [finding for part in parts for finding in _read_part(folder, *part, files)]
    if index.get("files") != len(files) or json.dumps(index, indent=1) + "\n" != text:
        findings.append(Finding(FindingKind.MANIFEST, INDEX, "it is not as a build writes it"))
    if manifest_root(files) != root:
        findings.append(Finding(FindingKind.MANIFEST, INDEX, "its parts do not have the root that it names"))
    return Published(root, files), findings


def _read_part(folder: Path, name: str, sha256: str, root: str, files: dict[str, Any]) -> list[Finding]:
    """Add the files of a part. Return what is wrong with it."""
    try:
        content = (folder / Path(name).name).read_bytes()
    except OSError:
        return [Finding(FindingKind.MANIFEST, name, "this part of the manifest is missing")]
    found = []
    if hashlib.sha256(content).hexdigest() != sha256:
        found.append(Finding(FindingKind.MANIFEST, name, "this part has another digest than the index names"))
    text = content.decode("utf-8", "surrogateescape")
    if tree_hash(map(leaf_hash, text.removesuffix("\n").split("\n"))).hex() != root:
        found.append(Finding(FindingKind.MANIFEST, name, "this part has another root than the index names"))
    try:
        files.update(read_manifest(text))
    except ValueError as error:
        found.append(Finding(FindingKind.MANIFEST, name, f"this part cannot be read: {error}"))
    return found
