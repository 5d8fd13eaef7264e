"""The languages whose words of furniture count in a text. Owns which languages are taken for each other."""

from __future__ import annotations

from backfile.fields.text_language import detect_language

_SIMILAR = (
    frozenset({"da", "nb", "sv"}),
    frozenset({"cs", "sk"}),
    frozenset({"hr", "sr", "sl"}),
    frozenset({"ru", "uk", "bg"}),
    frozenset({"es", "ca", "pt"}),
    frozenset({"az", "tr"}),
    frozenset({"ar", "fa", "ur"}),
)
"""Languages that are taken for each other in short texts."""


def languages_of(text: str) -> frozenset[str] | None:
    """Return the languages of a text: the one that is detected, and those that it is taken for; None if unknown."""
    language = detect_language(text)
    if language is None:
        return None
    return frozenset({language}).union(*(group for group in _SIMILAR if language in group))
