"""Kinds of edits that an owner makes by hand, each of its own article; and what an ingest of a new text makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

Edit = Callable[[str], str]

PARAGRAPHS = (
    "The lamp on Gull Rock went dark on Sunday night, and two trawlers waited outside the bar until morning.",
    "Keeper Ansel Roe found a cracked lens. A spare one is on its way from the yard at Holm, by cart and by ferry.",
    "Until it arrives, a smaller lamp burns on the gallery. It can be seen for four miles, not for eleven.",
    "The board asks all skippers to report the hour at which they see it.",
)
NEW_SECOND = PARAGRAPHS[1].replace("a cracked lens", "two cracked lenses")
NEW_LAST = "On Thursday the board thanked the skippers of nine boats."


@dataclass(frozen=True, slots=True)
class HandEdit:
    """An edit, and the parts of the page that are then in conflict with the new text; none: both are on the page."""

    name: str
    edit: Edit
    conflicts: tuple[str, ...] = ()


def article(name: str, *, is_new: bool) -> str:
    """Return the article of an edit, as a saved page: its first or its new text.

    The new text has another headline, dek, time of change, section, keyword, second paragraph, and a paragraph more.
    """
    first, second, *rest = PARAGRAPHS
    body = [first, NEW_SECOND if is_new else second, *rest, *([NEW_LAST] if is_new else [])]
    title = f"Lamp dark on Gull Rock, {name}"
    data = {
        "@type": "NewsArticle",
        "headline": f"{title}: lens is coming" if is_new else title,
        "description": "A new lens is on a cart." if is_new else "A lens is broken.",
        "datePublished": "2020-02-03T07:00:00+00:00",
        "dateModified": "2020-02-06T07:00:00+00:00" if is_new else "2020-02-03T08:00:00+00:00",
        "author": [{"@type": "Person", "name": each} for each in ("Jane Roe", "Otto Lind")],
        "publisher": {"@type": "Organization", "name": "The Harbour Post"},
        "articleSection": "Sea" if is_new else "Harbour",
        "keywords": ["lighthouses", "trawlers", *(["skippers"] if is_new else [])],
        "inLanguage": "en-GB",
    }
    link = f"https://harbour-post.test/{name.replace(' ', '-')}"
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{data["headline"]}</title>'
        f'<link rel="canonical" href="{link}"><script type="application/ld+json">{json.dumps(data)}</script></head>'
        f"<body><article><h1>{data['headline']}</h1>{''.join(f'<p>{each}</p>' for each in body)}</article>"
    )


def _replace(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return edit


def _line(key: str, new: str) -> Edit:
    """Return an edit that replaces the line of a key; an empty text removes it."""
    return lambda text: re.sub(rf"^{key}:.*\n", lambda _: new, text, count=1, flags=re.MULTILINE)


def _before(key: str, new: str) -> Edit:
    return _replace(f"\n{key}:", f"\n{new}\n{key}:")


def _both(*edits: Edit) -> Edit:
    def edit(text: str) -> str:
        for each in edits:
            text = each(text)
        return text

    return edit


def _body(change: Callable[[list[str]], list[str]]) -> Edit:
    def edit(text: str) -> str:
        head, body = text.split("\n---\n\n", 1)
        return f"{head}\n---\n\n" + "\n\n".join(change(body.rstrip("\n").split("\n\n"))) + "\n"

    return edit


HAND_EDITS = (
    HandEdit("title", _replace("Lamp dark", "Light out"), ("title",)),
    HandEdit("description", _line("description", 'description: "My own."\n'), ("description",)),
    HandEdit("description removed", _line("description", ""), ("description",)),
    HandEdit("date", _line("date", "date: 2020-02-02\n")),
    HandEdit("date removed", _line("date", "")),
    HandEdit("updated", _line("updated", "updated: 2020-02-04\n"), ("updated",)),
    HandEdit("author corrected", _replace("Jane Roe", "Jane Rowe")),
    HandEdit("authors in block style", _line("authors", "authors:\n  - Jane Rowe\n  - Otto Lind  # sic\n")),
    HandEdit("source", _line("source", "source: Harbour Post\n")),
    HandEdit("section", _line("section", 'section: "Lights"\n'), ("section",)),
    HandEdit("section removed", _line("section", ""), ("section",)),
    HandEdit("kicker added", _before("authors", 'kicker: "At sea"')),
    HandEdit("dateline added", _before("language", 'dateline: "Gull Rock"')),
    HandEdit("language", _line("language", 'language: "en"\n')),
    HandEdit("url", _replace("https://harbour-post.test/", "https://www.harbour-post.test/")),
    HandEdit("image added", _before("keywords", 'image: "https://harbour-post.test/lamp.jpg"')),
    HandEdit("rights added", _before("keywords", 'rights: "By permission of the board"')),
    HandEdit("keyword added", _replace('"trawlers"', '"trawlers", "lenses"')),
    HandEdit("keyword removed", _replace('"lighthouses", ', "")),
    HandEdit(
        "keywords in another order", _replace('"lighthouses", "trawlers"', '"trawlers", "lighthouses"'), ("keywords",)
    ),
    HandEdit("tags", _line("tags", 'tags: ["Gull Rock", "lamps"]\n')),
    HandEdit("subjects", _before("origin", 'subjects: ["transport"]')),
    HandEdit("own key", _before("origin", "shelf: 12")),
    HandEdit("own key at the top", _before("title", "shelf: 'A, 12'")),
    HandEdit("own mapping", _before("origin", "loan:\n    to: Ada   # until May\n    days: [1,\n      2]")),
    HandEdit("own block of text", _before("origin", "note: |\n  # Not a comment.\n  Seen by Ada.")),
    HandEdit("own keys at the end", _replace("\n---\n", "\nread: yes\nstars: 4\n---\n")),
    HandEdit("comment above a key", _before("source", "# checked in print")),
    HandEdit("comment behind an unchanged value", _replace('"The Harbour Post"', '"The Harbour Post"   # print')),
    HandEdit("comment behind a changed value", _line("section", 'section: "Harbour"  # as in print\n')),
    HandEdit("comments at both ends", _both(_before("title", "# top"), _replace("\n---\n", "\n# end\n---\n"))),
    HandEdit("blank lines in the front matter", _before("source", "\n")),
    HandEdit("other quotes", _line("section", "section: 'Harbour'\n")),
    HandEdit("keys in another order", _both(_line("source", ""), _before("title", 'source: "The Harbour Post"'))),
    HandEdit("origin: retrieved", _replace("  reader:", "  retrieved: 2020-02-05\n  reader:")),
    HandEdit("origin: comment", _replace("\n  reader:", "\n  # kept in the blue box\n  reader:")),
    HandEdit("first paragraph", _replace("two trawlers", "three trawlers")),
    HandEdit("last paragraph", _replace("all skippers", "every skipper"), ("body",)),
    HandEdit("third paragraph", _replace("four miles", "five miles")),
    HandEdit("changed paragraph", _replace("Ansel Roe", "Ansel Rowe"), ("body",)),
    HandEdit("paragraph before the first", _body(lambda body: ["*From the cuttings.*", *body])),
    HandEdit("paragraph in between", _body(lambda body: [*body[:3], "> Seen at ten. A. R.", *body[3:]])),
    HandEdit("paragraph at the end", _body(lambda body: [*body, "Ada's note: it was Monday."]), ("body",)),
    HandEdit("first paragraph removed", _body(lambda body: body[1:]), ("body",)),
    HandEdit("third paragraph removed", _body(lambda body: [*body[:2], *body[3:]])),
    HandEdit("changed paragraph removed", _body(lambda body: [body[0], *body[2:]]), ("body",)),
    HandEdit("paragraph moved", _body(lambda body: [body[2], body[0], body[1], body[3]])),
    HandEdit("changed paragraph moved", _body(lambda body: [body[1], body[0], *body[2:]]), ("body",)),
    HandEdit("heading added", _body(lambda body: [body[0], body[1], "## The small lamp", *body[2:]])),
    HandEdit("list before a changed paragraph", _body(lambda body: [body[0], "- one\n- two", *body[1:]]), ("body",)),
    HandEdit("lines broken", _replace("on the gallery. It can", "on the gallery.\nIt can")),
    HandEdit("line ends of Windows", lambda text: text.replace("four miles", "five miles").replace("\n", "\r\n")),
    HandEdit("byte order mark", lambda text: "\ufeff" + text.replace("four miles", "five miles")),
    HandEdit("no line end at the end", lambda text: text.replace("four miles", "five miles").rstrip("\n")),
    HandEdit("whole body", _body(lambda body: ["I have written this anew."]), ("body",)),
    HandEdit("body removed", _body(lambda body: [""]), ("body",)),
    HandEdit("as the new text", _replace("a cracked lens", "two cracked lenses")),
    HandEdit("field and body", _both(_line("source", "source: Post\n"), _replace("Ansel Roe", "A. Roe")), ("body",)),
)
"""Every kind has an article of its own, so that one run tests all."""
