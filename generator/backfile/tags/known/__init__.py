"""Known things as tags: countries, leaders, topics. The data files say how each is called in every language, and the
modules which names in an article mean which thing.
"""
