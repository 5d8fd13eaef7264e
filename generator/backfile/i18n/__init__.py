"""Texts of the interface: one catalog (`LANGUAGE.toml`) for each language, and how languages write numbers and dates.

These texts are shown to readers of the site. Words that are recognized in articles are data of the rooms that recognize
them: `fields/credit_words.toml` (bylines, months, labels of dates) and `extract/text/furniture.toml`.
"""
