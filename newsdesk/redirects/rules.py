"""What is done to old addresses: adding some, removing one. Each is checked, written and logged together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import Resolver404, resolve

from newsdesk.catalogue.models import Page, PastPath
from newsdesk.redirects.addresses import NoAddress, is_fixed, old_address, target_address
from newsdesk.redirects.models import Redirect, RedirectDeed
from newsdesk.workflow.register import workflows
from newsdesk.workflow.transitions import Refused, require

RIGHT = "redirects.manage"
ADDED, CHANGED, SAME, REFUSED = "added", "changed", "unchanged", "refused"


class AddressRefused(Refused):
    """An old address cannot be added; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What becomes of one row, counted from 1: `result` is one of those above, `message` a sentence."""

    number: int
    result: str
    old: str
    target: str = ""
    message: str = ""


def plan(pairs: Iterable[tuple[int, str, str]]) -> list[RowResult]:
    """Return what would become of rows, each a number, an old address and where it is to lead.

    Chains are followed to their end, so that a reader is led once; what leads back to itself is refused.
    """
    told: list[RowResult] = []
    wanted: dict[str, tuple[int, str]] = {}
    for number, old, target in pairs:
        try:
            address = old_address(old)
            goal = _goal(target)
        except NoAddress as error:
            told.append(RowResult(number=number, result=REFUSED, old=old, message=str(error)))
            continue
        if address in wanted:
            first = wanted[address][0]
            message = f"{address} stands in row {first} already."
            told.append(RowResult(number=number, result=REFUSED, old=address, message=message))
            continue
        wanted[address] = (number, goal)
    stored = dict(Redirect.objects.values_list("old", "target"))
    leads = stored | {old: goal for old, (_, goal) in wanted.items()}
    told += [_told(number, old, goal, leads, stored) for old, (number, goal) in wanted.items()]
    return sorted(told, key=lambda each: each.number)


def _goal(target: str) -> str:
    """Return what a row leads to: an address of this site, or another old one."""
    try:
        return target_address(target)
    except NoAddress:
        return old_address(target)


def _told(
    number: int, old: str, goal: str, leads: Mapping[str, str], stored: Mapping[str, str]
) -> RowResult:
    try:
        end = _end(old, leads)
        refuse_taken(old)
        end = target_address(end)
    except NoAddress as error:
        return RowResult(number=number, result=REFUSED, old=old, target=goal, message=str(error))
    if stored.get(old) == end:
        message = f"{old} leads to {end} already."
        return RowResult(number=number, result=SAME, old=old, target=end, message=message)
    result = CHANGED if old in stored else ADDED
    return RowResult(
        number=number, result=result, old=old, target=end, message=f"{old} leads to {end}."
    )


def _end(old: str, leads: Mapping[str, str]) -> str:
    """Return where a chain of old addresses ends. Raises NoAddress where it does not."""
    passed = [old]
    while (following := leads.get(passed[-1])) is not None:
        if following in passed:
            circle = " → ".join([*passed, following])
            raise NoAddress(f"It leads in a circle: {circle}.")
        passed.append(following)
    return passed[-1]


def refuse_taken(old: str) -> None:
    """Raise NoAddress where something stands at an address, or stood there on this site."""
    path, _, query = old.partition("?")
    if path == "/" and query:
        return
    if is_fixed(path):
        raise NoAddress(f"{path} is an address of this site.")
    if page_at(path):
        raise NoAddress(f"{path} is the address of a page of this desk, or was.")


def page_at(path: str) -> str:
    """Return the key of the page at an address, also of one that is being written; "" for none."""
    known = Page.objects.filter(path=path).values_list("key", flat=True).first()
    known = known or PastPath.objects.filter(path=path).values_list("key", flat=True).first()
    if known:
        return str(known)
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    for workflow in workflows():
        if match.url_name == workflow.kind.address and "slug" in match.kwargs:
            row = workflow.items.filter(slug=match.kwargs["slug"], discarded=False).first()
            return row.key if row else ""
    return ""


@transaction.atomic
def add(pairs: Iterable[tuple[int, str, str]], *, actor: User) -> list[RowResult]:
    """Add old addresses, and return what became of each row. Raises PermissionDenied.

    What led to an address that is led on itself now leads straight to where that does.
    """
    require(actor, RIGHT)
    told = plan(pairs)
    for each in told:
        if each.result in (ADDED, CHANGED):
            _store(each.old, each.target, page_at(each.target), actor=actor)
    return told


@transaction.atomic
def lead_to_page(old: str, key: str, path: str, *, actor: User) -> bool:
    """Let an old address lead to a page, wherever it is; return whether that is new.

    For whoever takes in the page itself, whose right has been asked. Raises AddressRefused.
    """
    try:
        address = old_address(old)
        refuse_taken(address)
    except NoAddress as error:
        raise AddressRefused(str(error)) from error
    stored = Redirect.objects.filter(old=address).first()
    if stored and stored.key == key:
        return False
    if stored:
        raise AddressRefused(f"{address} leads to {stored.target} already.")
    Redirect.objects.create(old=address, target=path, key=key, added_by=actor)
    _led_there(address, path, key, actor=actor)
    return True


def _store(old: str, target: str, key: str, *, actor: User) -> None:
    values = {"target": target, "key": key, "added_by": actor}
    _, made = Redirect.objects.update_or_create(old=old, defaults=values)
    _led_there(old, target, key, actor=actor, verb="add" if made else "change")


def _led_there(old: str, target: str, key: str, *, actor: User, verb: str = "add") -> None:
    """Log that an old address leads to `target` now, and lead there what led to it."""
    for row in Redirect.objects.filter(target=old):
        row.target, row.key = target, key
        row.save(update_fields=["target", "key"])
        RedirectDeed.objects.create(verb="change", old=row.old, target=target, actor=actor)
    RedirectDeed.objects.create(verb=verb, old=old, target=target, actor=actor)


@transaction.atomic
def remove(old: str, *, actor: User) -> None:
    """Let an old address lead nowhere any more. Raises PermissionDenied or AddressRefused."""
    require(actor, RIGHT)
    row = Redirect.objects.select_for_update().filter(old=old).first()
    if row is None:
        raise AddressRefused(f"{old} is no old address of this desk: it may have been removed.")
    RedirectDeed.objects.create(verb="remove", old=row.old, target=row.target, actor=actor)
    row.delete()
