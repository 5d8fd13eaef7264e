"""Code that the settings of an archive name: none of it runs, and nothing outside is read, unless it is trusted."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import material
import pytest
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config

from backfile.operations import init
from backfile.problems import SettingsError, UntrustedError
from backfile.settings import mkdocs_yml, trust
from backfile.settings.access import Access
from backfile.settings.inspection import allow, inspect, refuse_to_build
from backfile.settings.known_code import KNOWN_CALLS, KNOWN_EXTENSIONS, KNOWN_PLUGINS, KNOWN_PYTHON
from backfile.site import preview

EVIL = "import pathlib\npathlib.Path({ran!r}).touch()\n"


@dataclass(frozen=True)
class Archive:
    """An archive, a folder beside it that is not the archive's, and the file that hostile code makes when it runs."""

    root: Path
    outside: Path
    ran: Path

    def add(self, settings: str) -> None:
        """Add settings to mkdocs.yml; `RAN` is the file that hostile code makes."""
        text = (self.root / "mkdocs.yml").read_text("utf-8")
        (self.root / "mkdocs.yml").write_text(text + settings.replace("RAN", str(self.ran)), "utf-8")

    def replace(self, old: str, new: str) -> None:
        text = (self.root / "mkdocs.yml").read_text("utf-8")
        assert old in text
        (self.root / "mkdocs.yml").write_text(text.replace(old, new), "utf-8")

    def evil(self, path: str, folder: Path | None = None) -> Path:
        """Write a file of hostile Python."""
        file = (folder or self.root) / path
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(EVIL.format(ran=str(self.ran)))
        return file


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "outside").mkdir()
    return Archive(init.create(tmp_path / "clippings").root, tmp_path / "outside", tmp_path / "ran")


def hook(archive: Archive) -> None:
    archive.evil("hooks/evil.py")
    archive.add("hooks:\n  - hooks/evil.py\n")


def hook_behind_a_link(archive: Archive) -> None:
    archive.evil("evil.py", archive.outside)
    (archive.root / "evil.py").symlink_to(archive.outside / "evil.py")
    archive.add("hooks: [evil.py]\n")


def hook_by_a_default(archive: Archive) -> None:
    archive.evil("evil.py")
    archive.add("hooks: !ENV [NO_SUCH_VARIABLE, [evil.py]]\n")


def hook_by_a_merge_key(archive: Archive) -> None:
    archive.evil("evil.py")
    archive.add("extra: &more\n  hooks: [evil.py]\n<<: *more\n")


def hook_of_an_inherited_file(archive: Archive) -> None:
    archive.evil("evil.py")
    (archive.root / "more").mkdir()
    (archive.root / "more" / "base.yml").write_text("hooks: [evil.py]\n")
    archive.add("INHERIT: more/base.yml\n")


def plugin(archive: Archive) -> None:
    archive.replace("plugins:\n", "plugins:\n  - macros: {module_name: evil}\n")


def plugins_as_a_mapping(archive: Archive) -> None:
    archive.replace("plugins:\n  - backfile:\n      format: 2\n", "plugins:\n  backfile: {format: 2}\n  macros: {}\n")


def plugin_in_a_group(archive: Archive) -> None:
    archive.replace("plugins:\n", "plugins:\n  - group: {enabled: true, plugins: [macros]}\n")


def plugin_that_writes_elsewhere(archive: Archive) -> None:
    archive.replace("plugins:\n", "plugins:\n  - search\n  - social: {cache_dir: ../elsewhere}\n")


def plugins_that_open_files_themselves(archive: Archive) -> None:
    archive.replace("plugins:\n", "plugins:\n  - blog\n  - info\n  - optimize\n  - social\n")


def dictionary_of_the_search(archive: Archive) -> None:
    archive.replace("plugins:\n", "plugins:\n  - search: {jieba_dict: words.txt}\n")


def templates(archive: Archive) -> None:
    (archive.root / "overrides").mkdir()
    (archive.root / "overrides" / "main.html").write_text("{{ cycler.__init__.__globals__.os.system('false') }}")
    archive.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n")


def template_of_a_page(archive: Archive) -> None:
    (archive.root / "docs" / "x.html").write_text("{{ cycler.__init__.__globals__.os.system('false') }}")
    archive.add("extra_templates: [x.html]\n")


