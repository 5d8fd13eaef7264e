"""The thumbnails of one build: of every article of which the archive holds a picture.

Owns which pictures get one, where thumbnails are published, and the warning about each picture that should have one
and has none. They are made before pages are rendered, so that all pages can ask for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from backfile import images
from backfile.settings.inside import read_bytes
from backfile.site.article.lead_image import lead_image_file
from backfile.site.article.page_facts import facts_of
from backfile.site.outputs.write import used_paths
from backfile.site.pictures.cache import PictureCache
from backfile.site.pictures.digests import PictureDigests
from backfile.site.pictures.making import make_missing, publish
from backfile.site.pictures.sizes import (
    CARD,
    LEAD,
    LEAD_SMALL,
    SMALL,
    Form,
    PictureError,
    Thumbnail,
    are_thumbnails,
    check,
    is_picture,
    unpack,
)
from backfile.site.pictures.task import WORKER_MODULES, Task, digest_of, run, unreadable
from backfile.workers.call_limits import Limits, Stopped

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from backfile.article import Article

ASSETS = "assets"
"""The folder of the site in which each form of thumbnails has a folder. In it, each is in a folder named by two digits
of its digest."""
FORMS = (CARD, SMALL)
"""Of the picture of every article."""
_VERSION = "3"
"""The version of what `thumbnail` makes: change it when the same picture gives other bytes."""

log = get_plugin_logger("backfile")

Thumbnails = Mapping[str, tuple[Thumbnail, ...]]
"""The thumbnails of each article that has any, by the path of its page: one of each form."""


def make_thumbnails(
    articles: Mapping[str, Article], files: Files, config: MkDocsConfig, forms: tuple[Form, ...] = FORMS
) -> Thumbnails:
    """Write the thumbnails of a build into the folder of the site, and return them.

    In: articles by path; all files of the site, with their pages read; the forms. A picture that cannot be decoded gets
    none, and a warning. Only new pictures are read and decoded; without any, neither Pillow nor a worker process is
    started.
    """
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for path, article in articles.items():
        if file := _lead_image(path, article, files):
            by_name[file.src_uri].append(path)
    made = _Build(files, config, forms).make(list(by_name)) if by_name else {}
    return {path: made[name] for name, paths in by_name.items() if name in made for path in paths}


def make_lead_pictures(
    articles: Mapping[str, Article], files: Files, config: MkDocsConfig, path: str
) -> tuple[Thumbnail, ...]:
    """Return larger thumbnails of the article at `path`, for the lead story; none without a picture. In: as above.

    There is one lead story in a build: the cache keeps its pictures alone.
    """
    return make_thumbnails({path: articles[path]}, files, config, (LEAD, LEAD_SMALL)).get(path, ())


def _lead_image(path: str, article: Article, files: Files) -> File | None:
    page = files.src_uris.get(path)
    image = lead_image_file(article, facts_of(page.page if page else None).image, files)
    return image if image and image.abs_src_path else None


class _Build:
    """The making of thumbnails in one build."""

    def __init__(self, files: Files, config: MkDocsConfig, forms: tuple[Form, ...]) -> None:
        settings = config.plugins["backfile"].config
        self._files, self._docs, self._site = files, Path(config.docs_dir).resolve(), Path(config.site_dir)
        self._forms, self._megapixels = forms, settings["max_image_megapixels"]
        self._limits = Limits(settings["max_seconds"], settings["max_memory_megabytes"])
        self._used = used_paths(files)
        basis = (_VERSION, version("pillow"), *map(str, (forms, self._megapixels, self._limits)))
        root, kind = Path(config.config_file_path).parent, forms[0].name
        self._cache = PictureCache(root, kind, partial(are_thumbnails, forms=forms), *basis)
        self._digests = PictureDigests(root, kind, f"{_VERSION} {self._megapixels}")

    def make(self, names: list[str]) -> dict[str, tuple[Thumbnail, ...]]:
        """Return the thumbnails of pictures, by their paths in docs/."""
        tasks = ((name, task.digest, task) for name in names if (task := self._task(name)))
        made: dict[str, tuple[Thumbnail, ...]] = {}
        for name, result in make_missing(tasks, run, self._cache, self._limits, WORKER_MODULES):
            if isinstance(result, Stopped):
                _warn(name, result)
                if not result.is_lasting:
                    self._digests.forget(name)
            else:
                made[name] = tuple(map(self._publish, unpack(result), self._forms))
        self._digests.save()
        return made

    def _publish(self, data: bytes, form: Form) -> Thumbnail:
        src = publish(data, f"{ASSETS}/{form.name}", "webp", self._site, self._used)
        return Thumbnail(src, *images.read_size(data))

    def _task(self, name: str) -> Task | None:
        """Return what a worker needs for the thumbnails; None if the image is no picture, or cannot be read."""
        file = self._files.get_file_from_path(name)
        path = Path((file and file.abs_src_path) or "")

        def read() -> bytes | None:
            data = read_bytes(path, self._docs)
            image = check(data, self._megapixels)
            return digest_of(data) if is_picture(image.width, image.height) else None

        try:
            digest = self._digests.digest(name, path, read)
        except OSError as error:
            _warn(name, Stopped(*unreadable(error)))
            return None
        except PictureError as error:
            _warn(name, Stopped(error.reason, error.step))
            return None
        return Task(path, self._docs, digest, self._megapixels, self._forms) if digest else None


def _warn(name: str, stopped: Stopped) -> None:
    log.warning(f"No thumbnail of {name}: {stopped.reason}. {stopped.step}")
