"""Pages that their owner moved, and that no commit has at their new paths yet.

A commit of the new path alone would have the article twice. A page bears the seal of the text that it had at its old
path, unless the program wrote it anew since; then the rule of identity tells which one it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from backfile.archive import git_history, identity, page
from backfile.archive.git_objects import tree_entries
from backfile.archive.identity_evidence import Save
from backfile.archive.identity_rule import Relation, judge
from backfile.archive.identity_sites import Sites
from backfile.operations.naming_lines import naming_lines
from backfile.settings.inside import read_text


def find_moves(root: Path, docs: Path, changed: Sequence[str], sites: Sites) -> dict[str, list[str]]:
    """Return the pages that were moved: the new path -> the old paths, which the last commit has, and the disk has not.

    In: the archive's folder and that of its pages; the changed files; the owner's sites. All paths of files are
    relative to the archive's folder. Raises GitError.
    """
    articles = f"{docs.relative_to(root).as_posix()}/articles/"
    pages = [path for path in changed if path.startswith(articles) and path.endswith(".md")]
    there = [path for path in pages if (root / path).is_file()]
    missing = [*git_history.committed_files(root, sorted(set(pages).difference(there)))] if there else []
    if not missing:
        return {}
    new = sorted(set(there).difference(tree_entries(root, "HEAD", there)))
    sealed: dict[str, list[str]] = {}
    for path in new:
        if seal := page.read_seal(read_text(root / path, docs)).value:
            sealed.setdefault(seal, []).append(path)
    moves: dict[str, list[str]] = {}
    rewritten: dict[str, str] = {}
    for version, text in git_history.read_texts(root, missing):
        seal = page.read_seal(text).value
        rewritten |= {} if seal in sealed else {version.path: text}
        for path in sealed.get(seal, ()):
            moves.setdefault(path, []).append(version.path)
    others = ((path, read_text(root / path, docs)) for path in new if path not in moves)
    for path, old in _judged(rewritten, others, sites) if rewritten else ():
        moves.setdefault(path, []).append(old)
    return moves


def _judged(missing: Mapping[str, str], new: Iterator[tuple[str, str]], sites: Sites) -> Iterator[tuple[str, str]]:
    """Yield the new and the old path of pages of one article. In: paths and texts."""
    by_line: dict[str, list[str]] = {}
    for path, text in missing.items():
        for line in _lines(text):
            by_line.setdefault(line, []).append(path)
    for path, text in new:
        for old in dict.fromkeys(old for line in _lines(text) for old in by_line.get(line, ())):
            if _is_one(text, missing[old], sites):
                yield path, old


def _lines(text: str) -> list[str]:
    return sorted(naming_lines(text, with_file=True))


def _is_one(first: str, second: str, sites: Sites) -> bool:
    """Return whether two texts of pages are saves of one article."""
    try:
        saves = [Save(page.load(text)) for text in (first, second)]
    except page.PageError:
        return False
    newer, older = reversed(saves) if identity.is_older(saves[0].article, saves[1].article) else saves
    return judge(newer, older, sites).relation is Relation.REVISION
