"""The owner's YAML files: what an edit writes is what a reader reads, and comments stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backfile.problems import SettingsError
from backfile.settings import inside, yaml_files
from backfile.settings.yaml_files import Entries, edit, inline_list, parse_entries, read_text, scalar

TEXTS = st.one_of(
    st.sampled_from(["yes", "No", "null", "~", "1:30", "0x1f", "1e3", ":>", "- a", "a: b", "# a", "[a]", "'", "<<"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20),
)


@given(TEXTS, TEXTS)
def test_added_texts_are_read_as_they_were_added(name: str, item: str) -> None:
    def change(entries: Entries) -> None:
        items = inline_list()
        items.append(scalar(item))
        entries[scalar(name)] = {"aliases": items}

    source = edit("# First.\nAa: [b]  # Second.\n" if name != "Aa" else "# First.\n# Second.\n", change)
    assert yaml.safe_load(source)[name] == {"aliases": [item]}
    assert "# First." in source
    assert "# Second." in source


def test_entries_have_their_lines() -> None:
    entries = parse_entries("# A comment.\nAa:\n\nBb: [c]\n", Path("tags.yml"), "`Label:`")
    assert [(entry.name, entry.value, entry.line, entry.at) for entry in entries] == [
        ("Aa", None, 2, "tags.yml, line 2"),
        ("Bb", ["c"], 4, "tags.yml, line 4"),
    ]


@pytest.mark.parametrize("number", ["9" * 5000, f"0x{'f' * 5000}", "59:" * 3000 + "1"])
@pytest.mark.parametrize("form", ["{0}: x", "a: {0}", "a: [{0}]", "a: {{? {0} : [x]}}", "a: !!set {{? {0}}}"])
def test_numbers_of_thousands_of_digits_are_refused_with_their_line(form: str, number: str) -> None:
    with pytest.raises(SettingsError, match=r"tags.yml, line 2: not valid YAML: "):
        parse_entries(f"Aa: [b]\n{form.format(number)}\n", Path("tags.yml"), "`Label:`")


def test_a_missing_file_is_empty_and_a_folder_is_refused(tmp_path: Path) -> None:
    assert read_text(tmp_path / "tags.yml") == ""
    with pytest.raises(SettingsError):
        read_text(tmp_path)


def test_a_file_of_gigabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "tags.yml"
    file.touch()
    os.truncate(file, 5 << 30)
    with pytest.raises(SettingsError, match="larger than 256 MB"):
        yaml_files.read_text(file)
    with pytest.raises(OSError, match="larger than 1024 MB"):
        inside.read_bytes(file, tmp_path)
