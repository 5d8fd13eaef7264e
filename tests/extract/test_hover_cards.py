"""Cards over names: what they are is in `pages/notes-in-sentences.yml`; here what they cost."""

from __future__ import annotations

import lxml.html
import pytest
from lxml.html import HtmlElement

from backfile.extract.page import hover_cards


def test_a_paragraph_of_many_cards_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[HtmlElement] = []
    original = hover_cards.visible_text

    def visible_text(element: HtmlElement) -> str:
        read.append(element)
        return original(element)

    monkeypatch.setattr(hover_cards, "visible_text", visible_text)
    name, text = '<a href="/{0}">Name {0}</a>', '<a href="/t/{0}">The lamps of the long quay</a>'
    card = f'{name}<span><img src="/{{0}}.jpg">{name} {text}</span> and '
    body = lxml.html.fromstring(f"<div><p>{''.join(map(card.format, range(100)))} the keeper of the harbour</p></div>")
    assert len(hover_cards.remove_hover_cards(body)) == 100
    assert [element.tag for element in read].count("p") == 1
