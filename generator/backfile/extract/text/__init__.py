"""Scraped text: its headline, the lines around it, its paragraphs, and the furniture around them.

`steps` owns the order of the steps. The process of a run imports `furniture_yml` and `owner_lines` of this room only;
workers import the steps.
"""
