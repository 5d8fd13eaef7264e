"""The scratch folder of a run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backfile.operations.ingest import ingest
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import html


@pytest.mark.parametrize("link", [False, True])
def test_a_file_or_link_in_place_of_the_scratch_folder_is_replaced(home: Config, inbox: Path, *, link: bool) -> None:
    scratch = home.root / ".backfile" / "tmp"
    shutil.rmtree(scratch)
    if link:
        scratch.symlink_to(inbox)
    else:
        scratch.touch()
    (inbox / "pier.html").write_text(html())
    assert accounted(ingest([inbox], home)) == (1, 1, 0, 0, 0)
    assert scratch.is_dir()
    assert not scratch.is_symlink()
    assert (inbox / "pier.html").is_file()
