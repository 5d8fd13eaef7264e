"""Taggers: one way of tagging a file."""
