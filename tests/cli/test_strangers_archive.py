"""An archive from somebody else, by command: what looks runs nothing of it; what runs its code asks first."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.problems import UntrustedError
from tests.cli.processes import SAMPLES, run

AUDIT = """\
import os, sys

_log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
_forbidden = os.environ["AUDIT_FORBIDDEN"].split(os.pathsep)


def _note(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes)):
        name = os.fsdecode(arguments[0])
        if name.startswith(tuple(_forbidden)) or os.path.basename(name).startswith("evil"):
            os.write(_log, f"{event} {name}\\n".encode())
    elif event == "exec" and os.path.basename(arguments[0].co_filename).startswith("evil"):
        os.write(_log, f"exec {arguments[0].co_filename}\\n".encode())
    elif event == "import" and arguments[0].split(".")[0] in ("evil_extension", "evil_plugin", "yaml_evil"):
        os.write(_log, f"import {arguments[0]}\\n".encode())
    elif event == "os.system":
        os.write(_log, f"system {arguments[0]}\\n".encode())
    elif event == "subprocess.Popen" and os.path.basename(os.fsdecode(arguments[1][0])) not in _programs:
        os.write(_log, f"start {arguments[1]}\\n".encode())


_programs = ("git", "pagefind_extended", "pagefind")
sys.addaudithook(_note)
"""
"""Python imports it as `sitecustomize` in each process, the fork server and the workers included."""

SETTINGS = """\
site_name: Evil
INHERIT: ../outside/base.yml
theme:
  name: material
  custom_dir: evil_templates
markdown_extensions:
  - tables
  - toc:
      slugify: !!python/name:evil_extension.slugify
  - evil_extension
  - pymdownx.superfences
plugins:
  - backfile: {search: false}
  - evil
hooks:
  - evil_hook.py
  - evil_link.py
extra_templates: [evil.html]
extra:
  called: !!python/object/apply:os.system ["true"]
  secret: !ENV [EVIL_SECRET, none]
"""
FEW = tuple(SAMPLES.glob("2018-who*"))
"""The input and the article of the archive: all samples would show the same."""
PLUGIN = "from mkdocs.plugins import BasePlugin\n\n\nclass Plugin(BasePlugin):\n    pass\n"
EXTENSION = (
    "from markdown.extensions import Extension\n\n\ndef slugify(text, separator):\n    return text\n\n\n"
    "class Evil(Extension):\n    def extendMarkdown(self, md):\n        pass\n\n\n"
    "def makeExtension(**options):\n    return Evil()\n"
)


@dataclass(frozen=True)
class Stranger:
    """The archive of a stranger; a log of what its code does is beside it."""

    root: Path
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command in the archive with the audit, and assert its exit code."""
        done = run(*arguments, cwd=self.root, **self.variables)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    @property
    def log(self) -> list[str]:
        """What was logged, without the marks of processes that exit normally."""
        file = Path(self.variables["AUDIT_LOG"])
        return file.read_text().splitlines() if file.exists() else []


def _packages(folder: Path) -> Path:
    """Write packages as if they were installed: the audit, and a plugin for MkDocs."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(AUDIT)
    (folder / "evil_plugin.py").write_text(PLUGIN)
    info = folder / "evil_plugin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evil-plugin\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[mkdocs.plugins]\nevil = evil_plugin:Plugin\n")
    return folder


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of some sample articles, to be copied."""
    config = init.create(tmp_path_factory.mktemp("samples") / "clippings")
    ingest(FEW, config)
    return config.root


