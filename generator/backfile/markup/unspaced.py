"""Scripts that write no spaces between words. Owns which letters they have; how text is split is left to its users."""

from __future__ import annotations

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd"  # Burmese, Khmer
    # Chinese, Japanese
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""The letters of scripts without spaces, as ranges of a regular expression. `search/words.js` has the same."""
