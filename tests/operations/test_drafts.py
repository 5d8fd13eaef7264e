"""The choice among several saves of one article."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import FrameType

from backfile.archive import page
from backfile.archive.identity_sites import make_sites
from backfile.archive.identity_yml import NO_RULINGS
from backfile.article import Article, Markdown, Origin
from backfile.conversion.result import Result
from backfile.operations.drafts import Drafts, make_draft
from backfile.operations.ingest import ingest
from backfile.readers.files import InputFile
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


def test_the_steps_for_equal_records_grow_in_proportion_to_their_number() -> None:
    """Each has a name of its own in its file, and the text of all others."""

    def steps(count: int) -> int:
        sites = make_sites(())
        drafts = Drafts(BytesIO(), sites, NO_RULINGS)
        article = Article("Ferry", Markdown(PARAGRAPH), Origin("", "0" * 64, "json"))
        for number in range(count):
            origin = Origin("a.jsonl", f"{number:064}", "json", f"r{number}", "a.jsonl")
            each = replace(article, origin=origin)
            text = page.dump(each)
            input_file = InputFile(Path("a.jsonl"), "a.jsonl")
            drafts.add(make_draft(input_file, number, each, text, Result(each), sites), text)
        taken = 0

        def count_step(frame: FrameType, event: str, called: object) -> None:
            nonlocal taken
            taken += event == "c_call" and getattr(called, "__name__", "") == "get" and frame.f_code.co_name == "_end"

        sys.setprofile(count_step)
        try:
            assert len(drafts.chains(lambda draft, other: None)) == 1
        finally:
            sys.setprofile(None)
        return taken

    assert 0 < steps(320) < 5 * steps(80)
