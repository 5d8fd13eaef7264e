"""The page format: what is written is read back, and a page knows whether it still is what the program wrote."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.archive import page
from backfile.article import Article, Coverage, Markdown, Origin
from backfile.slugs import label_slug, slug

strings = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
odd = st.sampled_from(
    ["yes", "null", "12:30:45", "!ENV HOME", "- a", "{{ x }}", "a: b", "#", "'", '"', "\u2028", "2020-01-01"]
)
string = st.one_of(strings, odd)
maybe = st.none() | string
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
when = st.none() | st.dates(date(1600, 1, 1)) | st.datetimes(datetime(1600, 1, 3), timezones=zones)
many = st.lists(string, max_size=3).map(tuple)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | string,
    lambda inner: st.lists(inner) | st.dictionaries(string, inner),
    max_leaves=5,
)
lines = st.lists(st.sampled_from(["---", "a", "", "key: value", '  seal: "00"', "> x", "# h", "..."]), min_size=1)
bodies = lines.map(lambda found: Markdown("\n".join(found).strip("\n")))
origins = st.builds(
    Origin,
    file=string,
    sha256=string,
    reader=string,
    record=maybe,
    retrieved=when,
    fields=st.dictionaries(string, string),
    images=st.dictionaries(string, st.sampled_from(["ab/0.png", "ab/1.jpg", "cd/2.gif"])),
    fidelity=st.dictionaries(string, st.builds(Coverage, st.integers(0, 10**9), st.integers(0, 10**9))),
)
own_keys = string.filter(lambda key: key not in page.KEYS and key != "origin")
articles = st.builds(
    Article,
    headline=string,
    body=bodies,
    origin=origins,
    dek=maybe,
    kicker=maybe,
    authors=many,
    dateline=maybe,
    published=when,
    modified=when,
    source=maybe,
    section=maybe,
    language=maybe,
    url=maybe,
    image=maybe,
    rights=maybe,
    keywords=many,
    tags=many,
    extra=st.dictionaries(own_keys, json, max_size=2),
)


@example(article=Article("0", Markdown(""), Origin("0", "0", "0"), extra={"\x85": None, "yes": 1, "a: b": "c"}))
@given(article=articles)
def test_round_trip(article: Article) -> None:
    text = page.dump(article)
    assert page.load(text) == article
    assert page.read_seal(text).intact
    assert page.load(text.replace("\n", "\r\n")) == article


@given(article=articles, at=st.integers(0), found=st.characters(exclude_categories=["Cs", "Cc"]))
def test_any_edit_breaks_the_seal(article: Article, at: int, found: str) -> None:
    text = page.dump(article)
    at %= len(text) + 1
    assert not page.read_seal(text[:at] + found + text[at:]).intact


def test_converted_line_ends_do_not_break_the_seal() -> None:
    text = page.dump(Article("Headline", Markdown("One\n\nTwo"), Origin("a.html", "0", "html")))
    assert page.read_seal(text.replace("\n", "\r\n")).intact


def test_front_matter_is_what_any_yaml_reader_sees() -> None:
    article = Article(
        headline="!ENV HOME",
        body=Markdown("Text"),
        origin=Origin("a.html", "0", "html"),
        dek="12:30:45",
        published=datetime(2020, 3, 22, 18, 5, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        modified=datetime(2020, 3, 22, 18, 5, tzinfo=timezone(timedelta(minutes=9, seconds=21))),
        authors=("yes", "No"),
    )
    meta = yaml.safe_load(page.dump(article).split("---\n")[1])
    assert meta["title"] == "!ENV HOME"
    assert meta["description"] == "12:30:45"
    assert meta["authors"] == ["yes", "No"]
    assert meta["date"].utcoffset() == timedelta(hours=5, minutes=30)
    assert meta["updated"] == datetime(2020, 3, 22, 17, 55, 39, tzinfo=UTC)
    assert list(meta) == ["title", "description", "date", "updated", "authors", "origin"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No front matter", "does not begin with front matter"),
        ("---\ntitle: x\n", "does not begin with front matter"),
        ("---\n: [\n---\n", "not YAML"),
        ("---\n- a\n---\n", "not a list of keys"),
        ("---\ntitle: x\n---\nbody", "lacks"),
    ],
)
def test_a_broken_page_says_why(text: str, reason: str) -> None:
    with pytest.raises(page.PageError, match=reason):
        page.load(text)


@given(text=st.text())
def test_slugs_are_safe_names(text: str) -> None:
    name = slug(text)
    assert len(name) <= 85
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name not in {"index", "readme", "con", "nul", "com1"}


@given(first=st.text(min_size=1), second=st.text(min_size=1))
def test_no_two_tags_share_a_page(first: str, second: str) -> None:
    same = first.casefold() == second.casefold()
    assert (label_slug(first) == label_slug(second)) is same


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Climate change", "climate-change"),
        ("C", "c"),
        ("COVID-19", "covid--19"),
        ("C++", "c_cedb1bac"),
        ("Index", "index-page_ca4b2c3a"),
    ],
)
def test_label_slugs(label: str, slug: str) -> None:
    assert label_slug(label).split("_")[0] == slug.split("_")[0]
    assert ("_" in label_slug(label)) == ("_" in slug)


@pytest.mark.parametrize("deep", ["a: &a [*a]", f"a: {'[' * 3000}{']' * 3000}", f"a: {'{b: ' * 60}c{'}' * 60}"])
def test_front_matter_that_is_nested_without_an_end_is_told(deep: str) -> None:
    with pytest.raises(page.PageError, match=r"nested too deep|maximum nesting depth"):
        page.split(f"---\n{deep}\n---\n")


def test_front_matter_that_names_one_thing_many_times_takes_no_longer() -> None:
    levels = "".join(f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n" for level in range(1, 45))
    meta, _ = page.split(f"---\na0: &a0 [x]\n{levels}---\n")
    assert len(meta) == 45
