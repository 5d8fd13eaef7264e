"""Redirects from the pages of tags that are other tags now: replaced, merged as aliases, or spelled otherwise.

The addresses come from `tags.yml` and from the spellings of tags on pages, so that each build has all of them again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from backfile.site.outputs.moves import Move
from backfile.slugs import label_slug
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import WordSequence

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files

_NOWHERE = WordSequence.of("")


def find_moves(
    vocabulary: Vocabulary, spellings: Mapping[str, str], files: Files, tags: Collection[str] = ()
) -> list[Move]:
    """Return the moved pages, sorted. In: the spelling in lists of tags that articles spell otherwise; all files; the
    tags of articles, spelled as in lists.

    A tag of a single article has no page: its old addresses lead to the list of all tags. A tag that no article has is
    no target, and an address with a page of its own has no move.
    """
    used = {file.dest_uri for file in files}
    moves: dict[str, Move] = {}
    for old, new in _folded(vocabulary, spellings):
        file = files.get_file_from_path(f"tags/{label_slug(new)}.md")
        index = files.get_file_from_path("tags/index.md") if new in tags else None
        if file:
            move = _move(file, label_slug(old), label_slug(new), new)
        elif index:
            move = _move_to_index(index, label_slug(old), new)
        else:
            continue
        if move.path not in used:
            moves.setdefault(move.path, move)
    return [moves[path] for path in sorted(moves)]


def _folded(vocabulary: Vocabulary, spellings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each tag that is another one now, with that one as lists spell it."""
    for term in vocabulary.terms.values():
        label = vocabulary.replacements.follow(term.label, _NOWHERE)
        if not term.blocked:
            aliases = () if term.context else term.aliases
            replaced = () if label == term.label else (term.label,)
            yield from ((old, spellings.get(label, label)) for old in (*term.replaces, *replaced, *aliases))
    yield from spellings.items()


def _move(file: File, old: str, new: str, label: str) -> Move:
    """Return the move to a page. In: the names of the old and the new page."""

    def at_old(path: str) -> str:
        return f"tags/{old}{path.removeprefix(f'tags/{new}')}"

    return Move(label, at_old(file.dest_uri), at_old(file.url), file.url)


def _move_to_index(index: File, old: str, label: str) -> Move:
    """Return the move of a page to the list of all tags."""
    url = f"tags/{old}/" if index.url.endswith("/") else f"tags/{old}.html"
    return Move(label, f"{url}index.html" if url.endswith("/") else url, url, index.url)
