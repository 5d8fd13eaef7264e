"""Init: create an archive in a folder, and ingest the sample articles into it.

The decisions of the owner are in `plan`, the texts of the files in `new_files`.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from backfile.archive import git
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.lists import update
from backfile.operations import ingest
from backfile.operations.new_files import new_files
from backfile.operations.plan import Plan
from backfile.problems import BackfileError, SettingsError
from backfile.report import Progress, RecordListener, Report
from backfile.settings.folder_path import refuse_undecodable
from backfile.settings.layout import CATALOG, MKDOCS_YML
from backfile.settings.mkdocs_yml import Config, load


def refuse_existing(folder: Path) -> None:
    """Raise SettingsError when the folder has an archive."""
    if (folder / MKDOCS_YML).exists():
        raise SettingsError(f"{folder} already holds a mkdocs.yml. Ingest into it, or name another folder.")


def create(folder: Path, plan: Plan | str = "", *, versioned: bool = True) -> Config:
    """Create an archive in `folder`, which may exist but must not hold one. Return its configuration.

    In: a plan, or just the site's name. With `versioned` the folder becomes a git repository, unless it is in one, and
    the new files are committed. Files that exist are not changed. Raises SettingsError when the folder has an archive,
    BackfileError when it cannot be created.
    """
    plan = Plan(plan) if isinstance(plan, str) else plan
    root = folder.resolve()
    refuse_undecodable(root)
    refuse_existing(folder)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackfileError(f"{folder} cannot be created: {error.strerror}. Name a folder you may write to.") from error
    storage = Storage(root, root / "docs")
    with storage.locked("init"):
        texts = new_files(plan, root.name)
        for name, text in texts.items():
            if not (root / name).exists():
                storage.write_file(root / name, text.encode())
        (root / "docs").mkdir(exist_ok=True)
        config = load(root)
        with Catalog(root / CATALOG, config.docs) as catalog:
            catalog.sync()
            update.update(storage, catalog, config)
        if versioned:
            git.init(root)
            git.commit(root, git.changed_files(root, [*texts, "docs"]), f"Create the archive {root.name}\n")
    return config


def ingest_samples(config: Config, progress: Progress, on_record: RecordListener, *, commit: bool) -> Report:
    """Ingest the sample articles of the package into an archive, as `ingest.ingest` does."""
    with as_file(files("backfile") / "samples") as folder:
        return ingest.ingest([folder], config, ingest.Options(commit=commit), progress, on_record=on_record)
