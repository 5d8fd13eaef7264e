"""List pages: what they show beside their text."""
