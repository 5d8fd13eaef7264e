"""Tests of the lead text, and of the comparison of a text's beginning with the dek."""

from __future__ import annotations

import pytest

from backfile.site.article.lead_text import lead_text, starts_with
from backfile.site.article.sanitize_output import gate

PICTURE = '<img alt="A lamp" src="https://e.example/a.jpg">'


@pytest.mark.parametrize(
    ("html", "text", "expected"),
    [
        ("<p>The lamps go out. It is dark.</p>", "The lamps go out.", True),
        ("<p>The <b>lam</b>ps\n go&nbsp;out.</p>", "The lamps go out", True),
        ("<p>“The lamp’s out,” he said.</p>", "\"The lamp's out\"", True),
        ("<p>R&amp;D &lt;now&gt; begins</p>", "R&D <now>", True),
        ("<p>The lamps go out. It is dark.</p>", "The lamps go out. It is…", True),
        ("<p>The lamps go out. It is dark.</p>", "The lamps go ou...", True),
        ("<p>The lamps go out. It is dark.</p>", "The lamps go ou", False),
        ("<p>The lamps</p>", "The lamps go out.", False),
        ("<p>The lamps</p>", "The lamps go…", False),
        ("<p>At night.</p><p>The lamps go out.</p>", "The lamps go out.", False),
        ("<p>The lamps go out.</p>", "the lamps go out.", False),
        (f"<p>{PICTURE}</p>\n<p>The lamps go out.</p>", "The lamps go out.", True),
        (f"<figure>{PICTURE}<figcaption>A</figcaption></figure>\n<p>The lamps go out.</p>", "The lamps", True),
        ('<p title="a > b">The lamps go out.</p>', "The lamps go out.", True),
        ("<p>港の灯が消える。暗い。</p>", "港の灯が消える。", True),
        ("<p>المصابيح تنطفئ. الليل</p>", "المصابيح تنطفئ…", True),
        ("<p>Anything</p>", "", False),
        ("<p>Anything</p>", "…", False),
        ("", "The lamps…", False),
    ],
)  # fmt: skip
def test_starts_with(html: str, text: str, expected: bool) -> None:
    assert starts_with(gate(html), text) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>Then</h2><p>The <b>lam</b>ps\n go out.</p><p>Dark.</p>", "The lamps go out. Dark."),
        (f"<p>{PICTURE}</p><p>Out, R&amp;D &lt;now&gt;.</p>", "Out, R&D <now>."),
        ("<ul><li>Lamps</li></ul>", "Lamps"),
        ("<p>The lamps of the harbour go out one by one.</p>", "The lamps of the harbour go…"),
        (f"<p>{'港の灯が消える。' * 5}</p>", f"{'港の灯が消える。' * 3}港の灯が消…"),
        (f'<p>The lamps <a href="https://e.example/{"a" * 400}">go</a> out.</p>', "The lamps"),
        ("", ""),
    ],
)  # fmt: skip
def test_lead_text(html: str, expected: str) -> None:
    assert lead_text(gate(html), 30) == expected
