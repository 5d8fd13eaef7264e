"""Strings as found and what they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText, RawHtml
from backfile.fields import FIELDS, parse
from backfile.fields.bylines import split_byline
from backfile.fields.dates import parse_date
from backfile.fields.labels import parse_keywords, parse_language
from backfile.fields.urls import parse_url
from backfile.markup.plain_text import one_line, strip_controls
from backfile.problems import ProblemKind


def at(*moment: int, hours: float = 0) -> datetime:
    return datetime(*moment, tzinfo=timezone(timedelta(hours=hours)) if hours else UTC)  # type: ignore[arg-type,misc]


def clipping(body: str = "", form: Form = Form.FRAGMENT, file: str = "page.html", **found: str | None) -> Clipping:
    candidates = {name: (FieldCandidate((value,), "meta"),) for name, value in found.items() if value is not None}
    text = PlainText(body) if form is Form.TEXT else RawHtml(body)
    return Clipping(Origin(file, "0" * 64, "html"), form, text, candidates)


MOMENTS = [
    ("2020-03-22T18:05:00+05:30", at(2020, 3, 22, 18, 5, hours=5.5)),
    ("2020-03-22T18:05:00.250Z", at(2020, 3, 22, 18, 5, 0, 250_000)),
    ("2020-03-22T18:05Z", at(2020, 3, 22, 18, 5)),
    ("2020-03-22 18:05:00 +0100", at(2020, 3, 22, 18, 5, hours=1)),
    ("2020-03-22T18:05:00-03", at(2020, 3, 22, 18, 5, hours=-3)),
    ("20200322T180500Z", at(2020, 3, 22, 18, 5)),
    ("Sun, 22 Mar 2020 18:05:00 GMT", at(2020, 3, 22, 18, 5)),
    ("Sun, 22 Mar 2020 18:05:00 -0400", at(2020, 3, 22, 18, 5, hours=-4)),
    ("Sun Mar 22 2020 18:05:00 GMT+0100 (Central European Standard Time)", at(2020, 3, 22, 18, 5, hours=1)),
    ("Sun Mar 22 18:05:00 CET 2020", at(2020, 3, 22, 18, 5, hours=1)),
    ("March 22, 2020 6:05 p.m. EDT", at(2020, 3, 22, 18, 5, hours=-4)),
    ("22 March 2020 12:05 am GMT+5", at(2020, 3, 22, 0, 5, hours=5)),
    ("1584880500", at(2020, 3, 22, 12, 35)),
    ("1584880500250", at(2020, 3, 22, 12, 35, 0, 250_000)),
]
DAYS = [
    *("2020-03-22", "2020-3-22", "20200322", "2020/03/22", "2020.03.22", "20200322180500", "2020-03-22T18:05:00"),
    *(
        "2020-03-22 18:05",
        "22.03.2020",
        "22. 3. 2020",
        "22.03.2020, 18:05 Uhr",
        "22/03/2020",
        "03/22/2020",
        "22-03-2020",
    ),
    *(
        "March 22, 2020",
        "Mar. 22, 2020",
        "22 March 2020",
        "Sunday, 22nd March 2020",
        "Published on 22 Mar 2020, 6:05 PM",
    ),
    *("22. März 2020", "22 mars 2020", "22 de marzo de 2020", "22 de março de 2020", "22 marzo 2020", "22 марта 2020"),
    *(
        "22 Mart 2020",
        "22. března 2020",
        "22 marca 2020",
        "22 maart 2020",
        "2020年3月22日",
        "2020년 3월 22일",
        "2020. március 22.",
    ),
    *(
        "22 Μάρτιος 2020",
        "٢٢ مارس ٢٠٢٠",
        "२२ मार्च २०२०",
        "22 ngày 2020-03-22",
        "6:05 PM IST, March 22, 2020",
        "2020-03-22T99:99:99Z",
    ),
]
NO_DATES = [
    *("", "soon", "2020", "March 2020", "2020-03", "22 March", "32 Mai 2021", "2021-02-30", "0001-01-01T00:00:00Z"),
    *(
        "03/04/2020",
        "3-4-2020",
        "18:05",
        "3 hours ago",
        "yesterday",
        "today",
        "99999999",
        "12 monkeys 2020",
        "22 March 20",
    ),
    *("9999-12-31", "1584", "5 Things 2020", "1970", "-", "2020-13-22"),
]


@pytest.mark.parametrize(("found", "moment"), MOMENTS)
def test_a_time_with_its_zone_is_a_moment(found: str, moment: datetime) -> None:
    parsed = parse_date(found)
    assert parsed == moment
    assert isinstance(parsed, datetime)
    assert parsed.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize("found", DAYS)
def test_a_day_is_a_day_and_no_midnight(found: str) -> None:
    parsed = parse_date(found)
    assert parsed == date(2020, 3, 22)
    assert not isinstance(parsed, datetime)


@pytest.mark.parametrize("found", NO_DATES)
def test_what_names_no_day_is_no_date(found: str) -> None:
    assert parse_date(found) is None


@pytest.mark.parametrize(
    ("found", "language", "day"),
    [
        ("03/04/2020", "en-US", date(2020, 3, 4)),
        ("03/04/2020", "en-GB", date(2020, 4, 3)),
        ("03/04/2020", "fr", date(2020, 4, 3)),
        ("03/04/2020", "en", None),
        *(
            ("03/04/2020", language, None)
            for language in ("en-CA", "fr-CA", "ja", "zh-Hant-TW", "ko-KR", "hu", "es-US")
        ),
        ("03/04/2020", "de-CH", date(2020, 4, 3)),
        ("22/03/2020", "ja", date(2020, 3, 22)),
        ("04/04/2020", "en", date(2020, 4, 4)),
        ("03.04.2020", "en-US", date(2020, 4, 3)),
        ("5. listopadu 2020", "cs", date(2020, 11, 5)),
        ("5 listopada 2020", "pl", date(2020, 11, 5)),
        ("5. listopada 2020", "hr", date(2020, 10, 5)),
        ("5 listopada 2020", None, None),
        ("5 mai 2020", "tlh", date(2020, 5, 5)),
    ],
)
def test_the_language_settles_what_is_ambiguous(found: str, language: str | None, day: date | None) -> None:
    assert parse_date(found, language) == day


@given(st.datetimes(datetime(1600, 1, 2), datetime(2199, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_iso_8601_comes_back(moment: datetime, minutes: int) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.date().isoformat()) == moment.date()


@pytest.mark.parametrize(
    ("found", "names"),
    [
        ("By Ada Hale", ["Ada Hale"]),
        ("BY ADA HALE AND MAX BORN", ["ADA HALE", "MAX BORN"]),
        ("By Ada Hale, Max Born and Mia Lund, Reuters", ["Ada Hale", "Max Born", "Mia Lund", "Reuters"]),
        ("Von Anna Blum und Ben Roth, dpa", ["Anna Blum", "Ben Roth", "dpa"]),
        ("Par Jean Petit et Léa Grand", ["Jean Petit", "Léa Grand"]),
        ("Por Ana García y Luis Peña", ["Ana García", "Luis Peña"]),
        ("De Ana García e Rui Sá", ["Ana García", "Rui Sá"]),
        ("Av Kari Nord & Ola Sund", ["Kari Nord", "Ola Sund"]),
        ("Текст: Анна Белова и Иван Чернов", ["Анна Белова", "Иван Чернов"]),
        ("Anna Blum (abl)", ["Anna Blum"]),
        ("Anna Blum (dpa)", ["Anna Blum", "dpa"]),
        ("Anna Blum; Ben Roth | Mia Lund / Ola Sund", ["Anna Blum", "Ben Roth", "Mia Lund", "Ola Sund"]),
        ("Blum, Anna", ["Blum, Anna"]),
        ("AFP, Reuters", ["AFP", "Reuters"]),
        ("John Doe, Jr., Jane Roe, PhD", ["John Doe, Jr.", "Jane Roe, PhD"]),
        ("Ada Hale, Political Editor", ["Ada Hale"]),
        ("Staff Writer", ["Staff Writer"]),
        ("Science and Environment Desk", ["Science and Environment Desk"]),
        ("Ada Hale <ada@news.test>", ["Ada Hale"]),
        ("ada@news.test", []),
        ("https://social.test/ada", []),
        ("105092", []),
        ("8f507083-bac4-423a-9015-2eb31e1bce50", []),
        ("News Service (www.news.test)", ["News Service"]),
        ("Ada Hale @adahale", ["Ada Hale"]),
        ("Von Trapp", ["Von Trapp"]),
        ("Robert De Niro", ["Robert De Niro"]),
        ("By Reuters", ["Reuters"]),
        ("Autorin Anna Blum", ["Anna Blum"]),
        ("山田太郎、鈴木花子", ["山田太郎", "鈴木花子"]),
        ("By Ada Hale Health reporter, BBC News", ["Ada Hale", "BBC News"]),
        ("Ada Hale Chief Political Correspondent", ["Ada Hale"]),
        ("By Ada Hale and Max Born Science reporters", ["Ada Hale", "Max Born"]),
        ("Redakteurin Anna Blum", ["Anna Blum"]),
        ("Jan van Dyk Foreign Editor", ["Jan van Dyk"]),
        ("Harbour News reporter", ["Harbour News reporter"]),
        ("Special Correspondent", ["Special Correspondent"]),
        ("Di Maio Luigi", ["Di Maio Luigi"]),
        ("Da Silva João, Reuters", ["Da Silva João", "Reuters"]),
        ("Anna Blum, Di Maio Luigi", ["Anna Blum", "Di Maio Luigi"]),
        ("di Luigi Rossi", ["Luigi Rossi"]),
        ("Anna Blum und Lea Roth, Nairobi", ["Anna Blum", "Lea Roth"]),
        ("Anna Blum, Nairobi", ["Anna Blum"]),
        ("Nairobi, Anna Blum", ["Nairobi", "Anna Blum"]),
        ("Blum, Florence", ["Blum, Florence"]),
        ("Anna Blum, Paris Hilton", ["Anna Blum", "Paris Hilton"]),
        ("Anna Blum (Text), Jan Wolf (Fotos)", ["Anna Blum"]),
        ("Text: Anna Blum, Fotos: Jan Wolf und Mia Lund", ["Anna Blum"]),
        ("Text: Anna Blum Fotos: Jan Wolf", ["Anna Blum"]),
        ("Fotos: Jan Wolf, Text: Anna Blum", ["Anna Blum"]),
        ("Anna Blum (Text und Fotos)", ["Anna Blum"]),
        ("Fotos: Jan Wolf", ["Jan Wolf"]),
        ("Photos by Jan Wolf, Ada Hale", ["Ada Hale"]),
        ("Bild Redaktion", ["Bild Redaktion"]),
        ("  ", []),
        (", ;", []),
        ('"><script>x</script>', ['"><script>x</script>']),
    ],
)
def test_bylines(found: str, names: list[str]) -> None:
    assert list(split_byline([found])) == names


def test_names_of_several_places_are_kept_once_and_in_order() -> None:
    assert split_byline(["Mia Lund", "Ada Hale and Mia LUND", "Staff"]) == ("Mia Lund", "Ada Hale")


@pytest.mark.parametrize(
    ("found", "address"),
    [
        ("HTTPS://User:pw@News.Test:443/A/b?utm_source=x&id=1&fbclid=2#top", "https://news.test/A/b?id=1"),
        ("http://news.test", "http://news.test/"),
        ("http://news.test:8080/?gclid=1", "http://news.test:8080/"),
        ("/story?id=7", "https://base.test/story?id=7"),
        ("//news.test/a", "https://news.test/a"),
        ("https://bücher.test/größe", "https://bücher.test/größe"),
        ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
        ("https://news.test/a?utm=1&q=a%20b", "https://news.test/a?utm=1&q=a%20b"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:ada@news.test", None),
        ("ftp://news.test/a", None),
        ("https://", None),
        ("http://[x", None),
        ("https://news.test:99999/", None),
        ("", None),
    ],
)
def test_addresses(found: str, address: str | None) -> None:
    assert parse_url([found], "https://base.test/x/") == address


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-zA-Z.:@\[\]0-9]{1,20}/?[a-z=&?#;%]{0,20}", fullmatch=True))
def test_an_address_in_its_form_stays(found: str) -> None:
    once = parse_url([found])
    assert once is None or parse_url([once]) == once


@pytest.mark.parametrize(
    ("found", "tag"),
    [
        *[("en", "en"), ("en_US", "en-US"), ("PT-br", "pt-BR"), ("zh-hans-cn", "zh-Hans-CN"), ("de_DE.UTF-8", "de-DE")],
        *[("es-419", "es-419"), ("iw", "he"), ("de, en", "de"), (" fr ", "fr"), ("de-x-private", "de"), ("haw", "haw")],
        *[
            ("eng", "en"),
            ("ger-AT", "de-AT"),
            ("utf-8", None),
            ("english", None),
            ("xx", None),
            ("und", None),
            ("", None),
            ("1", None),
            ("jp", None),
            ("<script>", None),
        ],
    ],
)
def test_languages(found: str, tag: str | None) -> None:
    assert parse_language([found]) == tag


@pytest.mark.parametrize(
    ("found", "keywords"),
    [
        (["a, b,,  B ,c"], ["a", "b", "c"]),
        (["a, x; b"], ["a, x", "b"]),
        (["Business, Finance", "Wells"], ["Business, Finance", "Wells"]),
        (["a,b", "b,c"], ["a", "b", "c"]),
        (["Blum, Anna", "Roth, Ben"], ["Blum, Anna", "Roth, Ben"]),
        (["Blum, Anna"], ["Blum", "Anna"]),
        (["Coast, Ferries, Storms", "Blum, Anna"], ["Coast", "Ferries", "Storms", "Blum", "Anna"]),
        (["政治、社会，経済"], ["政治", "社会", "経済"]),
        (["well\u202e\x00s"], ["wells"]),
        ([" ", ","], []),
    ],
)
def test_keywords(found: list[str], keywords: list[str]) -> None:
    assert list(parse_keywords(found)) == keywords


def test_the_first_candidate_that_can_be_read_wins_and_says_where_it_stood() -> None:
    candidates = (
        FieldCandidate(("soon",), "json-ld"),
        FieldCandidate(("2020-03-22",), "meta"),
        FieldCandidate(("2021-01-01",), "page"),
    )
    found = Clipping(Origin("a.html", "0" * 64, "html"), Form.FRAGMENT, RawHtml("<p>x</p>"), {"published": candidates})
    known, problems = parse.parse(found)
    assert known.published == date(2020, 3, 22)
    assert known.origin.fields["date"] == "meta"
    assert problems == ()


@pytest.mark.parametrize(
    ("found", "source"),
    [
        (["https://news.test", "The Harbour Post"], "The Harbour Post"),
        (["www.news.test", "harbour.test"], "harbour.test"),
        (["Blogger", "The Harbour Post"], "The Harbour Post"),
        (["//news.test/"], None),
        (["Medium"], "Medium"),
        (["http: a magazine"], "http: a magazine"),
    ],
)
def test_an_address_or_a_platform_is_no_source(found: list[str], source: str | None) -> None:
    candidates = {"source": tuple(FieldCandidate((value,), "meta") for value in found)}
    known, _ = parse.parse(Clipping(Origin("a.html", "0", "html"), Form.FRAGMENT, RawHtml("<p>x</p>"), candidates))
    assert known.source == source


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Hn, Lund, Roth", ("Lund", "Roth")),
        ("Anna Blum, Harbour News (HN)", ("Anna Blum",)),
        ("HN", ("HN",)),
        ("Harbour News (HN) and AFP", ("Harbour News (HN)", "AFP")),
        ("harbour.test", ("harbour.test",)),
    ],
)
def test_the_publication_is_an_author_only_where_there_is_no_other(byline: str, authors: tuple[str, ...]) -> None:
    known, _ = parse.parse(clipping("<p>x</p>", byline=byline, source="Harbour News (HN)"))
    assert known.authors == authors


@pytest.mark.parametrize("name", ["published", "modified", "retrieved"])
def test_a_date_that_cannot_be_read_is_reported_and_left_out(name: str) -> None:
    known, (problem,) = parse.parse(clipping("<p>x</p>", headline="x", **{name: "32 Mai 2021"}))
    assert getattr(known.origin if name == "retrieved" else known, name) is None
    assert problem.kind is ProblemKind.DATE
    assert "32 Mai 2021" in problem.reason
    assert problem.file == "page.html"


@pytest.mark.parametrize("found", ["", " ", "0001-01-01T00:00:00Z", "0000-00-00 00:00:00"])
def test_what_systems_write_for_no_date_is_no_problem(found: str) -> None:
    known, problems = parse.parse(clipping("<p>x</p>", headline="x", published=found))
    assert known.published is None
    assert problems == ()


@pytest.mark.parametrize(
    ("found", "headline"),
    [
        (clipping("<p>x</p>", headline=" A\u2028 \x07headline\u202e &lt; "), "A headline &lt;"),
        (clipping("<p>Text.</p><h2>A heading</h2>", headline=" "), "A heading"),
        (clipping("<p>First one. Second.</p>"), "First one."),
        (clipping("<p>" + "word " * 40 + "</p>"), "word " * 14 + "word…"),
        (clipping("x" * 200), "x" * 79 + "…"),
        (clipping("\n\nFirst line\nsecond", Form.TEXT), "First line"),
        (clipping("<p>No\u00a0break.</p>"), "No break."),
        (
            clipping("<p>x</p>", headline="\u00ab\u00a0Non\u00a0!\u00a0\u00bb\u00a0"),
            "\u00ab\u00a0Non\u00a0!\u00a0\u00bb",
        ),
        (clipping("", file="folder/2020-story.html.gz"), "2020-story"),
        (clipping("<p> </p>", file="-"), "-"),
    ],
)
def test_there_is_always_a_headline(found: Clipping, headline: str) -> None:
    assert parse.parse(found)[0].headline == headline


PARSED = [field for field in FIELDS if field.parse]


@given(
    st.dictionaries(st.sampled_from([field.name for field in PARSED]), st.text(max_size=40), max_size=6),
    st.text(max_size=80),
)
def test_any_strings_give_clean_fields(found: dict[str, str], body: str) -> None:
    known, _ = parse.parse(clipping(body, **found))  # type: ignore[arg-type]
    lines = [known.headline, known.dek, known.source, known.section, known.kicker]
    assert known.headline
    assert all(line == one_line(line) for line in lines if line is not None)
    assert all(name == " ".join(strip_controls(name).split()) for name in (*known.authors, *known.keywords))
    assert set(known.origin.fields) <= {field.key for field in PARSED}
