"""Operations: one job in each file, from arguments to a result record. `cli` and `api` call them.

An operation reads the archive's settings, runs `workers`, decides what is written, and writes it through `archive` and
`lists`. It prints nothing, does not change signal handlers or standard streams, and reports through its result and the
callbacks that it receives. What can be extracted from an input is decided by `conversion`.
"""
