"""Signatures: whether git signs the program's commits, and which commits bear a signature of the owner.

What signs and who is known is taken from the user's own settings of git, never from those in a repository: a stranger
can have made that one, and its settings could name a program. A repository may only switch signing on or off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
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
_STEPS = (1, 100)
"""Commits that are looked at to find the last one with a good signature, before all are."""


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
    """How far signatures reach: that of a commit is for everything before it, too."""

    commit: str | None
    """The latest commit with a good signature; None without one."""
    signer: str
    """Who signed it, as git names that."""
    later: int
    """How many commits come after it; without one, how many there are."""
    last: SignatureState
    """The state of the last commit."""


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


def read_signatures(root: Path, commit: str) -> Signed:
    """Return how far the signatures in the history of a commit reach. Raises GitError."""
    options = _options(*_settings(root))
    last = SignatureState.NONE
    for limit in (*(("-n", str(step)) for step in _STEPS), ()):
        lines = run(root, *options, "log", "--topo-order", "--format=%H %G? %GS", *limit, commit, "--").splitlines()
        found = [line.split(" ", 2) for line in lines]
        states = [SignatureState(_STATES.get(code, "none")) for _, code, _ in found]
        last = states[0]
        if SignatureState.GOOD in states:
            place = states.index(SignatureState.GOOD)
            return Signed(found[place][0], found[place][2], place, last)
    return Signed(None, "", len(found), last)


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
