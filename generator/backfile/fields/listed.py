"""The article as lists, feeds, citations and the pages of other articles show it: within limits, without future dates.

An owner may write any value into a page, and the page keeps it; what is made from pages takes the article from here.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from backfile.fields import FIELDS, FieldKind
from backfile.fields.future_dates import without_future
from backfile.fields.limits import cut_list, cut_value

if TYPE_CHECKING:
    from backfile.article import Article
    from backfile.fields import Field

_LISTED = [field for field in FIELDS if not field.in_origin and (field.limit or field.kind is FieldKind.DATE)]
_values = attrgetter(*(field.attribute for field in _LISTED))


def limited(field: Field, value: Any) -> Any:
    """Return the value of a field within the limit of the field; None if it may only be left out."""
    if field.limit is None or value is None:
        return value
    return (cut_list if field.kind is FieldKind.LIST else cut_value)(value, field.limit)


def listed(article: Article) -> Article:
    """Return an article with each value within its limit, and without dates that lie in the future."""
    retrieved = article.origin.retrieved
    changes: dict[str, Any] = {}
    for field, value in zip(_LISTED, _values(article), strict=True):
        if not value:
            continue
        is_date = field.kind is FieldKind.DATE
        changed = without_future(value, retrieved) if is_date else limited(field, value)
        if changed is not value and changed != value:
            changes[field.attribute] = changed
    if retrieved is not None and without_future(retrieved) is None:
        changes["origin"] = replace(article.origin, retrieved=None)
    return replace(article, **changes) if changes else article
