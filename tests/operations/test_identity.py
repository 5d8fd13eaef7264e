"""What the owner says about pages: identity.yml, its commands; removed pages; what explain says."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path
from shutil import copy

import pytest

from backfile.archive import identity_yml, page
from backfile.archive.identity import MAX_COMPARED
from backfile.archive.identity_sites import make_sites
from backfile.operations.explain import explain
from backfile.operations.identity import Action, list_rulings, rule
from backfile.operations.ingest import ingest
from backfile.operations.reingest import reingest
from backfile.problems import NothingThereError, ProblemKind, SettingsError
from backfile.settings.mkdocs_yml import Config
from tests.operations.ingested import PARAGRAPH, html, kinds, log, pages, status

ATTACKS = Path(__file__).parent / "attacks"
PIER, EVIL = "articles/2020/03/east-pier-to-be-mended.md", "the minister never took"


def take(home: Config, folder: Path, *names: str) -> list[str]:
    for name in names:
        copy(ATTACKS / f"{name}.html", folder / f"{name}.html")
    report = ingest([folder / f"{name}.html" for name in names], home)
    return kinds(report)


def bodies(home: Config) -> list[str]:
    return [page.load(text).body for text in pages(home).values()]


@pytest.mark.parametrize("order", [("victim", "hostile"), ("hostile", "victim")])
def test_a_save_from_another_site_does_not_take_an_article(home: Config, inbox: Path, order: tuple[str, str]) -> None:
    take(home, inbox, f"01-identity-{order[0]}")
    before = pages(home)
    assert ProblemKind.IDENTITY in take(home, inbox, f"01-identity-{order[1]}")
    assert before.items() <= pages(home).items()
    assert len(pages(home)) == 2
    assert take(home, inbox, "01-identity-hostile", "01-identity-victim").count(ProblemKind.IDENTITY) == 0


def test_without_an_address_another_publication_and_date_are_another_article(home: Config, inbox: Path) -> None:
    take(home, inbox, "03-nourl-victim")
    before = pages(home)
    assert ProblemKind.IDENTITY in take(home, inbox, "03-nourl-hostile")
    assert before.items() <= pages(home).items()


def test_a_removed_impostor_keeps_no_article_away(home: Config, inbox: Path) -> None:
    take(home, inbox, "02-removed-hostile-first")
    (path,) = pages(home)
    (home.docs / path).unlink()
    assert ProblemKind.REMOVED not in take(home, inbox, "02-removed-genuine-later")
    (body,) = bodies(home)
    assert EVIL not in body
    assert ProblemKind.REMOVED in take(home, inbox, "02-removed-hostile-first")


@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace("six weeks", "seven weeks"), lambda text: text.replace("https://www", "http://www")],
)
def test_a_removed_article_stays_away_in_any_save(home: Config, inbox: Path, change) -> None:
    take(home, inbox, "02-removed-genuine-later")
    (home.docs / PIER).unlink()
    (inbox / "again.html").write_text(change((ATTACKS / "02-removed-genuine-later.html").read_text()))
    assert kinds(ingest([inbox / "again.html"], home)) == [ProblemKind.REMOVED]


def two_pages(home: Config, inbox: Path) -> tuple[str, str]:
    take(home, inbox, "01-identity-victim")
    take(home, inbox, "01-identity-hostile")
    (other,) = pages(home).keys() - {PIER}
    return PIER, other


def test_pages_that_are_one_article_are_joined(home: Config, inbox: Path) -> None:
    first, second = (Path(f"docs/{path}") for path in two_pages(home, inbox))
    before = pages(home)
    planned = rule(home, Action.SAME, first, second, dry_run=True)
    assert (planned.changed, planned.removed) == (True, str(second))
    assert pages(home) == before
    done = rule(home, Action.SAME, first, second)
    assert done.commit.revision
    (path,) = pages(home)
    assert path == PIER
    assert EVIL in pages(home)[path]
    assert list_rulings(home) == [("same", str(first), str(second))]
    # Both inputs are saves of the page now, also in one run.
    again = ingest([inbox], home)
    assert list(pages(home)) == [PIER]
    assert ProblemKind.IDENTITY not in kinds(again)
    assert ProblemKind.REMOVED not in kinds(again)
    assert rule(home, Action.FORGET, first, second).changed
    assert list_rulings(home) == []


def test_a_join_that_was_killed_is_completed(home: Config, inbox: Path) -> None:
    other = two_pages(home, inbox)[1]
    first, second = home.docs / PIER, home.docs / other
    rule(home, Action.SAME, first, second, commit=False)
    result = rule(home, Action.SAME, first, second)
    assert result.commit.revision
    assert status(home) == ""
    assert not second.exists()
    with pytest.raises(NothingThereError):
        rule(home, Action.SAME, second, first)


def test_pages_that_are_two_articles(home: Config, inbox: Path) -> None:
    first, second = two_pages(home, inbox)
    rule(home, Action.APART, Path(first), Path(second))
    rulings = identity_yml.load(home.root / "identity.yml")
    assert rulings.holder([second, first]) == first
    assert rulings.holder([first, second, "articles/third.md"]) is None
    assert log(home)[0] == f"Identity: docs/{first} and docs/{second} are two articles"
    assert not rule(home, Action.APART, Path(first), Path(second)).changed
    with pytest.raises(SettingsError, match="one page"):
        rule(home, Action.APART, Path(first), Path(first))
    with pytest.raises(NothingThereError):
        rule(home, Action.APART, Path(first), Path("articles/none.md"))


def test_edited_pages_are_not_joined(home: Config, inbox: Path) -> None:
    first, second = two_pages(home, inbox)
    text = (home.docs / first).read_text().replace("six weeks", "seven weeks")
    (home.docs / first).write_text(text)
    assert rule(home, Action.SAME, Path(first), Path(second)).left_alone == (f"docs/{first}",)
    assert len(pages(home)) == 2
    assert (home.docs / first).read_text() == text


def test_comments_of_the_owner_stay() -> None:
    source = "# Mine.\narticles/a.md:\n  apart: [articles/b.md]  # not that one\n"
    joined = identity_yml.join(source, "articles/a.md", "articles/c.md", ["0" * 64])
    assert "# Mine." in joined
    assert "# not that one" in joined
    rulings = identity_yml.parse(joined, Path("identity.yml"))
    assert rulings.page_of("articles/c.md") == "articles/a.md"
    assert rulings.page_of_save("0" * 64) == "articles/a.md"
    assert identity_yml.parse(
        identity_yml.forget(joined, "articles/c.md", "articles/a.md"), Path("i")
    ).by_page.keys() == {"articles/a.md"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("- a", "not a list of entries"),
        ("a.md: {same: []}", "not the path of a page"),
        ("articles/a.md: {like: []}", "has the lists"),
        ("articles/a.md: {same: articles/b.md}", "not a list of texts"),
        ("articles/a.md: {saves: [12]}", "not a list of texts"),
        ("articles/a.md: {saves: ['12']}", "no SHA-256"),
        ("articles/a.md: {same: [articles/a.md]}", "with itself"),
        ("articles/a.md: {same: [articles/b.md], apart: [articles/b.md]}", "Remove one"),
        ("articles/a.md: {same: [articles/b.md]}\narticles/b.md: {same: [articles/a.md]}", "circle"),
    ],
)
def test_a_file_that_is_not_valid_is_refused(home: Config, inbox: Path, source: str, message: str) -> None:
    (home.root / "identity.yml").write_text(source)
    with pytest.raises(SettingsError, match=message):
        ingest([inbox], home)


def test_explain_names_the_page_and_the_evidence(home: Config, inbox: Path) -> None:
    take(home, inbox, "01-identity-victim")
    (hostile,) = explain([ATTACKS / "01-identity-hostile.html"], home)
    (compared,) = hostile.compared
    assert (compared.page, compared.relation) == (f"docs/{PIER}", "doubtful")
    assert {"host": "differs", "address": "same", "headline": "same", "text": "differs"}.items() <= {
        item.kind.value: item.state.value for item in compared.evidence
    }.items()
    (inbox / "new.html").write_text((ATTACKS / "01-identity-victim.html").read_text().replace("six", "seven"))
    (honest,) = explain([inbox / "new.html"], home)
    assert honest.compared[0].relation == "revision"


@pytest.mark.parametrize("between", ["", f"<!--{'x' * 30_000}-->"], ids=["beside it", "far before it"])
def test_a_forged_comment_beside_that_of_the_browser_does_not_take_an_article(
    home: Config, inbox: Path, between: str
) -> None:
    """Where it was saved is not unknown then, but contradicted; all else agrees."""
    home = replace(home, settings=replace(home.settings, commit=False))
    comments = [f"<!-- saved from url=(0025)https://{site}.test/pier -->" for site in ("gazette", "evil")]
    (inbox / "genuine.html").write_text(html().replace("<!DOCTYPE html>", f"<!DOCTYPE html>{comments[0]}"))
    ingest([inbox], home)
    forged = html(body=PARAGRAPH * 3 + "Nothing of it is true.")
    (inbox / "evil.html").write_text(forged.replace("<!DOCTYPE html>", f"<!DOCTYPE html>{between.join(comments)}"))
    report = ingest([inbox / "evil.html"], home)
    assert (report.updated, kinds(report)) == (0, ["identity"])
    assert len(pages(home)) == 2


@pytest.mark.parametrize(
    ("genuine", "impostor"),
    [
        (
            "web.archive.org/web/20200101000000/https://gazette.test/pier",
            "web.archive.org/web/20210101000000/https://{}",
        ),
        (
            "web.archive.org/web/20200101000000id_/http://gazette.test/",
            "web.archive.org/web/20210101000000/gazette.test@{}",
        ),
        (
            "wayback.archive-it.org/1234/20200101000000/https://gazette.test/",
            "wayback.archive-it.org/99/20210101000000/{}",
        ),
        ("archive.ph/AbCd1", "archive.ph/EfGh2"),
        ("webcache.googleusercontent.com/search?q=cache:a", "webcache.googleusercontent.com/search?q=cache:b"),
        ("gazette-test.translate.goog/pier", "gazette-test.translate.goog/other"),
        ("r.jina.ai/https://gazette.test/pier", "r.jina.ai/https://{}"),
        ("www-gazette-test.cdn.ampproject.org/c/s/gazette.test/pier", "gazette-test.cdn.ampproject.org/c/s/{}"),
    ],
)
def test_a_copy_at_a_site_that_shows_pages_of_all_does_not_take_an_article(
    home: Config, inbox: Path, genuine: str, impostor: str
) -> None:
    """Everybody's pages are at the host of a web archive, a cache, a translator. All but the text is forged."""
    home = replace(home, settings=replace(home.settings, commit=False))

    def write(name: str, address: str, end: str) -> Path:
        url = f"https://{address.format('evil.test/pier')}"
        file = inbox / f"{name}.html"
        comment = f"<!DOCTYPE html><!-- saved from url=({len(url):04}){url} -->"
        file.write_text(html(body=PARAGRAPH * 3 + end).replace("<!DOCTYPE html>", comment))
        return file

    ingest([write("genuine", genuine, "")], home)
    report = ingest([write("evil", impostor, "Nothing of it is true.")], home)
    assert (report.updated, kinds(report)) == (0, ["identity"])
    assert ingest([write("again", genuine, "It took a week.")], home).updated == 1, "the same copy, saved again"


