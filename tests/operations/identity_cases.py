"""Saves that revise an article, and saves that only claim to: two tables, of honest revisions and of impostors.

A case is a standing save and another one. Each case has its own site, headline and text, so that all cases of a table
can be ingested together.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

from tests.operations.identity_containers import FORMS

TOPICS = "pier harbour bakery library tram bridge market school theatre garden station museum bus clock mill".split()


def text(number: int, first: int = 0, last: int = 12) -> tuple[str, ...]:
    """Return paragraphs that no other case has; each has some 25 words of its own."""
    return tuple(
        f"In part {part} of report {number} the board for {TOPICS[(number + part) % len(TOPICS)]} no. {part}x{number} "
        f"heard that plan {number}-{part} takes {part + 3} weeks, costs {number * part + 7} crowns, {part} votes."
        for part in range(first, last)
    )


@dataclass(frozen=True)
class Saved:
    """A saved page, by what it states."""

    number: int
    headline: str
    body: tuple[str, ...]
    url: str | None
    host: str | None = None
    comment: str = "browser"
    source: str | None = None
    published: str | None = "2020-03-22T08:00:00+01:00"
    modified: str | None = None
    retrieved: str | None = None
    section: str | None = None
    file: str = ""
    plain: bool = False
    head: str = ""
    form: str = "html"

    @property
    def name(self) -> str:
        return self.file or f"{self.number:02}.html"

    def data(self) -> bytes:
        """Return the content of the file."""
        return FORMS[self.form][1](self)

    def html(self) -> str:
        if self.plain:
            return "\n\n".join((self.headline, *self.body))
        data = {
            "@type": "NewsArticle",
            "headline": self.headline,
            "datePublished": self.published,
            "dateModified": self.modified,
            "articleSection": self.section,
            "publisher": {"name": self.source} if self.source else None,
        }
        json_ld = json.dumps({key: value for key, value in data.items() if value})
        link = f'<link rel="canonical" href="{self.url}">' if self.url else ""
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in self.body)
        return (
            f'<!DOCTYPE html>{self._comment()}<html lang="en"><head><meta charset="utf-8">'
            f"<title>{self.headline}</title>{self.head}{link}"
            f'<script type="application/ld+json">{json_ld}</script></head>'
            f"<body><article><h1>{self.headline}</h1>{paragraphs}</article></body></html>"
        )

    def _comment(self) -> str:
        if self.comment.startswith("<!--"):
            return self.comment
        if self.host is None:
            return ""
        address = f"https://{self.host}/saved/{self.number}"
        if self.comment == "browser":
            return f"<!-- saved from url=({len(address):04}){address} -->"
        when = self.retrieved or "Sun Mar 29 2020 10:00:00 GMT+0000"
        return f"<!--\n Page saved with SingleFile \n url: {address} \n saved date: {when}\n-->"


def standing(number: int) -> Saved:
    """Return the save that stands: saved by a browser from the article's own site."""
    host = f"www.gazette{number}.example"
    return Saved(
        number,
        f"Report {number} on the {TOPICS[number % len(TOPICS)]} is out",
        text(number),
        f"https://{host}/2020/report-{number}",
        host,
        source=f"Gazette {number}",
        file=f"s{number:02}.html",
    )


Change = Callable[[Saved], Saved]
Case = tuple[str, Saved, Saved]


def _set(**values: object) -> Change:
    return lambda saved: replace(saved, **values)  # type: ignore[arg-type]


def _changed(paragraphs: int) -> Change:
    """Return the change of a save whose first paragraphs are written anew."""

    def change(saved: Saved) -> Saved:
        new = tuple(f"Correction {part} of report {saved.number}: that was wrong." for part in range(paragraphs))
        return replace(saved, body=(*new, *saved.body[paragraphs:]))

    return change


def _all(*changes: Change) -> Change:
    def change(saved: Saved) -> Saved:
        for each in changes:
            saved = each(saved)
        return saved

    return change


