"""Verify: whether an archive is what its commits say it is, offline, now or at any commit.

Checks the files on the disk against the last commit, the files of the commit against the manifest that its message
names, the manifests against each other, and each original against the digest that is its name. Uses no cache. Which
differences are findings is decided in `archive.verification`, what a page says of itself in `checked_files`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backfile.archive import git
from backfile.archive.commit_manifest import log_messages, manifest_folders, read_digests
from backfile.archive.former_docs import manifest_files
from backfile.archive.git_history import has_commits, versions_of
from backfile.archive.git_objects import tree_blobs
from backfile.archive.git_signing import Signed, read_signatures, signing_options
from backfile.archive.identity_sites import make_sites
from backfile.archive.lock import WaitListener
from backfile.archive.manifest import manifest_root
from backfile.archive.merged_sides import MergedSides
from backfile.archive.revisions.page_facts import read_facts
from backfile.archive.storage import Storage
from backfile.archive.tombstone import load_tombstone
from backfile.archive.verification import (
    OF_COMMITS,
    REMARKS,
    SEAL_SUBJECT,
    CommitRoots,
    Finding,
    FindingKind,
    changed_since,
    check_chain,
    check_signatures,
    compare_files,
    nearest,
    read_roots,
)
from backfile.operations.checked_files import Checked, check_file, read_files
from backfile.operations.left_files import find_left
from backfile.operations.published_manifest import read_published
from backfile.settings.inside import files_inside, read_bytes
from backfile.settings.layout import ORIGINALS
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a verification."""

    root: str
    """The Merkle root of what was verified: of the commit, or without git of the files on the disk."""
    commit: str | None
    """The hash of the commit; None without git."""
    pages: int
    originals: int
    others: int
    """The other files of the manifest: what else is in the folders of pages and originals, such as files for git."""
    findings: tuple[Finding, ...] = field(default=())
    """What is wrong, and remarks; sorted by path."""
    signed: Signed | None = None
    """How far signatures reach; None without git."""

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Return the findings that are no remarks."""
        return tuple(finding for finding in self.findings if finding.kind not in REMARKS)


def verify(
    config: Config,
    revision: str | None = None,
    *,
    expect: str | None = None,
    manifest: Path | None = None,
    wait: WaitListener | None = None,
) -> Verification:
    """Verify an archive: the files on the disk and the last commit, or the commit `revision` alone.

    `expect` is a root that was obtained elsewhere: the commit or one before it must have it. With `manifest`, the
    folder of a published manifest, the files on the disk are compared with that, without git. Raises
    NothingThereError for a commit or a manifest that does not exist.
    """
    storage = Storage(config.root, config.docs)
    with storage.locked("verify", wait, looks=True):
        if manifest is not None:
            return _against_published(config, manifest, expect)
        if not git.is_versioned(config.root) or (revision is None and not has_commits(config.root)):
            return _by_itself(config, expect)
        return _Commits(config, revision, expect).verify()


def verify_last_commit(config: Config) -> Verification:
    """Verify the files on the disk and the last commit, while the caller holds the archive's lock."""
    return _Commits(config, None, None).verify()


def _against_published(config: Config, folder: Path, expect: str | None) -> Verification:
    published, findings = read_published(folder)
    found = read_files(config)
    findings += compare_files(published.files, {path: digest for path, (digest, _) in found.items()}, "the manifest")
    findings += (finding for _, checked in found.values() for finding in checked.findings)
    if expect is not None and expect != published.root:
        findings.append(Finding(FindingKind.ROOT, expect, f"the manifest has the root {published.root}"))
    return _result(published.root, None, published.files, findings)


def _by_itself(config: Config, expect: str | None) -> Verification:
    """Verify an archive without git and without a manifest: only originals and pages can be checked."""
    found = read_files(config)
    files = {path: digest for path, (digest, _) in found.items()}
    root = manifest_root(files)
    findings = [finding for _, checked in found.values() for finding in checked.findings]
    if expect is None:
        reason = "git has no commit of it, so that only its originals are checked; a published manifest can be named"
        findings.append(Finding(FindingKind.UNKNOWN, ".", reason))
    elif expect != root:
        findings.append(Finding(FindingKind.ROOT, expect, f"the archive has the root {root}"))
    return _result(root, None, files, findings)


