"""An ingest knows what it has read: known inputs are not read again, and nothing else is different.

Inputs are converted in the process of the test, which counts them.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import readers
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.operations.rules import OTHER_SETTINGS
from backfile.problems import ProblemKind, StorageError
from backfile.readers import html
from backfile.readers.files import InputFile
from backfile.readers.reader import InputSource, Reader, Record
from backfile.report import Report
from backfile.settings import mkdocs_yml, own_key
from backfile.settings.layout import CACHE, CATALOG, FURNITURE_YML, ORIGINALS, RESULTS, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import Settings
from backfile.workers import open_input, pool, task
from backfile.workers.batch import Task
from tests.accounting import accounted
from tests.operations import ingested
from tests.operations.ingested import PARAGRAPH, pages, tree

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)
REREAD = Options(reread=True)


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the inputs that are converted, in this process."""
    names: list[str] = []

    def convert(
        inputs: Sequence[InputFile],
        config: Config,
        jobs: int,
        read_as: str | None = None,
        staging: Any = None,
        *,
        drafts: bool = False,
        mapping: Mapping[str, str] | None = None,
    ) -> Generator[pool.InputResults]:
        for cached in (task.load_config, task._load_converter, open_input._load_imports):
            cached.cache_clear()
        for item in inputs:
            names.append(item.file)
            batch = task.convert_batch(Task(config.root, item, read_as, staging, drafts=drafts, mapping=mapping or {}))
            assert batch.next_record is None
            yield pool.InputResults(item, batch.results, lookups=batch.lookups)

    monkeypatch.setattr(pool, "convert_inputs", convert)
    return names


def fill(inbox: Path, count: int = 3) -> None:
    """Write `count` saved pages, a text, and a file that nothing reads."""
    inbox.mkdir(exist_ok=True)
    for number in range(count):
        write_page(inbox, number)
    (inbox / "note.txt").write_text("Ferry delayed\n\n" + PARAGRAPH * 2 + "\n\n" + PARAGRAPH)
    (inbox / "odd.xyz").write_text("?")


def write_page(inbox: Path, number: int, extra: str = "") -> None:
    text = ingested.html(f"Pier report {number}", f"{PARAGRAPH * 3}{extra}", f"https://gazette.test/{number}")
    (inbox / f"{number}.html").write_text(text)


def reported(report: Report) -> tuple[object, ...]:
    return (accounted(report), replace(report, commit=report.commit.__class__()))


def test_known_inputs_are_not_read_again(home: Config, inbox: Path, converted: list[str]) -> None:
    fill(inbox)
    first = ingest([inbox], home)
    assert (accounted(first), len(converted)) == ((5, 4, 0, 0, 1), 5)
    converted.clear()
    before = tree(home)
    again = ingest([inbox], home)
    assert (accounted(again), converted) == ((5, 0, 0, 4, 1), [])
    assert tree(home) == before
    full = ingest([inbox], home, REREAD)
    assert (reported(full), len(converted)) == (reported(again), 5)
    write_page(inbox, 7)
    converted.clear()
    assert (accounted(ingest([inbox], home)), converted) == ((6, 1, 0, 4, 1), ["7.html"])


@pytest.mark.parametrize(
    ("file", "old", "new", "is_read"),
    [
        (TAGS_YML, "", "East pier:\n  aliases: [pier]\n", True),
        (FURNITURE_YML, "", "every: [Read more here]\n", True),
        ("mkdocs.yml", "format: 2", "format: 2\n      tags_per_article: 1", True),
        ("mkdocs.yml", "  - tables", "  - tables\n  - footnotes", True),
        ("mkdocs.yml", "format: 2", "format: 2\n      search: false\n      feed_entries: 9", False),
        ("mkdocs.yml", "site_name: ", "site_name: My ", False),
    ],
)
def test_results_by_other_rules_are_made_anew(
    home: Config, inbox: Path, converted: list[str], file: str, old: str, new: str, is_read: bool
) -> None:
    fill(inbox, 1)
    ingest([inbox], home)
    converted.clear()
    path = home.root / file
    text = path.read_text() if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else new)
    ingest([inbox], mkdocs_yml.load(home.root))
    assert bool(converted) is is_read


