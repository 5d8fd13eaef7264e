"""The commit of an ingest: its message, and the remarks on what git does with the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from backfile.archive import git
from backfile.archive.git_objects import linked_repositories
from backfile.archive.git_revisions import author_date
from backfile.archive.storage import Storage
from backfile.operations.commit import commit_changes
from backfile.operations.commit_message import write_message
from backfile.operations.run_results import RunResults
from backfile.problems import GitError, Problem, ProblemKind
from backfile.report import Committed
from backfile.settings.mkdocs_yml import Config

_NEXT_STEP = "The pages are written; the next ingest commits them."


def commit_ingest(
    config: Config,
    storage: Storage,
    results: RunResults,
    own_files: Sequence[str] = (),
    earlier: Sequence[str] = (),
    levels: int = 0,
) -> Committed:
    """Commit what the program wrote, in this run or in an earlier one, and add remarks on git to the results.

    In: files of the owner that the run wrote; the commits that it made before, and how many of them have revisions.
    """
    try:
        if not git.is_versioned(config.root):
            return Committed()
        for problem in _remarks(config, [path for _, path in results.on_disk], writes_pages=bool(results.written)):
            results.add_problem(problem)
        message, saved = _message(results, storage, levels), author_date(results.saved)
        commit = commit_changes(config, storage, message, _NEXT_STEP, own_files, saved)
        if commit.revision and git.current_branch(config.root) is None:
            results.add_problem(_detached_problem(commit.revision))
    except GitError as error:
        return Committed(uncommitted=str(error), earlier=tuple(earlier))
    return replace(commit, earlier=tuple(earlier))


def _remarks(config: Config, paths: Sequence[str], *, writes_pages: bool) -> Iterator[Problem]:
    """Yield a problem for each setting of git that keeps pages out of the commit. In: the pages that were written."""
    docs = config.docs.relative_to(config.root).as_posix()
    if writes_pages and git.has_ignored_files(config.root, f"{docs}/articles"):
        reason = "git ignores the pages in this folder, and has not committed them"
        step = "Remove it from .gitignore. If git should not have the pages, set `commit: false` in mkdocs.yml."
        yield Problem(ProblemKind.GIT, f"{docs}/articles", reason, step)
    separate = [docs] if git.is_separate_repository(config.root, config.docs) else _repositories_below(config, paths)
    for folder in separate:
        reason = "this folder is a git repository of its own, and its pages have not been committed"
        step = "Commit them there. To turn this remark off, set `commit: false` in mkdocs.yml."
        if not (config.root / folder / ".git").exists():
            reason = "git takes this folder for a repository of its own, and its pages have not been committed"
            step = f"Move the pages away, fetch the submodule, and run again. If it is none: git rm --cached {folder}."
        yield Problem(ProblemKind.GIT, folder, reason, step)


def _repositories_below(config: Config, paths: Sequence[str]) -> list[str]:
    """Return the folders below docs/ with one of these pages that are repositories of their own, as problems name them.

    `git status` does not list what is in such a folder, such as a submodule, so that no page there is committed. Only
    this leaves them out: `git update-index --add` would stage them.
    """
    docs = config.docs.relative_to(config.root)
    folders = {folder for path in paths for folder in (docs / path).parents if folder.is_relative_to(docs)} - {docs}
    linked = linked_repositories(config.root, docs.as_posix()) if folders else frozenset()
    found = {folder.as_posix() for folder in folders if (config.root / folder / ".git").exists()}
    return sorted(found | {folder.as_posix() for folder in folders} & linked)


def _detached_problem(revision: str) -> Problem:
    reason = f"no branch is checked out, so that no branch has the commit {revision[:10]}"
    return Problem(ProblemKind.GIT, ".git", reason, f"Keep it with: git branch NAME {revision[:10]}.")


def _message(results: RunResults, storage: Storage, levels: int) -> str:
    """Return the commit's message: how many pages are new or updated, and their headlines."""
    new = sum(mark == "+" for mark, _ in results.on_disk)
    updated = len(results.on_disk) - new
    counts = [f"{new} new"] * bool(new) + [f"{updated} updated"] * bool(updated)
    job = f"Ingest, revision {levels + 1} of {levels + 1}" if levels else "Ingest"
    rest = "the newest texts again" if levels else "what an earlier run left uncommitted"
    summary = f"{job}: {', '.join(counts) or rest}"
    return write_message(summary, [(mark, partial(storage.read_page, path)) for mark, path in results.on_disk])
