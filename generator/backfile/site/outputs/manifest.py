"""The manifest of the archive, published in parts: what the pages and originals are whose root the commits name.

Owns the files in the folder `manifest/` of the site. `backfile verify --manifest` reads them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from backfile.archive import git
from backfile.archive.commit_manifest import KnownDigests, manifest_folders
from backfile.archive.disk_files import read_folders
from backfile.archive.git_history import has_commits
from backfile.archive.git_objects import tree_files
from backfile.archive.manifest import manifest_parts, part_root, tree_hash
from backfile.problems import GitError
from backfile.site.outputs.proofs import part_name, proof_files

if TYPE_CHECKING:
    from mkdocs.structure.files import File

    from backfile.site.site_folder import SiteFolder

log = get_plugin_logger("backfile")

FOLDER = "manifest"
_OF_NOTHING = hashlib.sha256().hexdigest()
"""The digest of a file that cannot be read."""


def read_digests(root: Path, docs: Path) -> dict[str, str]:
    """Return the pages and originals of an archive, path -> SHA-256: of the last commit, without git on the disk."""
    folders = manifest_folders(root, docs)
    try:
        if git.is_versioned(root) and has_commits(root):
            digests = KnownDigests(root)
            files = dict(digests.add(tree_files(root, "HEAD", folders)))
            digests.store()
            return files
    except GitError as error:
        log.warning(f"The manifest of the site is that of the files on the disk, not of the last commit: {error}")
    return {path: digest or _OF_NOTHING for path, digest, _ in read_folders(root, folders)}


def files_with_proofs(root: Path, docs: Path, pages: Iterable[File], site: SiteFolder) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of the manifest, and of the proof of each page."""
    digests = read_digests(root, docs)
    yield from manifest_files(digests)
    yield from proof_files(pages, digests, docs.relative_to(root).as_posix(), site)


def manifest_files(files: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file: the parts, and an index with the root, and digest and root of each part."""
    parts, roots = [], []
    for number, lines in enumerate(manifest_parts(files)):
        name, root = part_name(number), part_root(lines)
        text = "".join(f"{line}\n" for line in lines)
        roots.append(root)
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
        parts.append({"file": name, "sha256": sha256, "root": root.hex()})
        yield f"{FOLDER}/{name}", text
    index = {"root": tree_hash(roots).hex(), "files": len(files), "parts": parts}
    yield f"{FOLDER}/index.json", json.dumps(index, indent=1) + "\n"
