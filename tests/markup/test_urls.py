"""URLs become absolute and safe, or are refused."""

import pytest

from backfile.markup.urls import safe_url
from tests.markup.rendering import BASE


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a b(c)", "https://paper.test/a%20b%28c%29"),
        ("//other.test/x?y[]=1#z", "https://other.test/x?y%5B%5D=1#z"),
        ("JAVA\tSCRIPT:alert(1)", None),
        ("java\x01script:alert(1)", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("http://[bad", None),
        ("http://a b/", None),
        ("", None),
        ("https://bücher.test/ü", "https://bücher.test/ü"),
    ],
)
def test_safe_url(url: str, expected: str | None) -> None:
    assert safe_url(url, BASE) == expected
