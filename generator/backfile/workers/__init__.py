"""Worker processes with limits on time and memory. Owns the conversion of inputs in them (`pool`, `task`) and the
fetching of images (`fetch_images`, `http`).
"""
