"""Outlets as readers see them: which have a page, and what it tells of them.

Who is cited the catalogue says, of stories that are visible now; the facts are those that the desk has saved.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.core.validators import slug_re
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language_info

from entities.models.outlet import KINDS, Outlet
from entities.outlet_names import PREFIX
from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.models import Reference, ReferenceQuerySet
from newsdesk.catalogue.resolve import ListMoved, was_named
from newsdesk.pages.lines import to_lines
from newsdesk.text.countries import country_name
from newsdesk.text.names_and_words import sort_title
from newsdesk.text.spoken import gettext

# What is cited in a story has a page; what a FAQ alone names has none.
CITING = "story"
# No list has more, and no figure beside a name is counted further.
MOST, COUNTED = 5_000, 1_000
NOBODY = "There is no such outlet."
_COLUMNS = (
    *("name", "slug", "owner", "owner_as_of", "kind", "country", "languages", "domains"),
    "past_names",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFacts:
    """What readers are told of an outlet. `country`, `kind` and `languages` are in words, `country_code` and
    `language_codes` for machines, `site` is its own web address; each is empty where it is not known.
    `owner_as_of` is the year for which the owner is known.
    """

    name: str
    slug: str
    owner: str = ""
    owner_as_of: int | None = None
    kind_code: str = ""
    country_code: str = ""
    language_codes: tuple[str, ...] = ()
    site: str = ""

    @property
    def path(self) -> str:
        """Where its page is, if any visible story cites it."""
        return outlet_path(self.slug)

    @property
    def kind(self) -> str:
        return gettext(KINDS[self.kind_code]) if self.kind_code in KINDS else ""

    @property
    def country(self) -> str:
        return country_name(self.country_code) if self.country_code else ""

    @property
    def languages(self) -> str:
        return ", ".join(map(_language, self.language_codes))


class _Row(NamedTuple):
    """What is kept of an outlet, in the order of `_COLUMNS`."""

    name: str
    slug: str
    owner: str
    owner_as_of: int | None
    kind: str
    country: str
    languages: str
    domains: str


class _Counted(Subquery):
    """How many rows a query finds, which says itself how many at most."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@lru_cache(maxsize=5_000)
def outlet_path(slug: str) -> str:
    """Return where the page of an outlet is, "" for what can be no address."""
    return reverse("outlet", args=[slug]) if slug_re.fullmatch(slug) else ""


def slug_of_shown() -> Subquery:
    """Return the last part of the address of the outlet that a reference shows, for a query of these."""
    name = Substr(OuterRef("shown"), len(PREFIX) + 1)
    return Subquery(Outlet.objects.filter(name=name).values("slug")[:1])


def facts_of(names: Iterable[str]) -> dict[str, OutletFacts]:
    """Return what is known of the outlets of these names, which are those that readers see. One query, none
    for no name.
    """
    asked = sorted({name for name in names if name})
    rows = _FACTS.rows(names=asked) if asked else ()
    return {row.name: facts_in(row._asdict()) for row in rows}


def outlet_at(slug: str) -> tuple[OutletFacts, frozenset[str]]:
    """Return the outlet at an address, and all names by which editions may have it. One query.

    Raises ListMoved to the last survivor of one that was merged, or Http404. Whether a visible story cites
    it the caller finds out by its stories.

    SECURITY: the address of one that no reader was ever shown leads nowhere: it would tell whom a draft
    cites.
    """
    found = Outlet.objects.filter(Q(slug=slug) | Q(shown_as__slug=slug)).select_related("shown_as")
    rows = {row.slug: row for row in found}
    row = rows.get(slug)
    if row is None:
        raise Http404(NOBODY)
    if last := row.shown_as:
        shown = any(was_named(f"{PREFIX}{name}") for name in _names(row))
        if not shown or not citing(last.name).exists():
            raise Http404(NOBODY)
        raise ListMoved(last.slug)
    names = frozenset(name for each in rows.values() for name in _names(each))
    return facts_in({column: getattr(row, column) for column in _COLUMNS}), names


def cited_at(slug: str) -> tuple[OutletFacts, frozenset[str]]:
    """Return the same of one that a visible story cites. Two queries. Raises ListMoved or Http404."""
    found, names = outlet_at(slug)
    if not citing(found.name).exists():
        raise Http404(NOBODY)
    return found, names


def citing(name: str) -> ReferenceQuerySet:
    """Return the references of visible stories by which they cite an outlet, of the name that readers see."""
    return Reference.objects.visible().of_kind(CITING).shown_as(f"{PREFIX}{name}")


def cited_outlets() -> tuple[OutletFacts, ...]:
    """Return the outlets that visible stories cite, from A to Z. One query, none where that is known."""
    return kept("outlets that stories cite", _cited)


def numbers_of(outlets: Iterable[OutletFacts]) -> Mapping[str, int]:
    """Return by slug how many visible stories cite each outlet, COUNTED + 1 for any more. One query, none
    where that is known.
    """
    slugs = tuple(outlet.slug for outlet in outlets)
    return kept(("stories that cite outlets", slugs), lambda: _numbers(slugs))


def _numbers(slugs: Collection[str]) -> Mapping[str, int]:
    stories = _citing_outer().values("pk")[: COUNTED + 1]
    rows = Outlet.objects.filter(slug__in=slugs).annotate(number=_Counted(stories))
    return dict(rows.order_by().values_list("slug", "number"))


def _cited() -> tuple[OutletFacts, ...]:
    rows = Outlet.objects.filter(Exists(_citing_outer()), shown_as=None).order_by("name")
    told = [facts_in(row) for row in rows.values(*_COLUMNS)[:MOST]]
    return tuple(sorted(told, key=lambda outlet: (filed(outlet.name), outlet.name)))


def _citing_outer() -> QuerySet:
    named = Concat(Value(PREFIX), OuterRef("name"))
    return Reference.objects.visible().of_kind(CITING).filter(shown=named).order_by()


def filed(name: str) -> str:
    """Return what an outlet is sorted by: "The Buoy" stands under B."""
    begins = name[:4].casefold() == "the " and len(name) > 4
    return sort_title(name[4:] if begins else name)


def _names(outlet: Outlet) -> tuple[str, ...]:
    return (outlet.name, *to_lines(outlet.past_names))


def facts_in(row: Mapping[str, object]) -> OutletFacts:
    """Return the facts in a row of an outlet's columns."""
    domains, year = to_lines(str(row["domains"])), row["owner_as_of"]
    return OutletFacts(
        name=str(row["name"]),
        slug=str(row["slug"]),
        owner=str(row["owner"]),
        owner_as_of=year if isinstance(year, int) else None,
        kind_code=str(row["kind"]),
        country_code=str(row["country"]),
        language_codes=tuple(str(row["languages"]).replace(",", " ").split()),
        site=f"https://{domains[0]}/" if domains else "",
    )


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _named(names: list[str]) -> QuerySet:
    return Outlet.objects.filter(name__in=names).order_by().values_list(*_Row._fields)


_FACTS = CompiledValues(Outlet, _Row, _named)
