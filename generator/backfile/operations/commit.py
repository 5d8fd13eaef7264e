"""What the program has written and no commit holds yet, in this run or in one that was cut short. What an owner edited
is the owner's to commit.
"""

from __future__ import annotations

from pathlib import Path

from backfile import images
from backfile.archive import git, page
from backfile.archive.storage import Storage
from backfile.lists import update
from backfile.problems import GitError
from backfile.settings.layout import INCOMING, ORIGINALS
from backfile.settings.mkdocs_yml import Config


def ours(config: Config, storage: Storage) -> list[str]:
    """List the files, relative to the archive's folder. Raises GitError."""
    docs = config.docs.relative_to(config.root).as_posix()
    folders = [f"{docs}/{path}" for path in ("articles", *update.paths())]
    changed = git.changed(config.root, [*folders, f"{docs}/{images.FOLDER}", ORIGINALS, INCOMING])
    wanted = [path for path in changed if not _is_owners(storage, path.removeprefix(docs + "/"))]
    return [*wanted, *_moved(config.root, storage, f"{docs}/articles/", changed, wanted)]


def _moved(root: Path, storage: Storage, articles: str, changed: list[str], wanted: list[str]) -> list[str]:
    """Give the places from which an owner has moved pages, unedited, to where they are about to be committed.

    A commit of the new place alone would have the article twice.
    """
    gone = [path for path in changed if path.startswith(articles) and not (root / path).exists()]
    there = [path.removeprefix(articles) for path in wanted if gone and path.startswith(articles)]
    seals = {page.read_seal(storage.read_page(f"articles/{path}")).value for path in there}
    found = git.texts(root, git.committed(root, gone)) if seals else ()
    return [old.path for old, text in found if page.read_seal(text).value in seals]


def record(config: Config, storage: Storage, also: list[str], message: str, step: str) -> tuple[str | None, str | None]:
    """Commit it, where there is git, together with files of the owner's that a command wrote.

    In: those files, relative to the archive's folder; the next step where git refuses. Gives the revision, if there is
    one, and why git refused, if it did.
    """
    try:
        if not git.is_versioned(config.root):
            return None, None
        git.mend(config.root)
        wanted = [*git.changed(config.root, also), *ours(config, storage)]
        return git.commit(config.root, wanted, message, step) if wanted else None, None
    except GitError as error:
        return None, str(error)


def _is_owners(storage: Storage, path: str) -> bool:
    """Whether a changed file is not as the program left it: edited, no list page, or removed and not by it."""
    if path.startswith(f"{ORIGINALS}/"):
        return not (storage.root / path).exists()
    if path.startswith(f"{images.FOLDER}/"):
        name = path.removeprefix(f"{images.FOLDER}/")
        return not (images.NAME.fullmatch(name) and images.kept(storage.docs, name))
    file = storage.docs / path
    if path.startswith("articles/"):
        return not (file.is_file() and page.read_seal(storage.read_page(path)).intact)
    return file.is_file() and not update.is_list(file)
