"""Data sets in JSON and tables: what becomes of each record, whatever is wrong with the others."""

from __future__ import annotations

import csv
import io
import json
import time
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import convert
from backfile.problems import ProblemKind, SettingsError
from backfile.readers import imports_yml, json_articles
from backfile.readers.json_scanner import JsonScanner
from tests.readers.corpus import cases, check, file_of, originals

CASES = cases("data_sets")

TEXT = "The pier was mended in the spring, at last, and nobody on the quay was late for the ferry again."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_record_becomes_what_is_expected(case: Path) -> None:
    check(case)


@pytest.mark.parametrize("name", ["lines", "csv"])
def test_personal_data_is_in_no_original(name: str) -> None:
    (case,) = (case for case in CASES if case.name == name)
    assert originals(file_of(case))
    for data in originals(file_of(case)):
        assert b"jane@gazette.test" not in data


@pytest.mark.parametrize("name", ["a.json", "a.csv", "feed.json"])
def test_web_addresses_of_persons_stay(name: str, tmp_path: Path) -> None:
    image, profile = "https://cdn.test/jane@2x.png", "https://social.test/@jane@other.test"
    values = {"title": "Ferry", "text": "The ferry sailed at noon, and the sheep were late."}
    author = {"name": "Jane <jane@private.test>", "image": image, "avatar": image, "url": profile}
    data = json.dumps({**values, "author": author})
    if name == "feed.json":
        item = {"id": "1", "title": "Ferry", "content_text": values["text"], "author": author}
        data = json.dumps({"version": "https://jsonfeed.org/version/1", "title": "G", "items": [item]})
    elif name == "a.csv":
        data = f"title,text,author,byline,owner\nFerry,{values['text']!r},Jane <jane@private.test>,{image},{profile}\n"
        data = data.replace("'", '"')
    (tmp_path / name).write_text(data)
    (original,) = originals(tmp_path / name)
    assert image.encode() in original
    assert profile.encode() in original
    assert b"jane@private.test" not in original


PERSONAL = [
    "reply_to",
    "replyTo",
    "mobile",
    "Mobile",
    "tel",
    "cellphone",
    "author_mobile",
    "phone_no",
    "fax",
    "userMail",
]
PERSONAL += ["commenters", "correo", "téléphone"]
NOT_PERSONAL = ["in_reply_to", "image_mobile", "title_mobile", "hotel", "mailing_list", "secretary"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_values_under_names_of_personal_data_are_in_no_original(form: str, tmp_path: Path) -> None:
    names = {name: f"value of {name}" for name in (*PERSONAL, *NOT_PERSONAL)}
    (original,) = originals(_file({"title": "Ferry", "text": TEXT, **names}, form, tmp_path))
    assert [name for name in names if names[name].encode() in original] == NOT_PERSONAL


@pytest.mark.parametrize("form", ["json", "csv", "rss"])
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("jane%40private.test", ""),
        ("Jane Doe, jane\uff20private.test", "Jane Doe"),
        ("jane\ufe6bprivate.test; Jane", "Jane"),
        ('"jane doe"@private.test (Jane Doe)', "Jane Doe"),
        ("Jane <mailto:jane%40private.test>", "Jane"),
        ("( jane@private.test )  Jane", "Jane"),
        ("jane@[203.0.113.77], Jane", "Jane"),
        ("a@b.test  c@d.test", ""),
        ("Jane @gazette", "Jane @gazette"),
        ("Jane @ The Gazette", "Jane @ The Gazette"),
        ("100%40 of it", "100%40 of it"),
        ("https://social.test/%40jane", "https://social.test/%40jane"),
    ],
)
def test_addresses_of_persons_are_removed_in_any_form(written: str, kept: str, form: str, tmp_path: Path) -> None:
    def original(author: str) -> bytes:
        (data,) = originals(_file({"title": "Ferry", "text": TEXT, "author": author}, form, tmp_path))
        return data

    empty = b"<author/>", b"<author></author>"
    assert original(written).replace(empty[0], empty[1]) == original(kept).replace(empty[0], empty[1])


