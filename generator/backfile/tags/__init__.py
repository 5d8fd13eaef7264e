"""Tags: the taggers and the vocabulary of the owner."""
