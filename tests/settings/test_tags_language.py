"""The language of tags for countries, topics and leaders: that of the theme, unless the owner names one."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.settings.mkdocs_yml import load

SETTINGS = """\
site_name: Clippings
theme:
  name: material
  language: de
plugins:
  - backfile:
      format: 2
"""


@pytest.mark.parametrize(("setting", "expected"), [("", "de"), ("      tags_language: fr\n", "fr")])
def test_tags_have_the_language_of_the_theme_or_of_the_setting(tmp_path: Path, setting: str, expected: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS + setting, encoding="utf-8")
    assert load(tmp_path).settings.tags_language == expected
