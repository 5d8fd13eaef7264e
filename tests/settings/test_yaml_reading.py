"""YAML that people write: no value in it ends in anything but an error that names the file and the line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import yaml

from backfile.archive import identity_yml, page
from backfile.extract.text import furniture_yml
from backfile.operations import init
from backfile.problems import SettingsError, UntrustedError
from backfile.readers import imports_yml
from backfile.settings import mkdocs_yml, yaml_reading
from backfile.settings.yaml_files import parse_entries
from backfile.tags.vocabulary import tags_yml

UNREADABLE = (
    *("!!bool x", "!!bool ''", "!!bool [a]", "!!int x", "!!int ''", "!!float x", "!!float ''", "!!float .", "0b_"),
    *("!!timestamp x", "!!timestamp ''", "!!timestamp [a]", "2020-99-99", "2020-01-01T25:00:00Z"),
    *("2020-01-01T00:00:00+99:99", "!<tag:yaml.org,2002:bool> x", "!!set [a]", "!!omap [a]", "!!pairs x"),
    *("!!seq x", "!!map x", "!!str {a: b}", "{[a]: b}", "{<<: x}", "!unknown x"),
    *('"\\ud800"', '"\\UFFFFFFFF"', '"\\U00110000"'),
)
"""Values that a tag or their form declares to be what they are not."""
FORMS = ("a: {0}", "b: [{0}]", "c: {{d: {0}}}", "e: {{? {0} : x}}", "? {0}\n: x")
PARSERS: dict[str, Callable[[str, Path], object]] = {
    "tags.yml": tags_yml.parse,
    "identity.yml": identity_yml.parse,
    "imports.yml": imports_yml.parse,
    "furniture.yml": furniture_yml.parse,
    "any.yml": partial(parse_entries, example="`Name:`"),
}


@pytest.mark.parametrize("value", UNREADABLE)
def test_a_value_that_cannot_be_read_is_an_error_with_its_line(value: str) -> None:
    for form in FORMS:
        text = f"# First.\n{form.format(value)}\n"
        with pytest.raises(yaml.YAMLError):
            yaml_reading.load(text)
        with pytest.raises(page.PageError, match=r"\(line 4\)|control characters|Unicode character"):
            page.split(f"---\ntitle: A\norigin: {{}}\n{form.format(value)}\n---\n")
        for name, parse in PARSERS.items():
            with pytest.raises(SettingsError, match=rf"^{name}, line 2: "):
                parse(text, Path(name))


@pytest.mark.parametrize("value", [*UNREADABLE, '"a\\0b"', "!ENV {a: b}"])
def test_settings_with_a_value_that_cannot_be_read_are_an_error_with_their_line(value: str, tmp_path: Path) -> None:
    settings = init.create(tmp_path / "clippings").root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    line = text.count("\n") + 1
    for form in ("extra: {0}\n", "site_dir: {0}\n", "? {0}\n: x"):
        settings.write_text(text + form.format(value), "utf-8")
        with pytest.raises(SettingsError, match=rf"mkdocs\.yml, line {line}: not valid YAML|`extra`"):
            mkdocs_yml.load(settings.parent)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("public/site", ""),
        ("5", "site_dir"),
        ("..", "site_dir"),
        ("2020-99-99", "cannot be read as a date"),
        ("0x_", "cannot be read as a number"),
    ],
)
@pytest.mark.parametrize("form", ["!ENV NAME", "!ENV [OTHER, NAME, a]"])
def test_an_environment_variable_may_have_any_text(
    form: str, value: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAME", value)
    root = init.create(tmp_path / "clippings").root
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write(f"site_dir: {form}\n")
    if not reason:
        assert mkdocs_yml.load(root).site == root / value
        return
    with pytest.raises((SettingsError, UntrustedError), match=reason):
        mkdocs_yml.load(root)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("!!set {pier, harbor, 'Öl', 3, ferry, gale}", [3, "ferry", "gale", "harbor", "pier", "Öl"]),
        ("!!omap [b: 1, a: !!set {d, c}]", [["b", 1], ["a", ["c", "d"]]]),
        ("!!pairs [a: 1, a: 2]", [["a", 1], ["a", 2]]),
        ("!!binary PGI+", "PGI+"),
        ("[{? !!binary PGI+ : !!set {b, a}}]", [{"PGI+": ["a", "b"]}]),
    ],
)
def test_values_that_a_page_cannot_hold_become_ones_that_it_can(value: str, plain: object) -> None:
    """A set has another order in every process, and so had the page."""
    text = f"---\ntitle: {value}\nmine: {value}\norigin: {{file: a}}\n---\n"
    article = page.load(text)
    assert article.extra == {"mine": plain}
    assert article.headline == str(plain)
    assert page.load(page.dump(article)) == article


@pytest.mark.parametrize("loader", [yaml_reading.Loader, yaml_reading.FastLoader])
def test_half_of_a_character_in_a_text_is_an_error(loader: type) -> None:
    with pytest.raises(yaml.YAMLError):
        yaml_reading.load("a: b\ud800", loader)