SLOW = {
    "blanks before a sign": " " * 300_000 + "@",
    "blanks between brackets": "( " * 100_000 + "@",
    "at signs in a web address": f"https://{'@' * 200_000} x",
    "names without a sign": f"{'a.' * 150_000} @",
    "addresses without an end": f"a@{'b.' * 100_000}",
    "quotation marks": f"{chr(34) * 200_000}@a.b",
    "mailto": f"{'mailto:' * 40_000}@",
    "signs of URLs": "%40" * 70_000,
}


@pytest.mark.parametrize("author", SLOW.values(), ids=SLOW)
@pytest.mark.parametrize("form", ["json", "csv", "rss"])
def test_a_name_costs_time_in_proportion_to_its_length(author: str, form: str, tmp_path: Path) -> None:
    """It is read while a container is divided, so that it would keep the records behind it out."""
    file = _file({"title": "Ferry", "text": TEXT, "author": author}, form, tmp_path)
    start = time.process_time()
    assert len(list(originals(file))) == 1
    assert time.process_time() - start < 5


def _file(values: dict[str, str], form: str, folder: Path) -> Path:
    """Write a file of one record."""
    file = folder / f"a.{form}"
    if form == "json":
        file.write_text(json.dumps(values), "utf-8")
    elif form == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([values.keys(), values.values()])
        file.write_text(out.getvalue(), "utf-8")
    else:
        entry = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
        entry = f"<item><guid>1</guid>{entry}</item>"
        file.write_text(f'<rss version="2.0"><channel><title>G</title>{entry}</channel></rss>', "utf-8")
    return file


def test_an_original_is_read_as_its_record_was() -> None:
    for case in CASES:
        articles = {r.article.headline for r in convert(file_of(case)) if r.article}
        again = {
            result.article.headline
            for data in originals(file_of(case))
            for result in convert(data, file=file_of(case).name)
            if result.article
        }
        assert again == articles, case.name


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(json_values, max_size=6), st.booleans(), st.integers(1, 7))
def test_values_of_an_array_are_found_whatever_they_are(values: list[object], ascii_only: bool, chunk: int) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(chunk, size or 0))

    scanner = JsonScanner(Slow(json.dumps(values, ensure_ascii=ascii_only, indent=1).encode()), 10_000)
    scanner.peek()
    scanner.skip()
    found = []
    while (byte := scanner.peek()) != b"]":
        if byte == b",":
            scanner.skip()
            continue
        data = scanner.value()
        assert data is not None
        found.append(json.loads(data))
    assert found == values


def test_a_value_that_is_too_large_is_skipped() -> None:
    scanner = JsonScanner(io.BytesIO(json.dumps([{"a": "x" * 300_000}, {"b": 1}]).encode()), 100_000)
    scanner.peek()
    scanner.skip()
    assert scanner.value() is None
    scanner.peek()
    scanner.skip()
    assert scanner.value() == b'{"b": 1}'


def test_an_array_of_arrays_is_reported() -> None:
    problems = [problem for result in convert(b"[" * 5000, file="deep.json") for problem in result.problems]
    assert [problem.kind for problem in problems] == [ProblemKind.NO_BODY, ProblemKind.DAMAGED]


def test_many_damaged_lines_before_the_first_article_cost_themselves() -> None:
    lines = ["{broken"] * 40 + [
        json.dumps({"title": "Ferry", "text": "The ferry sailed at noon, and the sheep were late."})
    ]
    results = list(convert("\n".join(lines).encode(), file="a.jsonl"))
    assert [bool(result.article) for result in results] == [False] * 40 + [True]


@pytest.mark.parametrize("depth", [150, 470, 600, 950, 3000])
@pytest.mark.parametrize("form", ["lines", "array", "feed", "notes"])
def test_a_record_that_is_nested_deep_costs_no_other(form: str, depth: int) -> None:
    deep = f"{'[' * depth}{']' * depth}"
    items = [f'{{"id": "{number}", "title": "Ferry", "text": "{TEXT}", "content_text": "{TEXT}"}}' for number in "123"]
    items[1] = items[1].replace("{", f'{{"deep": {deep}, ', 1)
    files = {
        "lines": ("a.jsonl", "\n".join(items)),
        "array": ("a.json", f"[{', '.join(items)}]"),
        "feed": ("a.json", f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{", ".join(items)}]}}'),
        "notes": ("a.md", f'{{\n"a": {deep}\n}}\n{TEXT}\n'),
    }
    name, text = files[form]
    results = list(convert(text.encode(), file=name))
    assert all(result.is_record for result in results)
    assert sum(result.article is not None for result in results) >= (0 if form == "notes" else 2)


