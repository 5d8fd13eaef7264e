"""Markup: HTML as found becomes safe HTML, and that becomes Markdown, checked by rendering it."""
