"""Slugs: the part of an address that names a page."""

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from itertools import count
from operator import or_

from django.db.models import Model, Q, QuerySet

from newsdesk.text.slugs import slug_of

MAX_LENGTH = 90


def free_slug(text: str, rows: "QuerySet[Model]") -> str:
    """Return a slug for `text` that no row of `rows` has, adding -2, -3 ...; "" for no text."""
    return free_slugs([text], rows)[0]


def free_slugs(texts: Iterable[str], rows: "QuerySet[Model]") -> list[str]:
    """Return a slug for each text that neither a row of `rows` nor a text before it has.

    Two queries at most.
    """
    wanted = [slug_of(text, MAX_LENGTH) for text in texts]
    known = set(rows.filter(slug__in=set(wanted) - {""}).values_list("slug", flat=True))
    twice = {slug for slug, number in Counter(wanted).items() if slug and number > 1}
    if numbered := known | twice:
        like = reduce(or_, (Q(slug__startswith=f"{slug}-") for slug in sorted(numbered)))
        known |= set(rows.filter(like).values_list("slug", flat=True))
    found = []
    for slug in wanted:
        name = slug
        if name in known:
            name = next(each for n in count(2) if (each := f"{slug}-{n}") not in known)
        if name:
            known.add(name)
        found.append(name)
    return found