@pytest.mark.parametrize(
    ("site", "is_updated"),
    [
        ("https://evil.test/", False),
        ("https://planet.test/blogs", False),
        ("https://gazette.test.evil.test/", False),
        ("https://www.gazette.co.uk/", True),
        ("https://gazette.test/", True),
        ("https://feeds.gazette.test/pier", True),
        ("", True),
    ],
)
@pytest.mark.parametrize("form", ["rss", "json"])
def test_a_feed_of_another_site_does_not_take_an_article(
    home: Config, inbox: Path, form: str, site: str, *, is_updated: bool
) -> None:
    """Its own link is evidence against it alone: that it is of the same site, anybody can write."""
    home = replace(home, settings=replace(home.settings, commit=False))
    url = "https://gazette.test/pier"
    comment = f"<!DOCTYPE html><!-- saved from url=({len(url):04}){url} -->"
    (inbox / "pier.html").write_text(html(url=url).replace("<!DOCTYPE html>", comment))
    ingest([inbox / "pier.html"], home)
    text, day = PARAGRAPH * 3 + "Nothing of it is true.", "2019-11-06T08:00:00Z"
    if form == "json":
        item = {"id": url, "url": url, "title": "East pier to be mended", "content_html": text, "date_published": day}
        feed = json.dumps({"version": "https://jsonfeed.org/version/1", "home_page_url": site, "items": [item]})
    else:
        feed = (
            f'<rss version="2.0"><channel><link>{site}</link><item><title>East pier to be mended</title>'
            f"<link>{url}</link><guid>{url}</guid><pubDate>Wed, 06 Nov 2019 08:00:00 GMT</pubDate>"
            f"<description>{escape(text)}</description></item></channel></rss>"
        )
    (inbox / f"feed.{form}").write_text(feed)
    report = ingest([inbox / f"feed.{form}"], home)
    assert (report.updated, "identity" in kinds(report)) == (is_updated, not is_updated), report.problems


