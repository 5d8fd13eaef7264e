"""The name that the folder docs/ had in earlier commits: it is a setting of MkDocs, which the owner can change."""

from __future__ import annotations

import re
from pathlib import Path

from backfile.archive.commit_manifest import manifest_folders
from backfile.archive.git_objects import read_blobs, tree_blobs, tree_entries
from backfile.settings.layout import MKDOCS_YML

DOCS = "docs"
"""The name without the setting."""
_DOCS_DIR = re.compile(r"^docs_dir:\s*[\"']?([^\"'#\n]*[^\"'#\s])", re.MULTILINE)


def docs_name(settings: str) -> str:
    """Return the name of docs/ in the text of an mkdocs.yml."""
    found = _DOCS_DIR.search(settings)
    return found[1].strip("/") if found else DOCS


def manifest_files(root: Path, docs: Path, commit: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files of which a commit has a manifest, as it names them, and with their paths in docs/ as it is named
    now: path relative to the archive's folder -> git's hash. Raises GitError.
    """
    folders = manifest_folders(root, docs)
    files = tree_blobs(root, commit, folders)
    if any(path.startswith(f"{folders[0]}/") for path in files):
        return files, files
    settings = [blob for _, blob in tree_entries(root, commit, [MKDOCS_YML]).values()]
    names = {docs_name(content.decode("utf-8", "replace")) for _, content in read_blobs(root, settings)}
    former = [f"{name}/articles" for name in names if f"{name}/articles" != folders[0]]
    pages = tree_blobs(root, commit, former) if former else {}
    moved = {f"{folders[0]}{path.removeprefix(former[0])}": blob for path, blob in pages.items()}
    return files | pages, files | moved