def _in(form: str) -> Change:
    """Return the change of a save that is in another kind of file."""
    return lambda saved: replace(saved, form=form, file=f"{saved.file.partition('.')[0]}{FORMS[form][0]}")


def _host(form: str) -> Change:
    return lambda saved: replace(saved, host=form.format(f"gazette{saved.number}.example"))


def _address(form: str) -> Change:
    return lambda saved: replace(
        saved, url=form.format(f"gazette{saved.number}.example", f"2020/report-{saved.number}")
    )


def _longer(saved: Saved) -> Saved:
    return replace(saved, body=text(saved.number, 0, 30), modified="2020-03-23T08:00:00+01:00")


NO_HOST, NEW_HEADLINE = _set(host=None), _set(headline="The board decides at last")
LATER = _set(modified="2020-03-24T08:00:00+01:00")
NO_URL = _all(NO_HOST, _set(url=None))
SAME: Change = _set()
SINGLE_FILE = _set(comment="single-file")

_WITH_SITE = ("warc", "mhtml", "zip", "crawled json", "crawled csv")
"""Forms whose program states where it found the page."""
_WITHOUT_SITE = ("json", "feed", "note")

_HONEST: tuple[tuple[str, Change, Change], ...] = (
    ("one paragraph corrected", SAME, _changed(1)),
    ("four paragraphs corrected", SAME, _changed(4)),
    ("five paragraphs corrected, with a date", SAME, _all(_changed(5), LATER)),
    ("a paragraph added", SAME, lambda saved: replace(saved, body=(*saved.body, "The vote was on Friday night."))),
    ("a paragraph removed", SAME, lambda saved: replace(saved, body=saved.body[:-1])),
    ("new headline", SAME, NEW_HEADLINE),
    ("new headline and corrections", SAME, _all(NEW_HEADLINE, _changed(3))),
    ("moved section", SAME, _set(section="Business")),
    ("another name of the publication", SAME, _set(source="The Daily Herald")),
    ("no name of the publication", SAME, _set(source=None)),
    ("saved with SingleFile", SAME, SINGLE_FILE),
    ("saved with SingleFile and corrected", SAME, _all(SINGLE_FILE, _changed(2))),
    ("saved by a tool that writes no comment", SAME, _all(NO_HOST, _changed(1))),
    ("saved by a tool without comment, new headline", SAME, _all(NO_HOST, NEW_HEADLINE)),
    ("saved by a tool without comment or publication", SAME, _all(NO_HOST, _set(source=None), _changed(1))),
    ("first saved without comment", NO_HOST, _changed(2)),
    ("first saved without comment, new headline", NO_HOST, _all(NEW_HEADLINE, _changed(2))),
    ("both saved without comment", NO_HOST, _all(NO_HOST, _changed(2))),
    ("both saved without comment, new headline", NO_HOST, _all(NO_HOST, NEW_HEADLINE, _changed(2))),
    (
        "both without comment, publication's name longer",
        NO_HOST,
        lambda s: _changed(1)(replace(s, host=None, source=f"{s.source} Online")),
    ),
    ("http, then https", _address("http://www.{}/{}"), _changed(1)),
    ("https, then http", SAME, _all(_address("http://www.{}/{}"), _changed(1))),
    ("without www", SAME, _all(_host("{}"), _address("https://{}/{}"), _changed(1))),
    ("from the mobile host", SAME, _all(_host("m.{}"), _changed(1))),
    (
        "from the mobile host, at its address",
        SAME,
        _all(_host("mobile.{}"), _address("https://mobile.{}/{}"), _changed(1)),
    ),
    ("from the AMP host", SAME, _all(_host("amp.{}"), _changed(1))),
    (
        "from the AMP cache",
        SAME,
        lambda s: _changed(1)(replace(s, host=f"www-gazette{s.number}-example.cdn.ampproject.org")),
    ),
    ("a slash at the end", SAME, _all(_address("https://www.{}/{}/"), _changed(1))),
    ("tracking parameters", SAME, _all(_address("https://www.{}/{}?utm_source=feed"), _changed(1))),
    ("a fragment", SAME, _all(_address("https://www.{}/{}#comments"), _changed(1))),
    ("with the default port", SAME, _all(_address("https://www.{}:443/{}"), _changed(1))),
    (
        "the new domain of the setting",
        SAME,
        lambda s: _changed(1)(
            replace(s, host=f"herald{s.number}.example", url=f"https://herald{s.number}.example/2020/report-{s.number}")
        ),
    ),
    ("the new domain, address as before", SAME, lambda s: _changed(1)(replace(s, host=f"herald{s.number}.example"))),
    (
        "the new domain, without comments",
        NO_HOST,
        lambda s: _changed(1)(replace(s, host=None, url=f"https://herald{s.number}.example/2020/report-{s.number}")),
    ),
    ("another time zone", SAME, _all(_set(published="2020-03-22T23:30:00-10:00"), _changed(1))),
    ("longer after the paywall", lambda s: replace(s, body=text(s.number, 0, 5), modified=s.published), _longer),
    (
        "longer after the paywall, without comments",
        lambda s: replace(s, body=text(s.number, 0, 5), host=None, modified=s.published),
        _all(NO_HOST, _longer),
    ),
    ("no address, another file", NO_URL, _all(NO_URL, _set(head="<meta name=generator content=other>"))),
    (
        "no address, same file, corrected",
        _all(NO_URL, lambda s: replace(s, file=f"f{s.number}.html")),
        _all(NO_URL, lambda s: replace(s, file=f"f{s.number}.html"), _changed(2)),
    ),
    ("no address, other time zone", NO_URL, _all(NO_URL, _set(published="2020-03-22T23:30:00-10:00"))),
    ("a scraped text, same file, corrected", _set(plain=True), _all(_set(plain=True), _changed(2))),
    (
        "updated a day after the save, as zones have it",
        SAME,
        _all(SINGLE_FILE, _set(modified="2020-03-30T08:00:00+01:00"), _changed(1)),
    ),
    *((f"in {form} from the site", SAME, _all(_changed(2), _in(form))) for form in _WITH_SITE),
    *((f"in {form} from the site, first", _in(form), _changed(2)) for form in _WITH_SITE),
    *((f"in {form} from the mobile host", SAME, _all(_host("m.{}"), _changed(1), _in(form))) for form in _WITH_SITE),
    *((f"in {form}, new headline", _in(form), _all(NEW_HEADLINE, _changed(2), _in(form))) for form in _WITH_SITE),
    *((f"in {form}, the site is not known", SAME, _all(_changed(1), _in(form))) for form in _WITHOUT_SITE),
    *((f"twice in {form}, the site is not known", _in(form), _all(_changed(1), _in(form))) for form in _WITHOUT_SITE),
)


