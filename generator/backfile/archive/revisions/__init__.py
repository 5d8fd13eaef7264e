"""The revisions of pages: what git's history says of each page, and how its texts differ.

`trails` reads git in one pass, `page_facts` a page's text; `differences` compares two texts, `judgement` says what a
change is; `cache` keeps what was computed, `history` combines them. Nothing here writes pages or commits.
"""
