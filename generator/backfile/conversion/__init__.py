"""Conversion of one record of an input to articles: the reader's `parse`, extract, fields, markup, tags, in this order.
Owns the order (`converter`), the choice of the images that are kept (`images`), the measure of how much of a page is in
its article (`fidelity`), the remark on texts of which much was removed (`much_removed`), what became of each line of a
text (`line_fates`), the wording of problems (`remarks`), and the record of the result (`result`).

Conversion is a pure function of the record, the settings of the archive, its vocabulary and its accepted furniture: it
uses no clock, no network and no other article. It runs in processes with limits (`workers`). `converter` is not
imported here, because the process of a run needs only the records of this room.
"""
