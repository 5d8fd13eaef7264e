"""Proofs: for each article, that its Markdown belongs to the root of the published manifest, at `NAME.proof.json`.

A proof is the audit path of RFC 6962 (2.1.1), about 70 bytes for each doubling of the number of files. The script
`proof.js` follows it in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from backfile.archive.manifest import leaf_hash, manifest_lines, manifest_path, proofs, tree_hash
from backfile.site.article.markdown_copy import proof_path

if TYPE_CHECKING:
    from mkdocs.structure.files import File

    from backfile.site.site_folder import SiteFolder


def proof_files(
    pages: Iterable[File], digests: Mapping[str, str], docs: str, site: SiteFolder
) -> Iterator[tuple[str, str]]:
    """Yield name and text of the proof of each page that is as the manifest says.

    In: the manifest, path -> SHA-256; the folder of the pages in the archive.
    """
    lines = manifest_lines(digests)
    hashes = [leaf_hash(line) for line in lines]
    root = tree_hash(hashes).hex()
    wanted = {f"{docs}/{file.src_uri}": file for file in pages}
    for line, steps in zip(lines, proofs(hashes), strict=True):
        path = manifest_path(line)
        file = wanted.get(path)
        if file and site.digest_of(file) == digests[path]:
            way = [["left" if step.is_left else "right", step.hash.hex()] for step in steps]
            proof = {"line": line, "root": root, "steps": way}
            yield proof_path(file.src_uri), json.dumps(proof, separators=(",", ":")) + "\n"
