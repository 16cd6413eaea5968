"""Outlets whose reports visible pages cite: the catalogue knows them by their names."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Max
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from ninja import Schema

from entities.cited_outlets import facts_of, outlet_path, slug_of_shown
from entities.outlet_names import PREFIX
from newsdesk.api.documents import SCHEMA
from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.models import Reference
from newsdesk.catalogue.resolve import ListMoved, listed_at, was_named
from newsdesk.presentation.heads import absolute
from newsdesk.text.names_and_words import fold

CITING = ("story", "faq")
UNKNOWN = "No page cites such an outlet."


class Outlet(Schema):
    """An outlet under the name that readers see, with how many visible pages cite it; `stories_api` and
    `questions_api` are the lists of these. `address` is its page, empty where no story cites it; `latest_at`
    is when the latest of them was published.
    """

    name: str
    api: str
    address: str = ""
    stories: int
    questions: int
    latest_at: datetime
    stories_api: str
    questions_api: str


class OutletDocument(Outlet):
    """One outlet; `merged_from` is the name that was asked for, where that turned out to be this one.

    `owner_as_of` is the year for which its owner is known, `country` a code of ISO 3166-1, `languages` are
    codes, the main one first.
    """

    schema_version: int = SCHEMA
    merged_from: str | None = None
    owner: str = ""
    owner_as_of: int | None = None
    outlet_kind: str = ""
    country: str = ""
    languages: list[str] = []


class OutletList(Schema):
    """Outlets from A to Z; `next` is the whole address of the part after it, None at the end."""

    schema_version: int = SCHEMA
    items: list[Outlet]
    next: str | None


def cited() -> dict[str, Outlet]:
    """Return all outlets by name, from A to Z. One query, none where nothing has changed."""
    return kept("outlets", _cited)


def part_after(cursor: str, limit: int) -> tuple[list[Outlet], str]:
    """Return up to `limit` outlets after one of that name, and the cursor of what follows, "" at the end."""
    found = list(cited().values())
    place = _place(cursor)
    after = [outlet for outlet in found if not cursor or _place(outlet.name) > place]
    return after[:limit], after[limit - 1].name if len(after) > limit else ""


def outlet_named(name: str) -> OutletDocument:
    """Return an outlet, or the one that it was merged into. Raises Http404.

    SECURITY: a name that no reader was ever shown leads nowhere: it would tell what a draft cites.
    """
    try:
        shown = _shown(name)
    except Http404 as error:
        raise Http404(UNKNOWN) from error
    outlet = cited().get(shown)
    if outlet is None:
        raise Http404(UNKNOWN)
    merged = name if name != shown else None
    told = dict(outlet) | _known(outlet)
    return OutletDocument(**told, merged_from=merged)


def _known(outlet: Outlet) -> dict[str, object]:
    """Return what the desk knows of an outlet. One query."""
    facts = facts_of([outlet.name]).get(outlet.name)
    if facts is None:
        return {}
    return {
        "owner": facts.owner,
        "owner_as_of": facts.owner_as_of,
        "outlet_kind": facts.kind_code,
        "country": facts.country_code,
        "languages": list(facts.language_codes),
    }


def _shown(name: str) -> str:
    """Return the name that readers see for an outlet of that name today. Raises Http404."""
    try:
        listed_at(PREFIX, name)
    except ListMoved as moved:
        if not was_named(f"{PREFIX}{name}"):
            raise Http404(UNKNOWN) from moved
        return moved.slug
    return name


def _cited() -> dict[str, Outlet]:
    rows = Reference.objects.visible().of_kind(*CITING).filter(shown__startswith=PREFIX)
    counted = rows.order_by().values("shown", "kind")
    numbers: dict[str, dict[str, int]] = {}
    latest: dict[str, datetime] = {}
    paths: dict[str, str] = {}
    found = counted.annotate(number=Count("pk"), latest=Max("published_at"), slug=slug_of_shown())
    for row in found:
        name = row["shown"].removeprefix(PREFIX)
        paths[name] = outlet_path(row["slug"] or "")
        numbers.setdefault(name, {})[row["kind"]] = row["number"]
        latest[name] = max(row["latest"], latest.get(name, row["latest"]))
    return {
        name: _outlet(name, numbers[name], latest[name], paths[name])
        for name in sorted(numbers, key=_place)
    }


def _outlet(name: str, numbers: Mapping[str, int], latest: datetime, path: str) -> Outlet:
    query = urlencode({"outlet": name})
    return Outlet(
        name=name,
        api=absolute(reverse("api-outlet", args=[name])),
        address=absolute(path) if path and numbers.get("story") else "",
        stories=numbers.get("story", 0),
        questions=numbers.get("faq", 0),
        latest_at=latest,
        stories_api=f"{absolute(reverse('api-stories'))}?{query}",
        questions_api=f"{absolute(reverse('api-questions'))}?{query}",
    )


def _place(name: str) -> tuple[str, str]:
    return fold(name), name


def outlet_key(name: str) -> str:
    """Return what readers are led to for an outlet of that name. Raises Http404."""
    return f"{PREFIX}{outlet_named(name).name}"
