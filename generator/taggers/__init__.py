"""The tags of an article: `tagging` is the way in, `vocabulary` what the owner calls things."""
