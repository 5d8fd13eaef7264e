"""Structured data: any JSON in a script leaves the page readable."""

import json

from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping, Form, Origin, RawHtml
from backfile.extract import extract
from backfile.fields.parse import parse

KEYS = (
    "@type @id @graph headline description author name datePublished dateModified publisher articleSection "
    "inLanguage mainEntityOfPage url image keywords copyrightNotice".split()
)
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "NewsArticle", "#a", "x, y", "é"])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner), max_leaves=12
)


@given(value=values)
def test_a_page_with_any_json_has_a_headline(value: object) -> None:
    data = json.dumps(value).replace("<", "\\u003c")
    html = f'<title>A headline</title><script type="application/ld+json">{data}</script><p>And its text.</p>'
    clipping = Clipping(Origin("a.html", "0", "html"), Form.PAGE, RawHtml(html))
    fields, _ = parse(extract(clipping))
    assert fields.headline
