"""The site room: everything between the pages on disk and the pages in a browser. MkDocs and Material do the work."""
