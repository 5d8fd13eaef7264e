"""The wording of the remarks on articles that claim to be another one, or its address, and are kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from shlex import quote

from backfile.archive.identity_rule import Relation, Verdict
from backfile.operations.drafts import Draft
from backfile.problems import Problem, ProblemKind

_NAMED = 3
"""So many pages are named beside the first one: an address can have thousands of claimants."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A new page that claims to be another one, or its address. Paths are those in the archive."""

    file: str
    """The input."""
    page_file: str
    other_file: str
    verdict: Verdict
    is_known: bool
    """Whether the other page was saved from the site of its address."""


def claims_of_run(
    rivals: Iterable[tuple[Draft, Draft, Verdict]],
    paths: Mapping[int, str],
    new: Collection[int],
    display_path: Callable[[str], str],
) -> Iterator[Claim]:
    """Yield the claims among the articles of one run of which at least one has a new page.

    In: pairs of drafts with the verdict on them; the paths of their pages; the drafts with new pages.
    """
    for newer, older, verdict in rivals:
        draft, other = (newer, older) if newer.number in new else (older, newer)
        if draft.number in new and other.number in paths:
            page_file, other_file = (display_path(paths[each.number]) for each in (draft, other))
            yield Claim(draft.input_file.file, page_file, other_file, verdict, other.is_from_own_site)


def claim_problems(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Yield one remark for each new page that claims to be others.

    It names first the one that was saved from the site of its address: others can be as many as somebody likes.
    """
    by_page: dict[str, list[Claim]] = {}
    for claim in claims:
        by_page.setdefault(claim.page_file, []).append(claim)
    for found in by_page.values():
        found.sort(key=lambda claim: (not claim.is_known, claim.verdict.relation is Relation.RIVAL))
        yield _problem(found[0], [*dict.fromkeys(claim.other_file for claim in found[1:])])


def _problem(claim: Claim, others: Sequence[str]) -> Problem:
    """Return the remark for a page. In: its first claim; the other pages that it claims to be."""
    page_file, other_file = claim.page_file, claim.other_file
    more = _listed(others)
    if claim.verdict.relation is Relation.RIVAL:
        reason = f"its page {page_file} has the canonical URL of {other_file}, with another headline and text"
        reason += f"; so have {more}" if others else ""
        command = _command(other_file, page_file)
        step = (
            f"If one of them names the wrong URL, correct `url` on its page; to say it is the other's, run {command}."
        )
        return Problem(ProblemKind.URL_HELD, claim.file, f"{reason}; {_kept(others)} are kept", step)
    reason = f"its page {page_file} and {other_file} claim to be one article, but {claim.verdict.reason}"
    reason += f"; its URL or text is also that of {more}" if others else ""
    same = f"`backfile identity same {quote(other_file)} {quote(page_file)}`"
    step = f"If they are one, run {same}; if not, {_command(other_file, page_file)}."
    return Problem(ProblemKind.IDENTITY, claim.file, f"{reason}; {_kept(others)} are kept", step)


def _kept(others: Sequence[str]) -> str:
    return "all" if others else "both"


def _listed(files: Sequence[str]) -> str:
    """Return the names of pages, of many only a few and the number of the others."""
    named = files if len(files) <= _NAMED + 1 else files[:_NAMED]
    names = [*named, f"{len(files) - len(named)} other pages"] if len(named) < len(files) else [*named]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _command(page_file: str, other_file: str) -> str:
    return f"`backfile identity apart {quote(page_file)} {quote(other_file)}`"
