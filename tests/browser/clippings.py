"""The example archive of the browser tests: an ordinary article, other languages, hostile metadata."""

from __future__ import annotations

from datetime import date
from html import escape

from playwright.sync_api import Page, expect

from backfile.archive.page import front_matter
from backfile.archive.tombstone import Tombstone, dump_tombstone

HOSTILE = {
    "script": "</title><script>window.pwnd=1</script>",
    "escaped": "&lt;/title&gt;&lt;script&gt;window.pwnd=1&lt;/script&gt;",
    "doubly": "&amp;lt;script&amp;gt;window.pwnd=1&amp;lt;/script&amp;gt;",
    "jinja": "{{ config.items() }} {% raw %} {# gone #} {{ 7 * 191 }}",
    "attribute": '" onmouseover="window.pwnd=1" autofocus onfocus="window.pwnd=1" x="',
    "single": "' onclick='window.pwnd=1' <img src=x onerror=window.pwnd=1>",
    "closing": "--></script><svg onload=window.pwnd=1>",
}
MARK = "<mark></mark>"
"""The only element that a search result may have in its text."""
LONG = "\n\n".join(
    f"Paragraph {number} tells of letters, roads and rivers and of nothing else." for number in range(120)
)

WIDE = "".join(
    (
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.\n\n",
        f"https://outside.example/{'a-very-long-address-' * 8}\n\n",
        f"| {' | '.join(f'A long column {number}' for number in range(9))} |\n|{'---|' * 9}\n|{' 12345.67 |' * 9}\n\n",
        f"```text\n{'code ' * 60}\n```\n\n",
    )
)
"""Text that is wider than a phone: a word, a URL, a table, code."""
ORIGIN = {"file": "a/page.html", "sha256": "ab" * 32, "reader": "html"}
ELSEWHERE = (
    f"<figure><img src='https://outside.example/{'b' * 90}.jpg' alt=''><figcaption>{'c' * 90}</figcaption></figure>\n"
)
"""An image on another host, with a caption and without a description."""


def article(body: str, **meta: object) -> str:
    """Return a page in Markdown."""
    return f"{front_matter(meta)}\n{body}\n"


def pages() -> dict[str, str]:
    """Return the pages of the archive by path."""
    written = {
        "articles/2020/03/kabul.md": article(
            f"Kabul frees its prisoners. ![A street](https://outside.example/a.jpg)\n\n## Then\n\n{LONG}\n\n"
            "At last the zephyrous gardener of Herat spoke: release is near, and prisoner releases follow.\n\n"
            "| Day | Number |\n|-----|-------:|\n| Mon | 100 |\n\n> Quoted words\n\n```python\nx = 1\n```\n",
            title="Kabul frees prisoners",
            description="Five thousand wait.",
            date=date(2020, 3, 22),
            authors=["Ayesha Khan", "Reuters"],
            source="The Daily",
            section="World",
            kicker="Peace talks",
            dateline="Kabul",
            language="en",
            url="https://outside.example/kabul",
            rights="© The Daily",
            tags=["Afghanistan", "C++"],
            origin={"file": "a/kabul.html", "sha256": "ab" * 32, "reader": "html"},
        ),
        "articles/2021/01/wetter.md": article(
            "Der Häuptling sprach vom Wetter.",
            title="Das Wetter",
            description="Der Häuptling sprach…",
            date=date(2021, 1, 5),
            language="de",
            tags=["Afghanistan"],
            origin={
                **ORIGIN,
                "fields": {"date": "json-ld", "language": "json-ld", "title": "fallback"},
                "fidelity": {"images": "1 of 2", "links": "12 of 12", "text": "<b>", "tea": "1 of 1"},
            },
        ),
        "articles/undated/3f/salam.md": article(
            "هذا نص قصير عن السلام والحرية.\n\n-   كتب\n    -   شعر\n\n> تأخروا لكنهم جاؤوا\n\n"
            "| كتاب | عدد |\n| --- | --- |\n| شعر | 12 |",
            title="عن السلام",
            source="السلام",
            language="ar",
            origin=ORIGIN,
        ),
        "articles/2019/05/wide.md": article(
            f"#### Width\n\n{WIDE}{ELSEWHERE}",
            title="W" * 80,
            date=date(2019, 5, 1),
            url=f"https://{'w' * 60}.example/",
            authors=["W" * 70],
            source="w" * 70,
            rights="w" * 90,
            tags=["w" * 70],
            origin={"file": "w" * 90, "sha256": "ab" * 32, "reader": "html"},
        ),
        "articles/2018/07/withdrawn.md": dump_tombstone(
            Tombstone(date(2026, 11, 29), "The subject asked for it.", "ab" * 32, (), ()),
            "This article was withdrawn",
            "The owner of this archive withdrew it on 29 November 2026.\n\nReason: The subject asked for it.",
        ),
        "handbook/index.md": "# Handbook\n\nHow `a < b` works.\n\n"
        f"## How wide\n\n{WIDE}\n```yaml\nplugins:\n  - backfile: 1\n```\n",
    }
    # Labels need two articles to have a page; this is the second article.
    labels = list(HOSTILE.values())
    written["articles/2022/02/again.md"] = article(
        "Once more, [as before](http://www.outside.example/kabul#then).",
        title="Again",
        source="The Daily",
        section="World",
        authors=["Ayesha Khan", *labels],
        tags=labels,
        origin=ORIGIN,
    )
    for name, text in HOSTILE.items():
        everything = dict.fromkeys("title description kicker dateline source section rights url image".split(), text)
        written[f"articles/2022/01/{name}.md"] = article(
            f"## {escape(text).replace('{', '&#123;')}\n\nSentinel{name}.",
            **everything,
            authors=[text, text],
            tags=[text],
            keywords=[text],
            date=text,
            language=text,
            origin={"file": text, "record": text, "sha256": text, "reader": text, "retrieved": text},
            subtitle=text,
            template=text,
            author=text,
        )
    return written


SUBFOLDER = "deep/down/"
"""The folder of a site that is not at the root of its host, from that root."""


def subfolder_settings(address: str, feature: str) -> str:
    """Return settings for a site in `www/SUBFOLDER`. In: the URL of the site; a feature of Material."""
    site = f"site_name: Sub\nsite_url: {address}\nsite_dir: www/{SUBFOLDER}\nplugins: [backfile]\n"
    return f"{site}theme: {{name: material, features: [{feature}]}}\n"


def search(page: Page, words: str) -> None:
    """Open the search dialog with its keyboard shortcut and type `words`."""
    page.keyboard.press("/")
    expect(page.locator("input[type=search]:focus")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
