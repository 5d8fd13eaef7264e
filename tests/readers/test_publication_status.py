"""What is not published stays unpublished, however its system writes so; and what is published is not left out."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from backfile import convert
from backfile.conversion.result import Result
from backfile.operations.ingest import Options, ingest
from backfile.problems import ProblemKind
from backfile.readers.publication_status import find_unpublished
from backfile.settings.mkdocs_yml import Config

TEXT = "The pier was mended in the spring, at last, and nobody on the quay was late for the ferry again."
UNPUBLISHED: list[dict[str, Any]] = [
    *({"draft": value} for value in (True, 1, 1.0, "yes", "on", "TRUE", "y", "WAHR", ["true"])),
    *({name: True} for name in ("isDraft", "is_draft", "Draft", "wp:draft", "is-private", "hidden", "post_deleted")),
    *({name: False} for name in ("published", "is_published", "isPublished", "publish", "public", "entryActive")),
    *({"published": value} for value in ("no", "off", "False", 0, "0", "0.0", "N", "FALSCH")),
    *(
        {name: "draft"}
        for name in ("status", "post_status", "wp_status", "_status", "articleState", "publicationStatus")
    ),
    *({"post_status": value} for value in ("pending", "private", "auto-draft", "future", "trash", "inherit")),
    *({"status": value} for value in (["draft"], {"name": "Draft"}, [{"slug": "draft"}], {"id": 3, "isDraft": 1})),
    *({"status": value} for value in ("Pending Review", " DRAFT ", "Entwurf", "https://schema.org/Draft", False, "0")),
    *({"state": value} for value in (0, -2, "0.0", "unpublished", {"value": {"label": "In review"}})),
    *({"visibility": value} for value in ("password", "private", "password-protected", "hidden")),
    *({"pubStatus": value} for value in ("stat:withheld", "canceled")),
    {"creativeWorkStatus": "https://schema.org/DraftWorkStatus"},
    {"meta": {"status": "draft"}},
    {"_ghost": {"visibility": "private"}},
    {"deleted_at": "2020-01-01"},
    *({name: False} for name in ("visible", "isVisible", "page_visible", "Visible")),
    *({name: True} for name in ("hide", "Hide", "wip", "saveAsDraft")),
    *({"access": value} for value in ("private", "restricted", "hidden", ["private"], {"level": 3, "name": "private"})),
    *({"fields": value} for value in ({"status": "draft"}, {"Status": "In review"}, {"isDraft": True}, {"state": 0})),
    *({name: "draft"} for name in ("fields.status", "attributes.state", "meta:status", "fields.Editorial Status")),
    *({"publishedAt": None, "status": value} for value in ("review", "In progress", "editing", ["submitted"])),
    *({name: "", "fields": {}, "stage": "Ready for review"} for name in ("published_at", "datePublished")),
    {"fields": {"publishedAt": "null", "workflowState": "editing"}},
    {"_id": "drafts.3f1c", "publishedAt": "2020-01-01"},
    *({"visibility": value, "mobiledoc": "{}"} for value in ("members", "paid", "tiers")),
]
PUBLISHED: list[dict[str, Any]] = [
    *({"status": value} for value in ("published", "publish", "live", "final", "active", 1, "1", True, 200, None, "")),
    *({"draft": value} for value in ("no", "false", False, 0, 0.0, "0", None, "", "null", "final", [], {})),
    *({"published": value} for value in (True, "yes", 1, "2020-03-01", "2020/1/0", "1583020800", "", None, "12:00")),
    *({"state": value} for value in ("NY", "NO", "Off", "New York", {"name": "Ohio"}, 1, 2)),
    *({"visibility": value} for value in ("public", "members", "open", {"public": True})),
    *({name: "closed"} for name in ("comment_status", "ping_status")),
    *({name: "pending"} for name in ("payment_status", "statusbar", "estate", "fact_check_status")),
    *({name: 0} for name in ("likes", "hidden", "is_private", "deleted_at", "revision")),
    *({name: "private"} for name in ("section", "school", "title")),
    *({"deleted_at": value} for value in (None, "0000-00-00 00:00:00", "\\N", "N/A", "NaT", "undefined")),
    *({"embargoed": value} for value in ("2019-05-06", "2019-05-06 10:00:00")),
    *({"status": value} for value in ("review", "inactive", "internal")),
    *({name: 2021} for name in ("draft", "private")),
    *({name: 0} for name in ("stage", "visibility")),
    *({name: False} for name in ("is_live", "isLive", "live", "online", "isOnline")),
    {"author": {"status": "private", "active": False}},
    {"publishedAt": None, "isAccessibleForFree": False},
    *({"publishedAt": None, "status": value} for value in ("published", "new", "open", "done", "", None, 1)),
    {"publishedAt": "2020-01-01", "status": "review"},
    *({"hide": value} for value in (["navigation", "toc"], "toc", False, None)),
    *({"visible": value} for value in (True, "yes", 1, "", None)),
    *({"access": value} for value in ("open", "public", "free", "paid", "subscribers", 1, 0, {"type": "open"})),
    *(
        {"fields": value}
        for value in ({"state": "NY"}, {"status": "published"}, [{"status": "draft"}], "status: draft")
    ),
    *({"_id": value} for value in ("3f1c", "draftsman.1", 12)),
    *({name: 0} for name in ("visible_comments", "hideComments", "access")),
    {"visibility": "public", "mobiledoc": "{}"},
]


@pytest.mark.parametrize("values", UNPUBLISHED, ids=str)
def test_what_is_not_published_is_told(values: Mapping[str, Any]) -> None:
    assert find_unpublished(values)


@pytest.mark.parametrize("values", PUBLISHED, ids=str)
def test_what_is_published_is_not_left_out(values: Mapping[str, Any]) -> None:
    assert find_unpublished(values) is None


MARKS: list[tuple[str, str, bool]] = [
    ("draft", "yes", True),
    ("published", "no", True),
    ("post_status", "draft", True),
    ("publish", "false", True),
    ("visibility", "password", True),
    ("draft", "off", False),
    ("published", "yes", False),
    ("state", "NY", False),
    ("status", "publish", False),
]


@pytest.mark.parametrize(("name", "value", "is_left_out"), MARKS)
def test_every_format_tells_it(name: str, value: str, is_left_out: bool) -> None:
    record = {"title": "Pier", "text": TEXT, "content_text": TEXT, name: value}
    table = io.StringIO()
    csv.writer(table).writerows([record.keys(), record.values()])
    front_matter = yaml.safe_dump({"title": "Pier"}) + f"{name}: {value}\n"
    entry = f"<title>Pier</title><id>urn:1</id><x:{name}>{value}</x:{name}><content>{TEXT}</content>"
    files = {
        "a.json": json.dumps([record]),
        "a.csv": table.getvalue(),
        "a.md": f"---\n{front_matter}---\n{TEXT}\n",
        "feed.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [record]}),
        "a.atom": f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x"><entry>{entry}</entry></feed>',
    }
    for file, text in files.items():
        (result,) = convert(text.encode(), file=file)
        assert is_left_out == (kinds(result) == [ProblemKind.LEFT_OUT]), file
        assert ProblemKind.DATE not in kinds(result)


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("---\nexpiryDate: 2001-01-01\n---\n", True),
        ("+++\nexpiryDate = 2001-01-01T00:00:00Z\n+++\n", True),
        ("---\nexpiryDate: 2199-01-01\n---\n", False),
        ("---\nstatus: [draft]\n---\n", True),
        ('---\n"draft" : 1\n---\n', True),
        ('{\n"isDraft": true\n}\n', True),
        ("---\nstatus: 0\n---\n", True),
        ("---\nvisible: false\n---\n", True),
        ("---\nhide: true\n---\n", True),
        ("---\nhide:\n  - toc\n---\n", False),
        ("---\naccess: private\n---\n", True),
        ("---\naccess: members\n---\n", True),
        ("---\nvisibility: paid\n---\n", True),
        ("---\nvisibility: public\n---\n", False),
        ("---\nfields:\n  status: draft\n---\n", True),
        ("---\nfields.status: draft\n---\n", True),
        ("---\npublishedAt: null\nstatus: editing\n---\n", True),
        ("---\npublishedAt: null\n---\n", False),
        ('+++\n[params]\nstatus = "draft"\n+++\n', True),
    ],
)
def test_front_matter_tells_it(text: str, is_left_out: bool) -> None:
    (result,) = convert(f"{text}{TEXT}\n".encode(), file="pier.md")
    assert is_left_out == (kinds(result) == [ProblemKind.LEFT_OUT])


@pytest.mark.parametrize("namespace", ["http://www.w3.org/2007/app", "http://purl.org/atom/app#"])
@pytest.mark.parametrize("prefix", ["app", "a2"])
def test_drafts_of_the_publishing_protocol_are_left_out(namespace: str, prefix: str) -> None:
    control = f'<{prefix}:control xmlns:{prefix}="{namespace}"><{prefix}:draft>yes</{prefix}:draft></{prefix}:control>'
    entry = f"<entry><title>Pier</title><id>urn:1</id>{control}<content>{TEXT}</content></entry>"
    (result,) = convert(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode(), file="a.atom")
    assert kinds(result) == [ProblemKind.LEFT_OUT]


@pytest.mark.parametrize(
    ("name", "is_left_out"),
    [("site/_drafts/pier.md", True), ("_drafts/2020/pier.md", True), ("drafts_/pier.md", False)],
)
def test_the_folder_of_drafts_is_left_out(name: str, is_left_out: bool) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, f"# Pier\n\n{TEXT}\n")
    for data, file in ((f"# Pier\n\n{TEXT}\n".encode(), name), (packed.getvalue(), "site.zip")):
        (result,) = convert(data, file=file)
        assert is_left_out == (kinds(result) == [ProblemKind.LEFT_OUT])


@pytest.mark.parametrize(
    ("made", "named", "is_left_out"),
    [
        ("site/_drafts/pier.md", "site/_drafts", True),
        ("site/_drafts/2020/pier.md", "site/_drafts/2020", True),
        ("site/_drafts/pier.md", "site/_drafts/pier.md", True),
        ("site/_drafts/pier.html", "site/_drafts/../_drafts", True),
        ("site/drafts/pier.md", "site/drafts", False),
        ("site/_drafts.md", "site/_drafts.md", False),
    ],
)
def test_a_folder_of_drafts_that_is_named_itself_is_left_out(
    home: Config, inbox: Path, made: str, named: str, is_left_out: bool
) -> None:
    file = inbox / made
    file.parent.mkdir(parents=True)
    file.write_text(f"<h1>Pier</h1><p>{TEXT}</p>" if made.endswith(".html") else f"# Pier\n\n{TEXT}\n")
    (inbox / "link").symlink_to(file.parent)
    for source in (inbox / named, inbox / "link", file.parent.parent):
        report = ingest([source], home, Options(dry_run=True))
        assert is_left_out == (report.left_out == 1), source
        assert is_left_out == ("left-out" in [problem.kind for problem in report.problems])
    with contextlib.chdir(file.parent):
        assert ingest([Path()], home, Options(dry_run=True)).left_out == is_left_out
    assert ingest([inbox / named], home, Options(drafts=True, commit=False)).written == 1


def kinds(result: Result) -> list[ProblemKind]:
    return [problem.kind for problem in result.problems]
