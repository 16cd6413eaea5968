"""What has happened for readers, and the rows by which receivers are told: written with the deed itself.

An edition is noted when it is frozen. Once the catalogue has it and its time has come, what is told of it is
worked out from the catalogue: at once and in the transaction of the deed, or by the clock. One that was
recalled, overtaken or merged away in between is never told: readers have not seen it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.jobs.job import hand_in
from newsdesk.kinds.register import kind_named
from newsdesk.pages.editions import WITHDRAWING, Edition
from newsdesk.pages.models import WorkingCopy
from newsdesk.presentation.api_address import api_address, public_kind
from newsdesk.presentation.heads import absolute
from newsdesk.webhooks.delivery import deliver
from newsdesk.webhooks.models import Delivery, Occurrence, Receiver, ReceiverEvent

DEEDS = {
    Edition.Kind.FIRST: ReceiverEvent.PUBLISHED,
    Edition.Kind.CORRECTION: ReceiverEvent.CORRECTED,
    Edition.Kind.CLARIFICATION: ReceiverEvent.CORRECTED,
    Edition.Kind.WITHDRAWAL: ReceiverEvent.WITHDRAWN,
}


def note_frozen(sender: object, editions: Sequence[Edition], **kwargs: object) -> None:
    """Receiver of `editions_frozen`: note each, unless it shows at once and nobody is told of anything."""
    now = timezone.now()
    later = [each for each in editions if each.visible_from > now]
    noted = editions if len(later) < len(editions) and Receiver.objects.told().exists() else later
    Occurrence.objects.bulk_create(
        Occurrence(key=_key(each), edition=each.pk, due_at=each.visible_from) for each in noted
    )


def _key(edition: Edition) -> str:
    """Return the key of its page, which it was frozen with."""
    item: WorkingCopy = edition.item  # type: ignore[attr-defined]  # Of the concrete classes.
    return item.key


def tell_of_written(sender: object, keys: Collection[str], **kwargs: object) -> None:
    """Receiver of `pages_written`: tell of those editions of these pages whose time has come."""
    _tell(list(Occurrence.objects.due().select_for_update().filter(key__in=keys)))


@transaction.atomic
def tell_of_appeared() -> int:
    """Tell of what has appeared by the clock; return how many occurrences were looked at."""
    due = list(Occurrence.objects.due().select_for_update()[:500])
    _tell(due)
    return len(due)


def tell_of_merge(sender: object, loser: object, survivor: object, **kwargs: object) -> None:
    """Receiver of `pages_merged`: tell where readers knew the one and see the other.

    SECURITY: a page that nobody has seen is merged in silence.
    """
    gone, stays = _begun(loser), _visible(survivor)
    if gone and stays:
        into = {"id": stays.uid, "address": absolute(stays.path)}
        _tell_at_once(ReceiverEvent.MERGED, gone, into=into)


def tell_of_parting(sender: object, loser: object, survivor: object, **kwargs: object) -> None:
    """Receiver of `pages_parted`: tell where readers see the page again."""
    if back := _visible(loser):
        _tell_at_once(ReceiverEvent.UNMERGED, back)


def _tell(due: Sequence[Occurrence]) -> None:
    """Work out what is told of each, and write the rows. As many queries for one as for many."""
    if not due:
        return
    now = timezone.now()
    receivers = list(Receiver.objects.told())
    if receivers:
        _fill(due, now)
    for each in due:
        each.told_at = now
    Occurrence.objects.bulk_update(due, ["deed", "payload", "told_at"])
    _put_deliveries([each for each in due if each.payload], receivers)


def _fill(due: Sequence[Occurrence], now: datetime) -> None:
    """Say of each what has happened, where readers see or saw its edition."""
    known = Page.objects.begun(now).defer("text")
    pages = {
        (page.key, page.edition): page for page in known.filter(key__in={each.key for each in due})
    }
    editions = _editions(due)
    back = _coming_back(editions.values())
    for each in due:
        page, edition = pages.get((each.key, each.edition)), editions.get((each.key, each.edition))
        if page is None or edition is None:
            continue
        over = page.visible_until is not None and page.visible_until <= now
        if over and not edition.withdraws:
            continue
        each.deed = _deed(edition, back=edition in back)
        each.payload = _payload(each.deed, page, edition.visible_from, change=edition.kind)


def _editions(due: Iterable[Occurrence]) -> dict[tuple[str, int | None], Edition]:
    """Return the editions by the key of their page and their own. One query for each kind of page."""
    wanted: dict[str, list[int]] = {}
    for each in due:
        if each.edition is not None:
            wanted.setdefault(each.key.partition(":")[0], []).append(each.edition)
    return {
        (f"{name}:{edition.item_id}", edition.pk): edition
        for name, numbers in wanted.items()
        for edition in kind_named(name).editions.filter(pk__in=numbers).defer("document")
    }


def _deed(edition: Edition, *, back: bool) -> ReceiverEvent:
    return (
        ReceiverEvent.PUBLISHED
        if back
        else DEEDS.get(Edition.Kind(edition.kind), ReceiverEvent.UPDATED)
    )


def _coming_back(editions: Iterable[Edition]) -> list[Edition]:
    """Return those before which their page was withdrawn. Two queries at most for each kind of page."""
    kinds: dict[type[Edition], list[Edition]] = {}
    for edition in editions:
        if not edition.withdraws and edition.kind != Edition.Kind.FIRST:
            kinds.setdefault(type(edition), []).append(edition)
    found: list[Edition] = []
    for model, some in kinds.items():
        rows = model.objects.in_order().filter(item__in=[edition.item_id for edition in some])
        gone = set(rows.filter(WITHDRAWING).values_list("item", flat=True))
        if not gone:
            continue
        order = rows.filter(item__in=gone).values_list("item", "pk", "kind")
        before = {after[1]: one[2] for one, after in pairwise(list(order)) if one[0] == after[0]}
        found += [each for each in some if before.get(each.pk) == Edition.Kind.WITHDRAWAL]
    return found


def _tell_at_once(deed: ReceiverEvent, page: Page, **more: object) -> None:
    receivers = list(Receiver.objects.told())
    if not receivers:
        return
    now = timezone.now()
    payload = _payload(deed, page, now, **more)
    row = Occurrence.objects.create(
        deed=deed, key=page.key, due_at=now, payload=payload, told_at=now
    )
    _put_deliveries([row], receivers)


def _payload(deed: str, page: Page, at: datetime, **more: object) -> dict[str, object]:
    """Return what is told of a page: where it is, and nothing that it says."""
    data: Mapping[str, object] = {
        "id": page.uid,
        "kind": public_kind(page.kind),
        "address": absolute(page.path),
        "api": api_address(page),
        "edition": page.number,
        **more,
    }
    return {"type": deed, "timestamp": at.isoformat(), "data": data}


def _put_deliveries(told: Sequence[Occurrence], receivers: Sequence[Receiver]) -> None:
    rows = [
        Delivery(receiver=receiver, occurrence=each)
        for each in told
        for receiver in receivers
        if receiver.is_told_of(each.deed)
    ]
    Delivery.objects.bulk_create(rows)
    for receiver in {row.receiver_id: row for row in rows}:
        hand_in(deliver, receiver)


def _begun(item: object) -> Page | None:
    """Return what readers saw last of a page, None where they never did or it is no page."""
    if not isinstance(item, WorkingCopy):
        return None
    return Page.objects.begun().filter(key=item.key).order_by("-visible_from").first()


def _visible(item: object) -> Page | None:
    if not isinstance(item, WorkingCopy):
        return None
    return Page.objects.visible().filter(key=item.key).first()
