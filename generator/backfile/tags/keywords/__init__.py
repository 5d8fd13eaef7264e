"""Which keywords of a publisher can be tags: `forms` judges a keyword by itself, `lists` by the whole list, `mentions`
by what the article has of it. The tagger that asks them is `taggers.keywords`.
"""
