"""trafilatura's rules in a faster form find the same elements."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import XPath
from lxml.html import HtmlElement, fragment_fromstring
from trafilatura import core, main_extractor

from backfile.extract.page.trafilatura_rules import faster_rules, translate, translate_first

EXPRESSIONS = [
    pytest.param(rule, id=f"{name}-{number}")
    for name, rules in {**vars(core), **vars(main_extractor)}.items()
    if isinstance(rules, list)
    for number, rule in enumerate(rules)
    if isinstance(rule, XPath) and translate(rule)
]
SEARCHES = [rule for rule in main_extractor.BODY_XPATH if "'" in rule.path]
NAMES = ("id", "class", "style", "role", "aria-hidden", "data-component", "data-lp-replacement-content", "itemprop")
TAGS = ("div", "section", "p", "span", "ul", "ol", "h1", "aside", "details", "list", "item", "header", "a")


@st.composite
def trees(draw: st.DrawFn, expression: XPath) -> HtmlElement:
    """Build a tree whose attributes have words of an expression, alone and with others beside them."""
    words = re.findall(r"[\w-]{2,}", " ".join(re.findall(r"'([^']*)'", expression.path)))
    word = st.sampled_from(words) | st.sampled_from(["", "Bottom", "link", "x"])
    values = st.builds("".join, st.lists(st.builds("{}{}".format, word, st.sampled_from(["", " ", "-"])), max_size=3))
    root = fragment_fromstring("<div></div>")
    places = [root]
    for _ in range(draw(st.integers(1, 6))):
        element = root.makeelement(draw(st.sampled_from(TAGS)))
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4)):
            element.set(name, draw(values | values.map(str.title)))
        draw(st.sampled_from(places)).append(element)
        places.append(element)
    return root


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(data=st.data())
def test_a_faster_rule_finds_what_the_expression_finds(expression, data):
    tree = data.draw(trees(expression))
    faster = translate(expression)
    assert faster is not None
    assert faster(tree) == expression(tree)


@pytest.mark.parametrize("expression", SEARCHES, ids=range(len(SEARCHES)))
@given(data=st.data())
def test_a_search_begins_with_the_element_that_the_expression_finds_first(expression, data):
    tree = data.draw(trees(expression))
    assert next(iter(translate_first(expression)(tree)), None) is next(iter(expression(tree)), None)


@pytest.mark.parametrize(
    "path",
    [
        "(.//article)[1]",
        ".//*[self::div][@id='a'][1]",
        ".//*[self::div][@id='a' and @class='b']",
        ".//*[not(@class)]",
        ".//*[re:test(@class, 'a*')]",
        ".//*[contains(@id, '')]",
        ".//*[contains(translate(@id, 'AB', 'a'), 'a')]",
        ".//*[re:test(@id, '(?x) a')]",
        ".//div[@id='a']",
    ],
)
def test_an_expression_of_another_form_stays_as_it_is(path):
    assert translate(XPath(path, namespaces={"re": "http://exslt.org/regular-expressions"})) is None


def test_the_faster_rules_are_used_only_while_trafilatura_selects():
    before = main_extractor.OVERALL_DISCARD_XPATH, core.REMOVE_COMMENTS_XPATH
    with faster_rules():
        used = *main_extractor.OVERALL_DISCARD_XPATH, *core.REMOVE_COMMENTS_XPATH
        assert not any(isinstance(rule, XPath) for rule in used)
    assert before == (main_extractor.OVERALL_DISCARD_XPATH, core.REMOVE_COMMENTS_XPATH)
