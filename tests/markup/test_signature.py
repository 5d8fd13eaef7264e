"""Signatures differ where a reader sees a difference, and only there."""

import pytest

from backfile.markup.signature import signatures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote><p>a b</p></blockquote>"),
        ("<ul><li><pre>a\n  b</pre></li></ul>", "<ul><li><pre>a\n b</pre></li></ul>"),
        ("<p>a<b>b</b></p>", "<p>a <b>b</b></p>"),
        ("<p>a</p>", "a"),
        ("<p>a</p>", "<p hidden>a</p>"),
        ('<a href="x">a</a>', '<a href="y">a</a>'),
        ("<ol><li>a</li></ol>", "<ol><li></li><li>a</li></ol>"),
    ],
)
def test_visible_differences_change_the_signature(one: str, other: str) -> None:
    assert signatures(one) != signatures(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a<p>b</p></li></ul>", "<ul><li><p>a</p>\n<p>b</p></li></ul>"),
        ("<pre>a\n b</pre>", '<div class="highlight"><pre><span></span><code>a\n b\n</code></pre></div>'),
        ("<table><tr><td>a</td></tr></table>", "<table><thead><tr><th></th></tr></thead><tr><td>a</td></tr></table>"),
    ],
)
def test_invisible_differences_do_not_change_the_signature(one: str, other: str) -> None:
    assert signatures(one) == signatures(other)
