"""What surrounds the content of every page: theme, navigation, date of the build, fragment cache, security policy.

The content itself belongs to `site/article`, `site/list_pages` and `site/search`.
"""
