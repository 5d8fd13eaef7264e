"""Feeds: what becomes of each entry, of every kind of feed and of damaged ones."""

from __future__ import annotations

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
