"""An index of all messages of the program, collected from the source: problems, errors, warnings, help texts, output.

Run `python -m tests.cli.message_index` to print it.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from backfile import problems

PACKAGE = Path(problems.__file__).parent
ERRORS = frozenset(
    name for name, item in vars(problems).items() if isinstance(item, type) and issubclass(item, problems.BackfileError)
) - {"StorageError"}
"""The classes whose first argument is a message. The argument of StorageError is a path."""
ENDING = frozenset({"problems.py", "cli/signals.py"})
"""The modules whose exceptions end a run. The texts of other exceptions are clauses of problems."""
PRINTED = frozenset({"print_lines", "print_error", "print_report", "_ask"})
HELP_ARGUMENTS = ("help", "summary", "note", "short_help")
CLAUSES = {"reason": "reason", "why": "reason", "refused": "reason", "next_step": "next step", "step": "next step"}
"""The keyword arguments that are part of a problem or an explanation, with the kind of their text."""
LOGGED = frozenset({"warning", "info", "error"})


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A message as the source has it, with its variables in braces."""

    kind: str
    """`reason`, `next step`, `error`, `usage error`, `warning`, `help` or `output`."""
    place: str
    """The file, relative to the package, and the line."""
    text: str


@cache
def collect() -> list[Message]:
    """Return all messages, sorted by kind and place; a text that occurs again is left out."""
    messages: dict[tuple[str, str], Message] = {}
    for message in sorted(message for file in PACKAGE.rglob("*.py") for message in _messages_of(file)):
        messages.setdefault((message.kind, message.text), message)
    return list(messages.values())


def _messages_of(file: Path) -> Iterator[Message]:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    name = file.relative_to(PACKAGE).as_posix()
    assigned = _assigned_strings(nodes)
    is_command = name.startswith("cli/")
    arguments = [
        argument
        for node in nodes
        if isinstance(node, ast.Call)
        for argument in _message_arguments(node, is_command=is_command)
    ]
    of_exceptions = "error" if name in ENDING else "reason"
    arguments = [(of_exceptions if kind == "init" else kind, argument) for kind, argument in arguments]
    if is_command:
        yields = (node for node in nodes if isinstance(node, ast.Yield))
        arguments += [("output", node.value) for node in yields if node.value]
        yield from _docstrings(nodes, name)
    for kind, argument in arguments:
        for text in _texts(argument, assigned):
            if any(letter.isalpha() for letter in text):
                yield Message(kind, f"{name}:{argument.lineno:04}", text)


def _message_arguments(call: ast.Call, *, is_command: bool) -> Iterator[tuple[str, ast.expr]]:
    """Yield the arguments of a call that are messages, each with its kind; `init` is the text of an exception class."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    yield from ((kind, keywords[key]) for key, kind in CLAUSES.items() if key in keywords)
    if called == "Problem":
        yield from zip(("reason", "next step"), call.args[2:4], strict=False)
    elif called == "__init__":
        yield from (("init", argument) for argument in call.args[:1])
    elif called in ERRORS or called == "BadParameter":
        yield from (("usage error" if called == "BadParameter" else "error", argument) for argument in call.args[:1])
    elif called in PRINTED:
        yield from (("output", argument) for argument in call.args)
    elif called in LOGGED and not is_command:
        yield from (("warning", argument) for argument in call.args[:1])
    elif called == "Command":
        yield from (("help", argument) for argument in call.args[1:2])
    if is_command:
        yield from (("help", keywords[key]) for key in HELP_ARGUMENTS if key in keywords)


def _assigned_strings(nodes: list[ast.AST]) -> dict[str, list[ast.expr]]:
    """Return the values that are assigned to each name, and yielded or returned by each function, in a module."""
    values: defaultdict[str, list[ast.expr]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    values[target.id].append(node.value)
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    for name, value in zip(target.elts, node.value.elts, strict=False):
                        if isinstance(name, ast.Name):
                            values[name.id].append(value)
        elif isinstance(node, ast.FunctionDef):
            returned = (part for part in ast.walk(node) if isinstance(part, ast.Return | ast.Yield))
            values[f"{node.name}()"] += [part.value for part in returned if part.value]
    return values


def _texts(node: ast.expr, assigned: dict[str, list[ast.expr]], depth: int = 0) -> Iterator[str]:
    """Yield the texts that an expression can have, with variables in braces; nothing for what is not text."""
    if depth > 4:
        return
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{" + ast.unparse(part.value) + "}"
                for part in parts
                if isinstance(part, ast.Constant | ast.FormattedValue)
            )
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from map(
                "".join, product(_texts(left, assigned, depth + 1), list(_texts(right, assigned, depth + 1)))
            )
        case _:
            for value in _values(node, assigned):
                yield from _texts(value, assigned, depth + 1)


def _values(node: ast.expr, assigned: dict[str, list[ast.expr]]) -> list[ast.expr]:
    """Return the expressions whose values an expression can have."""
    match node:
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
        case ast.Starred(value=value):
            return [value]
        case ast.Name(id=name):
            return assigned.get(name, [])
        case ast.Call(func=ast.Name(id=name)):
            return assigned.get(f"{name}()", [])
    return []


def _docstrings(nodes: list[ast.AST], name: str) -> Iterator[Message]:
    """Yield the docstrings of commands, which are their help texts."""
    calls = (node for node in nodes if isinstance(node, ast.Call))
    commands = {
        call.args[2].id
        for call in calls
        if getattr(call.func, "id", "") == "Command" and isinstance(call.args[2], ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name in commands and (text := ast.get_docstring(node)):
            yield Message("help", f"{name}:{node.lineno:04}", text)


def print_index() -> None:
    """Print the index, grouped by kind."""
    kind = ""
    for message in collect():
        if message.kind != kind:
            kind = message.kind
            print(f"\n{kind.upper()}\n")
        print(f"{message.place}  {' '.join(message.text.split())}")


if __name__ == "__main__":
    print_index()
