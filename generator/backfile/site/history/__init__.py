"""History on the site: the revisions of each article, how they differ, and the changes of the whole archive.

`addresses` owns the paths, `pages` which pages a build has and their variables, `views` and `difference_view` what
templates print, `old_text` the HTML of a former text, `changes` the page and the feed of all changes. What git says is
read by `archive.revisions`. All pages here are made at each build and are in no commit.
"""
