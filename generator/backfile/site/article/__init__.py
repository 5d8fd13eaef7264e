"""Article pages: what the theme prints beside the text."""
