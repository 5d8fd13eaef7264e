"""Dates are parsed with their zone, as days, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fields.dates import parse_date


def at(*moment: int, hours: float = 0) -> datetime:
    return datetime(*moment, tzinfo=timezone(timedelta(hours=hours)) if hours else UTC)  # type: ignore[arg-type,misc]


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


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_a_time_with_its_zone_is_a_datetime(text: str, moment: datetime) -> None:
    parsed = parse_date(text)
    assert parsed == moment
    assert isinstance(parsed, datetime)
    assert parsed.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize("text", DAYS)
def test_a_day_without_a_zoned_time_is_a_date(text: str) -> None:
    parsed = parse_date(text)
    assert parsed == date(2020, 3, 22)
    assert not isinstance(parsed, datetime)


@pytest.mark.parametrize("text", NO_DATES)
def test_text_without_a_whole_date_is_not_parsed(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("03/04/2020", "en-US", date(2020, 3, 4)),
        ("03/04/2020", "en-GB", date(2020, 4, 3)),
        ("03/04/2020", "fr", date(2020, 4, 3)),
        ("03/04/2020", "en", None),
        ("Fri, 04/03/2020 - 14:12", "en", date(2020, 4, 3)),
        ("Wednesday 04/03/2020", "en-CA", date(2020, 3, 4)),
        ("Sun, 04/03/2020", "en", None),
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
def test_the_language_decides_ambiguous_dates(text: str, language: str | None, day: date | None) -> None:
    assert parse_date(text, language) == day


@given(st.datetimes(datetime(1600, 1, 2), datetime(2199, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_iso_8601_round_trips(moment: datetime, minutes: int) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.date().isoformat()) == moment.date()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成三十一年四月四日", date(2019, 4, 4)),
        ("二〇一九年十二月二十三日", date(2019, 12, 23)),
        ("中華民國108年4月4日", date(2019, 4, 4)),
        ("令和2年13月1日", None),
        ("4 เม.ย. 62", date(2019, 4, 4)),
        ("4 เม.ย. 10:30", None),
        ("2019. gada 4. aprīlis", date(2019, 4, 4)),
        ("2019 жылғы 4 сәуір", date(2019, 4, 4)),
    ],
)
def test_years_of_eras_and_other_orders(text: str, day: date | None) -> None:
    assert parse_date(text) == day
