"""Reading the pages of a build: each as MkDocs reads it, or from what is kept of it (`cache`).

A kept text is used if all that it was made from is the same: the bytes of the page, its path and address, the program
and its packages, the settings that decide about texts, and what is at each path that was looked for. What MkDocs logs
about a page is kept as well, and logged again, so that a build with `--strict` says each time what a first one says.
"""

from __future__ import annotations

import hashlib
import json
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import dropwhile
from typing import TYPE_CHECKING, Any, cast

from backfile import images
from backfile.archive.digests import digest
from backfile.archive.file_state import regular_state, settled_state
from backfile.archive.program import extending_packages, installed_packages, program_digest
from backfile.site.rendering import plain_values
from backfile.site.rendering.ahead import Ahead
from backfile.site.rendering.cache import Source, pack, unpack
from backfile.site.rendering.kept_page import KeptPage
from backfile.site.rendering.kept_text import KeptText, body_values, put, put_body, read_values, take
from backfile.site.rendering.log_records import log_again, recorded_log
from backfile.site.rendering.plain_values import NotPlainError
from backfile.site.rendering.sealed_database import as_bytes, as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from backfile.article import Article
    from backfile.site.rendering.cache import RenderingCache

_LENGTH = 4
"""Bytes that say how long the first part of a fork's result is."""
Populate = Callable[["Page", "MkDocsConfig", "Files", bool], None]
"""How MkDocs reads a page (`mkdocs.commands.build._populate_page`)."""
_Known = tuple[Source, list[Any]]
"""What is kept of the text of a page, as `RenderingCache.text` returns it."""
_NOT_TEXT = ("cli", "theme", "samples")
"""Folders of the program that do not decide what the text of a page becomes."""


