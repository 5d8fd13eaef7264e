"""Feeds: what becomes of each entry, of every kind of feed and of damaged ones."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from backfile import convert
from backfile.problems import REFUSALS, ProblemKind
from backfile.readers.feeds import records
from backfile.readers.records import open_bytes
from tests.readers.corpus import cases, check, file_of, originals

CASES = cases("feeds")
ITEM = "<item><title>Ferry {0}</title><guid>{0}</guid><description>It sailed for the {0}th time.</description></item>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_entry_becomes_what_is_expected(case: Path) -> None:
    check(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_original_is_a_feed_of_one_entry_without_addresses_of_persons(case: Path) -> None:
    pages = [r.article for r in convert(file_of(case)) if r.article]
    again = [
        r.article for data in originals(file_of(case)) for r in convert(data, file=file_of(case).name) if r.article
    ]
    assert [(a.headline, a.body, a.url, a.published, a.source) for a in again] == [
        (a.headline, a.body, a.url, a.published, a.source) for a in pages
    ]
    assert not any(b"@gazette.test" in data for data in originals(file_of(case)))


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed", "feed.txt", "-", "feed.html"])
def test_a_feed_is_told_by_its_content(name: str) -> None:
    data = f'<?xml version="1.0"?><rss version="2.0"><channel>{ITEM.format(1)}</channel></rss>'.encode()
    (result,) = convert(data, file=name)
    assert result.article
    assert result.article.headline == "Ferry 1"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<link>https://social.test/@jane@other.test/1</link>", "<link>https://social.test/@jane@other.test/1</link>"),
        ('<enclosure url="https://cdn.test/photo@2x.png"/>', '<enclosure url="https://cdn.test/photo@2x.png"/>'),
        ("<uri> HTTPS://cdn.test/photo@2x.png\n</uri>", "<uri> HTTPS://cdn.test/photo@2x.png\n</uri>"),
        ("<link>https://jane@private.test:x@social.test/1</link>", "<link>https://social.test/1</link>"),
        ("<link>mailto:jane@private.test</link>", "<link/>"),
        ("<author>Jane<br/>jane@private.test<br/>Joe</author>", "<author>Jane<br/><br/>Joe</author>"),
        ("<author>Jane<email>jane@private.test</email> and Joe</author>", "<author>Jane and Joe</author>"),
        ("<author><name/><email/> jane@private.test</author>", "<author><name/></author>"),
    ],
)
def test_addresses_of_persons_are_removed_and_those_of_the_web_stay(written: str, kept: str, tmp_path: Path) -> None:
    data = ITEM.format(1).replace("</item>", f"{written}</item>")
    data = f'<rss version="2.0"><channel><title>G</title>{data}</channel></rss>'
    (tmp_path / "feed.xml").write_text(data)
    (original,) = originals(tmp_path / "feed.xml")
    assert kept in original.decode()
    assert b"jane@private.test" not in original


def test_text_of_the_feed_behind_an_address_stays(tmp_path: Path) -> None:
    head = "<description>The<email>jane@private.test</email> paper of Merrow</description>"
    data = f'<rss version="2.0"><channel>{head}{ITEM.format(1)}</channel></rss>'
    (tmp_path / "feed.xml").write_text(data)
    (original,) = originals(tmp_path / "feed.xml")
    assert b"<description>The paper of Merrow</description>" in original


def test_many_entries_take_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        items = "".join(ITEM.format(number) for number in range(count))
        start = time.process_time()
        data = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
        assert sum(1 for _ in records(open_bytes(data, "feed.xml", 1 << 20))) == count
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 24 * max(seconds(1_000), 0.05)


def test_a_summary_is_marked() -> None:
    data = f'<rss version="2.0"><channel>{ITEM.format(1)}</channel></rss>'.encode()
    (result,) = convert(data, file="feed.xml")
    assert [problem.kind for problem in result.problems] == [ProblemKind.SUMMARY]


@pytest.mark.parametrize("name", ["f01-billion-laughs.xml", "f03-xxe-param.xml", "f04-quadratic.xml", "f06-wxr.xml"])
def test_hostile_xml_is_refused_at_once(name: str) -> None:
    file = Path(__file__).parents[1] / "hostile" / name
    start = time.process_time()
    (result,) = convert(file)
    assert [problem.kind for problem in result.problems if problem.kind in REFUSALS] in (
        [ProblemKind.NO_READER],
        [ProblemKind.NO_BODY],
    )
    assert time.process_time() - start < 1


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_markup_in_an_entry_costs_that_entry(depth: int) -> None:
    deep = f"<item><title>Deep</title><guid>deep</guid><x>{'<b>' * depth}</x></item>"
    data = f'<rss version="2.0"><channel>{ITEM.format(1)}{deep}{ITEM.format(2)}</channel></rss>'.encode()
    results = list(convert(data, file="feed.xml"))
    assert results[0].article
    assert all(result.problems for result in results[1:])


@pytest.mark.parametrize(
    ("start", "entry"),
    [
        ('<rss version="2.0" xmlns:atom="ht^p://www.w3.org/2005/Atom"><channel>', ""),
        ('<rss version="2.0" a:b:c="d" e:f="g"><channel>', ""),
        ('<rss version="2.0"><channel x:y="jane@private.test">', ""),
        ('<rss version="2.0"><channel>', '<x:y z:a="jane@private.test">b</x:y>'),
        ('<rdf:RDF xmlns="http://[/" xmlns:rdf="http://[rdf"><channel>', ""),
        ('<rss version="2.0" xmlns="a b"><channel>', ""),
    ],
)
def test_names_and_namespaces_that_cannot_be_written_cost_no_entry(start: str, entry: str, tmp_path: Path) -> None:
    end = "</channel></rdf:RDF>" if "rdf" in start else "</channel></rss>"
    items = "".join(ITEM.format(number).replace("</item>", f"{entry}</item>") for number in (1, 2))
    data = f"{start}<title>The Gazette</title>{items}{end}"
    found = list(convert(data.encode(), file="feed.xml"))
    assert [result.article.headline for result in found if result.article] == ["Ferry 1", "Ferry 2"]
    assert not {problem.kind for result in found for problem in result.problems} & {ProblemKind.CRASHED}
    (tmp_path / "feed.xml").write_text(data)
    assert not any(b"jane@" in data for data in originals(tmp_path / "feed.xml"))


ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
LONG = "The lamp of the outer light was carried down to the boathouse, and the hour was written into the book. " * 8
ENTRY = "<title>Light {0}</title><id>{0}</id><content>" + LONG + " Light {0}.</content>"
PREFIXED = re.sub("(</?)", r"\1a:", ENTRY.format(1))
WHOLE = f"<item>{ENTRY.replace('content>', 'description>').replace('id>', 'guid>')}"


def _read(data: str, name: str) -> tuple[list[str], list[tuple[str, str | None]]]:
    results = [*convert(data.encode(), file=name)]
    problems = [(problem.kind.value, problem.record) for result in results for problem in result.problems]
    return [result.article.headline for result in results if result.article], problems


@pytest.mark.parametrize("name", ["feed.xml", "feed.atom", "feed"])
@pytest.mark.parametrize(
    "data",
    [
        f"<entry {ATOM}>{ENTRY.format(1)}</entry>",
        f"<?xml version='1.0'?>\n<!-- a - b --> <entry\n{ATOM.replace(chr(34), chr(39))}>{ENTRY.format(1)}</entry>",
        f"<a:entry {ATOM.replace('xmlns', 'xmlns:a')}>{PREFIXED}</a:entry>",
        f"<entry {ATOM} xml:lang='en'><source><title>The Gazette</title></source>{ENTRY.format(1)}</entry>",
    ],
    ids=["plain", "comment", "prefix", "source"],
)
def test_an_entry_that_is_a_document_is_a_feed_of_one(data: str, name: str, tmp_path: Path) -> None:
    assert _read(data, name) == (["Light 1"], [])
    (tmp_path / name).write_text(data)
    (original,) = originals(tmp_path / name)
    assert _read(original.decode(), name) == (["Light 1"], [])


def test_an_entry_that_is_a_document_says_its_feed_and_no_address_of_a_person() -> None:
    author = "<author><name>Jane Ray</name><email>jane@private.test</email></author>"
    data = f"<entry {ATOM}><source><title>The Gazette</title></source>{author}{ENTRY.format(1)}</entry>"
    (result,) = convert(data.encode(), file="a.atom")
    assert result.article
    assert result.article.source == "The Gazette"
    (record,) = records(open_bytes(data.encode(), "a.atom", 1 << 20))
    assert b"private.test" not in getattr(record, "content", b"private.test")


@pytest.mark.parametrize(
    ("items", "kinds"),
    [
        (WHOLE.format(1) + WHOLE.format(2) + "</item></item>", []),
        (WHOLE.format(1) + WHOLE.format(2) + "</item>" + WHOLE.format(3) + "</item>", ["damaged"]),
        (WHOLE.format(1) + WHOLE.format(2) + WHOLE.format(3), ["damaged"]),
        (WHOLE.format(1) + "<div>" + WHOLE.format(2) + "</item></div></item>", ["several"]),
        (WHOLE.format(1) + "<entry>" + ENTRY.format(2) + "</entry></item>", ["several"]),
        (WHOLE.format(1) + "<div><item/></div></item>", []),
    ],
    ids=["nested", "one open", "all open", "in an element", "another name", "empty"],
)
def test_an_entry_in_an_entry_is_read_or_reported(items: str, kinds: list[str]) -> None:
    headlines, problems = _read(f'<rss version="2.0"><channel>{items}</channel></rss>', "feed.xml")
    assert [kind for kind, _ in problems] == kinds
    assert (
        sorted(headlines)
        == [f"Light {number}" for number in (1, 2, 3) if f">Light {number}<" in items][
            : 1 if kinds == ["several"] else 3
        ]
    )


@pytest.mark.parametrize(
    ("more", "is_said"),
    [
        ("<content>A second text.</content>", True),
        ('<content type="html">&lt;p&gt;A second text.&lt;/p&gt;</content>', True),
        ("<summary>A first.</summary><summary>A second.</summary>", True),
        (f"<content>{LONG} Light 1.</content>", False),
        (f'<content type="html">&lt;p&gt;{LONG} &lt;b&gt;Light 1.&lt;/b&gt;&lt;/p&gt;</content>', False),
        ("<content> </content><content/>", False),
        ("<summary>A first.</summary>", False),
        ('<m:content xmlns:m="http://search.yahoo.com/mrss/">A</m:content>' * 2, False),
    ],
)
def test_a_second_text_of_an_entry_is_said(more: str, is_said: bool) -> None:
    data = f"<feed {ATOM}><entry>{ENTRY.format(1)}{more}</entry></feed>"
    assert _read(data, "feed.atom") == (["Light 1"], [("several", "1")] * is_said)


@pytest.mark.parametrize("name", ["encoded", "description"])
def test_a_second_text_of_an_item_is_said(name: str) -> None:
    texts = "".join(f"<c:{name}>{LONG} {number}</c:{name}>" for number in (1, 2)).replace("c:desc", "desc")
    space = "xmlns:c='http://purl.org/rss/1.0/modules/content/'"
    data = (
        f"<rss version='2.0' {space}><channel><item><title>Light 1</title><guid>1</guid>{texts}</item></channel></rss>"
    )
    assert _read(data, "feed.rss") == (["Light 1"], [("several", "1")])
