"""List pages: what the theme prints beside their Markdown, and the check whether they are up to date.

Charts, calendars and labels are computed at every build and are not in docs/; the Markdown belongs to `backfile.lists`.
"""