def honest_cases() -> list[Case]:
    """Return honest revisions: name, standing save, revision."""
    cases = []
    for number, (name, first, second) in enumerate(_HONEST):
        base = standing(number)
        other = replace(base, file=f"r{number:02}.html")
        cases.append((name, first(base), second(other)))
    return [(name, *(_as_text(each, number) for each in pair)) for number, (name, *pair) in enumerate(cases)]


def _as_text(saved: Saved, number: int) -> Saved:
    return replace(saved, file=f"t{number}.txt") if saved.plain else saved


SAME_SITES = [[f"gazette{number}.example", f"herald{number}.example"] for number in range(len(_HONEST))]


def _evil(number: int) -> Saved:
    body = tuple(
        f"Lie {part} about {number}: nothing of this was ever true, and all {part} of them knew." for part in range(9)
    )
    return Saved(
        number,
        f"What they hide about matter {number}",
        body,
        f"https://evil{number}.example/x",
        source="Evil Blog",
        published="1999-01-01",
        file=f"e{number:02}.html",
    )


FORGED = {
    "host": lambda evil, base: replace(evil, host=base.host),
    "address": lambda evil, base: replace(evil, url=base.url),
    "headline": lambda evil, base: replace(evil, headline=base.headline),
    "text": lambda evil, base: replace(evil, body=(*base.body[:-2], f"The sum of case {base.number} was stolen.")),
    "source": lambda evil, base: replace(evil, source=base.source),
    "file": lambda evil, base: replace(evil, file=base.file),
    "date": lambda evil, base: replace(evil, published=base.published),
}
"""Kind of evidence -> the forgery of it alone."""


