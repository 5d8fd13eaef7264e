"""Names of the folders and files of an archive, beside those that mkdocs.yml names."""

from __future__ import annotations

CACHE = ".backfile"

CATALOG = f"{CACHE}/catalog.sqlite"

ORIGINALS = "originals"

INCOMING = "incoming"
