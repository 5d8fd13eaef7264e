"""Dates are parsed as publications print them, with the months and calendars of many languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fields.calendars import from_solar_hijri
from backfile.fields.dates import parse_date


@pytest.mark.parametrize(
    "text",
    [
        *("14 พฤษภาคม 2568", "14 พ.ค. 2568", "วันที่ 14 พฤษภาคม พ.ศ. 2568", "14 พ.ค. ค.ศ. 2025"),
        *("۲۴ اردیبهشت ۱۴۰۴", "۱۴۰۴/۰۲/۲۴", "24 اردیبهشت 1404", "۱۴ مه ۲۰۲۵", "١٤ مايو، ٢٠٢٥", "14 أيار/مايو 2025"),
        *("ngày 14 tháng 5 năm 2025", "14 Tháng 5, 2025", "2025년5월14일", "2025. 5. 14.", "2025年5月14日"),
        *("14. maí 2025", "14 במאי 2025", "14 मई 2025", "14 Mei 2025", "14 Μαΐου 2025", "14 травня 2025"),
        *(
            "14 мая 2025",
            "14. mája 2025",
            "2025. május 14.",
            "14. toukokuuta 2025",
            "14 май 2025 г.",
            "14. svibnja 2025.",
        ),
        *("14.mai.2025", "14/May/2025", "14-May-2025", "14 / 05 / 2025", "14 de maio de 2025", "14 maja 2025"),
        *("MAY 14TH, 2025", "May 14th, 2025 at 5 pm", "2025, May 14", "14 мај 2025", "dpa:250514-99-53606/3"),
    ],
)
def test_a_day_as_it_is_printed(text: str) -> None:
    assert parse_date(text) == date(2025, 5, 14)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("14/05/2568", "th", date(2025, 5, 14)),
        ("14/05/2568", None, None),
        ("14 May 2568", "en", None),
        ("1404/02/24", "fa-IR", date(2025, 5, 14)),
        ("1404/02/24", "fr", None),
        ("30 اسفند 1403", None, date(2025, 3, 20)),
        ("30 اسفند 1404", None, None),
        ("14 كانون الثاني 2025", None, date(2025, 1, 14)),
        ("14 d'abril de 2025", "ca", date(2025, 4, 14)),
        ("dpa:251399-99-53606/3", None, None),
    ],
)
def test_calendars_and_months_that_need_more_than_a_table(text: str, language: str | None, day: date | None) -> None:
    assert parse_date(text, language) == day


def test_a_full_hour_has_no_minutes() -> None:
    assert parse_date("May 3rd, 2024 at 5 pm GMT") == datetime(2024, 5, 3, 17, tzinfo=UTC)
    assert parse_date("14/5/2025, 10:22 (GMT+7)", "vi") == datetime(
        2025, 5, 14, 10, 22, tzinfo=timezone(timedelta(hours=7))
    )


@given(st.integers(1250, 1499), st.integers(1, 12), st.integers(1, 29))
def test_the_days_of_the_calendar_of_iran_follow_each_other(year: int, month: int, day: int) -> None:
    today, before = from_solar_hijri(year, month, day), from_solar_hijri(year, month, day - 1) if day > 1 else None
    assert today is not None
    assert before is None or today - before == timedelta(days=1)
    first, last = from_solar_hijri(year, 1, 1), from_solar_hijri(year - 1, 12, 29)
    assert first is not None
    assert last is None or (first - last).days in (1, 2)