def _forge(*kinds: str, **values: object) -> Callable[[Saved, Saved], Saved]:
    def forge(evil: Saved, base: Saved) -> Saved:
        for kind in kinds:
            evil = FORGED[kind](evil, base)
        return replace(evil, **values)  # type: ignore[arg-type]

    return forge


def _packed(form: str, *kinds: str, **values: object) -> Callable[[Saved, Saved], Saved]:
    return lambda evil, base: _in(form)(_forge(*kinds, **values)(evil, base))


def _commented(form: str) -> Callable[[Saved, Saved], Saved]:
    """Return the forgery of all but the site: the page has a comment of a browser that saved it from the site."""

    def forge(evil: Saved, base: Saved) -> Saved:
        forged = _forge(*_EVERYTHING_ELSE, host="evil.example")(evil, base)
        return _in(form)(replace(forged, comment=f"<!-- saved from url=({len(base.url or ''):04}){base.url} -->"))

    return forge


def _grown(form: str) -> Callable[[Saved, Saved], Saved]:
    """Return the forgery of address, headline and text, with more text of its own than that, and nothing else."""

    def forge(evil: Saved, base: Saved) -> Saved:
        body = (*base.body, *text(900 + base.number, 0, 20))
        return _in(form)(_forge("address", "headline", source=None, body=body, published=None)(evil, base))

    return forge


_EVERYTHING_ELSE = ("address", "headline", "text", "source", "file", "date")
_FUTURE = "2199-12-31T00:00:00Z"
_IMPOSTORS: tuple[tuple[str, Callable[[Saved, Saved], Saved]], ...] = (
    *((kind, _forge(kind)) for kind in FORGED),
    *((" and ".join(pair), _forge(*pair)) for pair in combinations(FORGED, 2)),
    *((f"{kind}, from another site", _forge(kind, host="evil.example")) for kind in ("address", "text", "source")),
    (
        "address and headline, from another site, in the future",
        _forge("address", "headline", host="evil.example", modified=_FUTURE),
    ),
    ("address and text, from another site", _forge("address", "text", host="evil.example")),
    ("all but the site", _forge(*_EVERYTHING_ELSE, host="evil.example")),
    *((f"address, headline and a text that goes on, in {form}", _grown(form)) for form in ("html", "json", "note")),
    *(
        (
            f"address, headline and text, and {name!r} for a publication",
            _forge("address", "headline", "text", source=name),
        )
        for name in ("The", "der", "L'")
    ),
    *(
        (f"address, text and {kind}, without publication{form and ' in '}{form}, the site is not known", forge)
        for kind in ("headline", "date", "file")
        for form in ("", *_WITHOUT_SITE)
        for forge in [_packed(form or "html", "address", "text", kind, source=None)]
    ),
    (
        "all but the site, which begins like it",
        lambda e, b: _forge(*_EVERYTHING_ELSE)(replace(e, host=f"{b.host}.evil.example"), b),
    ),
    (
        "all but the site, which ends like it",
        lambda e, b: _forge(*_EVERYTHING_ELSE)(replace(e, host=f"evil-gazette{b.number}.example"), b),
    ),
    (
        "all but the site, whose user is its name",
        lambda e, b: _forge(*_EVERYTHING_ELSE)(replace(e, host=f"{b.host}@evil.example"), b),
    ),
    ("all, in the future", _forge("host", *_EVERYTHING_ELSE, modified=_FUTURE)),
    ("all but the publication, no site", _forge("address", "headline", "text", "file", "date", source="Evil Blog")),
    ("address and text, no publication, no site", _forge("address", "text", source=None)),
    (
        "address, site and headline, a stub of the text",
        lambda e, b: replace(_forge("host", "address", "headline", "source")(e, b), body=b.body[:2]),
    ),
    (
        "address, site and headline, a quotation",
        lambda e, b: replace(_forge("host", "address", "headline", "source")(e, b), body=(b.body[0], *e.body)),
    ),
    ("http address and text", lambda e, b: replace(_forge("text")(e, b), url=(b.url or "").replace("https", "http"))),
    ("address with a slash and text", lambda e, b: replace(_forge("text")(e, b), url=f"{b.url}/")),
    *(
        (f"{' and '.join(kinds)}, from another site, in {form}", _packed(form, *kinds, host="evil.example"))
        for form in _WITH_SITE
        for kinds in (("address",), ("address", "headline"), ("address", "text"), _EVERYTHING_ELSE)
    ),
    *(
        (f"all but the site, in {form}, with the site's comment in the page", _commented(form))
        for form in ("warc", "mhtml", "crawled json", "crawled csv")
    ),
    *(
        (f"{' and '.join(kinds)}, in {form}", _packed(form, *kinds))
        for form in _WITHOUT_SITE
        for kinds in (("address",), ("address", "headline"), ("address", "text"), ("headline", "text"))
    ),
)


