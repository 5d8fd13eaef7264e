"""`backfile tags`: the commands that look at the tags of an archive and change its vocabulary. As in `cli`, arguments
in, one call, an exit code out; what these commands print is worded here too.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output, tags_suggest
from backfile.cli.errors import explaining
from backfile.cli.options import Archive, Commit, DryRun, Json, Quiet, Wait, examples, patience
from backfile.problems import GitError

if TYPE_CHECKING:
    from backfile.operations.retag import Change, Edit, Retagged
    from backfile.operations.tag_counts import Count
    from backfile.settings.mkdocs_yml import Config

app = typer.Typer(
    help="Look at the tags, and change what they are called.",
    epilog="""
    Examples:

    \b
      backfile tags list --least 5
      backfile tags suggest
      backfile tags merge Warming "Climate crisis" --into "Climate change"
      backfile tags apply --dry-run

    Each command has help of its own: backfile tags merge --help
    """,
    no_args_is_help=True,
    rich_markup_mode=None,
)

Least = Annotated[int, typer.Option("--least", min=1, metavar="NUMBER", help="Tags of at least so many articles.")]
Tag = Annotated[str, typer.Argument(metavar="TAG", hidden=True)]


@app.command(
    name="list",
    short_help="List the tags with their numbers.",
    epilog=examples("backfile tags list --least 5", "backfile tags list --blocked"),
)
@explaining
def list_tags(
    archive: Archive = Path(),
    least: Least = 1,
    blocked: Annotated[bool, typer.Option("--blocked", help="Those that tags.yml blocks, instead.")] = False,
    as_json: Json = False,
) -> None:
    """List the tags: how many articles have each, and from when to when; the most used first."""
    from backfile.operations import tag_counts

    with output.reserved(as_json):
        loaded = _load(archive)
        counts = (
            tag_counts.blocked(loaded)
            if blocked
            else [count for count in tag_counts.tags(loaded) if count.articles >= least]
        )
    if as_json:
        output.answer({"tags": [asdict(count) for count in counts]})
        return
    width = max((len(f"{count.articles:,}") for count in counts), default=0)
    output.say(*(f"{count.articles:>{width},}  {count.label}{_span(count)}" for count in counts))
    if not counts:
        output.say("tags.yml blocks nothing." if blocked else "No article has such a tag.")


def _span(count: Count) -> str:
    if count.first is None:
        return ""
    return f"  ({count.first})" if count.first == count.last else f"  ({count.first} to {count.last})"


app.command(
    short_help="Suggest merges and new tags.",
    epilog=examples("backfile tags suggest", "backfile tags suggest --least 20", "backfile tags suggest --of authors"),
)(explaining(tags_suggest.suggest))


@app.command(
    short_help="Give all pages the tags that tags.yml gives them.",
    epilog=examples("backfile tags apply --dry-run", "backfile tags apply"),
)
@explaining
def apply(
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Give all pages the tags that tags.yml gives them, in one commit. Pages that you edited are left alone."""
    _run(archive, None, commit=commit, dry_run=dry_run, wait=wait, quiet=quiet, as_json=as_json)


