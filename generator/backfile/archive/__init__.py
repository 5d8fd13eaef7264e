"""The archive on disk: page format, identity, storage, lock, catalog, git."""
