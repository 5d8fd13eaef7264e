"""Running git: options, environment and errors. No other module starts git.

File names and messages that come from input are never arguments: git reads paths literally, from a NUL-separated
list, and messages from a file. Commits of the program run without the owner's hooks; `git_signing` has them signed.
"""

from __future__ import annotations

import os
import resource
import selectors
import signal
import subprocess
from collections.abc import Generator, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import IO

from backfile.archive.git_own_files import refuse_pipes
from backfile.problems import GitError

_SETTINGS = (
    "core.hooksPath=/dev/null commit.gpgSign=false core.quotePath=false log.showSignature=false log.follow=false "
    # What a file of the archive says about authors is not read.
    "log.mailmap=false "
    # No background process after the run: it would keep the archive's lock.
    "core.fsmonitor=false gc.autoDetach=false maintenance.autoDetach=false "
    # A stranger's archive in a folder of a clone may itself look like a repository, whose settings name programs.
    "safe.bareRepository=explicit "
    # Commits survive a power cut.
    "core.fsync=all core.fsyncMethod=batch"
)
_OPTIONS = tuple(word for setting in _SETTINGS.split() for word in ("-c", setting))

_INHERITED_REPOSITORY = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_NAMESPACE GIT_OBJECT_DIRECTORY "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_GRAFT_FILE GIT_SHALLOW_FILE GIT_REPLACE_REF_BASE".split()
)
"""Variables that git sets for its hooks; with them a command would use another repository (`git rev-parse
--local-env-vars`)."""

_READ = 1 << 16
"""Bytes of output that are read at once, where it is used part by part."""
_MOST_MEMORY = 2 << 30
"""Bytes of a git that lists files, without the packs that it maps: the changes of 500,000 files need 200 MB."""
_MANY_FILES = "A commit of it seems to repeat folders, millions of files. Find it with: git log --stat"
_LONGEST_ENTRY = 1 << 20
"""Bytes of a part that are kept: a message of a commit can be any number of letters."""


def run(
    root: Path,
    *arguments: str,
    stdin: bytes | IO[bytes] | None = None,
    next_step: str | None = None,
    saved: float | None = None,
    index: Path | None = None,
) -> str:
    """Run git in the folder `root` and return its output, decoded as file names are. Raises as `run_bytes` does."""
    out = run_bytes(root, *arguments, stdin=stdin, next_step=next_step, saved=saved, index=index)
    return out.decode("utf-8", "surrogateescape")


def run_bytes(
    root: Path,
    *arguments: str,
    stdin: bytes | IO[bytes] | None = None,
    next_step: str | None = None,
    saved: float | None = None,
    index: Path | None = None,
) -> bytes:
    """Run git in the folder `root` and return its output. In: its input, as bytes or as an open file; the date of the
    author of a commit, in seconds since 1970; the index, if not the repository's own.

    Raises GitError when git fails or is not installed; `next_step` is the last sentence of its message.
    """
    source = subprocess.DEVNULL if stdin is None else subprocess.PIPE if isinstance(stdin, bytes) else stdin
    with _start(root, arguments, _environment(saved, index), source) as git:
        out, err = _communicate(git, stdin if isinstance(stdin, bytes) else None)
    _check(root, arguments, git.returncode, err, next_step)
    return out


def read_entries(root: Path, *arguments: str, index: Path | None = None) -> Generator[str]:
    """Run git in the folder `root`, and yield each part of its output that ends with NUL, decoded as in `run`. Of a
    part that is longer than 1 MB, the beginning is yielded.

    The output is read while git writes it, so that it is never in memory as a whole. Raises as `run_bytes` does.
    """
    rest = b""
    for data in read_parts(root, *arguments, index=index):
        *entries, rest = (rest + data if len(rest) < _LONGEST_ENTRY else _further(rest, data)).split(b"\0")
        yield from (entry.decode("utf-8", "surrogateescape") for entry in entries)