@pytest.mark.parametrize("copied", [4, 12], ids=["a part", "all"])
@pytest.mark.parametrize(
    ("is_removed", "together"),
    [(False, False), (False, True), (True, False)],
    ids=["in two runs", "in one run", "of a removed page"],
)
def test_many_claimants_with_its_headline_do_not_keep_a_save_from_its_page(
    home: Config, inbox: Path, copied: int, *, is_removed: bool, together: bool
) -> None:
    """Nothing says where any of them was saved from; each has a part of its text, or all, and another publication."""
    home = replace(home, settings=replace(home.settings, commit=is_removed))
    own = [
        f"In week {week} the council of Merrow paid {week * 7 + 110} crowns for pier no. {week}." for week in range(12)
    ]
    name = '<meta property="og:site_name" content="{}">'
    for number in range(70):
        claims = [" ".join(f"claim{number}x{week}x{word}" for word in range(11)) + "." for week in range(12)]
        text = html(body=" ".join([*own[:copied], *claims[copied:]]))
        (inbox / f"{number:02}.html").write_text(text.replace("<title>", f"{name.format(f'Paper {number}x')}<title>"))
    genuine = html(body=" ".join(own)).replace("<title>", f"{name.format('Gazette')}<title>")
    (inbox / "x-genuine.html").write_text(genuine)
    later = genuine.replace(own[-1], f"{own[-1]} It took a week.")
    (inbox / "y-later.html").write_text(later.replace('"@type"', '"dateModified": "2020-04-01", "@type"', 1))
    files = sorted(inbox.iterdir())
    if not together:
        ingest(files[:-1], home)
        genuine = next(path for path, text in pages(home).items() if 'source: "Gazette"' in text)
        assert sorted(pages(home)).index(genuine) >= MAX_COMPARED, "by its path it would not be compared"
        if is_removed:
            (home.docs / genuine).unlink()
    report = ingest(files if together else files[-1:], home)
    assert (ProblemKind.REMOVED in kinds(report)) == is_removed
    assert len(pages(home)) == (70 if is_removed else 71)
    assert sum("It took a week" in text for text in pages(home).values()) == (not is_removed)


