"""The wording of the remarks on articles that claim to be another one, or its address, and are kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from shlex import quote

from backfile.archive.identity_rule import Relation, Verdict
from backfile.operations.drafts import Draft
from backfile.problems import Problem, ProblemKind


def identity_problem(file: str, page_file: str, other_file: str, verdict: Verdict) -> Problem:
    """Return the remark for an article that has a page of its own, beside one that claims to be the same.

    In: the input; the paths, in the archive, of its page and of the other one; the verdict on them.
    """
    if verdict.relation is Relation.RIVAL:
        reason = f"its page {page_file} has the canonical URL of {other_file}, with another headline and text"
        command = _command(other_file, page_file)
        step = (
            f"If one of them names the wrong URL, correct `url` on its page; to say it is the other's, run {command}."
        )
        return Problem(ProblemKind.URL_HELD, file, f"{reason}; both are kept", step)
    reason = f"its page {page_file} and {other_file} claim to be one article, but {verdict.reason}; both are kept"
    same = f"`backfile identity same {quote(other_file)} {quote(page_file)}`"
    return Problem(
        ProblemKind.IDENTITY, file, reason, f"If they are one, run {same}; if not, {_command(other_file, page_file)}."
    )


def rival_problems(
    rivals: Iterable[tuple[Draft, Draft, Verdict]],
    paths: Mapping[int, str],
    new: Collection[int],
    display_path: Callable[[str], str],
) -> Iterator[Problem]:
    """Yield the remarks on the articles of one run of which at least one has a new page.

    In: pairs of drafts with the verdict on them; the paths of their pages; the drafts with new pages.
    """
    for newer, older, verdict in rivals:
        draft, other = (newer, older) if newer.number in new else (older, newer)
        if draft.number in new and other.number in paths:
            page_file, other_file = (display_path(paths[each.number]) for each in (draft, other))
            yield identity_problem(draft.input_file.file, page_file, other_file, verdict)


def _command(page_file: str, other_file: str) -> str:
    return f"`backfile identity apart {quote(page_file)} {quote(other_file)}`"