def _result(
    root: str, commit: str | None, files: Mapping[str, str], findings: Sequence[Finding], signed: Signed | None = None
) -> Verification:
    originals = sum(path.startswith(f"{ORIGINALS}/") and path.endswith(".gz") for path in files)
    pages = sum(path.endswith(".md") and not path.startswith(f"{ORIGINALS}/") for path in files)
    others = len(files) - pages - originals
    ordered = sorted(set(findings), key=lambda finding: (finding.path, finding.kind, finding.reason))
    return Verification(root, commit, pages, originals, others, tuple(ordered), signed)


class _Commits:
    """The verification of a commit, and of the files on the disk if it is the last one."""

    def __init__(self, config: Config, revision: str | None, expect: str | None) -> None:
        self._config = config
        self._root = config.root
        self._folders = manifest_folders(config.root, config.docs)
        self._with_disk = revision is None
        self._expect = expect
        self._commit = git.resolve_commit(self._root, "HEAD" if revision is None else revision)
        self._commits = read_roots(log_messages(self._root, self._commit))
        self._digests: dict[str, str] = {}
        """git's digest of a file -> its digest in a manifest."""

    def verify(self) -> Verification:
        """Return what is wrong, and what the owner did."""
        blobs = tree_blobs(self._root, self._commit, self._folders)
        checked = self._check(blobs)
        files = self._files(blobs)
        findings = [finding for each in checked.values() for finding in each.findings]
        findings += check_chain(self._commits)
        findings += self._against_manifests(blobs, files, checked)
        if self._with_disk:
            findings += self._against_disk(files)
            findings += self._left_of_withdrawn(findings)
        findings += self._against_expected(manifest_root(files), blobs)
        if git.is_shallow(self._root):
            reason = "the history is cut, so that earlier manifests are not known"
            findings.append(Finding(FindingKind.UNKNOWN, ".git", reason))
        wanted = signing_options(self._root) is not None
        signed = read_signatures(self._root, self._commit, all_before=wanted)
        findings += check_signatures(signed, self._commit, wanted=wanted)
        accepted = {commit for each in self._commits for commit in each.accepted}
        findings = [each for each in findings if each.path not in accepted or each.kind not in OF_COMMITS]
        return _result(manifest_root(files), self._commit, files, findings, signed)

    def _check(self, blobs: Mapping[str, str]) -> dict[str, Checked]:
        """Read all files of the commit, keep their digests, and return what each says."""
        by_blob: dict[str, list[str]] = {}
        for path, blob in blobs.items():
            by_blob.setdefault(blob, []).append(path)
        checked: dict[str, Checked] = {}
        for blob, digest, content in read_digests(self._root, by_blob):
            self._digests[blob] = digest
            for path in by_blob[blob]:
                checked[path] = check_file(path, content, is_last=self._with_disk)
        return checked

    def _files(self, blobs: Mapping[str, str]) -> dict[str, str]:
        unknown = {blob for blob in blobs.values() if blob not in self._digests}
        self._digests |= {blob: digest for blob, digest, _ in read_digests(self._root, unknown)}
        return {path: self._digests[blob] for path, blob in blobs.items()}

    def _tree(self, commit: str) -> tuple[dict[str, str], dict[str, str]]:
        return manifest_files(self._root, self._config.docs, commit)

    def _against_manifests(
        self, blobs: Mapping[str, str], files: Mapping[str, str], checked: Mapping[str, Checked]
    ) -> Iterator[Finding]:
        """Yield the commits without the files that they name, and what was committed since by somebody else."""
        stated = nearest(self._commits)
        bases: dict[str, dict[str, str]] = {}
        for commit in stated:
            named, bases[commit.commit] = self._tree(commit.commit)
            if manifest_root(self._files(named)) != commit.own:
                reason = "its pages and originals are not those of the manifest that its message names"
                yield Finding(FindingKind.COMMIT, commit.commit, reason)
        if not stated:
            reason = "no commit names a manifest: they were made before the program wrote them, or not by it"
            yield Finding(FindingKind.UNKNOWN, self._commit, reason)
            return
        yield from self._by_owner(blobs, bases, checked)
        sealed = next((commit for commit in self._commits if commit.subject.startswith(SEAL_SUBJECT)), None)
        adopted = self._tree(sealed.commit)[1] if sealed else {}
        for path, each in checked.items():
            if each.is_edited and adopted.get(path) != blobs[path]:
                yield Finding(FindingKind.EDITED, path, "it was edited by its owner")

    def _by_owner(
        self, blobs: Mapping[str, str], commits: Mapping[str, Mapping[str, str]], checked: Mapping[str, Checked]
    ) -> Iterator[Finding]:
        """Yield the files that differ from all manifests, and those that a merge lost.

        In: git's digests of files now, and at the commits of the manifests.
        """
        bases = commits.values()
        known, now = {blob for base in bases for blob in base.values()}, set(blobs.values())
        sides = MergedSides(self._root, self._folders, commits)
        for path in sorted(blobs.keys() | {path for base in bases for path in base}):
            if any(base.get(path) == blobs.get(path) for base in bases):
                if set(sides.changes_lost(path, blobs.get(path))) - now:
                    reason = "a merge took it from one side" if path in blobs else "a merge removed it"
                    yield Finding(FindingKind.EDITED, path, f"{reason}, and lost what the other side had")
                continue
            if path not in blobs:
                moved = [other for base in bases for other, blob in blobs.items() if blob == base.get(path)]
                reason = f"it was moved by its owner to {moved[0]}" if moved else "it was removed by its owner"
                yield Finding(FindingKind.EDITED, path, reason)
            elif not any(path in base for base in bases):
                if blobs[path] not in known:
                    yield Finding(FindingKind.EDITED, path, "it was added by its owner")
            elif checked[path].is_edited:
                continue  # It is named as such below.
            elif blobs[path] in [version.blob for version in versions_of(self._root, path)][1:]:
                yield Finding(FindingKind.EDITED, path, "its owner set it back to an earlier text")
            else:
                reason = "another text with an intact seal was committed in its place, and not by the program"
                yield Finding(FindingKind.ALTERED, path, reason)

    def _against_disk(self, files: Mapping[str, str]) -> Iterator[Finding]:
        read = read_files(self._config)
        disk = {path: digest for path, (digest, _) in read.items()}
        for _, each in read.values():
            yield from (finding for finding in each.findings if finding.kind is FindingKind.UNKNOWN)  # Links.
        same = {path for path in files.keys() & disk.keys() if files[path] != disk[path] and self._is_same(path, files)}
        yield from compare_files(files, {**disk, **{path: files[path] for path in same}}, "the last commit")

    def _left_of_withdrawn(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the files that a merge left of withdrawn articles. In: the findings, which name the tombstones."""
        tombstones = [each.path for each in findings if each.kind is FindingKind.WITHDRAWN]
        storage, sites = Storage(self._root, self._config.docs), make_sites(self._config.settings.same_sites)
        pages = list(files_inside(storage.docs / "articles", storage.docs, ".md")) if tombstones else []
        inputs = {read_facts(_text_of(storage, file.relative_to(storage.docs).as_posix())).original for file in pages}
        for shown in tombstones:
            path = (self._root / shown).relative_to(storage.docs).as_posix()
            stone = load_tombstone(_text_of(storage, path))
            for left in find_left(storage, path, stone, inputs, sites).paths if stone else ():
                reason = f"it is of {shown}, which was withdrawn; to remove it, withdraw that again"
                yield Finding(FindingKind.FOREIGN, left, reason)

    def _is_same(self, path: str, files: Mapping[str, str]) -> bool:
        """Return whether a page differs in its line ends only, as git converts them on some systems."""
        if not path.endswith(".md"):
            return False
        try:
            content = read_bytes(self._root / path, self._root).replace(b"\r\n", b"\n")
        except OSError:
            return False  # A link that leads nowhere, or out of the archive: it is named as such.
        return hashlib.sha256(content).hexdigest() == files[path]

    def _against_expected(self, root: str, blobs: Mapping[str, str]) -> Iterator[Finding]:
        """Yield a finding if neither the commit nor one before it has the root that was obtained elsewhere, and the
        files that were changed or removed since the commit that has it. In: git's digests of files now.
        """
        if self._expect is None or self._expect == root:
            return
        holder: CommitRoots | None = next((each for each in self._commits if each.own == self._expect), None)
        if holder is None:
            yield Finding(FindingKind.ROOT, self._expect, "no commit has this root: the history was written again")
            return
        named, moved = self._tree(holder.commit)
        if manifest_root(self._files(named)) != self._expect:
            reason = "its pages and originals are not those of the expected root, which its message names"
            yield Finding(FindingKind.COMMIT, holder.commit, reason)
        else:
            yield from changed_since(moved, blobs, holder.commit)


def _text_of(storage: Storage, path: str) -> str:
    """Return the text of a page; an empty one where there is no file, which other findings name."""
    try:
        return storage.read_page(path)
    except OSError:
        return ""