def test_the_owner_names_columns() -> None:
    imports = imports_yml.parse("export*.csv: {headline: Kopf, body: Rumpf}\n", Path("imports.yml"))
    assert imports.mapping_for("folder/Export-2.csv.gz") == {"headline": "Kopf", "body": "Rumpf"}
    assert imports.mapping_for("other.csv") == {}


@pytest.mark.parametrize("text", ["a.csv: [title]\n", "a.csv: {headlin: Kopf}\n", "a.csv: {body: 3}\n"])
def test_an_imports_yml_that_cannot_be_used_names_its_line(text: str) -> None:
    with pytest.raises(SettingsError, match=r"imports.yml.*1"):
        imports_yml.parse(text, Path("imports.yml"))


def test_a_mapping_is_added_and_the_rest_stays() -> None:
    text = "# mine\na.csv: {body: x}\n"
    added = imports_yml.add(text, ["b.csv"], {"headline": "yes"})
    assert added.startswith(text)
    assert imports_yml.parse(added, Path("i")).mapping_for("b.csv") == {"headline": "yes"}


def _story(number: int) -> dict[str, str]:
    return {"title": f"Story {number} of the pier", "text": f"On day {number} the board met. {TEXT}"}


_FAILED = [{"title": f"Failed {number}", "text": ""} for number in range(25)]
_MIXED: list[object] = [5, None, _story(1), [_story(3)], f"A text of its own. {TEXT}", _story(2)]
WITH_OTHERS = {
    "behind many without a text": ("a.jsonl", "\n".join(map(json.dumps, [*_FAILED, _story(1), _story(2)])), 2, 25),
    "in a list that begins so": ("a.json", json.dumps({"top": [_story(0)], "all": [*_FAILED, _story(1)]}), 2, 25),
    "in rows behind empty ones": ("a.csv", "title,text\n" + 'Failed,""\n' * 300 + f'Pier,"{TEXT}"\n', 1, 300),
    "behind the first value": ("a.json", f"[{json.dumps(_story(1))}]\n{json.dumps(_story(2))}", 2, 0),
    "in several arrays": ("a.json", f"[{json.dumps(_story(1))}] [{json.dumps(_story(2))}]", 2, 0),
    "in a list with values of other kinds": ("a.json", json.dumps(_MIXED), 2, 4),
    "in a list of an object, with such values": ("a.json", json.dumps({"tags": [1, 2], "articles": _MIXED}), 2, 4),
    "in such a list that is cut off in a number": ("a.json", json.dumps(_MIXED)[:-1] + ", 12", 2, 6),
    "beside null": ("a.json", "\n".join([json.dumps(_story(1)), "null", json.dumps(_story(2))]), 2, 1),
    "before the end that is missing": ("a.json", f"[{json.dumps(_story(1))},{json.dumps(_story(2))}", 2, 1),
    "deep": ("a.json", json.dumps({"a": [_story(1)], "b": {"c": {"d": {"e": [_story(2)]}}}}), 2, 0),
    "of another type": ("a.jsonl", "\n".join(json.dumps({**_story(1), "@type": kind}) for kind in ("WebPage",)), 1, 0),
    "beside a comment": ("a.jsonl", f"{json.dumps(_story(1))}\n{json.dumps({**_story(2), '@type': 'Comment'})}", 1, 1),
}
"""What is in a file: its name, its text, the number of its articles, the number of problems."""


@pytest.mark.parametrize("name", WITH_OTHERS)
def test_articles_are_found_beside_others_and_nothing_is_left_out_without_a_word(name: str) -> None:
    file, text, articles, problems = WITH_OTHERS[name]
    results = list(convert(text.encode(), file=file))
    assert len([result for result in results if result.article]) == articles
    assert sum(len(result.problems) for result in results) == problems


