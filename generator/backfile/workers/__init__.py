"""Workers: processes in which inputs are read within bounds, and from which images are fetched."""
