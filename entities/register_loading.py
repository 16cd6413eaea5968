"""The outlets of the product's register laid down in the desk, each once, and never over what it has."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from entities.models.outlet import Outlet, OutletName, free_slugs, outlet_key
from entities.outlet_register import RegisterEntry
from entities.outlets import OutletDocument, fill
from newsdesk.pages.lines import to_lines

# What an outlet that the desk has by the same name is given, where it says nothing there. Its owner is not
# among them: papers of one owner count as one source, and drafts that name it would change unseen.
_FACTS = ("kind", "country", "languages")


@transaction.atomic
def load(register: Iterable[RegisterEntry]) -> tuple[int, int]:
    """Add the outlets of which the desk has neither the name nor a domain, and give those that it has by
    the same name their kind, country and languages, once; return how many were added and how many given.

    Nothing that stands in a row is changed. An alias that is another outlet's already is left out.
    """
    ContentType.objects.select_for_update().get(app_label="entities", model="outlet")
    names = set(OutletName.objects.values_list("key", flat=True))
    stored = Outlet.objects.values_list("domains", flat=True)
    domains = {domain for text in stored for domain in to_lines(text)}
    own = {outlet_key(each.name): each for each in Outlet.objects.filter(registered=False)}
    new: list[Outlet] = []
    given: list[Outlet] = []
    for each in register:
        key = outlet_key(each.name)
        if key in own:
            given.append(_completed(own[key], each))
        if key in names or not domains.isdisjoint(each.domains):
            continue
        aliases = tuple(a for a in each.aliases if outlet_key(a) not in names)
        outlet = fill(Outlet(registered=True), document_of(each, aliases))
        outlet.fold()
        new.append(outlet)
        names |= outlet.keys().keys()
        domains.update(each.domains)
    Outlet.objects.bulk_update(given, [*_FACTS, "registered"], batch_size=200)
    _store(new)
    return len(new), len(given)


def document_of(registered: RegisterEntry, aliases: tuple[str, ...]) -> OutletDocument:
    """Return what the register knows of an outlet, with those of its aliases that are free."""
    return OutletDocument(
        name=registered.name,
        aliases=aliases,
        domains=registered.domains,
        owner=registered.owner,
        owner_as_of=registered.owner_as_of,
        kind=registered.kind,
        country=registered.country,
        languages=registered.languages,
    )


def _completed(outlet: Outlet, registered: RegisterEntry) -> Outlet:
    outlet.kind = outlet.kind or registered.kind
    outlet.country = outlet.country or registered.country
    outlet.languages = outlet.languages or ", ".join(registered.languages)
    outlet.registered = True
    return outlet


def _store(outlets: list[Outlet]) -> None:
    for outlet, slug in zip(outlets, free_slugs([each.name for each in outlets]), strict=True):
        outlet.slug = slug
    stored = Outlet.objects.bulk_create(outlets, batch_size=500)
    OutletName.objects.bulk_create(
        (
            OutletName(outlet=outlet, key=key, own=own)
            for outlet in stored
            for key, own in outlet.keys().items()
        ),
        batch_size=500,
    )
