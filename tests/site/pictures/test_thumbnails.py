"""Thumbnails of a built site: which articles have one, their cache, and the warnings about pictures without one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from backfile import images
from backfile.settings import own_key
from backfile.settings.inside import read_bytes
from backfile.settings.layout import CACHE
from backfile.settings.mkdocs_yml import load
from backfile.site.build import Built, build
from backfile.site.pictures import thumbnails
from backfile.site.pictures.cache import PictureCache
from backfile.site.pictures.sizes import CARD, LEAD, SMALL, are_thumbnails, pack, unpack
from backfile.workers import bounded
from backfile.workers.call_limits import Stopped
from tests.browser.clippings import ORIGIN, article
from tests.site.pictures.drawn import png_declaring, quarters, saved

SOUND = saved(quarters(), "PNG")
OTHER = saved(quarters(900, 900), "JPEG")
DAMAGED = SOUND[: len(SOUND) // 2]
BOMB = png_declaring(40_000, 40_000)

FOLDER = f"{thumbnails.ASSETS}/{CARD.name}"

MakeArchive = Callable[..., Path]


def add(archive: Path, data: bytes, extension: str = "png") -> str:
    """Put a picture into the archive, and return its path in docs/."""
    name = images.name_of(data, extension)
    file = archive / "docs" / images.FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return f"{images.FOLDER}/{name}"


def page(data: bytes | None, extension: str = "png") -> str:
    shown = f"![]({images.page_url(images.name_of(data, extension))})\n\n" if data else ""
    return article(f"{shown}The text.", title="Headline", tags=["Harbour"], origin=ORIGIN)


@pytest.fixture
def archive(tmp_path: Path, make_archive: MakeArchive) -> Path:
    """Return an archive of three articles with a sound picture, two of them with the same one, and one without."""
    pictures = {"a": SOUND, "b": SOUND, "c": None}
    pages = {f"articles/2020/03/{name}.md": page(data) for name, data in pictures.items()}
    archive = make_archive(tmp_path / "archive", {**pages, "articles/2020/03/d.md": page(OTHER, "jpg")})
    add(archive, SOUND)
    add(archive, OTHER, "jpg")
    return archive


def published(archive: Path) -> dict[str, bytes]:
    folder = archive / "site" / FOLDER
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.webp"))}


def cached(archive: Path) -> list[Path]:
    return sorted(path for path in (archive / CACHE / CARD.name).rglob("*") if path.is_file())


def built(archive: Path) -> Built:
    return build(load(archive), full=True)  # Otherwise an unchanged archive is not built.


def no_worker(*_: object) -> None:
    raise AssertionError("a worker was started")


def test_each_picture_has_one_thumbnail_by_whatever_the_site_is_built(archive: Path) -> None:
    assert built(archive).warnings == ()
    ours = published(archive)
    assert len(ours) == 2
    assert {images.identify(data) for data in ours.values()} == {images.Image("webp", 480, 320)}
    for mkdocs_from in ("cache", "nothing"):
        if mkdocs_from == "nothing":
            for file in cached(archive):
                file.unlink()
        command = [Path(sys.executable).with_name("mkdocs"), "build", "--quiet"]
        subprocess.run(command, cwd=archive, check=True, timeout=120)
        assert published(archive) == ours


def test_the_lead_story_has_a_larger_picture(archive: Path) -> None:
    built(archive)
    [picture] = (archive / "site" / thumbnails.ASSETS / LEAD.name).rglob("*.webp")
    home = (archive / "site" / "index.html").read_text()
    assert picture.relative_to(archive / "site").as_posix() in home
    assert images.identify(picture.read_bytes()) == images.Image("webp", 600, 400)


def test_unchanged_pictures_are_not_decoded_again(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(archive)
    ours, files = published(archive), cached(archive)
    monkeypatch.setattr(bounded, "call_bounded", no_worker)
    assert built(archive).warnings == ()
    assert (published(archive), cached(archive)) == (ours, files)


def test_unchanged_pictures_are_not_read_again(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(archive)
    ours = published(archive)
    monkeypatch.setattr(thumbnails, "read_bytes", partial(refuse_pictures, read_bytes))
    assert built(archive).warnings == ()
    assert published(archive) == ours


def refuse_pictures(read: Callable[[Path, Path], bytes], path: Path, top: Path) -> bytes:
    assert path.parent.parent.name != images.FOLDER, "a picture was read"
    return read(path, top)


def test_digests_of_a_stranger_are_not_believed(archive: Path) -> None:
    """A digest leads to a thumbnail: one that is exchanged would show another picture."""
    built(archive)
    ours = published(archive)
    [file] = (archive / CACHE).glob(f"{CARD.name}.json")
    sealed = file.read_bytes()
    known = json.loads(sealed[32:])
    for (name, (state, _)), (_, (_, other)) in zip(known.items(), reversed(known.items()), strict=True):
        known[name] = state, other
    for forged in (bytes(32) + json.dumps(known).encode(), sealed[:32] + json.dumps(known).encode(), b"", b"{}"):
        file.write_bytes(forged)
        built(archive)
        assert published(archive) == ours
        assert file.read_bytes() == sealed


def test_what_the_cache_has_of_other_forms_is_not_used() -> None:
    sound = saved(quarters(480, 320), "WEBP"), saved(quarters(288, 192), "WEBP")
    assert are_thumbnails(pack(sound), (CARD, SMALL))
    assert unpack(pack(sound)) == [*sound]
    for other in (sound[::-1], sound[:1], (*sound, sound[1]), ()):
        assert not are_thumbnails(pack(other), (CARD, SMALL))
    assert not are_thumbnails(pack(sound)[:100], (CARD, SMALL))


def test_a_picture_that_is_exchanged_under_its_name_has_a_new_thumbnail(archive: Path) -> None:
    built(archive)
    ours = published(archive)
    (archive / "docs" / images.FOLDER / images.name_of(OTHER, "jpg")).write_bytes(SOUND)
    built(archive)
    assert len(published(archive)) == 1
    assert published(archive).items() <= ours.items()
    assert len(cached(archive)) == 1, "what is not used is removed"


def test_the_cache_of_a_stranger_is_not_believed(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(archive)
    ours = published(archive)
    first, second = cached(archive)
    contents = first.read_bytes(), second.read_bytes()
    first.write_bytes(contents[1])  # It bears the seal of another picture.
    second.write_bytes(bytes(32) + contents[0][32:])
    built(archive)
    assert published(archive) == ours
    assert (first.read_bytes(), second.read_bytes()) == contents

    # A cache of another user of the program bears the seals of another key.
    monkeypatch.setattr(own_key, "_key", lambda: b"k" * 32)
    built(archive)
    assert published(archive) == ours
    assert (first.read_bytes(), second.read_bytes()) != contents


def test_a_link_in_the_place_of_the_cache_is_not_followed(archive: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "letter").write_text("Dear Ada")
    built(archive)
    ours = published(archive)
    folder = archive / CACHE / CARD.name
    for name in [path.name for path in folder.iterdir()]:
        for file in (folder / name).iterdir():
            file.unlink()
        (folder / name).rmdir()
        (folder / name).symlink_to(victim)
    command = [Path(sys.executable).with_name("mkdocs"), "build", "--quiet"]
    subprocess.run(command, cwd=archive, check=True, timeout=120)
    assert published(archive) == ours
    assert [path.name for path in victim.iterdir()] == ["letter"]


HOSTILE = {
    "its pixels cannot be decoded": DAMAGED,
    "it has 40000 x 40000 pixels": BOMB,
    "it is not a PNG, JPEG, GIF, WebP or AVIF image": b"<svg onload=alert(1)>",
}


def test_each_picture_without_a_thumbnail_is_named_once(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, str] = {}
    for number, (reason, data) in enumerate(HOSTILE.items()):
        names[add(archive, data)] = reason
        for copy in "xy":
            (archive / f"docs/articles/2020/03/{copy}{number}.md").write_text(page(data))
    for _ in range(2):
        found = [line for line in built(archive).warnings if "humbnail" in line]
        assert len(found) == len(names), "although two articles have each"
        for line in found:
            name, reason = next(item for item in names.items() if item[0] in line)
            assert f"No thumbnail of {name}: {reason}" in line
            assert line.rstrip().endswith(".")
        monkeypatch.setattr(bounded, "call_bounded", no_worker)  # The second time, it is remembered.
    assert len(published(archive)) == 2


def test_a_build_without_pictures_loads_neither_pillow_nor_the_pool(tmp_path: Path, make_archive: MakeArchive) -> None:
    archive = make_archive(tmp_path / "plain", {"articles/2020/03/a.md": page(None)})
    program = (
        "import sys; from pathlib import Path; from backfile.settings.mkdocs_yml import load;"
        "from backfile.site.build import build; build(load(Path(sys.argv[1])));"
        "print([name for name in sys.modules if name in ('PIL', 'pebble')])"
    )
    command = [sys.executable, "-c", program, archive]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    assert printed.strip() == "[]"
    assert not (archive / CACHE / CARD.name).exists()


def test_only_what_lasts_is_remembered(tmp_path: Path) -> None:
    for is_lasting, digest in ((True, b"a"), (False, b"b")):
        stopped = Stopped("it has no pixels", "Draw some.", is_lasting)
        cache = PictureCache(tmp_path, "thumbnails", bool, "1")
        cache.put(digest, stopped)
        assert cache.get(digest) == (stopped if is_lasting else None)
        assert PictureCache(tmp_path, "thumbnails", bool, "2").get(digest) is None


def test_a_file_of_the_owner_stays(archive: Path) -> None:
    built(archive)
    name = next(iter(published(archive)))
    own = archive / "docs" / FOLDER / name
    own.parent.mkdir(parents=True)
    own.write_bytes(b"the owner's")
    built(archive)
    assert published(archive)[name] == b"the owner's"


def test_where_nothing_can_be_written_thumbnails_are_made_again(archive: Path) -> None:
    (archive / ".backfile").mkdir(exist_ok=True)
    (archive / CACHE / CARD.name).write_text("a file in the place of the folder")
    assert built(archive).warnings == ()
    assert len(published(archive)) == 2


def test_the_key_is_the_users_own_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    own_key._key.cache_clear()
    first = own_key.seal("a", b"b", b"c")
    [file] = tmp_path.rglob("key")
    assert file.stat().st_mode & 0o077 == 0
    own_key._key.cache_clear()
    assert own_key.is_sealed(first, "a", b"b", b"c")
    assert not own_key.is_sealed(first, "a", b"bc")
    assert not own_key.is_sealed(first, "ab", b"", b"c")
    file.write_bytes(b"short")
    own_key._key.cache_clear()
    assert not own_key.is_sealed(first, "a", b"b", b"c"), "a damaged key is replaced"
    assert len(file.read_bytes()) == own_key.SEAL_LENGTH
    own_key._key.cache_clear()
