"""The subjects of an article: ids of a closed list, broader than tags, by which readers browse.

`subject_list` owns which subjects there are and what they are called in each language, `lexicon` the words
that are evidence of them, `evidence` what an article has of these, and `choice` which subjects it gets.
"""
