"""Proofs: for each article, that its Markdown belongs to the root of the published manifest, at `NAME.proof.json`.

A proof is the audit path (RFC 6962, 2.1.1) to the root of a part. How the parts lead to the root of the manifest is in
its index, so that a new file changes only the proofs of the lines that move into another part or within theirs. The
script `proof.js` follows both in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from backfile.archive.manifest import Step, leaf_hash, manifest_parts, manifest_path, proofs
from backfile.site.article.markdown_copy import proof_path

if TYPE_CHECKING:
    from mkdocs.structure.files import File

    from backfile.site.site_folder import SiteFolder

_encode = json.JSONEncoder(separators=(",", ":")).encode


def proof_files(
    pages: Iterable[File], digests: Mapping[str, str], docs: str, site: SiteFolder
) -> Iterator[tuple[str, str]]:
    """Yield name and text of the proof of each page that is as the manifest says.

    In: the manifest, path -> SHA-256; the folder of the pages in the archive.
    """
    wanted = {file.src_uri: file for file in pages}
    for number, lines in enumerate(manifest_parts(digests)):
        name = part_name(number)
        for line, way in zip(lines, proofs([leaf_hash(line) for line in lines], _add_step, ""), strict=True):
            path = manifest_path(line)
            file = wanted.get(path.removeprefix(f"{docs}/")) if path.startswith(f"{docs}/") else None
            if file and site.digest_of(file) == digests[path]:
                # Written here and not by `json`: neighbours share most of their way.
                text = f'{{"line":{_encode(line)},"part":"{name}","steps":[{way}]}}\n'
                yield proof_path(file.src_uri), text


def _add_step(step: Step, way: str) -> str:
    """Return the JSON of a way with one more step before it."""
    first = f'["{"left" if step.is_left else "right"}","{step.hash.hex()}"]'
    return f"{first},{way}" if way else first


def part_name(number: int) -> str:
    """Return the name of a part of the published manifest, from 0 on."""
    return f"{number:04}.txt"
