"""The library: what the command line does, for programs. `backfile` offers these names, which the handbook lists.

Nothing here prints, handles signals or touches the standard streams. Methods have the names and options of the
commands, and raise the errors of `problems`; what concerns one input is a `Problem` in the result. Each function
imports its operation when it is called: the command line calls these, and starts fast.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from backfile.article import Article
from backfile.report import Progress, RecordListener, Report

if TYPE_CHECKING:
    from backfile.api.identity import Identity
    from backfile.api.page_history import PageHistory
    from backfile.api.tags import Tags
    from backfile.api.versions import Versions
    from backfile.archive.lock import WaitListener
    from backfile.conversion.result import Result
    from backfile.operations.explain import ArticleExplanation
    from backfile.operations.lists import ListsReport
    from backfile.operations.reingest import ReingestReport
    from backfile.operations.upgrade import Upgrade
    from backfile.settings.mkdocs_yml import Config
    from backfile.settings.schema import Settings
    from backfile.site.built import Built
    from backfile.workers.preview import PreviewedRecord

__all__ = ["Archive", "convert", "dumps", "loads"]

AnyPath = str | os.PathLike[str]


def convert(
    source: AnyPath | bytes, *, file: str | None = None, read_as: str | None = None, settings: Settings | None = None
) -> Iterator[Result]:
    """Yield a result for each article of an input: the article, or a problem that says why there is none.

    `source` is a path, or the bytes of an input, gzipped or not. `file` is its name as in `Origin.file`, whose
    extension chooses the reader; by default it is the last part of the path. `read_as` is the name of the reader where
    the extension chooses none. `settings` are by default those of a new archive. Images stay links to their addresses.
    """
    from backfile.conversion.standalone import convert_input

    return convert_input(source, file, read_as, settings)


def dumps(article: Article) -> str:
    """Return the text of the article's page: front matter and Markdown, with a seal. The inverse of `loads`."""
    from backfile.archive import page

    return page.dump(article)


def loads(text: str) -> Article:
    """Return the article that a page's text holds. Raises `PageError`, a ValueError, when it holds none."""
    from backfile.archive import page

    return page.load(text)


