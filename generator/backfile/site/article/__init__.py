"""Article pages: everything that the theme prints on the page of one article.

Owns the view of an article's front matter, the gate (the sanitizer of the rendered HTML), metadata in `<head>`,
citations, related articles, and links between articles. List pages are in `site/list_pages`, templates in `site/theme`.
"""
