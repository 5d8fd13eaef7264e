"""Lines that recur at the edges of scraped texts, and so may be page furniture. Here they are found, for their owner to
look at, and written to furniture.yml when accepted: only from there on, and by nobody's guess, are they cut.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from backfile.archive.storage import Storage
from backfile.conversion.result import Explanation
from backfile.extract.text import furniture_yml, owner_lines
from backfile.operations import commit as pending
from backfile.problems import Problem
from backfile.readers import files as inputs
from backfile.readers import reader_for
from backfile.readers.text import READER
from backfile.settings import yaml_files
from backfile.settings.layout import FURNITURE_YML
from backfile.settings.mkdocs_yml import Config
from backfile.workers import pool

LEAST, SHARE = 5, 5
"""A line is proposed that at least so many texts of a source have, and one in so many of them."""
LONGEST = 200
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
    """How many of these texts have it at an edge."""
    of: int
    """How many there are."""
    examples: tuple[str, ...]
    """Some of the files that have it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What looking through texts gave."""

    texts: int
    """How many were read."""
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    """What could not be read."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting lines did."""

    revision: str | None = None
    """The commit; absent when nothing changed or commits are off."""
    uncommitted: str | None = None
    """Why git refused the commit, and what to do."""


def find(folders: Sequence[Path], config: Config, progress: Callable[[int, int], None]) -> Found:
    """Look through the texts among the files and folders named; all others are left out, but for folders that may hold
    texts and are not read: these are problems.

    Raises NothingThereError for what does not exist, SettingsError for a furniture.yml that cannot be used.
    """
    furniture_yml.load(config.root / FURNITURE_YML)
    given = [item for item in inputs.find(folders) if reader_for(item.file) is READER or _may_hold_texts(item)]
    texts: list[tuple[str, Explanation]] = []
    problems: list[Problem] = []
    results = pool.read_all(given, config, pool.processors(), explaining=True)
    for done, (item, _, records) in enumerate(results, start=1):
        texts += [(item.file, made.why) for made in records if made.why]
        problems += [problem for made in records if not made.article for problem in made.problems]
        progress(done, len(given))
    return Found(len(texts), tuple(propose(texts)), tuple(problems))


def _may_hold_texts(item: inputs.InputFile) -> bool:
    """Whether texts may be missed because something cannot be read: a folder, or what was named and is out of reach."""
    return item.fault is not None and (item.is_folder or item.named)


def propose(texts: Iterable[tuple[str, Explanation]]) -> list[Proposal]:
    """Give the lines that recur, by source and then the most frequent first. In: texts by the names of their files."""
    of: Counter[str] = Counter()
    having: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for file, why in texts:
        source = next(iter(why.lines_of), owner_lines.ANY)
        of[source] += 1
        for line in why.edge:
            if len(line) <= LONGEST:
                having[source, line].append(file)
    found = [
        Proposal(source, line, len(files), of[source], tuple(sorted(files)[:_EXAMPLES]))
        for (source, line), files in having.items()
        if len(files) >= LEAST and SHARE * len(files) >= of[source]
    ]
    return sorted(found, key=lambda proposal: (proposal.source, -proposal.texts, proposal.line))


def accept(proposals: Iterable[Proposal], config: Config, *, commit: bool) -> Accepted:
    """Write lines to furniture.yml, whose comments and order stay, and commit it.

    Raises LockedError while another run is at work, SettingsError for a file that cannot be used, StorageError when it
    cannot be written.
    """
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for proposal in proposals:
        lines[proposal.source].append(proposal.line)
    file, storage = config.root / FURNITURE_YML, Storage(config.root, config.docs)
    with storage.locked("furniture"):
        furniture_yml.load(file)
        edited = furniture_yml.accept(yaml_files.read_text(file) or _HEADER, lines)
        if not lines or not storage.write(file, edited.encode()) or not (commit and config.settings.commit):
            return Accepted()
        count = sum(map(len, lines.values()))
        message = f"Furniture: {count} line{'s' * (count != 1)} accepted\n"
        step = f"{FURNITURE_YML} is written; commit it yourself, or run the command again."
        return Accepted(*pending.record(config, storage, [FURNITURE_YML], message, step))