def impostor_cases() -> list[Case]:
    """Return impostors: name, standing save, impostor."""
    return [
        (name, standing(number), forge(_evil(number), standing(number)))
        for number, (name, forge) in enumerate(_IMPOSTORS)
    ]


def unaddressed_impostors() -> list[Case]:
    """Return impostors of articles without an address: headline and text forged, and one or none besides."""
    cases = []
    for number, extra in enumerate(((), ("source",), ("date",), ("file",), ("address",)), start=200):
        base = NO_URL(standing(number))
        evil = replace(_evil(number), url=None, headline=base.headline, body=base.body)
        for kind in extra:
            evil = FORGED[kind](evil, base)
        cases.append((f"headline, text and {extra}", base, evil))
    number = 210
    base = replace(NO_URL(standing(number)), source=None, published=None)
    cases.append(("no publication and date", base, replace(base, file="e.html", source="Evil Blog")))
    cases.append(
        (
            "a date for one without",
            replace(base, headline="Seven", number=211, file="s211.html"),
            replace(base, headline="Seven", number=211, file="e211.html", published="2027-01-01"),
        )
    )
    return cases


def older_impostors() -> list[Case]:
    """Return impostors that state an earlier time than a save whose site is known, or none, as if they came before it.

    They have the address, text, and nothing that shows where they were saved from.
    """
    cases = []
    for number, (kinds, paragraphs) in enumerate([((), 7), ((), 12), (("date",), 12), (("date",), 7)], start=220):
        base = replace(SINGLE_FILE(standing(number)), retrieved="Sun Mar 29 2020 10:00:00 GMT+0000")
        evil = _forge("address", *kinds)(_evil(number), base)
        evil = replace(evil, body=(*base.body[:paragraphs], f"The sum of case {number} was stolen."))
        source = evil.source if number % 2 else None
        cases.append((f"earlier, {kinds}, {paragraphs}", base, replace(evil, source=source, modified="2019-01-01")))
        number += 20
        undated = replace(evil, number=number, source=source, published=None, file=f"e{number}.html")
        other = replace(SINGLE_FILE(standing(number)), retrieved=base.retrieved)
        undated = replace(undated, url=other.url, body=(*other.body[:paragraphs], f"The sum of {number} was stolen."))
        cases.append((f"without a date, {kinds}, {paragraphs}", other, undated))
    return cases