class Archive:
    """An archive on the disk. Make one with `create`, or find one with `open`."""

    def __init__(self, config: Config) -> None:
        self.config = config
        """The loaded mkdocs.yml."""

    @classmethod
    def create(
        cls,
        folder: AnyPath,
        *,
        name: str | None = None,
        language: str = "",
        url: str = "",
        host: str = "",
        look: str = "",
        versioned: bool = True,
    ) -> Archive:
        """Make an archive in a folder, which may exist, and return it.

        `name` and `url` are those of the site, `language` is that of its interface (`de`, `pt-BR`), `look` the
        setting of that name. With `versioned` the folder becomes a git repository, unless it lies in one. Raises
        SettingsError where an archive is already, and for a URL, a language or a look that cannot be used.
        """
        from backfile.operations import init
        from backfile.operations.hosting import Host
        from backfile.operations.plan import make_plan

        plan = make_plan(name, url, language, Host(host) if host else Host.NONE, look)
        return cls(init.create(Path(folder), plan, versioned=versioned))

    @classmethod
    def open(cls, folder: AnyPath = ".", *, trust: bool = False, look: bool = False) -> Archive:
        """Return the archive at or above a folder. Raises NotAnArchiveError, SettingsError and UntrustedError.

        `trust` allows the code that the settings name to run until it changes; `look` leaves it out, to write nothing.
        """
        from backfile.settings import mkdocs_yml

        return cls(mkdocs_yml.open_archive(Path(folder), trust=trust, look=look))

    @staticmethod
    def upgrade(
        folder: AnyPath = ".",
        progress: Progress = lambda done, total: None,
        *,
        commit: bool = True,
        dry_run: bool = False,
        wait: WaitListener | None = None,
        trust: bool = False,
    ) -> Upgrade:
        """Bring the archive at or above a folder to the present format. `open` refuses archives of older formats."""
        from backfile.operations.upgrade import upgrade
        from backfile.settings.folder_path import find

        root = find(Path(folder))
        return upgrade(root, progress, commit=commit, dry_run=dry_run, wait=wait, trust=trust)

    @cached_property
    def tags(self) -> Tags:
        """Return the tags, with the commands of `backfile tags` as methods."""
        from backfile.api.tags import Tags

        return Tags(self.config)

    @cached_property
    def identity(self) -> Identity:
        """Return what the owner says about pages, with the commands of `backfile identity` as methods."""
        from backfile.api.identity import Identity

        return Identity(self.config)

    @cached_property
    def history(self) -> PageHistory:
        """Return the revisions of pages."""
        from backfile.api.page_history import PageHistory

        return PageHistory(self.config)

    @cached_property
    def versions(self) -> Versions:
        """Return the methods that do what `undo`, `withdraw`, `restore`, `verify`, `seal`, `new` and `edit` do."""
        from backfile.api.versions import Versions

        return Versions(self.config)

    @property
    def root(self) -> Path:
        """Return the folder of mkdocs.yml."""
        return self.config.root

    @property
    def site(self) -> Path:
        """Return the folder of the built site."""
        return self.config.site

    def articles(self) -> Iterator[tuple[str, Article]]:
        """Yield the path (relative to `root`) and the article of each page, in the order of paths.

        Pages that cannot be read are left out; `lists` reports them.
        """
        from backfile.archive import page
        from backfile.archive.catalog import open_catalog
        from backfile.archive.storage import Storage

        storage = Storage(self.config.root, self.config.docs)
        with storage.locked("articles", looks=True), open_catalog(storage) as catalog:
            catalog.sync()
            paths = [summary.path for summary in catalog.entries()]
        for path in paths:
            yield storage.display_path(path), page.load(storage.read_page(path))

    def ingest(
        self,
        sources: Iterable[AnyPath],
        progress: Progress = lambda done, total: None,
        *,
        jobs: int | None = None,
        commit: bool = True,
        dry_run: bool = False,
        read_as: str | None = None,
        drafts: bool = False,
        mapping: Mapping[str, str] | None = None,
        fetch_images: bool = False,
        reread: bool = False,
        wait: WaitListener | None = None,
        stdin: IO[bytes] | None = None,
        on_record: RecordListener = lambda _: None,
    ) -> Report:
        """Import articles from files and folders: write pages and lists, commit.

        `jobs` is the number of worker processes, one for each processor by default; `read_as` the name of the reader
        for inputs whose file names decide on none; `drafts` keeps articles that are not published, too; `mapping` says
        which key or column of data sets has a field, or `body`; `stdin` is read for the source `-`. With `reread`
        inputs are read again whose results are known from an earlier run. `on_record` receives the result of each
        record. Raises NothingThereError, OwnFolderError, LockedError, SettingsError, StorageError.
        """
        from backfile.operations.ingest import Options, ingest

        self.config.refuse_left_out(dry_run)
        options = Options(jobs, commit, dry_run, read_as, wait, drafts, mapping or {}, fetch_images, reread)
        return ingest([Path(source) for source in sources], self.config, options, progress, stdin, on_record)

    def preview(
        self, sources: Iterable[AnyPath], *, read_as: str | None = None, mapping: Mapping[str, str] | None = None
    ) -> Iterator[PreviewedRecord]:
        """Yield the first records of data sets, and what becomes of each of their keys; nothing is written."""
        from backfile.readers import files
        from backfile.workers.preview import preview

        inputs = files.find([Path(source) for source in sources])
        return preview(inputs, self.config, read_as, dict(mapping or {}))

    def reingest(
        self,
        progress: Progress = lambda done, total: None,
        *,
        jobs: int | None = None,
        commit: bool = True,
        dry_run: bool = False,
        fetch_images: bool = False,
        wait: WaitListener | None = None,
    ) -> ReingestReport:
        """Convert all originals again, after the program, the settings, tags.yml or furniture.yml changed."""
        from backfile.operations.reingest import reingest

        self.config.refuse_left_out(dry_run)
        options = {"commit": commit, "dry_run": dry_run, "fetch_images": fetch_images}
        return reingest(self.config, jobs, progress, wait=wait, **options)

    def lists(self, *, check: bool = False, dry_run: bool = False, wait: WaitListener | None = None) -> ListsReport:
        """Write the list pages again. With `check` or `dry_run` nothing is written: `outdated` says whether it would
        be.
        """
        from backfile.operations.lists import update_lists

        self.config.refuse_left_out(dry_run or check)
        return update_lists(self.config, dry_run=dry_run or check, wait=wait)

    def explain(
        self, paths: Iterable[AnyPath], *, read_as: str | None = None, folder: AnyPath | None = None
    ) -> Iterator[ArticleExplanation]:
        """Yield, for each article of inputs or pages, where its values and tags came from and what was left out.

        `folder` is the folder that is ingested, where the paths are in one: files are named by it.
        """
        from backfile.operations.explain import explain

        return explain([Path(path) for path in paths], self.config, read_as, Path(folder) if folder else None)

    def build(
        self, *, strict: bool = False, verbose: bool = False, wait: WaitListener | None = None, full: bool = False
    ) -> Built:
        """Build the site with its search. Raises BuildError, with `strict` at any warning; the old site then stays.

        With `verbose` the log of MkDocs is written to standard error. Pages that have not changed since the last build
        are left as they are, unless `full`.
        """
        from backfile.site.build import build

        return build(self.config, strict, verbose, wait, full)