@pytest.mark.parametrize("together", [False, True], ids=["in two runs", "in one run"])
def test_many_claimants_do_not_keep_a_save_from_its_page(home: Config, inbox: Path, *, together: bool) -> None:
    """Claimants from another site, and those of which nothing says where they were saved from."""
    home = replace(home, settings=replace(home.settings, commit=False))
    comment = "<!DOCTYPE html><!-- saved from url=(0028){} -->"
    for number in range(110):
        body = " ".join(f"Claim{number}x{word} is new." for word in range(12))
        text = html(title=f"Claim{number}", body=body, published="2001-01-01")
        if number % 2:
            text = text.replace("<!DOCTYPE html>", comment.format("https://evil.test/pier"))
        (inbox / f"{number}.html").write_text(text)
    if not together:
        ingest([inbox], home)
    genuine = html().replace("<!DOCTYPE html>", comment.format("https://gazette.test/pier"))
    (inbox / "genuine.html").write_text(genuine)
    (inbox / "later.html").write_text(genuine.replace(PARAGRAPH * 3, PARAGRAPH * 3 + "It took a week."))
    assert together or len(pages(home)) == 110
    report = ingest([inbox] if together else [inbox / "genuine.html", inbox / "later.html"], home)
    held = [str(problem) for problem in report.problems if problem.kind is ProblemKind.URL_HELD]
    assert len(held) == (110 if together else 1), "one remark for each new page"
    assert "other pages" in held[-1]
    assert len(held[-1]) < 1_000
    (inbox / "unknown.html").write_text(html(body=PARAGRAPH * 3 + "It took a week, and not two."))
    assert ingest([inbox / "unknown.html"], home).updated == 1, "also where nothing says where it was saved from"
    assert sum("east-pier" in path for path in pages(home)) == 1


