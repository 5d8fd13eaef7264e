"""Conversion of damaged inputs: each becomes an article with a readable page, or is refused, without an exception."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.archive import page
from backfile.article import Clipping, Form, Origin, PlainText
from backfile.conversion.converter import Converter
from backfile.markup.writer import Writer
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers import READERS, Reader, reader_for
from backfile.readers.reader import whole_file
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.schema import Settings
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.examples import few

RENDERING = Rendering()
CONVERTER = Converter(Settings(), Writer(RENDERING.extensions, RENDERING.options), Vocabulary())
SAMPLES = [
    file.read_bytes() for file in sorted((Path(__file__).parents[2] / "generator" / "backfile" / "samples").glob("*.*"))
]
SCRAPS = (
    "< > </div> <table> <td> <pre> <ul><li> &# &#1; &#xfffe; \" ' <script> </script> <!-- --> <b><i> {{ <svg> "
    "<textarea> <figure><figcaption> <math> \x00 \x0b \x1b \ud800 <a href= <img src=a&#1;b> <base href=x> <h1> "
    "<br><br> \u202e"
).split(" ")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 12))):
        position = draw(st.integers(0, len(data)))
        damage = draw(st.sampled_from(["cut", "scrap", "byte", "copy"]))
        if damage == "cut":
            del data[position : position + draw(st.integers(1, 400))]
        elif damage == "scrap":
            data[position:position] = draw(st.sampled_from(SCRAPS)).encode("utf-8", "surrogatepass") * draw(
                st.integers(1, 4)
            )
        elif damage == "byte":
            data[position : position + 1] = bytes([draw(st.integers(0, 255))])
        else:
            data[position:position] = data[position // 2 : position // 2 + 400]
    return bytes(data)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@settings(max_examples=few(30))
@given(data=damaged())
def test_damaged_pages(reader: Reader, data: bytes) -> None:
    (result,) = CONVERTER.convert(record_data(reader, "a.html", data), reader)
    if result.article is None:
        assert {problem.kind for problem in result.problems} & REFUSALS
    else:
        assert page.load(page.dump(result.article)) == result.article


@settings(max_examples=few(30))
@given(data=st.binary())
def test_any_bytes(data: bytes) -> None:
    for reader in READERS:
        assert len(list(CONVERTER.convert(record_data(reader, "a", data), reader))) == 1


def test_control_characters_in_addresses() -> None:
    html = '<title>A picture</title><p>Some text <img src="https://e.test/a&#1;b.png"> and more of it.'
    reader = reader_for("a.html")
    assert reader
    (result,) = CONVERTER.convert(record_data(reader, "a.html", html.encode()), reader)
    assert result.article
    assert result.article.body == "Some text ![](https://e.test/ab.png) and more of it."


def test_every_remark_belongs_to_a_result() -> None:
    remarks = [Problem(ProblemKind.ENCODING, "a", str(number), "") for number in range(3)]
    clipping = Clipping(Origin("a", "0", "x"), Form.TEXT, PlainText("A headline\n\nAnd a text that follows it.\n"))
    items = [remarks[0], clipping, remarks[1], clipping, remarks[2]]
    reader = Reader("x", (), lambda _: True, whole_file, lambda _: iter(items))
    results = list(CONVERTER.convert(record_data(reader, "a", b""), reader))
    assert [result.article is not None for result in results] == [True, True]
    assert [[problem.reason for problem in result.problems] for result in results] == [["0"], ["1", "2"]]