def test_a_changed_reader_or_name_is_read_anew(home: Config, inbox: Path, converted: list[str]) -> None:
    (inbox / "page").write_text(ingested.html())
    ingest([inbox / "page"], home, Options(read_as="html"))
    ingest([inbox / "page"], home, Options(read_as="text"))
    (inbox / "page").rename(inbox / "paper")
    ingest([inbox / "paper"], home, Options(read_as="html"))
    assert converted == ["page", "page", "paper"]


def remove_page(home: Config, _: Path) -> None:
    next(iter(sorted((home.docs / "articles").rglob("*report-1*.md")))).unlink(missing_ok=True)


def edit_page(home: Config, _: Path) -> None:
    for file in sorted((home.docs / "articles").rglob("*report-0*.md")):
        file.write_text(file.read_text() + "\nAn owner's line.\n")


def damage_originals(home: Config, _: Path) -> None:
    for file in sorted((home.root / ORIGINALS).rglob("*.gz"))[::2]:
        file.write_bytes(b"")


def remove_originals(home: Config, _: Path) -> None:
    shutil.rmtree(home.root / ORIGINALS, ignore_errors=True)


def remove_lists(home: Config, _: Path) -> None:
    shutil.rmtree(home.docs / "dates", ignore_errors=True)


def change_input(_: Config, inbox: Path) -> None:
    write_page(inbox, 2, " And more.")


def second_save(_: Config, inbox: Path) -> None:
    text = (inbox / "1.html").read_text().replace("</p>", " A later word.</p>")
    (inbox / "later.html").write_text(text.replace('"datePublished"', '"dateModified": "2021-01-01", "datePublished"'))


def remove_input(_: Config, inbox: Path) -> None:
    (inbox / "2.html").unlink(missing_ok=True)


def touch_inputs(_: Config, inbox: Path) -> None:
    for file in inbox.iterdir():
        file.touch()


def same_text(_: Config, inbox: Path) -> None:
    (inbox / "copy.html").write_bytes((inbox / "0.html").read_bytes())


STEPS: tuple[Callable[[Config, Path], None], ...] = (
    remove_page,
    edit_page,
    damage_originals,
    remove_originals,
    remove_lists,
    change_input,
    second_save,
    remove_input,
    touch_inputs,
    same_text,
)


def assert_equal_with_and_without(folder: Path, steps: Sequence[Callable[[Config, Path], None]]) -> None:
    """Assert that after each step an ingest that uses what it knows has the result of one that reads everything."""
    shutil.rmtree(folder, ignore_errors=True)
    inbox = folder / "inbox"
    folder.mkdir(parents=True)
    fill(inbox)
    knowing, reading = (init.create(folder / name / "archive", versioned=False) for name in ("knowing", "reading"))
    for step in (lambda *_: None, lambda *_: None, *steps):
        for home in (knowing, reading):
            step(home, inbox)
        results = [reported(ingest([inbox], knowing)), reported(ingest([inbox], reading, REREAD))]
        assert results[0] == results[1], step
        assert tree(knowing) == tree(reading), step


def test_each_change_has_the_same_result(tmp_path: Path, converted: list[str]) -> None:
    assert_equal_with_and_without(tmp_path / "archives", STEPS)


