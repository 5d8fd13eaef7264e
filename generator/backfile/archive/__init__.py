"""The archive on disk: format of pages, identity of articles, paths and writes, lock, catalog, git.

Owns everything below an archive's folder except list pages, which `lists` computes and writes through `storage`. No
other room writes articles, originals or images, opens the catalog's database, or runs git. Which articles are written
is decided by `operations`.
"""