@app.command(short_help="Call a tag something else.", epilog=examples("backfile tags rename Ferries 'Ferry traffic'"))
@explaining
def rename(
    label: Tag,
    new: Annotated[str, typer.Argument(metavar="NEW", hidden=True)],
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Call TAG by the name NEW, in tags.yml and on all pages; the old name becomes an alias."""
    from backfile.operations.retag import Edit
    from backfile.tags import edit_tags_yml as edits

    how = partial(edits.rename, label=label, new=new)
    told = f"{label} is now {new}"
    _run(archive, Edit(how, told, (label,)), commit=commit, dry_run=dry_run, wait=wait, quiet=quiet, as_json=as_json)


@app.command(
    short_help="Make one tag of several.",
    epilog=examples("backfile tags merge 'Global warming' 'Climate crisis' --into 'Climate change'"),
)
@explaining
def merge(
    labels: Annotated[list[str], typer.Argument(metavar="TAGS", hidden=True)],
    into: Annotated[str, typer.Option("--into", metavar="TAG", help="The tag that all of them become.")],
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make one tag of TAGS: in tags.yml they become aliases, and on all pages they give way."""
    from backfile.operations.retag import Edit
    from backfile.tags import edit_tags_yml as edits

    others = [label for label in labels if label != into]
    how = partial(edits.merge, labels=others, into=into)
    told = f"{', '.join(others)} merged into {into}"
    _run(
        archive, Edit(how, told, tuple(others)), commit=commit, dry_run=dry_run, wait=wait, quiet=quiet, as_json=as_json
    )


@app.command(
    short_help="Make a tag of its own of a part of one.",
    epilog=examples("backfile tags split Mercury 'Mercury (planet)' --with orbit --with probe"),
)
@explaining
def split(
    label: Tag,
    new: Annotated[str, typer.Argument(metavar="NEW", hidden=True)],
    context: Annotated[
        list[str], typer.Option("--with", metavar="WORDS", help="Words that tell the articles; may be given often.")
    ],
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Give the tag NEW, in the place of TAG, to the articles that have one of the words --with names."""
    from backfile.operations.retag import Edit
    from backfile.tags import edit_tags_yml as edits

    how = partial(edits.split, label=label, new=new, context=context)
    told = f"{new} split from {label}"
    _run(archive, Edit(how, told, (label,)), commit=commit, dry_run=dry_run, wait=wait, quiet=quiet, as_json=as_json)


@app.command(
    short_help="Make sure that something is never a tag.",
    epilog=examples("backfile tags block 'Top stories'", "backfile tags block --undo 'Top stories'"),
)
@explaining
def block(
    label: Tag,
    undo: Annotated[bool, typer.Option("--undo", help="Allow it again.")] = False,
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Block TAG in tags.yml, and take it and its aliases from all pages."""
    from backfile.operations.retag import Edit
    from backfile.tags import edit_tags_yml as edits

    how = partial(edits.unblock if undo else edits.block, label=label)
    told = f"{label} allowed again" if undo else f"{label} blocked"
    _run(archive, Edit(how, told), commit=commit, dry_run=dry_run, wait=wait, quiet=quiet, as_json=as_json)


@app.command(
    short_help="Remember that tags are not the same.", epilog=examples("backfile tags distinct Mercury Merkur")
)
@explaining
def distinct(
    label: Tag,
    others: Annotated[list[str], typer.Argument(metavar="OTHERS", hidden=True)],
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Remember in tags.yml that TAG and the OTHERS are not the same: they are not suggested again."""
    from backfile.operations.retag import Edit
    from backfile.tags import edit_tags_yml as edits

    def how(source: str) -> str:
        for other in others:
            source = edits.tell_apart(source, label, other)
        return source

    told = f"{label} is not {' or '.join(others)}"
    _run(archive, Edit(how, told), commit=commit, dry_run=dry_run, wait=wait, quiet=quiet, as_json=as_json)


def _load(archive: Path) -> Config:
    from backfile.settings import mkdocs_yml

    return mkdocs_yml.load(mkdocs_yml.find(archive))


def _run(
    archive: Path,
    edit: Edit | None,
    *,
    commit: bool,
    dry_run: bool,
    wait: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Change tags.yml, give the tags anew, and say what that did."""
    from backfile.operations.retag import retag

    with output.reserved(as_json), output.progress("Reading", quiet=quiet or as_json) as progress:
        loaded = _load(archive)
        done = retag(loaded, edit, progress, commit=commit, dry_run=dry_run, wait=patience(wait))
    if as_json:
        output.answer(_as_json(done, dry_run=dry_run))
    else:
        _show(done, dry_run=dry_run, quiet=quiet)
    if done.uncommitted:
        output.complain(done.uncommitted)
        raise typer.Exit(GitError.exit_code)


def _as_json(done: Retagged, *, dry_run: bool) -> output.Json:
    changes = {"changed": done.changed, "left_alone": done.left_alone}
    return {
        "pages": done.pages,
        **{key: [asdict(change) for change in found] for key, found in changes.items()},
        "dry_run": dry_run,
        "revision": done.revision,
        "uncommitted": done.uncommitted,
    }


def _show(done: Retagged, *, dry_run: bool, quiet: bool) -> None:
    if done.left_alone:
        output.say("Left alone, since you edited these pages:")
        output.say(*(line for change in done.left_alone for line in _lines(change)), "")
    if quiet:
        return
    if dry_run:
        output.say(*(line for change in done.changed for line in _lines(change)))
    count = len(done.changed)
    pages = f"{count:,} of {done.pages:,} page{'s' * (done.pages != 1)}"
    output.say(f"{pages} would change. Nothing was written." if dry_run else f"{pages} changed.")
    if done.revision:
        output.say(f"Committed as {done.revision[:10]}.")


def _lines(change: Change) -> tuple[str, str]:
    """Say which tags a page loses and gets."""
    lost = [f"-{tag}" for tag in change.before if tag not in change.after]
    got = [f"+{tag}" for tag in change.after if tag not in change.before]
    return change.page, f"    {', '.join(lost + got) or 'their order changes'}"