@pytest.mark.soak
@settings(max_examples=40)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
def test_any_changes_have_the_same_result(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Callable[[Config, Path], None]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        converted.__wrapped__(patch)  # type: ignore[attr-defined]
        assert_equal_with_and_without(tmp_path_factory.getbasetemp() / "any", steps)


def test_a_page_that_its_owner_removed_stays_away(home: Config, inbox: Path, converted: list[str]) -> None:
    fill(inbox)
    ingest([inbox], home)
    remove_page(home, inbox)
    converted.clear()
    report = ingest([inbox], home)
    assert accounted(report) == (5, 0, 0, 3, 2)
    assert {problem.kind for problem in report.problems} >= {ProblemKind.REMOVED}
    assert not converted
    assert reported(ingest([inbox], home, REREAD)) == reported(report)


def test_images_beside_a_page(home: Config, inbox: Path, converted: list[str]) -> None:
    """What a page shows from the files beside it, and what the archive has of it, is as it was, or it is read again."""
    body = f'{PARAGRAPH * 3}</p><p><img src="p_files/pier.png" alt="The pier"></p><p>{PARAGRAPH}'
    (inbox / "p.html").write_text(ingested.html(body=body))
    (inbox / "p_files").mkdir()
    image = inbox / "p_files" / "pier.png"
    image.write_bytes(PNG)
    assert ingest([inbox], home).images_kept == 1
    (stored,) = (home.docs / "images").rglob("*.png")
    for action, is_read in (
        (lambda: None, False),
        (stored.unlink, True),
        (lambda: None, False),
        (partial(stored.write_bytes, b"damaged"), True),
        (partial(image.write_bytes, PNG + b"another"), True),
        (image.unlink, True),
    ):
        action()
        converted.clear()
        report = ingest([inbox], home)
        assert bool(converted) is is_read
        assert (
            reported(ingest([inbox], home, REREAD))[1] == replace(report, written=0, updated=0, unchanged=1) or is_read
        )
    assert stored.read_bytes() == PNG


def _lines(source: InputSource) -> Any:
    for number, line in enumerate(source.content):
        yield Record(line, f"line {number}")


LINES = Reader("lines", (".lines",), lambda _: False, _lines, html.READER.parse)


def test_records_of_a_container(
    home: Config, inbox: Path, converted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, LINES))
    lines = [ingested.html(f"Ferry {number}", url=f"https://gazette.test/{number}") for number in range(7)]
    (inbox / "ferries.lines").write_text("\n".join(line.replace("\n", " ") for line in lines))
    assert accounted(ingest([inbox], home)) == (7, 7, 0, 0, 0)
    assert accounted(ingest([inbox], home)) == (7, 0, 0, 7, 0)
    assert converted == ["ferries.lines"]
    before = tree(home)
    next((home.root / ORIGINALS).rglob("*.gz")).unlink()
    assert accounted(ingest([inbox], home)) == (7, 0, 0, 7, 0)
    assert len(converted) == 2, "only the container has the content of its records"
    assert tree(home) == before


def test_an_interrupted_run_goes_on_where_it_was(home: Config, inbox: Path, converted: list[str]) -> None:
    fill(inbox, 4)
    done: list[int] = []

    def interrupt(bytes_done: int, _: int) -> None:
        done.append(bytes_done)
        if len(done) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([inbox], home, progress=interrupt)
    assert len(pages(home)) == 0
    converted.clear()
    assert accounted(ingest([inbox], home)) == (6, 5, 0, 0, 1)
    assert converted == ["2.html", "3.html", "note.txt", "odd.xyz"], "it ended before it knew that 2.html has no more"


def test_what_may_pass_is_not_kept(home: Config, inbox: Path, converted: list[str]) -> None:
    (inbox / "broken.html.gz").write_bytes(b"\x1f\x8b" + b"\0" * 30)
    for _ in range(2):
        assert ingested.kinds(ingest([inbox], home)) == [ProblemKind.UNREADABLE.value]
    assert len(converted) == 2


def forge_pages(home: Config) -> None:
    """Replace the pages in the cache of results, and in its data, as a stranger could."""
    with sqlite3.connect(home.root / RESULTS) as database:
        for name, data in database.execute("SELECT name, data FROM input").fetchall():
            values = json.loads(data)
            record = json.loads(values[3].replace("Pier report", "Forged"))
            if len(record) > 1:
                record[1][4] = "0" * 16
            forged = json.dumps([*values[:3], json.dumps(record)])
            database.execute("UPDATE input SET data = ? WHERE name = ?", (forged, name))
        database.execute("UPDATE page SET page = ?", (zlib.compress(b"---\ntitle: Forged\n---\n"),))


