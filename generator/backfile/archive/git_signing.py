"""Signatures: whether git signs the program's commits, and which commits bear a signature of the owner.

What signs and who is known is taken from the user's own settings of git, never from those in a repository: a stranger
can have made that one, and its settings could name a program. A repository may only switch signing on or off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, repeat
from pathlib import Path

from backfile.archive.git_process import run
from backfile.problems import GitError

_SIGN, _KEY = "commit.gpgsign", "user.signingkey"
_DEFAULTS = {
    "gpg.format": "openpgp",
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.ssh.allowedsignersfile": "/dev/null",
    "gpg.mintrustlevel": "undefined",
}
"""Settings of git and what they are without a value; each is given to git, so that a repository's does not count."""
_UNSET = (_KEY, "gpg.ssh.defaultkeycommand", "gpg.ssh.revocationfile")
"""Settings that have no such value."""
_USER, _REPOSITORY = frozenset({"system", "global"}), frozenset({"local", "worktree"})
_STEPS = (1, 100, 500)
"""How many commits git is asked about at a time, to find the last one with a good signature; then 500 each time."""
_MOST = 1_000
"""Signatures that are looked at until one is good: for each, git starts a program."""


class SignatureState(StrEnum):
    """What git says of the signature of a commit."""

    GOOD = "good"
    WRONG = "wrong"
    """The commit was altered after it was signed, or the key was revoked."""
    UNKNOWN = "unknown"
    """Its key is not one that the user's settings know, so that anybody may have made it."""
    NONE = "none"


_STATES = {"G": "good", "X": "good", "Y": "good", "B": "wrong", "R": "wrong", "U": "unknown", "E": "unknown"}
"""What `%G?` of `git log` prints."""


@dataclass(frozen=True, slots=True)
class Signed:
    """How far signatures reach: that of a commit covers everything before it, too."""

    commit: str | None
    """The latest commit with a good signature; None without one."""
    signer: str
    """Who signed it, as git names that."""
    later: int
    """How many commits come after it; without one, how many were looked at."""
    last: SignatureState
    """The state of the last commit."""
    is_cut: bool = False
    """Whether only `later` commits were looked at, because they have many signatures, and none of them is good."""


def signing_options(root: Path) -> tuple[str, ...] | None:
    """Return git's options for signed commits, which stand before the command; None where the owner set up none.

    Raises GitError where the repository names a key and the user's settings do not.
    """
    user, repository = _settings(root)
    wanted = {**user, **repository}.get(_SIGN, "false")
    if not _is_true(wanted) or not (_is_true(user.get(_SIGN, "false")) or user.get(_KEY)):
        return None
    if repository.get(_KEY) and not user.get(_KEY):
        raise GitError(
            f"The key that signs commits is set in the repository of {root}, whose settings are not trusted. "
            "Set user.signingKey for yourself, with git config --global."
        )
    return (*_options(user, repository), "-c", f"{_SIGN}=true")


def read_signatures(root: Path, commit: str, *, all_before: bool = True) -> Signed:
    """Return how far the signatures in the history of a commit reach; or look at that commit only. Raises GitError."""
    commits = run(
        root, "log", "--topo-order", "--format=%H", *(() if all_before else ("-n", "1")), commit, "--"
    ).split()
    last, signatures = SignatureState.NONE, 0
    for place, (found, state, signer) in enumerate(_states(root, commits)):
        last = last if place else state
        if state is SignatureState.GOOD:
            return Signed(found, signer, place, last)
        signatures += state is not SignatureState.NONE
        if signatures == _MOST:
            return Signed(None, "", place + 1, last, is_cut=place + 1 < len(commits))
    return Signed(None, "", len(commits), last)


def _states(root: Path, commits: Sequence[str]) -> Iterator[tuple[str, SignatureState, str]]:
    """Yield each commit, the state of its signature, and who signed it. git is asked about some at a time."""
    options = _options(*_settings(root))
    words = (*options, "log", "--no-walk=unsorted", "--format=%H %G? %GS", "--stdin")
    place = 0
    for step in chain(_STEPS, repeat(_STEPS[-1])):
        names = "".join(f"{commit}\n" for commit in commits[place : place + step])
        if not names:
            return
        # A name can have separators of lines other than this one.
        for line in run(root, *words, stdin=names.encode()).removesuffix("\n").split("\n"):
            commit, code, signer = line.split(" ", 2)
            yield commit, SignatureState(_STATES.get(code, "none")), signer
        place += step


def _settings(root: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the settings for signatures: the user's own, and the repository's. Names are in small letters."""
    pattern = r"^(commit\.gpgsign|user\.signingkey|gpg\..*)$"
    words = run(root, "config", "--includes", "--show-scope", "-z", "--get-regexp", pattern).split("\0")
    user: dict[str, str] = {}
    repository: dict[str, str] = {}
    for scope, entry in zip(words[::2], words[1::2], strict=False):
        name, mark, value = entry.partition("\n")
        settings = user if scope in _USER else repository if scope in _REPOSITORY else {}
        settings[name.lower()] = value if mark else "true"
    return user, repository


def _options(user: Mapping[str, str], repository: Mapping[str, str]) -> tuple[str, ...]:
    values = {name: user.get(name, default) for name, default in _DEFAULTS.items()}
    if "gpg.program" in user and "gpg.openpgp.program" not in user:
        values["gpg.openpgp.program"] = user["gpg.program"]
    values |= {name: user.get(name, "") for name in _UNSET if name in user or name in repository}
    return tuple(word for name, value in values.items() for word in ("-c", f"{name}={value}"))


def _is_true(value: str) -> bool:
    return value.strip().lower() in {"true", "yes", "on", "1"}
