"""Strings that sites wrote for HTML: what is used is decoded or removed, what is mentioned stays."""

from __future__ import annotations

import pytest

from backfile.extract.metadata.plain_strings import plain_string


@pytest.mark.parametrize(
    ("string", "plain"),
    [
        ("The &quot;Blue house&quot; &amp;amp; more", 'The "Blue house" & more'),
        ("Merrow&#039;s pier &#8211; mended", "Merrow's pier \u2013 mended"),
        ("<p>The owner <b>says</b> so.</p>", "The owner says so."),
        ("&lt;p&gt;The owner says so", "The owner says so"),
        ("One<br>two<br/>three <br /> four", "One two three four"),
        ('<a href="/ada">Ada</a> said', "Ada said"),
        ("AC&#x2F;DC", "AC/DC"),
        (" <![CDATA[The <b>owner</b> says so]]> ", "The owner says so"),
    ],
)
def test_used(string: str, plain: str) -> None:
    assert " ".join(plain_string(string).split()) == plain


@pytest.mark.parametrize(
    "string",
    [
        *["The <b> element", "Use <b> and </b> for bold", "Use <b>, <i> and <u>", "<b> versus <strong>: which?"],
        *["The <br> element", "What does &quot; mean?", 'The sign "&amp;"', "AT&T; R&D", "a < b and c > d"],
        *["List<String> in Java", "<div> and <span> explained"],
    ],
)
def test_mentioned(string: str) -> None:
    assert plain_string(string) == string


def test_an_escaped_mention_is_decoded() -> None:
    assert plain_string("How &lt;b&gt; differs from &lt;strong&gt;") == "How <b> differs from <strong>"


@pytest.mark.parametrize("rest", [f"a{' ' * 300_000}b", "<![CDATA[" * 30_000], ids=["spaces", "marks"])
def test_marks_of_character_data_before_much_else_cost_little_time(rest: str) -> None:
    assert plain_string(f"<![CDATA[Pier]]>{rest}").startswith("Pier")
