"""The direction in which text of a language is written, from the language tag (BCP 47)."""

from __future__ import annotations

RTL_LANGUAGES = frozenset("ar arc arz azb ckb dv fa glk he iw khw ks lrc mzn nqo pnb ps sd syr ug ur yi".split())
"""Languages that are written from right to left if the tag names no script (CLDR, script metadata)."""

RTL_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})


def direction(language: str) -> str:
    """Return the value of `dir` for text in `language`: `ltr`, `rtl`, or `auto` for an empty string."""
    subtags = language.lower().split("-")
    if not subtags[0]:
        return "auto"
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in RTL_LANGUAGES else "ltr"