def test_each_value_of_a_list_that_is_no_article_is_named_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (json_articles._WHOLE, 1):  # The second one makes the file one that is read in parts.
        monkeypatch.setattr(json_articles, "_WHOLE", limit)
        results = [*convert(json.dumps({"articles": _MIXED}).encode(), file="a.json")]
        problems = [problem for result in results for problem in result.problems]
        assert [(problem.record, problem.reason) for problem in problems] == [
            (place, "it is no object") for place in ("1", "2", "4", "5")
        ]
        assert all(problem.next_step for problem in problems)


def test_a_text_of_a_record_is_not_the_reason_of_its_refusal() -> None:
    lines = [json.dumps({"x": 1}), json.dumps("Wrote 5,000 pages. Run: curl evil.example"), json.dumps(_story(1))]
    results = list(convert("\n".join(lines).encode(), file="a.jsonl"))
    assert not any("Wrote" in problem.reason for result in results for problem in result.problems)
    assert [bool(result.article) for result in results] == [False, False, True]


CLAIM, FOUND = "https://gazette.example/pier", "https://elsewhere.example/1"
PLACES: list[tuple[dict[str, object], str | None]] = [
    ({"url": CLAIM}, "gazette.example"),
    ({"url": CLAIM, "source_url": "https://www.gazette.example"}, "www.gazette.example"),
    ({"canonical_url": CLAIM}, None),
    ({"source_url": FOUND, "canonical_link": CLAIM}, "elsewhere.example"),
    ({"requested_url": FOUND, "canonical_url": CLAIM}, "elsewhere.example"),
    ({"uri": FOUND, "permalink": CLAIM}, "elsewhere.example"),
    ({"final_url": FOUND, "mainEntityOfPage": {"@id": CLAIM}}, "elsewhere.example"),
    ({"url": [CLAIM, FOUND]}, "gazette.example elsewhere.example"),
    ({"url": {"name": CLAIM, "url": FOUND}}, "gazette.example elsewhere.example"),
]


@pytest.mark.parametrize(("columns", "host"), PLACES)
def test_a_whole_page_is_from_where_it_was_found_and_not_from_where_it_says(
    columns: dict[str, object], host: str | None
) -> None:
    page = f"<!doctype html><title>Pier</title><article><h1>Pier</h1><p>{TEXT}</p><p>{TEXT}</p></article>"
    (result,) = convert(json.dumps({**columns, "html": page}).encode(), file="a.json")
    assert result.article is not None
    assert result.article.origin.host == host


def write_as(name: str, values: dict[str, str]) -> str:
    """Return an article in the format of a file."""
    if name.endswith(".csv"):
        return "\n".join(",".join(f'"{cell}"' for cell in row) for row in (values, values.values()))
    if name == "feed.json":
        item = {"id": "1", "title": values["title"], "content_text": values["text"]}
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Blatt", "items": [item]}
        return json.dumps(
            {**feed, **({"author": {"email": "a@b.test"}} if "email" in values else {})}, ensure_ascii=False
        )
    return json.dumps(values, ensure_ascii=False)


@pytest.mark.parametrize(
    ("encoding", "damage", "reported"),
    [("utf-8", b"", False), ("cp1252", b"", False), ("cp1250", b"", False), ("utf-8", b"\xff", True)],
)
@pytest.mark.parametrize("more", [{}, {"email": "jane@private.test"}], ids=["as it is", "with personal data"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "feed.json"])
def test_data_that_are_no_utf_8_are_read_and_what_is_replaced_is_reported(
    encoding: str, damage: bytes, reported: bool, more: dict[str, str], name: str
) -> None:
    text = "Der Bürgermeister von Köln hörte die Möwen über der Brücke, und alle grüßten ihn schön. " * 4
    values = {"title": "Möwen über Köln", "text": text, **more}
    data = write_as(name, values).encode(encoding)
    results = [*convert(data.replace(b"alle", b"a" + damage + b"lle", 1) + b"\n", file=name)]
    assert [result.article.headline for result in results if result.article] == ["Möwen über Köln"]
    assert [problem.kind for each in results for problem in each.problems] == [ProblemKind.ENCODING] * reported
