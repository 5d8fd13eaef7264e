"""Opening of an input in a worker process. Owns the refusal of inputs that cannot be opened; which reader an input has
is left to `readers.choice`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from backfile.problems import Problem
from backfile.readers import Reader, imports_yml, reader_named, records
from backfile.readers.choice import reader_by_name, reader_of
from backfile.readers.reader import InputSource
from backfile.settings.layout import IMPORTS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE
from backfile.workers.batch import Task
from backfile.workers.failures import faulty_input


@dataclass(frozen=True, slots=True)
class OpenInput:
    """An open input; whoever opens it closes `source.content`."""

    source: InputSource
    reader: Reader


def open_input(task: Task, config: Config) -> OpenInput | Problem:
    """Open the input of a task, or return the refusal of one that cannot be read or that nothing reads."""
    item = task.input
    if item.fault:
        return faulty_input(item)
    # A record has the reader that it was taken from its container with, whatever the container's name is.
    known = reader_named(task.read_as) if item.record is not None else None
    reader = known or reader_by_name(item.file, task.read_as, named=item.named)
    try:
        source = records.open_source(item.path, item.file, config.settings.max_megabytes * MEGABYTE)
    except OSError as error:
        return reader if isinstance(reader, Problem) else records.unreadable(item.file, error, item.record)
    mapping = _load_imports(task.root).mapping_for(item.collection or item.file)
    source = replace(source, mapping={**mapping, **task.mapping})
    if known:
        return OpenInput(source, known)
    chosen = reader_of(source, reader)
    if isinstance(chosen, Problem):
        source.content.close()
        return chosen
    return OpenInput(source, chosen)


@cache
def _load_imports(root: Path) -> imports_yml.Imports:
    return imports_yml.load(root / IMPORTS_YML)
