"""Print whether a new worker has the tables of tags.

It is a process of its own: a process has one fork server, with the modules that its first user asks for.
"""

from __future__ import annotations

from backfile.settings.schema import Settings
from backfile.tags.known import topics
from backfile.tags.subjects.lexicon import lexicon
from backfile.workers.pool import start_pool


def loaded_tables() -> list[bool]:
    return [function.cache_info().currsize > 0 for function in (lexicon, topics._phrases)]


if __name__ == "__main__":
    with start_pool(Settings(), 1) as pool:
        print(pool.schedule(loaded_tables).result())