def read_parts(root: Path, *arguments: str, index: Path | None = None) -> Generator[bytes]:
    """Run git in the folder `root`, and yield its output as it comes. Raises as `run_bytes` does, also when git needs
    more than 2 GB of memory: it collects the changes of a commit before it prints them.
    """
    errors = bytearray()
    with _start(root, arguments, _environment(None, index), subprocess.DEVNULL) as git:
        try:
            if prlimit := getattr(resource, "prlimit", None):  # Linux has it.
                prlimit(git.pid, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
            yield from _read_output(git, errors)
            git.wait()
        except BaseException:  # Also when no more parts are wanted.
            _end(git)
            raise
    _check(root, arguments, git.returncode, errors, _MANY_FILES if b"memory" in errors else None)


def _further(long: bytes, data: bytes) -> bytes:
    """Return the beginning of a part that is too long, and what follows the part."""
    return long + data[data.find(b"\0") :] if b"\0" in data else long


def _read_output(git: subprocess.Popen[bytes], errors: bytearray) -> Iterator[bytes]:
    """Yield the output of git as it comes, and add what it writes about errors to `errors`: it waits for neither."""
    with selectors.DefaultSelector() as selector:
        for stream in filter(None, (git.stdout, git.stderr)):
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                data = os.read(key.fd, _READ)
                if not data:
                    selector.unregister(key.fileobj)
                elif key.fileobj is git.stderr:
                    errors += data
                else:
                    yield data


def _start(
    root: Path, arguments: Sequence[str], environment: dict[str, str], stdin: int | IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start git. Raises GitError when it is not installed, or would wait for a pipe."""
    refuse_pipes(root, arguments)
    try:
        return subprocess.Popen(  # noqa: S603  (fixed words; nothing from input is an argument)
            ["git", *_OPTIONS, *arguments],  # noqa: S607  (the git that the owner uses)
            cwd=root,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            close_fds=False,  # git inherits the archive's lock.
            process_group=0,
        )
    except FileNotFoundError as error:
        raise GitError(
            "git is not installed. Install it, or work without it: ingest --no-commit, init --no-git."
        ) from error


def _check(root: Path, arguments: Sequence[str], code: int, errors: bytes | bytearray, next_step: str | None) -> None:
    """Raise GitError when git failed. In: its exit code, and what it wrote about errors."""
    if code:
        message = errors.decode("utf-8", "replace").strip().rstrip(". ") or f"exit code {code}"
        raise GitError(
            f"git {_command(arguments)} failed in {root}: {message}. {next_step or 'Fix the problem and run again.'}"
        )


def _command(arguments: Sequence[str]) -> str:
    """Return the name of the command, which follows the settings of a call (`-c NAME=VALUE`)."""
    settings = takewhile(lambda pair: pair[0] == "-c", zip(arguments[::2], arguments[1::2], strict=False))
    return arguments[2 * len([*settings])]


def git_path(root: Path, name: str) -> Path:
    """Return where a file of git's own is, such as `info/grafts`. Raises GitError when git fails."""
    return root / run(root, "rev-parse", "--git-path", name).removesuffix("\n")


def _environment(saved: float | None, index: Path | None) -> dict[str, str]:
    """Return the variables that git gets. In: the date of an author in seconds since 1970; an index of its own."""
    environment = {key: value for key, value in os.environ.items() if key not in _INHERITED_REPOSITORY}
    environment |= {"GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0"}
    # ssh-keygen, which signs, would be stopped if it read a passphrase from the terminal: it is no job of that.
    environment |= {"GIT_TERMINAL_PROMPT": "0", "SSH_ASKPASS_REQUIRE": "force", "LC_ALL": "C.UTF-8"}
    environment |= {} if index is None else {"GIT_INDEX_FILE": str(index.absolute())}
    return environment | ({} if saved is None else {"GIT_AUTHOR_DATE": f"@{int(saved)} +0000"})


def _communicate(git: subprocess.Popen[bytes], stdin: bytes | None) -> tuple[bytes, bytes]:
    """Wait until git ends and return its output and errors. When the run is interrupted, git is ended."""
    try:
        return git.communicate(stdin)
    except BaseException:
        _end(git)
        raise


def _end(git: subprocess.Popen[bytes]) -> None:
    """End git with SIGTERM: then it removes its lock files."""
    if git.poll() is None:
        os.killpg(git.pid, signal.SIGTERM)
    git.wait()
