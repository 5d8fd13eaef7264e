"""The tags of an article: the taggers, and the owner's vocabulary in tags.yml.

`tagging` owns TAGGERS, the taggers in the order of preference, and the choice among the tags that they offer. A new
tagger is a function in `taggers/` from a `TaggerInput` to labels, and an entry `Tagger(name, function, reason)` in
TAGGERS; another package declares its record as an entry point of the group `backfile.taggers`. Spelling by the
vocabulary, refusal of blocked tags and the limit are the same for all taggers.
"""