def site_elsewhere(archive: Archive) -> None:
    archive.add(f"site_dir: {archive.outside}\n")


FOR_THE_SITE = (
    *(hook, hook_behind_a_link, hook_by_a_default, hook_by_a_merge_key, hook_of_an_inherited_file, plugin),
    *(plugins_as_a_mapping, plugin_in_a_group, plugin_that_writes_elsewhere, templates, template_of_a_page),
    *(site_elsewhere, plugins_that_open_files_themselves, dictionary_of_the_search),
)


def object_that_is_called(archive: Archive) -> None:
    archive.add('extra:\n  x: !!python/object/apply:os.system ["touch RAN"]\n')


def object_with_a_state(archive: Archive) -> None:
    archive.add("extra: !!python/object/new:os.system\n  args: ['touch RAN']\n")


def object_that_another_value_replaces(archive: Archive) -> None:
    archive.add('extra:\n  x: !!python/object/apply:os.system ["touch RAN"]\n  x: harmless\n')


def object_among_the_own_settings(archive: Archive) -> None:
    archive.replace(
        "      format: 2\n", "      format: 2\n      commit: !!python/object/apply:os.system ['touch RAN']\n"
    )
    archive.replace("RAN", str(archive.ran))


def object_by_the_long_name_of_its_tag(archive: Archive) -> None:
    archive.add("extra: !<tag:yaml.org,2002:python/object/apply:os.system> ['touch RAN']\n")


def module_that_is_imported(archive: Archive) -> None:
    archive.evil("evil.py")
    archive.replace("  - toc\n", "  - toc: {slugify: !!python/name:evil.slugify }\n")


def arguments_of_a_harmless_call(archive: Archive) -> None:
    archive.replace(
        "  - toc\n",
        "  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify\n"
        "        kwds: {case: lower}\n        state: !!python/object/apply:os.system ['touch RAN']\n",
    )
    archive.replace("RAN", str(archive.ran))


def extension(archive: Archive) -> None:
    archive.evil("evil.py")
    archive.replace("  - toc\n", "  - toc\n  - evil:Extension\n")


def extension_that_reads_files(archive: Archive) -> None:
    archive.replace("  - toc\n", "  - toc\n  - pymdownx.snippets: {base_path: ..}\n")


def folder_of_emoji(archive: Archive) -> None:
    icons = "  - pymdownx.emoji:\n      options: {custom_icons: [/etc]}\n"
    archive.replace("  - toc\n", f"  - toc\n{icons}")


def folder_of_emoji_in_the_archive(archive: Archive) -> None:
    """An icon in it can be a link, and what the link leads to would be in a page. The list is named by an alias."""
    icons = "  - pymdownx.emoji:\n      options: {classes: &icons [icons], custom_icons: *icons}\n"
    archive.replace("  - toc\n", f"  - toc\n{icons}")


def settings_elsewhere(archive: Archive) -> None:
    archive.evil("evil.py")
    (archive.outside / "base.yml").write_text("hooks: [evil.py]\nextra: {secret: a}\n")
    archive.add("INHERIT: ../outside/base.yml\n")


def settings_behind_a_link(archive: Archive) -> None:
    (archive.outside / "base.yml").write_text("extra: {secret: a}\n")
    (archive.root / "base.yml").symlink_to(archive.outside / "base.yml")
    archive.add("INHERIT: base.yml\n")


FOR_ARTICLES = (
    *(object_that_is_called, object_with_a_state, object_that_another_value_replaces, object_among_the_own_settings),
    *(object_by_the_long_name_of_its_tag, module_that_is_imported, arguments_of_a_harmless_call, extension),
    *(extension_that_reads_files, folder_of_emoji, folder_of_emoji_in_the_archive, settings_elsewhere),
    settings_behind_a_link,
)


