"""Finding outlets by any of their names, and outlets as documents."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from entities.models.outlet import Outlet, OutletName, outlet_key
from entities.outlet_names import PREFIX
from entities.readings import lead_outlets
from newsdesk.catalogue.models import Reference
from newsdesk.catalogue.resolve import was_named
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
    owner_as_of: int | None = None
    kind: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()


def document_of(outlet: Outlet) -> OutletDocument:
    return OutletDocument(
        name=outlet.name,
        aliases=to_lines(outlet.aliases),
        domains=to_lines(outlet.domains),
        owner=outlet.owner,
        owner_as_of=outlet.owner_as_of,
        kind=outlet.kind,
        country=outlet.country,
        languages=codes(outlet.languages),
    )


def codes(languages: str) -> tuple[str, ...]:
    """Return codes of languages that stand in one line."""
    return tuple(languages.replace(",", " ").split())


def fill(outlet: Outlet, document: OutletDocument) -> Outlet:
    """Make the row say what `document` says, without saving it, and return it."""
    outlet.name = document.name
    outlet.aliases = from_lines(document.aliases)
    outlet.domains = from_lines(document.domains)
    outlet.owner, outlet.owner_as_of = document.owner, document.owner_as_of
    outlet.kind, outlet.country = document.kind, document.country
    outlet.languages = ", ".join(document.languages)
    return outlet


def write(document: OutletDocument, outlet: Outlet, *, actor: User) -> None:
    """Make the row say what `document` says, and save it. Raises NameTaken. Whose deed it is stands in
    the log alone.
    """
    save(fill(outlet, document))


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
    """Save the outlet with its names. Raises NameTaken. The only way by which an outlet is stored.

    Pages that name it by the name that it had show the new one at once.
    """
    refuse_taken(outlet)
    before = Outlet.objects.filter(pk=outlet.pk).values_list("name", flat=True).first()
    if before == outlet.name:
        outlet.save()
        return outlet
    if before:
        _keep_past_name(outlet, before)
    taken_over = _take_over(outlet)
    outlet.save()
    if before or taken_over:
        lead_outlets()
    return outlet


def _take_over(outlet: Outlet) -> bool:
    """Let a name that other outlets had be this one's alone; tell whether any had it. One query for none."""
    had = Outlet.objects.filter(past_names__contains=outlet.name).exclude(pk=outlet.pk)
    others = [other for other in had if outlet.name in to_lines(other.past_names)]
    for other in others:
        names = (name for name in to_lines(other.past_names) if name != outlet.name)
        Outlet.objects.filter(pk=other.pk).update(past_names=from_lines(tuple(names)))
    return bool(others)


def _keep_past_name(outlet: Outlet, before: str) -> None:
    """Remember the name that it had if editions have it of it. An address that no reader was shown goes
    with it: it would tell what a draft called the outlet.
    """
    past = [name for name in to_lines(outlet.past_names) if name != outlet.name]
    named = Reference.objects.filter(target=f"{PREFIX}{before}")
    if named.exists():
        past.append(before)
    outlet.past_names = from_lines(tuple(dict.fromkeys(past)))
    if not any(was_named(f"{PREFIX}{name}") for name in (before, outlet.name, *past)):
        outlet.slug = ""


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
