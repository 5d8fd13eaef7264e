"""What the site may show of an article: all, an excerpt, nothing. Decided by publication and section.

The archive keeps everything, whatever is decided. Names are compared as lists compare them (`slugs.label_slug`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from backfile.slugs import label_slug


class Publish(StrEnum):
    """How much of an article the site shows."""

    ALL = "all"
    EXCERPT = "excerpt"
    NONE = "none"
    """A page that says what the archive keeps, in no list and no search."""


_STRICTNESS = [*Publish]
CHOICES = tuple(str(each) for each in Publish)

Rules = Sequence[tuple[str, str]]
"""Pairs of a name and one of `CHOICES`."""


@dataclass(frozen=True, slots=True)
class PublishRules:
    """The rules of one archive."""

    default: Publish = Publish.ALL
    """For articles about which no other rule says anything."""
    sources: Mapping[str, Publish] = field(default_factory=dict)
    """Slug of a publication -> what is shown of its articles."""
    sections: Mapping[str, Publish] = field(default_factory=dict)
    """Slug of a section -> what is shown of its articles."""

    @property
    def strictest(self) -> Publish:
        """Return the least that any rule permits: for an article of which publication and section are unknown."""
        return _strictest((self.default, *self.sources.values(), *self.sections.values()))

    def of(self, sources: Iterable[str | None], section: str | None) -> Publish:
        """Return what is shown of an article: the least that the rules for its publication and its section permit.

        In: the names of its publication, as published and as in lists; its section.
        """
        if not self.sources and not self.sections:
            return self.default
        found = [self.sources.get(label_slug(name)) for name in sources if name]
        found.append(self.sections.get(label_slug(section)) if section else None)
        return _strictest([each for each in found if each]) if any(found) else self.default


def make_rules(default: str, sources: Rules, sections: Rules) -> PublishRules:
    """Return the rules that the settings `publish`, `publish_sources` and `publish_sections` state."""
    return PublishRules(Publish(default), _by_slug(sources), _by_slug(sections))


def unknown_names(names: Iterable[str], known: Collection[str]) -> list[str]:
    """Return the names of rules that fit none of some labels: they are probably written otherwise."""
    slugs = set(map(label_slug, known))
    return [name for name in names if label_slug(name) not in slugs]


def _by_slug(rules: Rules) -> dict[str, Publish]:
    """Return rules by slug. Of several for one name, the strictest."""
    found: dict[str, Publish] = {}
    for name, value in rules:
        slug = label_slug(name)
        found[slug] = _strictest(chain([Publish(value)], [found[slug]] if slug in found else []))
    return found


def _strictest(values: Iterable[Publish]) -> Publish:
    return max(values, key=_STRICTNESS.index)
