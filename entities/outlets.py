"""Finding outlets by any of their names, and outlets as documents."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from entities.models.outlet import Outlet, OutletName, outlet_key
from newsdesk.merging.survivors import family
from newsdesk.pages.lines import from_lines, to_lines
from newsdesk.workflow.transitions import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletDocument:
    """What the desk knows of an outlet, as plain data."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    owner: str = ""


def document_of(outlet: Outlet) -> OutletDocument:
    return OutletDocument(
        name=outlet.name,
        aliases=to_lines(outlet.aliases),
        domains=to_lines(outlet.domains),
        owner=outlet.owner,
    )


def write(document: OutletDocument, outlet: Outlet, *, actor: User) -> None:
    """Make the row say what `document` says, and save it. Raises NameTaken. Whose deed it is stands in
    the log alone.
    """
    outlet.name = document.name
    outlet.aliases = from_lines(document.aliases)
    outlet.domains = from_lines(document.domains)
    outlet.owner = document.owner
    save(outlet)


class NameTaken(Refused):
    """A name or alias is another outlet's: two outlets of one name would count as two sources."""

    def __init__(self, name: str, other: Outlet) -> None:
        self.name, self.other = name, other
        how = "is the name of" if outlet_key(name) == outlet_key(other.name) else "is an alias of"
        super().__init__(
            f"“{name}” {how} the outlet “{other}”. Use that one, or add a word that tells them apart."
        )


@transaction.atomic
def save(outlet: Outlet) -> Outlet:
    """Save the outlet with its names. Raises NameTaken. The only way by which an outlet is stored."""
    refuse_taken(outlet)
    outlet.save()
    return outlet


@transaction.atomic
def refuse_taken(outlet: Outlet) -> None:
    """Raise NameTaken where a name that `outlet` did not have before is another's.

    What was merged into it, or it into, is no other; a name that two outlets have shared since before
    this rule stays until one of them gives it up. Locks: whoever adds the same outlet in the same second
    waits until the caller's transaction is over, and sees it then.
    """
    ContentType.objects.select_for_update().get(app_label="entities", model="outlet")
    mine = family(Outlet, outlet.pk) if outlet.pk else set()
    if survivor := outlet.shown_as_id:
        mine |= family(Outlet, survivor)
    had = OutletName.objects.filter(outlet__in=mine).values_list("key", flat=True)
    wanted = outlet.keys().keys() - set(had)
    taken = OutletName.objects.filter(key__in=wanted).exclude(outlet__in=mine)
    for row in taken.select_related("outlet__shown_as").order_by("-own", "pk"):
        names = (outlet.name, *to_lines(outlet.aliases))
        written = next(name for name in names if outlet_key(name) == row.key)
        raise NameTaken(written, row.outlet.shown_as or row.outlet)


def known_outlets(names: Iterable[str]) -> dict[str, Outlet]:
    """Return the outlet that each of `names` means, for those that are known. One query.

    The names of one that was merged lead to its last survivor; a name of its own wins over an alias,
    and one that stands alone over one that was merged.
    """
    keys = {name: outlet_key(name) for name in names if name}
    rows = OutletName.objects.filter(key__in=set(keys.values())).select_related("outlet__shown_as")
    found = {
        row.key: row.outlet.shown_as or row.outlet
        for row in sorted(rows, key=lambda row: (row.own, not row.outlet.shown_as_id, -row.pk))
    }
    return {name: found[key] for name, key in keys.items() if key in found}


def outlets_named(names: Iterable[str]) -> dict[str, Outlet]:
    """Return the outlet for each of `names`, making rows for names that nothing knows.

    An exact name is its own outlet's, even of one that was merged: what a report says comes back as it
    was written when the merge is undone.
    """
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    found = {outlet.name: outlet for outlet in Outlet.objects.filter(name__in=wanted)}
    found = known_outlets(wanted - found.keys()) | found
    for name in sorted(wanted - found.keys()):
        # Another writing of it may have been made a moment ago.
        found[name] = known_outlets([name]).get(name) or save(Outlet(name=name))
    return found


@transaction.atomic
def add_unknown(documents: Iterable[OutletDocument]) -> int:
    """Add the outlets of which the desk has neither the name nor a domain; return how many.

    What is there stays as it is. An alias that is another outlet's already is left out.
    """
    ContentType.objects.select_for_update().get(app_label="entities", model="outlet")
    names = set(OutletName.objects.values_list("key", flat=True))
    stored = Outlet.objects.values_list("domains", flat=True)
    domains = {domain for text in stored for domain in to_lines(text)}
    new = []
    for document in documents:
        if outlet_key(document.name) in names or not domains.isdisjoint(document.domains):
            continue
        aliases = tuple(a for a in document.aliases if outlet_key(a) not in names)
        outlet = Outlet(
            name=document.name,
            aliases=from_lines(aliases),
            domains=from_lines(document.domains),
            owner=document.owner,
        )
        outlet.fold()
        new.append(outlet)
        names |= outlet.keys().keys()
        domains.update(document.domains)
    stored_now = Outlet.objects.bulk_create(new)
    OutletName.objects.bulk_create(
        OutletName(outlet=outlet, key=key, own=own)
        for outlet in stored_now
        for key, own in outlet.keys().items()
    )
    return len(new)
