"""What a build need not make again: the HTML of texts, whole pages, the whole site.

`backfile build` uses it; `mkdocs build` does not, and writes the same bytes. Everything is kept in `.backfile/`, as
data that bears the seal of this user: archives come from strangers. How pages look is decided elsewhere.
"""
