"""Markup: from untrusted HTML to safe HTML (`sanitize.py`), and to Markdown that is checked by rendering (`writer.py`).

The room owns the allow-list, the rule for URLs, the normal forms of plain text, and all escaping for Markdown and inert
HTML (`escape.py`). The sanitizer for the rendered HTML of the site is `site/article/sanitize_output.py`.
"""
