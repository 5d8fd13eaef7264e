"""What is sent to a worker process, and what it returns. Owns these two records; the work is in `task`. It is a
module of its own because the process that sends tasks does not import what conversion needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.settings.access import Access

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backfile.conversion.result import Result
    from backfile.readers.files import InputFile
    from backfile.workers.lookups import Lookup
    from backfile.workers.staging import Staging


@dataclass(frozen=True, slots=True)
class Task:
    """The records of an input that a worker converts."""

    root: Path
    """The folder of the archive."""
    input: InputFile
    read_as: str | None = None
    """The name of the reader for an input whose name has no known extension."""
    staging: Staging | None = None
    """Where images and the content of records are staged; absent: they are not written anywhere."""
    access: Access = Access.ASK
    """Whether code that the settings name is left out, as in the process of the run."""
    explaining: bool = False
    """Whether the results explain how each article was made."""
    assets: Path | None = None
    """For a record of a container, the folder of the images that were taken out of it."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """As in `InputSource`, beside what imports.yml says."""
    drafts: bool = False
    """Whether articles that are not published are converted, too."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The results of a task."""

    results: list[Result]
    next_record: int | None = None
    """The number of the first record that is not converted; absent after the last record."""
    lookups: tuple[Lookup, ...] = ()
    """What the results depend on beside the records."""
