"""Whole pages and raw texts -> the article alone: `extraction` is the way in."""