@pytest.fixture
def watched(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect the files outside the archive that are opened or listed, and the Python files of the archive."""
    monkeypatch.syspath_prepend(archive.root)
    forbidden = (str(archive.outside), "/etc/")
    found: list[str] = []

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | bytes):
            name = os.fsdecode(arguments[0])
            if name.startswith(forbidden) or name.endswith("evil.py"):
                found.append(f"{event} {name}")
        elif event in ("os.system", "subprocess.Popen"):
            found.append(event)

    _listeners.append(note)
    yield found
    _listeners.remove(note)
    sys.modules.pop("evil", None)


_listeners: list[Callable[[str, tuple[object, ...]], None]] = []
sys.addaudithook(lambda event, arguments: [listener(event, arguments) for listener in _listeners] and None)


@pytest.mark.parametrize("make", [*FOR_THE_SITE, *FOR_ARTICLES], ids=lambda make: make.__name__)
def test_looking_runs_nothing_and_reads_nothing_outside(
    archive: Archive, watched: list[str], make: Callable[[Archive], None]
) -> None:
    make(archive)
    watched.clear()
    config = mkdocs_yml.load(archive.root, access=Access.LOOK)
    assert bool(config.not_run) == (make in FOR_ARTICLES)
    assert {"tables", "toc"} <= set(config.rendering.extensions)
    assert [each.code.line for each in inspect(archive.root).untrusted] != []
    assert not watched
    assert not archive.ran.exists()


@pytest.mark.parametrize("make", FOR_THE_SITE, ids=lambda make: make.__name__)
def test_ingest_needs_no_trust_for_what_a_build_runs(
    archive: Archive, watched: list[str], make: Callable[[Archive], None]
) -> None:
    make(archive)
    watched.clear()
    config = mkdocs_yml.load(archive.root)
    with pytest.raises(UntrustedError, match=r"mkdocs\.yml names code .*, line \d+: .* with --trust\.$"):
        refuse_to_build(archive.root, config.access)
    assert not watched
    assert not archive.ran.exists()


@pytest.mark.parametrize("make", FOR_ARTICLES, ids=lambda make: make.__name__)
def test_ingest_asks_for_what_converts_articles(
    archive: Archive, watched: list[str], make: Callable[[Archive], None]
) -> None:
    make(archive)
    watched.clear()
    with pytest.raises(UntrustedError, match=r"mkdocs\.yml names code .*, line \d+: .* with --trust\.$"):
        mkdocs_yml.load(archive.root)
    assert not watched
    assert not archive.ran.exists()


@pytest.mark.parametrize("make", [*FOR_THE_SITE, *FOR_ARTICLES], ids=lambda make: make.__name__)
def test_what_is_trusted_is_not_asked_for_again(archive: Archive, make: Callable[[Archive], None]) -> None:
    make(archive)
    assert allow(archive.root)[0].untrusted
    assert not inspect(archive.root).untrusted
    assert trust.remembered() == [str(archive.root)]
    assert trust.forget(archive.root)
    assert inspect(archive.root).untrusted


def test_trusted_objects_are_made(archive: Archive) -> None:
    object_that_is_called(archive)
    allow(archive.root)
    mkdocs_yml.load(archive.root)
    assert archive.ran.exists()


def changed(archive: Archive) -> list[str]:
    return [f"{each.code.kind} {each.code.name} {each.why}" for each in inspect(archive.root).untrusted]


def test_a_change_of_code_asks_again_and_is_named(archive: Archive) -> None:
    hook(archive)
    templates(archive)
    plugin(archive)
    allow(archive.root)
    (archive.root / "hooks" / "evil.py").write_text("print('changed')\n")
    assert changed(archive) == ["hook hooks/evil.py changed"]
    allow(archive.root)
    (archive.root / "hooks" / "helper.py").write_text("a module that the hook can import")
    assert changed(archive) == ["hook hooks/evil.py changed"]
    allow(archive.root)
    (archive.root / "overrides" / "partials").mkdir()
    (archive.root / "overrides" / "partials" / "logo.html").write_text("{{ 1 }}")
    archive.replace("{module_name: evil}", "{module_name: worse}")
    archive.replace("hooks:\n", "hooks:\n  - other.py\n")
    assert changed(archive) == ["hook other.py new", "plugin macros changed", "templates overrides changed"]
    with pytest.raises(UntrustedError, match=r"changed after you trusted it: .*plugin macros \(changed\)") as raised:
        refuse_to_build(archive.root, Access.ASK)
    assert [code["why"] for code in raised.value.code] == ["new", "changed", "changed"]


def test_a_hook_that_becomes_a_link_is_not_read(archive: Archive, watched: list[str]) -> None:
    hook(archive)
    allow(archive.root)
    (archive.root / "hooks" / "evil.py").unlink()
    (archive.outside / "secret").write_text("")
    (archive.root / "hooks" / "evil.py").symlink_to(archive.outside / "secret")
    watched.clear()
    assert changed(archive) == ["hook hooks/evil.py changed"]
    assert not watched


def test_a_changed_inherited_file_is_not_used(archive: Archive) -> None:
    settings_elsewhere(archive)
    allow(archive.root)
    assert [code.name for code in inspect(archive.root).code] == [str(archive.outside / "base.yml"), "evil.py"]
    (archive.outside / "base.yml").write_text("hooks: [worse.py]\n")
    assert changed(archive) == [f"inherited file {archive.outside / 'base.yml'} changed"]


def test_settings_that_are_a_link_out_of_the_archive_are_not_read(archive: Archive, watched: list[str]) -> None:
    (archive.root / "mkdocs.yml").rename(archive.outside / "mkdocs.yml")
    (archive.root / "mkdocs.yml").symlink_to(archive.outside / "mkdocs.yml")
    watched.clear()
    for access in (Access.LOOK, Access.ASK):
        with pytest.raises(UntrustedError, match=r"line 1: inherited file"):
            mkdocs_yml.load(archive.root, access=access)
    assert not watched
    allow(archive.root)
    mkdocs_yml.load(archive.root)


def test_a_site_that_is_served_asks_before_each_rebuild(archive: Archive) -> None:
    """A change of mkdocs.yml, as by `git pull`, makes MkDocs load it again."""
    hook(archive)
    allow(archive.root)
    archive.ran.unlink(missing_ok=True)
    with preview._Preview(mkdocs_yml.load(archive.root), names_code=True).in_mkdocs():
        load_again = vars(mkdocs_serve)["load_config"]
        load_again(config_file=str(archive.root / "mkdocs.yml"))
        load_again(config_file=str(archive.root / "mkdocs.yml"))
        assert archive.ran.exists()
        archive.ran.unlink()
        archive.evil("more.py")
        archive.replace("hooks:\n", "hooks:\n  - more.py\n")
        with pytest.raises(UntrustedError):
            load_again(config_file=str(archive.root / "mkdocs.yml"))
        assert not archive.ran.exists()
    assert vars(mkdocs_serve)["load_config"] is load_config


def test_what_an_archive_brings_as_remembered_does_not_count(archive: Archive) -> None:
    hook(archive)
    allow(archive.root)
    (record,) = (archive.root.parent / "state" / "backfile" / "trust").iterdir()
    copy = archive.root.with_name("copy")
    archive.root.rename(copy)
    assert inspect(copy).untrusted, "another folder is another archive"
    copy.rename(archive.root)
    for text in ("{", "[]", '{"archive": 1, "code": []}', "\0"):
        record.write_text(text)
        assert inspect(archive.root).untrusted


def test_the_user_is_told_when_trust_cannot_be_remembered(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    hook(archive)
    (archive.outside / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(archive.outside / "file"))
    assert "cannot be written" in allow(archive.root)[1]


def test_harmless_settings_ask_for_nothing(archive: Archive) -> None:
    extensions = sorted(KNOWN_EXTENSIONS.keys() - {"pymdownx.emoji", "toc", "legacy_attrs", "pymdownx.superfences"})
    archive.replace("  - tables\n  - toc\n  - pymdownx.superfences\n", "".join(f"  - {name}\n" for name in extensions))
    archive.replace(
        "plugins:\n",
        "  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}\n"
        "  - markdown.extensions.legacy_attrs\n"
        "  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n"
        "  - pymdownx.superfences:\n      custom_fences:\n        - name: mermaid\n          class: mermaid\n"
        "          format: !!python/name:pymdownx.superfences.fence_code_format\n"
        "plugins:\n  - search\n  - tags: {tags_hierarchy: true, tags_hierarchy_separator: /}\n",
    )
    archive.add("extra:\n  who: !ENV [NO_SUCH_VARIABLE, nobody]\n  pair: !!python/tuple [a, b]\n")
    assert not inspect(archive.root).code
    assert inspect(archive.root).environment == ("NO_SUCH_VARIABLE",)
    config = mkdocs_yml.load(archive.root)
    assert config.rendering.options["pymdownx.emoji"]["emoji_index"].__module__ == "material.extensions.emoji"
    assert config.rendering.options["toc"]["slugify"]("A B", "-") == "a-b"


@pytest.mark.parametrize("name", [*KNOWN_PYTHON, *KNOWN_CALLS])
def test_every_known_object_exists_or_belongs_to_another_version(name: str) -> None:
    assert name.rpartition(".")[0].split(".")[0] in ("material", "materialx", "pymdownx", "markdown")


def test_plugins_known_to_be_harmless_open_no_file_but_those_of_pages_and_of_the_site() -> None:
    """What another version opens is to be read before the plugin stays in the table."""
    opened = set[str]()
    for name in KNOWN_PLUGINS.keys() - {"backfile", "search"}:
        folder = Path(material.__file__).parent / "plugins" / name.removeprefix("material/")
        for file in folder.rglob("*.py"):
            opened |= {
                f"{name}: {call}"
                for call in re.findall(r"\w*open\([^,)]*|glob\(|jieba\.[ls]\w+", file.read_text("utf-8"))
            }
    assert opened == {
        "material/meta: open(file.abs_src_path",  # From MkDocs' list of files
        "material/offline: open(file",  # The index of the search in the site
        "material/search: jieba.load_userdict",  # Settings that ask
        "material/search: jieba.set_dictionary",
        "material/tags: open(path",  # `export_file` in the site
    }


LONG_NUMBERS = ("9" * 5000, f"0x{'f' * 5000}", "59:" * 3000 + "1")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ("INHERIT: mkdocs.yml\n", "leads in a circle"),
        ("INHERIT: docs\n", "does not name a file"),
        ("INHERIT: missing.yml\n", "does not exist"),
        ("extra: " + "[" * 5000 + "\n", "nested too deeply"),
        ("extra: 2020-99-99\n", "a value cannot be read"),
        *((f"extra: [{number}]\n", "thousands of digits") for number in LONG_NUMBERS),
        *((f"extra: [{value}]\n", "cannot be read as a number") for value in ("!!int abc", "!!int ''", "0x_")),
        ("extra: !unknown x\n", "could not determine a constructor"),
        ("extra: !!python/name:pymdownx.slugs.gone\n", ""),
    ],
)
def test_settings_that_cannot_be_read_are_an_error_with_a_next_step(
    archive: Archive, settings: str, reason: str
) -> None:
    archive.add(settings)
    with pytest.raises((SettingsError, UntrustedError), match=reason or "with --trust"):
        mkdocs_yml.load(archive.root)


def multiplying(levels: int) -> str:
    """Return a setting whose last anchor stands for as many values as 10 to the power of `levels`."""
    lines = [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, levels + 1)]
    return "extra:\n  a0: &a0 [x]\n" + "".join(lines)


def test_aliases_are_read_once(archive: Archive) -> None:
    archive.add(multiplying(4) + "  circle: &c [*c]\n")
    archive.replace("plugins:\n", "plugins:\n  - macros: &m {a: {b: [1, 2]}, c: {d: []}}\n")
    assert changed(archive) == ["plugin macros new"]
    allow(archive.root)
    assert not changed(archive)


@pytest.mark.parametrize("file", ["mkdocs.yml", "more.yml"])
def test_aliases_that_multiply_without_a_bound_are_refused(archive: Archive, file: str) -> None:
    """They would be expanded by whoever reads the navigation, the theme or an extension's settings."""
    if file != "mkdocs.yml":
        archive.add(f"INHERIT: {file}\n")
        (archive.root / file).touch()
    with (archive.root / file).open("a", encoding="utf-8") as settings:
        settings.write(f"{multiplying(11)}nav: *a11\n")
    message = rf"/{re.escape(file)}: its aliases \(`\*name`\) repeat too much\. Write the values without aliases\.$"
    for access in Access:
        with pytest.raises(SettingsError, match=message):
            mkdocs_yml.load(archive.root, access=access)