@pytest.mark.parametrize("together", [False, True], ids=["in two runs", "in one run"])
def test_the_article_is_named_among_many_claimants(home: Config, inbox: Path, *, together: bool) -> None:
    """An impostor is nearer to its like, from its own site, than to the article; the owner has to see which that is."""
    home = replace(home, settings=replace(home.settings, commit=False))
    comment = "<!DOCTYPE html><!-- saved from url=({:04}){} -->"
    for name, site, day in (("z", "gazette", 1), *((f"e{number}", "evil", 5) for number in range(9))):
        url = f"https://{site}.test/pier"
        body = PARAGRAPH * 3 if site == "gazette" else " ".join(f"Claim{name}x{word} is new." for word in range(30))
        text = html(body=body, modified=f"2020-01-0{day}")
        (inbox / f"{name}.html").write_text(text.replace("<!DOCTYPE html>", comment.format(len(url), url)))
    files = sorted(inbox.iterdir())
    reports = [ingest(files, home)] if together else [ingest(each, home) for each in (files[-1:], files[:-1])]
    problems = [str(problem) for report in reports for problem in report.problems]
    assert len(pages(home)) == 10
    (genuine,) = [path for path, text in pages(home).items() if 'host: "gazette.test"' in text]
    assert len(problems) == 9
    assert all(f"docs/{genuine}" in problem for problem in problems)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.Gazette.example", "gazette.example"),
        ("m.gazette.example:443", "gazette.example"),
        ("old.example", "new.example"),
        ("older.example", "new.example"),
        ("www-gazette-example.cdn.ampproject.org", "gazette.example"),
        ("north--gazette-example.cdn.ampproject.org", "north-gazette.example"),
        ("gazette.example.evil.example", "gazette.example.evil.example"),
        ("gazette.example:8080", "gazette.example:8080"),
        (None, None),
        ("a b", "a b"),
    ],
)
def test_sites(host: str | None, site: str | None) -> None:
    sites = make_sites((("new.example", "old.example"), ("www.old.example", "older.example")))
    assert sites.site(host) == site


