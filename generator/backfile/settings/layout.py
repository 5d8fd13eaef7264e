"""Names of the files and folders of an archive, except for the folders that mkdocs.yml names."""

from __future__ import annotations

MKDOCS_YML = "mkdocs.yml"

TAGS_YML = "tags.yml"

FURNITURE_YML = "furniture.yml"

IDENTITY_YML = "identity.yml"

IMPORTS_YML = "imports.yml"

AUTHORS_YML = "authors.yml"

SOURCES_YML = "sources.yml"

CACHE = ".backfile"

CATALOG = f"{CACHE}/catalog.sqlite"

RESULTS = f"{CACHE}/results.sqlite"

HISTORY = f"{CACHE}/history.sqlite"

RENDERED = f"{CACHE}/rendered.sqlite"

SEARCHED = f"{CACHE}/searched.sqlite"

PREVIEWED = f"{CACHE}/previewed.sqlite"

DIGESTS = f"{CACHE}/digests"

SAVES = f"{CACHE}/saves"

LISTED = f"{CACHE}/listed"

BUILT = f"{CACHE}/built"

BUILDING = f"{CACHE}/building"

ORIGINALS = "originals"

INCOMING = "incoming"
