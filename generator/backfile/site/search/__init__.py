"""The search: its page, its index, its facets.

`built_page` reads what is searched, `tokenize` writes it for Pagefind, `pagefind` runs Pagefind, `index` combines them;
`facets` writes the table for the filters, `vocabulary` the words for suggestions, and `page` adds the search page. What
readers see and use is in `site/theme`: `search.html`, `partials/search.html` and `assets/javascripts/search/`.
"""
