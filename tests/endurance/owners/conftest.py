"""An archive, an inbox with one article, and an owner with a name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.settings.mkdocs_yml import Config
from tests.endurance.owners.archive import save_article


@pytest.fixture
def home(tmp_path: Path) -> Config:
    return init.create(tmp_path / "archive")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    save_article(tmp_path / "inbox", "pier", "Pier mended")
    return tmp_path / "inbox"


@pytest.fixture(autouse=True)
def _identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the owner's name for commits."""
    for key, value in {"user.name": "Owner", "user.email": "owner@archive.test"}.items():
        number = os.environ.get("GIT_CONFIG_COUNT", "0")
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
        monkeypatch.setenv("GIT_CONFIG_COUNT", str(int(number) + 1))
