"""What the owner says about tags: `vocabulary` owns which words mean which tag, `replacements` which tag
has replaced another, `tags_yml` reads the file, `edit_tags_yml` changes it.
"""
