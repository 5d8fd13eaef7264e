"""The choice among several saves of one article."""

from __future__ import annotations

from pathlib import Path

from backfile.operations.ingest import ingest
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import PARAGRAPH, html, kinds, pages


def test_the_latest_save_of_an_article_is_used(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(html(modified="2020-01-03T00:00:00Z", body=PARAGRAPH * 3 + "Third."))
    (inbox / "b.html").write_text(html(modified="2020-01-02T00:00:00Z", body=PARAGRAPH * 3 + "Second, and longer."))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 1, 0, 0)
    assert kinds(report) == []
    assert "Third." in next(iter(pages(home).values()))
    (inbox / "a.html").unlink()
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0), "an older save that comes later does not win either"
    assert "Third." in next(iter(pages(home).values()))
