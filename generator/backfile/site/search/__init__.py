"""The search: its page, its index, its facets."""
