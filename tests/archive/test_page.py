"""The page format: a page is read as it was written, and its seal shows whether it was edited."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.archive import page
from backfile.archive.front_matter import front_matter
from backfile.archive.tombstone import load_tombstone
from backfile.article import Article, Coverage, Markdown, Origin

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
bodies = lines.map(lambda texts: Markdown("\n".join(texts).strip("\n")))
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
plain_keys = st.sampled_from(["title", "date", "x-y_z", "a b", "yes", "null", "K" * 60])
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | string | when,
    lambda inner: st.lists(inner) | st.dictionaries(plain_keys, inner),
    max_leaves=8,
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
    subjects=many,
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


@given(article=articles, position=st.integers(0), inserted=st.characters(exclude_categories=["Cs", "Cc"]))
def test_any_edit_breaks_the_seal(article: Article, position: int, inserted: str) -> None:
    text = page.dump(article)
    position %= len(text) + 1
    assert not page.read_seal(text[:position] + inserted + text[position:]).intact


def test_converted_line_ends_do_not_break_the_seal() -> None:
    text = page.dump(Article("Headline", Markdown("One\n\nTwo"), Origin("a.html", "0", "html")))
    assert page.read_seal(text.replace("\n", "\r\n")).intact


def test_front_matter_is_read_by_any_yaml_parser_with_the_same_values() -> None:
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
def test_an_unreadable_page_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(page.PageError, match=reason):
        page.load(text)


@pytest.mark.parametrize(
    "deep",
    [
        "a: &a [*a]",
        f"a: {'[' * 3000}{']' * 3000}",
        f"a: {'{b: ' * 60}c{'}' * 60}",
        f"a: {'!!omap [b: ' * 60}c{']' * 60}",
        "a: &0 [x]\n" + "".join(f"b{n}: &{n} {'[' * 40}*{n - 1}{']' * 40}\n" for n in range(1, 30)),
    ],
    ids=["itself", "list", "mapping", "pairs", "aliases"],
)
def test_front_matter_that_is_nested_too_deep_is_refused(deep: str) -> None:
    with pytest.raises(page.PageError, match=r"nested too deep|maximum nesting depth"):
        page.split(f"---\n{deep}\n---\n")


@pytest.mark.parametrize(
    "number", ["9" * 5000, f"0x{'f' * 5000}", f"0b{'1' * 20_000}", "0" + "7" * 9000, "59:" * 3000 + "1"]
)
@pytest.mark.parametrize(
    "meta", ["title: {0}", "tags: [{0}]", "m: {{? {0} : 1}}", "m: !!omap [a: {0}]", "m: !!set {{? {0}}}", "? {0}\n: x"]
)
def test_numbers_of_thousands_of_digits_are_refused(number: str, meta: str) -> None:
    with pytest.raises(page.PageError, match=r"thousands of digits|Exceeds the limit"):
        page.load(f"---\n{meta.format(number)}\norigin: {{file: a}}\n---\n")
    assert load_tombstone(f"---\nwithdrawn: {{date: 2020-01-01}}\n{meta.format(number)}\n---\n") is None


def test_front_matter_with_many_references_to_one_value_is_checked_in_linear_time() -> None:
    levels = "".join(f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n" for level in range(1, 45))
    with pytest.raises(page.PageError, match="aliases"):
        page.split(f"---\na0: &a0 [x]\n{levels}---\n")


def test_keys_of_an_owner_that_are_not_text_are_written_back() -> None:
    article = page.load("---\ntitle: A\nm: {1: a, null: b}\norigin: {file: a}\n---\n")
    assert article.extra == {"m": {1: "a", None: "b"}}
    assert page.load(page.dump(article)) == article


@pytest.mark.parametrize("field", ["tags", "title", "other"])
def test_aliases_that_stand_for_too_much_are_refused(field: str) -> None:
    lines = ["a0: &a0 [pier, pier, pier, pier, pier, pier, pier, pier, pier]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(page.PageError, match="aliases"):
        page.load("---\n" + "\n".join([*lines, f"{field}: *a11"]) + "\n---\n\nA pier.\n")


def test_aliases_of_an_owner_are_read() -> None:
    meta, _ = page.split('---\ntitle: "A"\ntags: &t [Pier]\nkeywords: *t\n---\n\nA pier.\n')
    assert meta["keywords"] == ["Pier"]


@given(st.dictionaries(plain_keys, plain, min_size=1))
def test_front_matter_does_not_depend_on_the_library_that_writes_it(meta: dict[str, object]) -> None:
    """Front matter with an unusual key is written by another one than that with plain keys."""
    assert front_matter({**meta, "\u00e9": 0}) == front_matter(meta).removesuffix("---\n") + '"\u00e9": 0\n---\n'
