"""Inputs made to be slow or deep: each becomes an article with all its text, or is refused; none is a crash."""

import re

import pytest

from generator import clean
from generator.article import Markdown
from generator.config import Rendering, Settings
from generator.make import Maker
from generator.markdown import Writer
from generator.problems import Kind
from generator.readers import Input, reader_for
from generator.taggers.vocabulary import Vocabulary
from tests.hostile.big import G, page
from tests.safe.test_safe_path import rendered, seen

RENDERING = Rendering()
MAKER = Maker(Settings(), Writer(RENDERING.extensions, RENDERING.options), Vocabulary())
SIZE = 1000


def text(name: str) -> list[str]:
    return clean.plain(re.sub(r"<[^>]*>", " ", G[name](SIZE)) if not name.startswith("md-") else G[name](SIZE)).split()


@pytest.mark.parametrize("name", G)
def test_big_inputs(name: str) -> None:
    reader = reader_for("a.html")
    assert reader is not None
    (made,) = MAKER.make(Input("a.html", page(name, SIZE).encode(), "0"), reader)
    if name.startswith("nested"):
        assert [problem.kind for problem in made.problems] == [Kind.TOO_DEEP]
    else:
        assert made.article is not None
        assert seen(rendered(Markdown(made.article.body), "archive")) == text(name)
