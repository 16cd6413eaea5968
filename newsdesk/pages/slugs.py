"""Slugs: the part of an address that names a page."""

from collections import Counter
from collections.abc import Iterable
from itertools import count

from django.db.models import Model, QuerySet

from newsdesk.text.slugs import slug_of

MAX_LENGTH = 90
_FEW = 10  # The first number behind a slug that is not asked for at once.


def free_slug(text: str, rows: "QuerySet[Model]") -> str:
    """Return a slug for `text` that no row of `rows` has, adding -2, -3 ...; "" for no text."""
    return free_slugs([text], rows)[0]


def free_slugs(texts: Iterable[str], rows: "QuerySet[Model]") -> list[str]:
    """Return a slug for each text that neither a row of `rows` nor a text before it has.

    Two queries for names that few rows share, one more for each eight times as many.
    """
    wanted = [slug_of(text, MAX_LENGTH) for text in texts]
    known = _taken(set(wanted) - {""}, rows)
    known |= _numbered(wanted, known, rows)
    found = []
    for slug in wanted:
        name = slug
        if name in known:
            name = next(each for n in count(2) if (each := f"{slug}-{n}") not in known)
        if name:
            known.add(name)
        found.append(name)
    return found


def _taken(slugs: set[str], rows: "QuerySet[Model]") -> set[str]:
    return set(rows.order_by().filter(slug__in=slugs).values_list("slug", flat=True))


def _numbered(wanted: list[str], known: set[str], rows: "QuerySet[Model]") -> set[str]:
    """Return the numbered slugs that rows have, of the wanted ones, until one is free for each of these.

    They are asked for one by one: SQLite has no index for what begins with "ferry-" and reads all rows.
    """
    needed = {
        slug: number - (slug not in known)
        for slug, number in Counter(wanted).items()
        if slug and (slug in known or number > 1)
    }
    found: set[str] = set()
    numbers = range(2, _FEW)
    while needed:
        asked = {slug: {f"{slug}-{n}" for n in numbers} for slug in needed}
        found |= _taken(set().union(*asked.values()), rows)
        for slug, names in asked.items():
            needed[slug] -= len(names - found - {*wanted})
        needed = {slug: number for slug, number in needed.items() if number > 0}
        numbers = range(numbers.stop, 8 * numbers.stop)
    return found