@pytest.fixture
def stranger(samples: Path, tmp_path: Path) -> Stranger:
    root = shutil.copytree(samples, tmp_path / "clippings", symlinks=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "base.yml").write_text("copyright: somebody\n")
    (outside / "target.py").write_text("")
    (root / "evil_hook.py").write_text("")
    (root / "evil_link.py").symlink_to(outside / "target.py")
    (root / "evil_extension.py").write_text(EXTENSION)
    (root / "evil_templates").mkdir()
    (root / "evil_templates" / "evil.html").write_text("{{ cycler.__init__.__globals__.os.system('true') }}")
    (root / "docs" / "evil.html").write_text("{{ cycler.__init__.__globals__.os.system('true') }}")
    (root / "mkdocs.yml").write_text(SETTINGS)
    variables = {
        "PYTHONPATH": f"{_packages(tmp_path / 'packages')}:{root}",
        "AUDIT_LOG": str(tmp_path / "log"),
        "AUDIT_FORBIDDEN": str(outside),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    return Stranger(root, variables)


LOOKING = (
    ["tags", "list"],
    ["tags", "suggest"],
    ["tags", "apply", "--dry-run"],
    ["tags", "block", "harbour", "--dry-run"],
    ["lists", "--check"],
    ["lists", "--dry-run"],
    ["explain", "docs/articles"],
    ["explain", *FEW],
    ["furniture", *FEW],
    ["ingest", "--dry-run", *FEW],
    ["reingest", "--dry-run"],
    ["upgrade", "--dry-run"],
    ["trust"],
    ["trust", "--list"],
)


@pytest.mark.parametrize(
    "command", LOOKING, ids=lambda command: " ".join(part for part in command if isinstance(part, str))
)
def test_a_command_that_looks_runs_nothing(stranger: Stranger, command: list[object]) -> None:
    before = sorted(stranger.root.rglob("*"))
    done = run(*command, cwd=stranger.root, **stranger.variables)
    assert done.returncode in (0, 3), done.stderr
    assert stranger.log == []
    assert [path for path in sorted(stranger.root.rglob("*")) if ".backfile" not in path.parts] == [
        path for path in before if ".backfile" not in path.parts
    ]


WRITING = (
    ["ingest", *FEW],
    ["reingest"],
    ["lists"],
    ["upgrade"],
    ["tags", "apply"],
    ["tags", "undo"],
    ["tags", "suggest", "--accept"],
    ["furniture", "--accept", *FEW],
    ["build"],
    ["serve", "--port", "1"],
)


@pytest.mark.parametrize("command", WRITING, ids=lambda command: str(command[0]))
def test_a_command_that_runs_code_asks_first(stranger: Stranger, command: list[object]) -> None:
    done = stranger.run(*command, code=UntrustedError.exit_code)
    for name, line in (
        ("evil_hook.py", 16),
        ("evil_extension", 10),
        ("evil", 14),
        ("python/object/apply:os.system", 20),
    ):
        assert re.search(rf"mkdocs\.yml, line {line}: [^;]* {re.escape(name)}[;.]", done.stderr), name
    assert "EVIL_SECRET" in done.stderr
    assert done.stderr.rstrip().endswith("run the command again with --trust.")
    assert stranger.log == []


def test_trust_is_remembered_until_the_code_changes(stranger: Stranger) -> None:
    done = stranger.run("build", "--trust")
    assert "Trusted until it changes: mkdocs.yml, line 2: inherited file" in done.stderr
    assert "EVIL_SECRET" in done.stderr
    ran = " ".join(stranger.log)
    for name in ("evil_hook.py", "evil_extension.py", "evil_plugin.py", "system ", "outside/base.yml"):
        assert name in ran, f"the audit sees {name}"
    assert "Trusted" not in stranger.run("build").stderr
    stranger.run("ingest", *FEW)
    assert "(trusted)" in stranger.run("trust").stdout
    assert stranger.run("trust", "--list").stdout == f"{stranger.root}\n"
    (stranger.root / "evil_hook.py").write_text("print()\n")
    asked = stranger.run("build", code=UntrustedError.exit_code).stderr
    assert "changed after you trusted it: mkdocs.yml, line 16: hook evil_hook.py (changed)" in asked
    stranger.run("ingest", *FEW)
    stranger.run("build", "--trust")
    stranger.run("trust", "--forget")
    stranger.run("ingest", *FEW, code=UntrustedError.exit_code)


def test_the_error_is_json_with_the_code_and_the_variables(stranger: Stranger) -> None:
    error = json.loads(stranger.run("build", "--json", code=UntrustedError.exit_code).stdout)["error"]
    assert error["environment"] == ["EVIL_SECRET"]
    shown = json.loads(stranger.run("trust", "--json").stdout)
    assert shown == {"code": error["code"], "environment": error["environment"]}
    hook = {"kind": "hook", "name": "evil_hook.py", "file": "mkdocs.yml", "line": 16, "why": "new"}
    assert hook in shown["code"]


def test_a_dry_run_says_what_it_left_out(stranger: Stranger) -> None:
    for command in (["ingest", "--dry-run", *FEW], ["explain", *FEW], ["lists", "--check"]):
        done = run(*command, cwd=stranger.root, **stranger.variables)
        assert "Left out, because it is not trusted: " in done.stderr
        assert "Markdown extension evil_extension" in done.stderr


def test_names_are_printed_without_control_characters(stranger: Stranger) -> None:
    settings = stranger.root / "mkdocs.yml"
    settings.write_text(SETTINGS + 'watch: []\nnot_in_nav: ""\n')
    text = settings.read_text().replace("  - evil_hook.py\n", '  - "evil\\e[2J\\u202egpj.py"\n')
    settings.write_text(text)
    done = stranger.run("build", code=UntrustedError.exit_code)
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr


def test_files_with_the_names_of_modules_are_not_imported(stranger: Stranger) -> None:
    """`python -m` and `python -c` look for modules in the current folder first."""
    for name in ("yaml", "typer", "markdown", "trafilatura", "pebble", "platformdirs", "signal", "rich", "json"):
        (stranger.root / f"{name}.py").write_text("import os\nos.system('true')\n")
    variables = stranger.variables | {"PYTHONPATH": stranger.variables["PYTHONPATH"].split(":")[0]}
    for command in (["tags", "list"], ["ingest", "--dry-run", *FEW]):
        done = run(*command, cwd=stranger.root, **variables)
        assert done.returncode in (0, 3), done.stderr
    assert stranger.log == []


def test_compiled_files_of_the_archive_are_not_used(home: Path, tmp_path: Path) -> None:
    """A compiled file may be one that Python does not compare with the file beside it (PEP 552)."""
    (home / "hook.py").write_text("print('what the owner has read')\n")
    (tmp_path / "other.py").write_text("print('something else')\n")
    code = (
        "import importlib.util, py_compile, sys\n"
        "py_compile.compile(sys.argv[1], importlib.util.cache_from_source(sys.argv[2]),"
        " invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "other.py", home / "hook.py"], check=True)
    with (home / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [hook.py]\n")
    done = run("build", "--trust", cwd=home, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert "what the owner has read" in done.stdout
    assert "something else" not in done.stdout


def test_the_owner_of_a_new_archive_is_asked_nothing(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    for command in (
        ["init", "--host", "github", "a"],
        ["ingest", *FEW, "-C", "a"],
        ["build", "-C", "a"],
    ):
        done = run(*command, cwd=tmp_path, **state)
        assert done.returncode in (0, 3), done.stderr
        assert "trust" not in done.stderr.lower()
    assert not (tmp_path / "state" / "backfile" / "trust").exists()
    assert "name no code" in run("trust", cwd=tmp_path / "a", **state).stdout
