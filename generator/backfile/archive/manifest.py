"""The manifest of an archive: path and SHA-256 of every page and every original, and its Merkle root.

A manifest is text, one line for each file, as `sha256sum` writes and checks it. The root is the Merkle tree hash of
its lines (RFC 6962, 2.1; a proof is an audit path, 2.1.1), so that one file can be shown to belong to a root without
the others. Pure functions: which files there are is read by `commit_manifest` and `operations.verify`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

PART = 512
"""The lines of a part, about 64 KB: a power of two, so that each part is a tree of its own within that of all lines."""
ROOT_TRAILER, PARENT_TRAILER = "Manifest", "Manifest-Parent"
"""Lines at the end of a commit's message: the root of its own manifest, and that of each manifest before it."""

_LINE = re.compile(r"(\\?)([0-9a-f]{64})  ([^\n]+)")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\([\\nr])")
_UNESCAPED = {"\\": "\\", "n": "\n", "r": "\r"}
_Way = TypeVar("_Way")


def manifest_line(path: str, sha256: str) -> str:
    """Return the line of a file, without its end. Special characters in the path are escaped as by sha256sum."""
    escaped = re.sub(r"[\\\n\r]", lambda match: _ESCAPES[match[0]], path)
    return f"{'' if escaped == path else chr(92)}{sha256}  {escaped}"


def read_manifest(text: str) -> dict[str, str]:
    """Return the files of a manifest: path -> SHA-256. Raises ValueError for a line that is none."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError(f"line {number} is not a digest and a path")
        found[manifest_path(line)] = match[2]
    return found


def manifest_path(line: str) -> str:
    """Return the path in a line of a manifest."""
    path = line[line.index("  ") + 2 :]
    return _ESCAPED.sub(lambda part: _UNESCAPED[part[1]], path) if line.startswith("\\") else path


def manifest_parts(files: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the lines of each part of a manifest, sorted by the bytes of their paths. In: path -> SHA-256 (hex)."""
    paths = sorted(files, key=_as_bytes)
    for first in range(0, len(paths), PART):
        yield [manifest_line(path, files[path]) for path in paths[first : first + PART]]


def manifest_root(files: Mapping[str, str]) -> str:
    """Return the Merkle root (hex) of a manifest. In: path -> SHA-256 (hex)."""
    return sorted_root((path, files[path]) for path in sorted(files, key=_as_bytes))


def sorted_root(files: Iterable[tuple[str, str]]) -> str:
    """Return what `manifest_root` returns. In: path and SHA-256 (hex), sorted by the bytes of the paths."""
    return tree_hash(leaf_hash(manifest_line(path, sha256)) for path, sha256 in files).hex()


def part_root(lines: Iterable[str]) -> bytes:
    """Return the Merkle root of a part. The `tree_hash` of those of all parts is that of all lines (RFC 6962, 2.1)."""
    return tree_hash(map(leaf_hash, lines))


def leaf_hash(line: str) -> bytes:
    """Return the hash of a leaf: a line of a manifest."""
    return hashlib.sha256(b"\0" + _as_bytes(line)).digest()


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_hash(hashes: Iterable[bytes]) -> bytes:
    """Return the Merkle tree hash of leaves. In: their hashes, in order.

    Only the roots of the largest complete trees so far are in memory, whose sizes decrease: RFC 6962 joins two trees
    when they have the same size, and in the end what is left from the right.
    """
    roots: list[tuple[int, bytes]] = []
    for leaf in hashes:
        size, root = 1, leaf
        while roots and roots[-1][0] == size:
            root, size = _node_hash(roots.pop()[1], root), 2 * size
        roots.append((size, root))
    if not roots:
        return hashlib.sha256().digest()
    _, root = roots.pop()
    while roots:
        root = _node_hash(roots.pop()[1], root)
    return root


def _next_level(level: list[bytes]) -> list[bytes]:
    """Join neighbours, with an odd last one unchanged: level by level, this gives the tree of RFC 6962."""
    pairs = [_node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[len(level) - len(level) % 2 :]


class Step(NamedTuple):
    """One step of the way from a leaf to the root."""

    is_left: bool
    """Whether the other hash stands to the left."""
    hash: bytes


def proofs(hashes: Sequence[bytes], add: Callable[[Step, _Way], _Way], end: _Way) -> list[_Way]:
    """Return the way to the root for each leaf, in order. Two neighbours share what follows their first step.

    In: the hashes of all leaves of a tree; what returns a way with one more step before it; the way of no steps.
    """
    levels = [list(hashes)]
    while len(levels[-1]) > 1:
        levels.append(_next_level(levels[-1]))
    ways = [end] * len(levels[-1])
    for level in reversed(levels[:-1]):
        ways = [
            add(Step(at & 1 == 1, level[at ^ 1]), ways[at // 2]) if at ^ 1 < len(level) else ways[at // 2]
            for at in range(len(level))
        ]
    return ways


def read_trailers(message: str, *names: str) -> list[tuple[str, str]]:
    """Return the lines `Name: value` of these names in the last paragraph of a commit's message."""
    last = message.rstrip("\n").split("\n\n")[-1]
    pairs = (line.partition(": ") for line in last.split("\n"))
    return [(name, value) for name, mark, value in pairs if mark and name in names]


def add_trailers(message: str, trailers: Sequence[tuple[str, str]]) -> str:
    """Return a commit's message with lines `Name: value` at the end of its last paragraph, if that has only such lines.

    Otherwise they are a paragraph of their own.
    """
    text = message.rstrip("\n")
    _, *paragraphs = text.split("\n\n")
    joins = bool(paragraphs) and all(re.match(r"[A-Z][A-Za-z-]*: ", line) for line in paragraphs[-1].split("\n"))
    lines = "".join(f"{name}: {value}\n" for name, value in trailers)
    return f"{text}\n{lines}" if joins else f"{text}\n\n{lines}"
