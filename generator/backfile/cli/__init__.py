"""The command line: one command in each file, the options they share, and what they print.

A command reads its arguments, calls one function of `operations`, `lists` or `site`, prints the result, and ends with
an exit code. `app` holds the list of commands; `backfile.__main__` runs it.
"""
