"""What of an article is part of the site, where its rights permit only an excerpt or nothing.

A page is replaced before MkDocs reads it, so that nothing that is made of pages can have more of it.
"""
