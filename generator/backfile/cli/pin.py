"""The command `backfile pin`: writes the digests of all packages that a host installs into requirements.txt."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json


def pin(archive: Archive = Path(), as_json: Json = False) -> None:
    """Write requirements.txt, from which a host installs exactly the packages that are installed here.

    pip downloads them, because only the files have the digests. The program itself is stored in packages/ as a wheel,
    and is never installed by its name.
    """
    from backfile.operations import pin as operation
    from backfile.settings.folder_path import find

    pinned = operation.pin(find(archive))
    if as_json:
        output.print_json(asdict(pinned))
    else:
        output.print_lines(
            f"requirements.txt has the digests of {output.count(pinned.packages, 'package', 'packages')}. "
            f"The program is {pinned.wheel}.",
            f"Next: git add requirements.txt {pinned.wheel} && git commit && git push",
        )


COMMAND = Command(
    "pin",
    "Write the digests of all packages that a host installs.",
    pin,
    ("backfile pin", "backfile pin --archive clippings"),
)
