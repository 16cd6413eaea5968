"""Slugs: the part of an address that names a page."""

from typing import Any

from django.db.models import QuerySet

from newsdesk.text.slugs import slug_of

MAX_LENGTH = 90


def free_slug(text: str, rows: "QuerySet[Any]") -> str:
    """Return a slug for `text` that no row of `rows` has, adding -2, -3 ...; "" for no text."""
    slug = slug_of(text, MAX_LENGTH)
    if not slug:
        return ""
    taken = set(rows.filter(slug__startswith=slug).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(name for n in range(2, len(taken) + 3) if (name := f"{slug}-{n}") not in taken)
