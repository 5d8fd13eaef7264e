"""The summary of an ingest says how many images stay on the web, and what keeps them."""

import pytest

from backfile.cli.ingest_report import print_report, report_as_json
from backfile.report import Report


def printed(capsys: pytest.CaptureFixture[str], report: Report, *, dry_run: bool = False, fetched: bool | None) -> str:
    print_report(report, "Next: build.", dry_run=dry_run, fetched=fetched)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("report", "fetched", "line"),
    [
        (Report(read=1, images_on_the_web=1), False, "1 image stays on the web; --fetch-images keeps it.\n"),
        (
            Report(read=1, images_kept=3, images_on_the_web=1200),
            False,
            "1,200 images stay on the web (3 kept); --fetch-images keeps them.\n",
        ),
        (Report(read=1, images_on_the_web=2), True, "2 images stay on the web; the remarks give the reasons.\n"),
    ],
)
def test_images_that_stay_on_the_web_are_counted(
    capsys: pytest.CaptureFixture[str], report: Report, fetched: bool, line: str
) -> None:
    assert line in printed(capsys, report, fetched=fetched)


def test_a_dry_run_fetches_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(read=1, images_on_the_web=2)
    assert "--fetch-images keeps them" in printed(capsys, report, dry_run=True, fetched=True)


def test_there_is_no_line_without_such_images_or_without_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert "web" not in printed(capsys, Report(read=1, images_kept=2), fetched=False)
    assert "web" not in printed(capsys, Report(read=1, images_on_the_web=2), fetched=None)


def test_json_has_both_numbers() -> None:
    result = report_as_json(Report(images_kept=2, images_on_the_web=5), [], dry_run=False)
    assert (result["images_kept"], result["images_on_the_web"]) == (2, 5)
