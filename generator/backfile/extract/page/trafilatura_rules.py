"""trafilatura's rules for what it removes, in a faster form. Owns the translation of its expressions, and their use
while it selects; which elements a rule finds is left to trafilatura.

Its rules are XPath expressions that search the attributes of each element with regular expressions. lxml calls Python
for each of these tests, and each call takes longer than the search: a third of the time of a selection. Here the same
patterns search each value of an attribute once. An expression of another form stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from lxml.etree import XPath
from trafilatura import core, external, main_extractor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
    from types import ModuleType

    from lxml.html import HtmlElement

    Rule = Callable[[HtmlElement], Iterable[HtmlElement]]
    """A function that returns the elements in an element, itself excluded, that a rule finds, in document order."""
    Search = Callable[[HtmlElement], Iterator[HtmlElement]]
    """A function that yields them."""
    _Test = Callable[..., bool]
    """A function that returns whether attributes pass a test. In: name and value of each."""

_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}
_EXPRESSION = re.compile(
    r"\s*\.//\*(?:\[\s*(?P<tags>self::\w+(?:\s+or\s+self::\w+)*)\s*\])?\[(?P<test>[^][]*(?:'[^']*'[^][']*)*)\]"
    r"(?P<rest>(?:\[\D(?:[^][']|'[^']*')*\])*)\s*"
)
"""Elements with some tags; a test of their attributes; tests of what that finds, none of which is a position."""
_FIRST = re.compile(r"\s*(?:\((?P<all>.*)\)|(?P<siblings>.*))\[1\]\s*", re.DOTALL)
"""The first of the elements that an expression finds, in the page or in each parent."""
_TEST = re.compile(
    r"\s*(?:(?P<function>re:test|contains|starts-with)\(\s*"
    r"(?:@(?P<names>[\w-]+(?:\|@[\w-]+)*)|translate\(@(?P<folded>[\w-]+),\s*'(?P<old>\w+)',\s*'(?P<new>\w+)'\))"
    r",\s*'(?P<text>[^']*)'(?:,\s*'(?P<flags>i)')?\s*\)"
    r"|@(?P<name>[\w-]+)(?:\s*=\s*'(?P<value>[^']*)')?)\s*(?P<end>\bor\b|\Z)"
)
"""One of the tests of attributes, of which any is enough."""
_MOST_VALUES = 2_000
"""Values of attributes that are remembered for a rule. Most elements of a page have the class of others."""


def translate(expression: XPath) -> Rule | None:
    """Return an expression as a function that finds the same elements; None if it has another form."""
    search = _read_expression(expression.path)
    return None if search is None else lambda tree: list(search(tree))


def translate_first(expression: XPath) -> Search:
    """Return a function that begins with the element that an expression finds first. Those after it may be others."""
    first = _FIRST.fullmatch(expression.path)
    search = _read_expression(first["all"] or first["siblings"]) if first else None
    return search or (lambda tree: iter(expression(tree)))


def _read_expression(path: str) -> Search | None:
    """Return an expression as a function that finds the same elements one by one; None if it has another form."""
    parts = _EXPRESSION.fullmatch(path)
    patterns = _read_tests(parts["test"]) if parts else None
    if parts is None or patterns is None:
        return None
    tags = re.findall(r"self::(\w+)", parts["tags"] or "") or ["*"]
    rest = XPath(f"boolean(self::*{parts['rest']})", namespaces=_NAMESPACES) if parts["rest"] else None
    known = frozenset(chain.from_iterable(patterns))
    # Where any of several attributes counts, their order does.
    has_order = any(len(names) > 1 for names in patterns)
    if has_order or known != {min(known), max(known)}:
        return _make_search(tags, known, _make_test(patterns), rest)
    return _make_search_for_two(tags, (min(known), max(known)), _make_test(patterns), rest)


def _make_test(patterns: Mapping[frozenset[str], re.Pattern[str]]) -> _Test:
    """Return a function that returns whether attributes pass any of some tests. In: names -> a pattern of the value."""

    @lru_cache(maxsize=_MOST_VALUES)
    def passes(*attributes: tuple[str, str | None]) -> bool:
        for names, pattern in patterns.items():
            value = next((value for name, value in attributes if name in names and value is not None), None)
            if value is not None and pattern.search(value):
                return True
        return False

    return passes


def _make_search(tags: Sequence[str], known: Set[str], passes: _Test, rest: XPath | None) -> Search:
    """Return a function that yields the elements that pass two tests. In: their tags; the attributes for the first
    test; that test; the test of the element, if there is one.
    """

    def search(tree: HtmlElement) -> Iterator[HtmlElement]:
        for element in tree.iterdescendants(*tags):
            attributes = [item for item in element.items() if item[0] in known]
            if attributes and passes(*attributes) and (rest is None or rest(element)):
                yield element

    return search


def _make_search_for_two(tags: Sequence[str], names: tuple[str, str], passes: _Test, rest: XPath | None) -> Search:
    """Return what `_make_search` returns, for one or two attributes: asking for them is faster than reading all that an
    element has.
    """
    first, last = names

    def search(tree: HtmlElement) -> Iterator[HtmlElement]:
        for element in tree.iterdescendants(*tags):
            value, other = element.get(first), element.get(last)
            is_named = value is not None or other is not None
            if is_named and passes((first, value), (last, other)) and (rest is None or rest(element)):
                yield element

    return search


def _read_tests(text: str) -> dict[frozenset[str], re.Pattern[str]] | None:
    """Return the tests in the condition of an expression, of which any is enough: the pattern for the first attribute
    that an element has of some. None if the condition has another form, or could be met without an attribute.
    """
    patterns: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    position = 0
    while position < len(text):
        test = _TEST.match(text, position)
        if test is None or (pattern := _read_pattern(test)) is None:
            return None
        names = test["names"] or test["folded"] or test["name"]
        patterns[frozenset(names.replace("@", "").split("|"))].append(f"(?:{pattern})")
        position = test.end()
    try:
        return {names: re.compile("|".join(alternatives)) for names, alternatives in patterns.items()}
    except re.error:  # such as a flag for the whole pattern
        return None


def _read_pattern(test: re.Match[str]) -> str | None:
    """Return the pattern of a test; None if it is met without the attribute."""
    if test["name"]:
        return "" if test["value"] is None else rf"\A{re.escape(test['value'])}\Z"
    text = test["text"]
    if test["function"] == "re:test":
        pattern = f"(?i:{text})" if test["flags"] else text
        return None if re.search(pattern, "") else pattern
    if test["folded"]:
        old, new = test["old"], test["new"]
        if len(old) != len(new) or not set(old).isdisjoint(text):
            return None
        pattern = "".join(
            f"[{re.escape(c + ''.join(o for o, n in zip(old, new, strict=True) if n == c))}]" for c in text
        )
    else:
        pattern = re.escape(text)
    return (r"\A" if test["function"] == "starts-with" else "") + pattern if text else None


def _list_replacements() -> Iterator[tuple[ModuleType, str, list[Rule], list[Rule]]]:
    """Yield the lists of rules that are used while trafilatura selects: module, name, expressions, faster rules."""
    for module in (core, main_extractor, external):
        for name, rules in list(vars(module).items()):
            if isinstance(rules, list) and rules and all(isinstance(rule, XPath) for rule in rules):
                # Where each rule is for the first element, trafilatura searches for the article, and uses only that.
                is_search = all(_FIRST.fullmatch(rule.path) for rule in rules)
                faster = [translate_first(rule) if is_search else translate(rule) or rule for rule in rules]
                if faster != rules:
                    yield module, name, rules, faster


_REPLACEMENTS = tuple(_list_replacements())


@contextmanager
def faster_rules() -> Iterator[None]:
    """Let trafilatura use the faster rules. Other programs in the process may use either: they find the same."""
    for module, name, _, faster in _REPLACEMENTS:
        setattr(module, name, faster)
    try:
        yield
    finally:
        for module, name, rules, _ in _REPLACEMENTS:
            setattr(module, name, rules)
