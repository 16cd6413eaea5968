"""Slugs: the part of an address that names a page."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.db.models import QuerySet

from newsdesk.text.slugs import slug_of

MAX_LENGTH = 90


def free_slug(text: str, rows: "QuerySet[Any]") -> str:
    """Return a slug for `text` that no row of `rows` has, adding -2, -3 ...; "" for no text."""
    return free_slugs([text], rows)[0]


def free_slugs(texts: Iterable[str], rows: "QuerySet[Any]") -> list[str]:
    """Return a slug for each text that neither a row of `rows` nor a text before it has.

    One query, and one for each that is taken.
    """
    wanted = [slug_of(text, MAX_LENGTH) for text in texts]
    taken = set(rows.filter(slug__in=set(wanted) - {""}).values_list("slug", flat=True))
    found = []
    for slug in wanted:
        name = slug
        if slug in taken:
            taken |= set(rows.filter(slug__startswith=slug).values_list("slug", flat=True))
            name = next(each for n in count(2) if (each := f"{slug}-{n}") not in taken)
        if name:
            taken.add(name)
        found.append(name)
    return found
