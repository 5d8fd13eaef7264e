"""Missing and broken packages: the error names the package and the command that installs it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from backfile.cli.dependencies import dependency_error, unmet_requirements


def test_all_requirements_are_met() -> None:
    assert unmet_requirements() is None


def test_missing_packages_are_named_with_their_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str, installed_version: object = metadata.version) -> str:
        if name == "nh3":
            raise metadata.PackageNotFoundError(name)
        return "0.1" if name == "urllib3" else installed_version(name)  # type: ignore[operator]

    monkeypatch.setattr(metadata, "version", version)
    message = str(dependency_error(ImportError("No module named 'nh3'", name="nh3")))
    assert message.startswith("nh3, urllib3 are missing or have the wrong versions. Run this command and try again: ")
    assert "-m pip install 'nh3" in message or "-m pip install nh3" in message


def test_a_broken_package_is_installed_again() -> None:
    message = str(dependency_error(ImportError("cannot load libxml2.so", name="lxml.etree")))
    assert message.startswith("lxml cannot be loaded: cannot load libxml2.so. Run this command and try again: ")
    assert message.endswith("-m pip install --force-reinstall --no-deps lxml")


@pytest.mark.parametrize("module", ["typer", "rich", "nh3"])
def test_a_package_that_cannot_be_imported_ends_the_run_with_19(tmp_path: Path, module: str) -> None:
    (tmp_path / "a.txt").write_text("A headline\n\nAnd its only text.\n")
    broken = tmp_path / "packages"
    broken.mkdir()
    (broken / f"{module}.py").write_text(f"raise ImportError('broken', name={module!r})\n")
    variables = os.environ | {"PYTHONPATH": str(broken)}
    for command in (["init", "x"], ["ingest", "a.txt", "-C", "x"]):
        arguments = [sys.executable, "-m", "backfile", *command]
        done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False, env=variables)
        if done.returncode:
            break
    assert done.returncode == 19, done.stderr
    assert "cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr
