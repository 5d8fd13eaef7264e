"""Runs all steps for many documents at once: sanitize, write, commit, clone, build one site, and read its pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from backfile.archive import git, page
from backfile.article import Article, Clipping, Form, Origin, RawHtml
from backfile.conversion.converter import Converter
from backfile.markup import sanitize
from backfile.markup.plain_text import strip_controls
from backfile.markup.writer import Writer
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import REFUSALS
from backfile.readers import Reader
from backfile.readers.reader import whole_file
from backfile.readers.records import record_data
from backfile.report import Removal
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.markup.fuzz import Document, Fuzzer, smaller, written
from tests.markup.visible_content import VISIBLE, Shown, characters, of_document, of_html, one_line

BASE = "https://paper.test/news/"
OFTEN_USED = (
    "abbr admonition attr_list def_list footnotes md_in_html meta nl2br sane_lists smarty tables wikilinks "
    "pymdownx.blocks.admonition pymdownx.blocks.details pymdownx.blocks.tab pymdownx.caret pymdownx.critic "
    "pymdownx.details pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.progressbar "
    "pymdownx.saneheaders pymdownx.smartsymbols pymdownx.snippets pymdownx.superfences pymdownx.tilde"
).split()
EXTENSIONS = {
    "archive": "[tables, toc, pymdownx.superfences]",
    "material": f"""
  - toc: {{permalink: true}}
  - pymdownx.arithmatex: {{generic: true}}
  - pymdownx.betterem: {{smart_enable: all}}
  - pymdownx.emoji
  - pymdownx.highlight: {{anchor_linenums: true, line_spans: __span, pygments_lang_class: true}}
  - pymdownx.tabbed: {{alternate_style: true}}
  - pymdownx.tasklist: {{custom_checkbox: true}}
  - {
        '''
  - '''.join(OFTEN_USED)
    }""",
}
"""Markdown extensions as in mkdocs.yml: the archive's own, and those that sites with Material often use."""

COUNTED = frozenset(
    "a blockquote br dd del dl dt em figcaption figure h hr img ins kbd li mark ol pre q strong sub sup ul".split()
)
"""Elements whose number is the same on the built page and in safe HTML. A Markdown table has a head, so more cells."""
GALLERY = 'class="images-elsewhere"'
OF_GALLERIES = frozenset("br figure li ol ul".split())
"""Elements that a list of images in place of a gallery adds or replaces."""
FIELDS = ("dek", "kicker", "source", "section", "rights")


@dataclass(frozen=True)
class Case:
    """An article, and the document from which it is made."""

    seed: int
    document: Document
    headline: str = "A headline"
    fields: tuple[str, ...] = FIELDS
    author: str = "A. Author"
    tag: str = "Tag"
    keyword: str = "Keyword"

    @property
    def html(self) -> RawHtml:
        """Return the document as HTML."""
        return RawHtml(written(self.document, self.seed))


def case(seed: int) -> Case:
    """Return the case of a seed."""
    fuzzer = Fuzzer(seed)
    document = fuzzer.document()
    names = ("headline", "author", "tag", "keyword", *FIELDS)
    headline, author, tag, keyword, *fields = (f"{name} {seed} {fuzzer.line()}" for name in names)
    return Case(seed, document, headline, tuple(fields), author, tag, keyword)


def faults(cases: Sequence[Case], extensions: str) -> Iterator[tuple[Case, str]]:
    """Yield the cases whose page on the built site differs from their document, and the difference."""
    with TemporaryDirectory(prefix="properties-") as folder:
        config = _archive(Path(folder, "archive"), extensions)
        writer = Writer(config.rendering.extensions, config.rendering.options)
        converter = Converter(config.settings, writer, Vocabulary())
        articles = {
            f"articles/undated/00/{number}.md": (item, _article(converter, item)) for number, item in enumerate(cases)
        }
        for path, (_, article) in articles.items():
            if article is not None:
                file = config.docs / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(page.dump(article).encode())
        site = _published(config)
        for path, (item, article) in articles.items():
            text = _article_of(site, path) if article is not None else None
            if fault := _fault(item, article, text):
                yield item, fault


def shrunk(item: Case, extensions: str) -> tuple[Case, str]:
    """Return the smallest case found with a fault of the same kind as that of `item`, and the fault."""
    ((item, fault),) = faults([item], extensions)
    kind = fault.split(":")[0]
    while True:
        less = [replace(item, document=document) for document in islice(smaller(item.document), 100)]
        bare = replace(Case(item.seed, item.document), headline=item.headline)
        pairs = faults([bare, *less], extensions)
        smallest = next((pair for pair in pairs if pair[1].startswith(kind) and pair[0] != item), None)
        if smallest is None:
            return item, fault
        item, fault = smallest


def _archive(root: Path, extensions: str) -> Config:
    config = init.create(root, "Whole")
    settings = root / "mkdocs.yml"
    before, _, _ = settings.read_text("utf-8").partition("markdown_extensions:")
    settings.write_text(f"{before}markdown_extensions: {extensions}\nplugins:\n  - backfile:\n      search: false\n")
    git.commit(root, ["mkdocs.yml"], "Extensions")
    return load(config.root, access=Access.CHECKED)


def _article(converter: Converter, item: Case) -> Article | None:
    """Return the article of a case; None if no text is found."""
    clipping = Clipping(Origin(f"{item.seed}.html", "0", "fuzz"), Form.FRAGMENT, item.html, base_url=BASE)
    reader = Reader("fuzz", (), lambda _: True, whole_file, lambda _: iter([clipping]))
    (result,) = converter.convert(record_data(reader, clipping.origin.file, b""), reader)
    if result.article is None:
        return None
    printed = dict(zip(FIELDS, map(_field, item.fields), strict=True))
    names = {"authors": (_field(item.author), "Second Author"), "tags": (_field(item.tag), "Common")}
    keywords = (_field(item.keyword), "Other")
    fields = {"headline": _field(item.headline), "keywords": keywords, "subjects": (), **names, **printed}
    return replace(result.article, **fields)  # type: ignore[arg-type]


def _field(text: str) -> str:
    """Return text in the form of the fields of an article: on one line, without control characters."""
    return one_line(strip_controls(text))


def _published(config: Config) -> Path:
    """Commit the pages of an archive, clone it, build the clone, and return the folder of the site."""
    git.commit(config.root, git.changed_files(config.root, ["docs"]), "Pages")
    clone = config.root.with_name("clone")
    subprocess.run(["git", "clone", "--quiet", str(config.root), str(clone)], check=True)
    build(load(clone, access=Access.CHECKED))
    return clone / "site"


def _article_of(site: Path, path: str) -> str:
    """Return the part of a built page that is the article."""
    html = (site / path.removesuffix(".md") / "index.html").read_text("utf-8")
    return html[html.index('<div class="article"') :]


def _fault(item: Case, article: Article | None, html: str | None) -> str | None:
    wanted = of_document(item.document, BASE)
    if article is None or html is None:
        return f"there is no page for {wanted}" if wanted else None
    body, cleaned = of_html(html, "article__body"), of_html(sanitize.clean(item.html, BASE))
    printed = (
        (name, _visible_line(text), of_html(html, f"article__{name}").lines)
        for name, text in zip(FIELDS, item.fields, strict=True)
    )
    lines = [line for line in of_html(html, "article__origin").lines if line.endswith(", Other")]
    for what, one, other in (
        ("text", *_comparable(wanted, body.lines, html)),
        ("links", cleaned.links, body.links),
        ("elements", _counted(cleaned, html), _counted(body, html)),
        ("headline", _visible_line(item.headline), of_html(html, "article__headline").lines),
        ("authors", [*_visible_line(item.author), "Second Author"], of_html(html, "article__author").lines),
        ("tags", [*_visible_line(item.tag), "Common"], of_html(html, "article__tags").lines),
        ("keywords", ["".join(f"{item.keyword.translate(VISIBLE)}, Other".split())], ["".join(lines[0].split())]),
        *printed,
    ):
        if one != other:
            return f"{what}: {_difference(one, other)}"
    return None