def forge_nothing_read(home: Config) -> None:
    with sqlite3.connect(home.root / RESULTS) as database:
        database.execute("UPDATE input SET data = '[0, [], false, null]'")


def forge_verified(home: Config) -> None:
    """Say that originals that were emptied are complete."""
    damage_originals(home, home.root)
    with sqlite3.connect(home.root / RESULTS) as database:
        for sha256, file in ((file.parent.name + file.stem, file) for file in (home.root / ORIGINALS).rglob("*.gz")):
            stat = file.stat()
            state = f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"
            query = "UPDATE verified SET state = ? WHERE path = ?"
            database.execute(query, (state, f"originals/{sha256[:2]}/{sha256[2:]}.gz"))


def forge_catalog(home: Config) -> None:
    """Say that the pages have other headlines, and lose the lists."""
    with sqlite3.connect(home.root / CATALOG) as database:
        database.execute("UPDATE page SET entry = replace(entry, 'Pier report', 'Forged'), headline = 'Forged'")
    remove_lists(home, home.root)


def add_trigger(home: Config) -> None:
    with sqlite3.connect(home.root / RESULTS) as database:
        database.execute("CREATE TRIGGER t AFTER INSERT ON input BEGIN DELETE FROM record; END")


def other_version(home: Config) -> None:
    for name in (RESULTS, CATALOG):
        with sqlite3.connect(home.root / name) as database:
            database.execute("PRAGMA user_version = 7")


def other_key(_: Config) -> None:
    key_file().write_bytes(b"x" * 32)
    own_key._key.cache_clear()


def no_key(_: Config) -> None:
    key_file().unlink()
    key_file().mkdir()
    own_key._key.cache_clear()


def key_file() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "backfile" / "key"


def cut(share: float, filler: bytes, home: Config) -> None:
    data = (home.root / RESULTS).read_bytes()
    start = data[: int(len(data) * share)]
    (home.root / RESULTS).write_bytes(start + filler * (len(data) - len(start)))


@pytest.mark.parametrize(
    "spoil",
    [
        forge_pages,
        forge_nothing_read,
        forge_verified,
        forge_catalog,
        add_trigger,
        other_version,
        other_key,
        no_key,
        lambda home: shutil.rmtree(home.root / CACHE),
        lambda home: (home.root / RESULTS).unlink(),
        *(partial(cut, share, filler) for share in (0, 0.3, 0.9) for filler in (b"", b"\0")),
    ],
)
def test_nothing_in_the_cache_is_believed_that_the_program_did_not_write(
    tmp_path: Path,
    inbox: Path,
    converted: list[str],
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Config], None],
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    own_key._key.cache_clear()
    home = init.create(tmp_path / "archive", versioned=False)
    fill(inbox)
    ingest([inbox], home)
    before = tree(home)
    spoil(home)
    try:
        assert accounted(ingest([inbox], home)) == (5, 0, 0, 4, 1)
        assert tree(home) == before
    finally:
        own_key._key.cache_clear()


def test_a_forged_page_is_an_error_once(home: Config, inbox: Path, converted: list[str]) -> None:
    """A page that is needed, because its owner removed it from docs/, is not taken from a stranger."""
    fill(inbox, 1)
    ingest([inbox], home, Options(commit=False))
    before = tree(home)
    shutil.rmtree(home.docs / "articles")
    with sqlite3.connect(home.root / RESULTS) as database:
        database.execute("UPDATE page SET page = ?", (zlib.compress(b"---\ntitle: Forged\n---\n"),))
    with pytest.raises(StorageError, match=r"results\.sqlite cannot be read: a page in it is damaged"):
        ingest([inbox], home)
    assert accounted(ingest([inbox], home, Options(commit=False))) == (3, 2, 0, 0, 1)
    assert tree(home) == before


def test_settings_that_decide_nothing_about_articles_exist() -> None:
    assert {field.name for field in fields(Settings)} >= OTHER_SETTINGS
