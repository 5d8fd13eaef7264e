"""The check of an article in the browser: it agrees with `verify`, on good and on altered pages."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backfile.archive import manifest
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.operations.verify import verify
from backfile.settings.mkdocs_yml import Config
from backfile.site.build import build
from tests.browser.conftest import Served, Visit
from tests.operations.ingested import html

ARTICLE = "articles/2019/11/east-pier-to-be-mended"


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("proof")
    config, inbox = init.create(folder / "archive"), folder / "inbox"
    inbox.mkdir()
    (inbox / "pier.html").write_text(html())
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "PART", 2)
        build(config)
        before = config.site.joinpath(f"{ARTICLE}.proof.json").read_bytes()
        (inbox / "ferry.html").write_text(
            html("The ferry stays", url="https://gazette.test/ferry", published="2031-02-03")
        )
        ingest([inbox], config)
        build(config)
    assert config.site.joinpath(f"{ARTICLE}.proof.json").read_bytes() == before, "only the last part has changed"
    return config


def test_a_good_page_an_altered_page_and_one_without_a_proof(
    proven: Config, tmp_path: Path, served: Served, visit: Visit, barriers: Callable[[Page], list[str]]
) -> None:
    site = Path(shutil.copytree(proven.site, tmp_path / "site"))
    markdown, proof = site / f"{ARTICLE}.md", site / f"{ARTICLE}.proof.json"
    root = verify(proven).root
    assert proof.stat().st_size < 4096
    index = site / "manifest/index.json"
    assert json.loads(index.read_text())["root"] == root
    with served(site) as address:
        page = visit(f"{address}{ARTICLE}/")
        box = page.locator(".article__proof")
        expect(box.locator(".article__digest")).to_have_text(hashlib.sha256(markdown.read_bytes()).hexdigest())
        box.locator("summary").click()
        button, status = box.get_by_role("button", name="Check it in this browser"), box.get_by_role("status")
        button.click()
        expect(status).to_contain_text(root)
        assert barriers(page) == []
        markdown.write_bytes(markdown.read_bytes().replace(b"harbour", b"harbor", 1))
        button.click()
        expect(status).to_contain_text("it was altered")
        shutil.copy(markdown, proven.docs / f"{ARTICLE}.md")
        assert [finding.kind for finding in verify(proven).wrong] == ["altered"]
        shutil.copy(proven.site / f"{ARTICLE}.md", markdown)
        parts = json.loads(index.read_text())["parts"]
        assert len(parts) == 3
        index.write_text(index.read_text().replace(parts[2]["root"], parts[1]["root"]))
        button.click()
        expect(status).to_contain_text("it was altered")
        proof.write_text("{}")
        button.click()
        expect(status).to_contain_text("There is no proof")
