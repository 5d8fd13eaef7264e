"""The site: everything between the pages on disk and the pages in a browser, except what MkDocs and Material do.

`build` calls MkDocs, `staging` puts a finished build in place of the old one, `plugin` is the MkDocs plugin. The
subfolders own the parts: `chrome` what surrounds every page, `article` article pages, `list_pages` charts and calendars
on list pages, `search` the search, `outputs` files for other programs, `theme` templates, styles and scripts.
"""
