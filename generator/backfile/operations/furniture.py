"""Furniture: find lines that recur at the edges of scraped texts, and write those that the owner accepts, and lines
that the owner keeps.

Recurring lines are only proposed. A line is removed from texts after the owner has accepted it, by `extract` and by
furniture.yml.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from backfile.archive.storage import Storage
from backfile.conversion.result import Explanation
from backfile.extract.text import furniture_yml, owner_lines
from backfile.operations.commit import commit_changes, is_uncommitted
from backfile.problems import Problem
from backfile.readers import files, reader_for
from backfile.readers.files import InputFile
from backfile.readers.text import READER
from backfile.report import Committed, Progress
from backfile.settings import yaml_files
from backfile.settings.layout import FURNITURE_YML
from backfile.settings.mkdocs_yml import Config
from backfile.workers import pool
from backfile.workers.processors import processors

MIN_TEXTS, MIN_SHARE = 5, 5
"""A line is proposed if at least MIN_TEXTS texts of a source have it, and at least one in MIN_SHARE of its texts."""
MAX_LENGTH = 200
"""Characters of the longest line that is proposed."""
_EXAMPLES = 3

_HEADER = """\
# Lines that are page furniture, for each source: texts that come in lose them at their edges. The handbook's page on
# inputs has the format; backfile furniture proposes lines.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line that may be page furniture."""

    source: str
    """The source, or the first folder, of the texts that have it; `any source` for texts without either."""
    line: str
    texts: int
    """How many texts of the source have it at an edge."""
    of: int
    """How many texts of the source there are."""
    examples: tuple[str, ...]
    """Some of the files that have it."""


@dataclass(frozen=True, slots=True)
class FurnitureReport:
    """The result of a search for recurring lines."""

    texts: int
    """How many texts were read."""
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    """Inputs that could not be read."""


def find(folders: Sequence[Path], config: Config, progress: Progress) -> FurnitureReport:
    """Return the lines that recur in the texts among files and folders. Inputs that are not texts are skipped.

    Folders that may hold texts and cannot be read are problems. Raises NothingThereError for a path that does not
    exist, SettingsError for a furniture.yml that cannot be used.
    """
    furniture_yml.load(config.root / FURNITURE_YML)
    inputs = [item for item in files.find(folders) if reader_for(item.file) is READER or _may_hold_texts(item)]
    texts: list[tuple[str, Explanation]] = []
    problems: list[Problem] = []
    converted = pool.convert_inputs(inputs, config, processors(), explaining=True)
    for done, (input_file, results) in enumerate(pool.group_by_input(converted), start=1):
        for result in results:
            texts += [(input_file.file, result.why)] if result.why else []
            problems += result.problems if not result.article else ()
        progress(done, len(inputs))
    return FurnitureReport(len(texts), tuple(propose(texts)), tuple(problems))


def _may_hold_texts(item: InputFile) -> bool:
    """Return whether an input that cannot be read may hold texts: a folder, or a path that was named."""
    return item.fault is not None and (item.is_folder or item.named)


def propose(texts: Iterable[tuple[str, Explanation]]) -> list[Proposal]:
    """Return the lines that recur, by source and then the most frequent first. In: file names and explanations."""
    texts_of: Counter[str] = Counter()
    files_with: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for file, explanation in texts:
        source = next(iter(explanation.lines_of), owner_lines.ANY_SOURCE)
        texts_of[source] += 1
        for line in explanation.edge:
            if len(line) <= MAX_LENGTH:
                files_with[source, line].append(file)
    proposals = [
        Proposal(source, line, len(names), texts_of[source], tuple(sorted(names)[:_EXAMPLES]))
        for (source, line), names in files_with.items()
        if len(names) >= MIN_TEXTS and MIN_SHARE * len(names) >= texts_of[source]
    ]
    return sorted(proposals, key=lambda proposal: (proposal.source, -proposal.texts, proposal.line))


def accept(proposals: Iterable[Proposal], config: Config, *, commit: bool) -> Committed:
    """Write lines to furniture.yml, whose comments and order stay, and commit it.

    Raises LockedError while another run is at work, SettingsError for a file that cannot be used, StorageError when it
    cannot be written.
    """
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for proposal in proposals:
        lines[proposal.source].append(proposal.line)
    return _edit(lines, furniture_yml.accept, config, "accepted", commit=commit)


def keep(lines: Iterable[str], source: str, config: Config, *, commit: bool, dry_run: bool) -> Committed:
    """Write lines that no rule may remove to furniture.yml, for a source or folder, and commit it.

    Raises the errors of `accept`.
    """
    file = config.root / FURNITURE_YML
    if dry_run:
        furniture_yml.load(file)
        return Committed()
    return _edit({source: list(lines)}, partial(furniture_yml.keep, path=file), config, "kept", commit=commit)


def _edit(
    lines: Mapping[str, Sequence[str]],
    edit: Callable[[str, Mapping[str, Sequence[str]]], str],
    config: Config,
    action: str,
    *,
    commit: bool,
) -> Committed:
    """Write furniture.yml with lines that are added by `edit`, and commit it."""
    file, storage = config.root / FURNITURE_YML, Storage(config.root, config.docs)
    with storage.locked("furniture"):
        furniture_yml.load(file)
        edited = edit(yaml_files.read_text(file) or _HEADER, lines)
        commits = bool(lines) and commit and config.settings.commit
        is_written = bool(lines) and storage.write_file(file, edited.encode())
        if not commits or not (is_written or is_uncommitted(config, FURNITURE_YML)):
            return Committed()
        count = sum(map(len, lines.values()))
        message = f"Furniture: {count} line{'s' * (count != 1)} {action}\n"
        step = f"{FURNITURE_YML} is written; commit it yourself, or run the command again."
        return commit_changes(config, storage, message, step, [FURNITURE_YML])