@pytest.mark.parametrize("edit", [False, True], ids=["as it was", "edited"])
@pytest.mark.parametrize("together", [False, True], ids=["in two runs", "in one run"])
def test_a_save_that_does_not_say_where_it_is_from_leaves_the_host(
    home: Config, inbox: Path, *, together: bool, edit: bool
) -> None:
    """Later saves are compared with what is known of the article, not with what the last one said."""
    path = "articles/2019/11/east-pier-to-be-mended.md"
    saved = html(body=PARAGRAPH * 3, modified="2020-01-01")
    url = "https://gazette.test/pier"
    comment = "<!DOCTYPE html><!-- saved from url=({:04}){} -->"
    (inbox / "a.html").write_text(saved.replace("<!DOCTYPE html>", comment.format(len(url), url)))
    if not together:
        ingest([inbox], home)
    if edit and not together:
        (home.docs / path).write_text(pages(home)[path].replace("origin:", 'note: "mine"\norigin:', 1))
    later = html(body=PARAGRAPH * 3 + "It took a week.", modified="2020-02-01")
    (inbox / "b.html").write_text(later)
    report = ingest([inbox], home)
    assert (report.updated, kinds(report)) == (1, [])
    assert 'host: "gazette.test"' in pages(home)[path]
    assert "a week" in pages(home)[path]
    assert ingest([inbox], home).unchanged == 2, "the same input gives the same page"
    assert together or reingest(home).unchanged == 1
    evil = "https://evil.test/pier"
    text = html(body=PARAGRAPH * 3 + "It took a month.", modified="2020-03-01")
    (inbox / "c.html").write_text(text.replace("<!DOCTYPE html>", comment.format(len(evil), evil)))
    assert kinds(ingest([inbox / "c.html"], home)) == ["identity"]
    (inbox / "d.html").write_text(later.replace("2020-02-01", "2020-04-01").replace("a week", "two weeks"))
    assert kinds(ingest([inbox / "d.html"], home)) == []
    assert 'host: "gazette.test"' in pages(home)[path]
    assert "two weeks" in pages(home)[path]
    assert ("note:" in pages(home)[path]) == (edit and not together)


NOTICE = "Log in to read this article."
TIDES = (
    "High water at the harbour is at {} and at {}; the ferry waits for nobody, and the bridge opens at {} on all days. "
)


@pytest.mark.parametrize("suffix", ["html", "json"])
@pytest.mark.parametrize("together", [False, True], ids=["in two runs", "in one run"])
@pytest.mark.parametrize(
    ("first", "second", "is_doubtful"),
    [
        (("Tides today", TIDES.format(3, 9, 10) * 2, ""), ("Tides today", TIDES.format(4, 7, 11) * 2, ""), True),
        (("Tides of Monday", TIDES.format(3, 9, 10), ""), ("Tides of Tuesday", TIDES.format(3, 9, 10), ""), True),
        (("Editorial", NOTICE, "Ada Quill"), ("Editorial", NOTICE, "Ben Moss"), True),
        (("Editorial", NOTICE, ""), ("Editorial", f"{NOTICE} It is free.", ""), True),
        (("Editorial", PARAGRAPH * 3, ""), ("Editorial", f"{PARAGRAPH * 3} It took a week.", ""), False),
        (("Editorial", PARAGRAPH * 3, "Ada Quill"), ("Editorial", PARAGRAPH * 3, "Ben Moss"), False),
    ],
    ids=["alike", "short, headline", "authors of a notice", "notices", "corrected", "authors of a text"],
)
def test_files_of_one_name_that_say_little_are_two_articles(
    home: Config, inbox: Path, suffix: str, first: _Said, second: _Said, *, together: bool, is_doubtful: bool
) -> None:
    """They have no address, publication or date. If they are two articles, none is lost, and both are named."""
    home = replace(home, settings=replace(home.settings, commit=False))
    files = [inbox / folder / f"news.{suffix}" for folder in ("a", "b")]
    for file, said in zip(files, (first, second), strict=True):
        file.parent.mkdir()
        file.write_text(_said(suffix, *said))
    reports = [ingest(files, home)] if together else [ingest([file], home) for file in files]
    assert [kind for report in reports for kind in kinds(report)].count("identity") == is_doubtful
    assert len(pages(home)) == 1 + is_doubtful
    assert [kinds(ingest([file], home)).count("identity") for file in files] == [0, 0], "it is reported once"


_Said = tuple[str, str, str]


def _said(suffix: str, title: str, text: str, author: str) -> str:
    """Return a file that has a headline, a text and an author, and nothing else."""
    if suffix == "json":
        return json.dumps([{"id": 1, "title": title, "author": author, "text": text}])
    byline = f'<meta name="author" content="{author}">' if author else ""
    return html(title, text, url=None, published=None).replace("<title>", f"{byline}<title>")
