"""Edits of authors.yml and sources.yml: spellings of one name become aliases, and the lists are written again."""

from __future__ import annotations

from collections.abc import Sequence

from backfile.archive.catalog import open_catalog
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.lists import names, update
from backfile.operations.commit import commit_changes
from backfile.problems import SettingsError
from backfile.report import Committed
from backfile.settings import yaml_files
from backfile.settings.layout import AUTHORS_YML, SOURCES_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags.suggestions import Merge
from backfile.tags.vocabulary import edit_tags_yml
from backfile.tags.vocabulary.tags_yml import parse


def merge_names(
    config: Config,
    kind: str,
    merges: Sequence[Merge],
    *,
    commit: bool,
    dry_run: bool,
    wait: WaitListener | None = None,
) -> Committed:
    """Make the other spellings of names aliases, update the lists, and commit. In: `authors` or `sources`.

    With `dry_run` nothing is written. Raises SettingsError for a file that cannot be used, or does not permit a merge.
    """
    name = AUTHORS_YML if kind == "authors" else SOURCES_YML
    file, storage = config.root / name, Storage(config.root, config.docs)
    with storage.locked("names", wait, looks=dry_run), open_catalog(storage) as catalog:
        names.load(config.root)
        text = yaml_files.read_text(file)
        try:
            for merge in merges:
                text = edit_tags_yml.merge(text, merge.labels, merge.into, match_text=True)
            parse(text, file, names.KEYS)
        except edit_tags_yml.EditError as error:
            raise SettingsError(str(error)) from error
        if dry_run or not merges:
            return Committed()
        catalog.sync()
        storage.write_file(file, text.encode())
        update.update(storage, catalog, config)
        if not (commit and config.settings.commit):
            return Committed()
        message = f"{kind.capitalize()}: {len(merges)} merge{'s' * (len(merges) != 1)} as suggested\n"
        return commit_changes(config, storage, message, f"{name} is written; commit it yourself.", [name])
