"""The search: its page, its index, its facets.

`built_page` reads what is searched, `tokenize` writes it for Pagefind, and `entries` makes an entry of both. `parts`
divides a large index, `pagefind` runs Pagefind, `index` combines them; `facets` writes the tables for the filters,
`vocabulary` the words for suggestions, and `page` adds the search page. What readers see and use is in `site/theme`:
`search.html`, `partials/search.html` and `assets/javascripts/search/`.
"""