class Texts:
    """The pages of one build, as they are read."""

    def __init__(
        self,
        cache: RenderingCache,
        config: MkDocsConfig,
        articles: Callable[[], dict[str, Article]],
        populate: Populate,
    ) -> None:
        """Take the cache; the settings; what returns the articles of the plugin, by path, to which those of kept pages
        are added; how MkDocs reads a page.
        """
        self._cache, self._articles, self._populate = cache, articles, populate
        self._rules, self._body = text_rules(config), cache.body
        self.paths = set[str]()
        """The pages of the build."""
        self.identities = dict[str, bytes]()
        """Path of a page -> the digest of all that its text depends on. Without those of which that is not known."""
        self.digests = dict[str, str]()
        """Path of a page -> the SHA-256 of what is in its file."""
        self._ahead: Ahead | None = None
        self._found_at = dict[str, str]()
        """What `found_at` returned: many pages look for the same list pages."""
        self.found = 0
        """How many pages were not read anew."""

    def read(self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
        """Read a page: a function to put in the place of MkDocs' own."""
        self.paths.add(page.file.src_uri)
        known = self._cache.text(page.file.src_uri)
        try:
            source = self._source(page, known)
        except OSError:
            self._populate(page, config, files, dirty)  # It says which file cannot be read.
            return
        self.digests[page.file.src_uri] = source.digest
        if known and self._restore(page, source, known, files):
            return
        if self._ahead is None:
            self._ahead = Ahead(
                partial(self._missing, files=files),
                lambda each: self._read_in_fork(each, config, files),
                self._cache.commit,
            )
        result = self._ahead.result(page)
        if not (result and self._adopt(page, source, result, files)):
            self._render(page, source, config, files)

    def close(self) -> None:
        """End the forks."""
        if self._ahead:
            self._ahead.close()

    def _source(self, page: Page, known: _Known | None) -> Source:
        """Return of what the text of a page is made. Its file is read only if its state is another than when a text was
        kept. The title must be that from before the page was read. Raises OSError.

        In: also what is kept of it.
        """
        file = page.file
        state = settled_state(file.abs_src_path) if file.abs_src_path and file._content is None else ""
        if known and state and known[0].state == state:
            found = known[0].digest
        else:
            found = hashlib.sha256(file.content_bytes).hexdigest()
        given = repr((file.src_uri, file.url, file.inclusion.name, vars(page).get("title")))
        return Source(state, found, digest(self._rules, given.encode(), found.encode()))

    def _missing(self, page: Page, files: Files) -> list[Page]:
        """Return the pages from one on of which no text is kept."""
        pages = (file.page for file in files.documentation_pages())
        return [each for each in dropwhile(lambda each: each is not page, pages) if each and self._is_missing(each)]

    def _is_missing(self, page: Page) -> bool:
        known = self._cache.text(page.file.src_uri)
        try:
            source = self._source(page, known)
        except OSError:
            return False
        return isinstance(page, KeptPage) and (known is None or known[0].key != source.key)

    def _read_in_fork(self, page: Page, config: MkDocsConfig, files: Files) -> bytes:
        """Read a page in a fork, and return what it became, for `_adopt`; nothing if it cannot be kept."""
        content = page.file.content_bytes
        text = self._populated(page, content, config, files)
        if text is None:
            return b""
        made_from = hashlib.sha256(content).hexdigest()
        head, body = as_bytes(plain_values.write([made_from, *text.values()[:-1]])), pack(body_values(page))
        self._articles().pop(page.file.src_uri, None)
        cast("KeptPage", page).drop()
        return len(head).to_bytes(_LENGTH, "big") + head + body

    def _adopt(self, page: Page, source: Source, result: bytes, files: Files) -> bool:
        """Let a page be as it was read in a fork, and keep it; return whether it is the same page."""
        start = _LENGTH + int.from_bytes(result[:_LENGTH], "big")
        head, body = result[_LENGTH:start], result[start:]
        made_from, *values = plain_values.read(as_text(head))
        text = read_values([*values, ""])
        if made_from != source.digest or not self._is_valid(text, files):
            return False
        text = replace(text, body=self._cache.store_body(page.file.src_uri, body))
        self._cache.store_text(page.file.src_uri, source, [*values, text.body])
        self._put(page, source.key, text, files)
        if not self._cache.is_usable:
            put_body(page, unpack(body) or [])
        return True

    def _restore(self, page: Page, source: Source, known: _Known, files: Files) -> bool:
        """Let a page be as it was when it was read before; return whether what is kept of it is still right."""
        path = page.file.src_uri
        if known[0].key != source.key:
            return False
        text = read_values(known[1])
        if not self._is_valid(text, files):
            return False
        if isinstance(page, KeptPage):
            if not self._cache.has_body(path):
                return False
        elif (body := self._cache.body(path, text.body)) is None:
            return False
        else:
            put_body(page, body)
        self._put(page, source.key, text, files)
        if known[0].state != source.state:
            self._cache.store_text(path, source, known[1])
        self.found += 1
        return True

    def _is_valid(self, text: KeptText, files: Files) -> bool:
        """Return whether what was looked for is as it was when the text was made."""
        known = self._found_at
        for path, found in text.lookups.items():
            if path not in known:
                known[path] = found_at(files, path)
            if known[path] != found:
                return False
        return True

    def _put(self, page: Page, key: bytes, text: KeptText, files: Files) -> None:
        """Let a page be as its text says."""
        path = page.file.src_uri
        put(page, text, files)
        self.identities[path] = _identity(key, text.lookups)
        if isinstance(page, KeptPage):
            page.keep(self._body, text.body)
        if text.article:
            self._articles()[path] = text.article
        log_again(text.log)

    def _render(self, page: Page, source: Source, config: MkDocsConfig, files: Files) -> None:
        """Read a page as MkDocs does, and keep what it became."""
        path, content = page.file.src_uri, page.file.content_bytes
        text = self._populated(page, content, config, files)
        if text is None or hashlib.sha256(content).hexdigest() != source.digest:
            return
        self.identities[path] = _identity(source.key, text.lookups)
        try:
            body = self._cache.store_body(path, pack(body_values(page)))
            self._cache.store_text(path, source, [*text.values()[:-1], body])
        except NotPlainError:
            return
        if isinstance(page, KeptPage) and self._cache.is_usable:
            page.keep(self._body, body)

    def _populated(self, page: Page, content: bytes, config: MkDocsConfig, files: Files) -> KeptText | None:
        """Read a page as MkDocs does, and return what it became; None if that is not known, or its file changed."""
        seen = _SeenFiles(files)
        with recorded_log() as log, _in_memory(page.file, content) as is_in_memory:
            self._populate(page, config, cast("Files", seen), False)
        if not seen.is_whole or not (is_in_memory or page.file.content_bytes == content):
            return None
        return take(page, self._articles().get(page.file.src_uri), seen.lookups, tuple(log))


@contextmanager
def _in_memory(file: File, content: bytes) -> Iterator[bool]:
    """Let MkDocs not read a file again within the context, if it would read just that; return whether that is so."""
    is_same = file._content is None and b"\r" not in content and not content.startswith(BOM_UTF8)
    if is_same:
        file._content = content
    try:
        yield is_same
    finally:
        if is_same:
            file._content = None


def _identity(key: bytes, lookups: Mapping[str, str]) -> bytes:
    if not lookups:
        return key  # As for most articles; no digest of key and lookups is one of a key.
    return digest(key, repr([*lookups.items()]).encode("utf-8", "surrogatepass"))


class _SeenFiles:
    """The files of a build, which note what was looked for."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.lookups: dict[str, str] = {}
        self.is_whole = True
        """Whether all that was asked is in `lookups`."""

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file at a path, as `Files` does."""
        self.lookups[path] = found_at(self._files, path)
        return self._files.get_file_from_path(path)

    def __getattr__(self, name: str) -> Any:
        self.is_whole = False
        return getattr(self._files, name)


def found_at(files: Files, path: str) -> str:
    """Return what a page shows of the file at a path: its address, and for an image its state; empty without one."""
    file = files.src_uris.get(path) or files.get_file_from_path(path)  # The second parses the path first.
    if file is None:
        return ""
    state = regular_state(file.abs_src_path or "") if path.startswith(f"{images.FOLDER}/") else ""
    return f"{file.url} {file.inclusion.name} {state}"


def text_rules(config: MkDocsConfig) -> bytes:
    """Return the digest of what decides about the texts of all pages: program, packages, settings."""
    settings: Mapping[str, object] = {
        "extensions": config.markdown_extensions,
        "options": config.mdx_configs,
        "directories": config.use_directory_urls,
        "validation": [dict(part) for part in (config.validation, config.validation.nav, config.validation.links)],
        "language": config.theme.get("language"),
    }
    text = json.dumps([settings, sys.version, installed_packages()], default=_name_of, sort_keys=True)
    return digest(program_digest(_NOT_TEXT), text.encode(), *(part or b"" for part in extending_packages()))


def _name_of(value: Any) -> str:
    """Return a name for an object in the settings that JSON cannot express: functions are named."""
    place = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    return f"{place[0]}.{place[1]}" if all(place) else repr(value)
