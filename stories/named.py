"""What is known today of the outlets and authors that a story names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import CharField, IntegerField, QuerySet, Value

from entities.cited_outlets import OutletFacts, facts_in
from entities.models.outlet import Outlet
from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.presentation.images import Picture
from stories.models.author import Author
from stories.portraits import portrait_in


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """Facts of outlets by name, portraits of authors by slug: what is missing there is not known."""

    outlets: dict[str, OutletFacts] = field(default_factory=dict)
    portraits: dict[str, Picture] = field(default_factory=dict)


class _Row(NamedTuple):
    """A row of the statement: an outlet, or an author with a portrait, whose slug is in `name`."""

    of: str
    name: str
    slug: str
    owner: str
    kind: str
    country: str
    languages: str
    domains: str
    image: str
    owner_as_of: int | None
    image_width: int | None
    image_height: int | None
    image_focus_x: int
    image_focus_y: int


def known_of(outlets: Iterable[str], authors: Iterable[str]) -> NamedFacts:
    """Return what is known of outlets by the names that readers see, and of the authors at these slugs. One
    query, none for nobody.
    """
    names, slugs = sorted({name for name in outlets if name}), sorted(set(authors))
    if not names and not slugs:
        return NamedFacts()
    rows = [row._asdict() for row in _KNOWN.rows(names=names or [""], slugs=slugs or [""])]
    return NamedFacts(
        outlets={row["name"]: facts_in(row) for row in rows if row["of"] == "outlet"},
        portraits={
            row["name"]: portrait
            for row in rows
            if row["of"] == "author" and (portrait := portrait_in(row))
        },
    )


def _known(names: list[str], slugs: list[str]) -> QuerySet:
    word, number = Value("", CharField()), Value(0, IntegerField())
    outlets = Outlet.objects.filter(name__in=names).values_list(
        Value("outlet", CharField()),
        *("name", "slug", "owner", "kind", "country", "languages", "domains"),
        word,
        "owner_as_of",
        *(number, number, number, number),
    )
    authors = (
        Author.objects.filter(slug__in=slugs)
        .exclude(image="")
        .values_list(
            Value("author", CharField()),
            *("slug", word, word, word, word, word, word),
            *("image", number, "image_width", "image_height", "image_focus_x", "image_focus_y"),
        )
    )
    return outlets.order_by().union(authors.order_by(), all=True)


_KNOWN = CompiledValues(Outlet, _Row, _known)