def _visible_line(text: str) -> list[str]:
    return [one_line(text.translate(VISIBLE))]


def _counted(shown: Shown, html: str) -> list[str]:
    counted = COUNTED - OF_GALLERIES if GALLERY in html else COUNTED
    return [f"{count} {tag}" for tag, count in sorted(shown.tags.items()) if tag in counted]


def _comparable(wanted: list[str], shown: list[str], html: str) -> tuple[list[str], list[str]]:
    """Return lines; where the page has a gallery, whose images are lines of a list, their words."""
    return (" ".join(wanted).split(), " ".join(shown).split()) if GALLERY in html else (wanted, shown)


def _difference(one: Sequence[str], other: Sequence[str]) -> str:
    pairs = enumerate(zip([*one, ""], [*other, ""], strict=False))
    line, (a, b) = next(((i, pair) for i, pair in pairs if pair[0] != pair[1]), (len(one), ("", "and more")))
    at = max(0, next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))) - 30)
    return f"line {line + 1}, {a[at : at + 90]!a} became {b[at : at + 90]!a}"


def losses(inputs: Mapping[str, tuple[str, Document | None]], extensions: str) -> Iterator[tuple[str, str]]:
    """Ingest files (name -> text, and the document where it is HTML) and build the site.

    Yields the names of the files with a character that is neither on the built page nor in the record of removed texts,
    and the difference.
    """
    with TemporaryDirectory(prefix="properties-") as folder:
        config = _archive(Path(folder, "archive"), extensions)
        inbox = Path(folder, "inbox")
        inbox.mkdir()
        for name, (text, _) in inputs.items():
            inbox.joinpath(name).write_bytes(text.encode())
        report = ingest([inbox], config, Options(commit=False))
        refused = {problem.file for problem in report.problems if problem.kind in REFUSALS}
        removed: dict[str, list[Removal]] = {}
        for item in report.removed:
            removed.setdefault(item.file, []).append(item)
        site = _published(config)
        for file in config.docs.joinpath("articles").rglob("*.md"):
            article = page.load(file.read_text("utf-8"))
            name = article.origin.file
            html = _article_of(site, file.relative_to(config.docs).as_posix())
            refused.add(name)
            if fault := _loss(*inputs[name], article, html, removed.get(name, [])):
                yield name, fault
        assert refused == inputs.keys(), "every input is a page or reported"


def _differ_by_captions(wanted: list[str], shown: list[str], html: str) -> bool:
    """Return whether lines differ only in that a caption, beside its image in a line before, has lines of its own."""
    captions = [of_html(caption).lines for caption in re.findall("<figcaption>.*?</figcaption>", html, re.DOTALL)]
    firsts, lasts = {lines[0] for lines in captions if lines}, {lines[-1] for lines in captions if lines}
    rest = iter(shown)
    for line in wanted:
        before = joined = next(rest, "")
        while joined != line:
            after = next(rest, None)
            if after is None or len(joined) > len(line) or not (after in firsts or before in lasts):
                return False
            before, joined = after, f"{joined} {after}"
    return next(rest, None) is None


def _loss(text: str, document: Document | None, article: Article, html: str, removed: list[Removal]) -> str | None:
    shown = of_html(html, "article__body").lines
    if document is not None:
        wanted = of_document(document, "")
        if not removed:
            wanted, shown = _comparable(wanted, shown, html)
            is_same = shown == wanted or _differ_by_captions(wanted, shown, html)
            return None if is_same else _difference(wanted, shown)
    else:
        # A dek that the text repeats is in the front matter, and is not printed twice.
        taken = {"title": article.headline, "description": article.dek or ""}
        wanted, via = [text], article.origin.fields
        shown = [*shown, *(line for key, line in taken.items() if via.get(key) == "text")]
    # What replaced a text is shown; only the text that it replaced is recorded.
    replaced = characters([item.replacement or "" for item in removed])
    before, after = characters(wanted), characters(shown) + characters([item.text for item in removed]) - replaced
    return None if before == after else f"lost {dict(before - after)}, more {dict(after - before)}"
