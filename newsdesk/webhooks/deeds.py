"""What desk chiefs do to receivers. Each is one transaction with a check and a line in the log.

| deed | what follows |
| --- | --- |
| add | a receiver with a secret, which is returned once |
| change | told of other deeds from now on |
| renew_secret | signed with another secret from the next message on |
| turn_off | told nothing; what happens meanwhile is not kept for it |
| turn_on | told again, also of what it had not taken when it was turned off |
| send_again | one delivery goes out once more, under the same id |
| remove | gone from the desk; the log stays |
"""

import base64
import secrets
from collections.abc import Collection

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from newsdesk.jobs.job import hand_in
from newsdesk.outside.post import NotPosted, refuse_private
from newsdesk.webhooks.delivery import deliver
from newsdesk.webhooks.models import Delivery, Receiver, ReceiverDeed, ReceiverEvent
from newsdesk.workflow.transitions import Refused, require

MANAGE = "webhooks.manage"
PREFIX = "whsec_"
SECRET_BYTES = 32
MOST = 20


@transaction.atomic
def add(address: str, told_of: Collection[str], *, actor: User) -> Receiver:
    """Let a program be told at `address`; its `secret` is shown to nobody after this.

    Raises ValidationError, with a sentence, for an address that cannot be one or no deeds.
    """
    require(actor, MANAGE)
    try:
        refuse_private(address)
    except NotPosted as refusal:
        raise ValidationError({"address": str(refusal)}) from refusal
    if Receiver.objects.kept().count() >= MOST:
        raise ValidationError(f"There are {MOST} receivers already: remove one first.")
    if Receiver.objects.kept().filter(address=address).exists():
        raise ValidationError({"address": "This address is told already."})
    receiver = Receiver.objects.create(
        address=address, deeds=_chosen(told_of), secret=_new_secret()
    )
    _log(receiver, "add", actor=actor, deeds=", ".join(receiver.deeds))
    return receiver


@transaction.atomic
def change(receiver: Receiver, told_of: Collection[str], *, actor: User) -> None:
    """Choose what it is told of. Raises ValidationError for nothing."""
    receiver = _begin(receiver, actor=actor)
    receiver.deeds = _chosen(told_of)
    receiver.save(update_fields=["deeds"])
    _log(receiver, "change", actor=actor, deeds=", ".join(receiver.deeds))


@transaction.atomic
def renew_secret(receiver: Receiver, *, actor: User) -> Receiver:
    """Return it with another secret, which is shown to nobody after this."""
    receiver = _begin(receiver, actor=actor)
    receiver.secret = _new_secret()
    receiver.save(update_fields=["secret"])
    _log(receiver, "renew_secret", actor=actor)
    return receiver


@transaction.atomic
def turn_off(receiver: Receiver, *, actor: User) -> None:
    """Tell it nothing any more. Raises Refused."""
    receiver = _begin(receiver, actor=actor)
    if receiver.off_at:
        raise Refused("It is turned off already.")
    receiver.off_at, receiver.off_why = timezone.now(), "Somebody on the desk turned it off."
    receiver.save(update_fields=["off_at", "off_why"])
    _log(receiver, "turn_off", actor=actor)


@transaction.atomic
def turn_on(receiver: Receiver, *, actor: User) -> int:
    """Tell it again; return how many deliveries go out that it had not taken. Raises Refused."""
    receiver = _begin(receiver, actor=actor)
    if not receiver.off_at:
        raise Refused("It is turned on already.")
    receiver.off_at, receiver.off_why, receiver.failing_since = None, "", None
    receiver.save(update_fields=["off_at", "off_why", "failing_since"])
    _rest_no_more(receiver)
    missed = receiver.deliveries.exclude(state=Delivery.State.DELIVERED)
    again = missed.update(state=Delivery.State.WAITING, next_at=timezone.now(), tries=0)
    _log(receiver, "turn_on", actor=actor, again=again)
    hand_in(deliver, receiver.pk)
    return int(again)


@transaction.atomic
def send_again(delivery: Delivery, *, actor: User) -> None:
    """Send a delivery once more, now, whatever has become of it. Raises Refused."""
    receiver = _begin(delivery.receiver, actor=actor)
    if receiver.off_at:
        raise Refused("It is turned off: turn it on first.")
    fresh = {"state": Delivery.State.WAITING, "next_at": timezone.now(), "tries": 0}
    Delivery.objects.filter(pk=delivery.pk).update(**fresh)
    _rest_no_more(receiver)
    _log(receiver, "send_again", actor=actor, delivery=str(delivery.key))
    hand_in(deliver, receiver.pk)


@transaction.atomic
def remove(receiver: Receiver, *, actor: User) -> None:
    """Take it off the desk, with its secret."""
    receiver = _begin(receiver, actor=actor)
    receiver.removed_at, receiver.secret = timezone.now(), ""
    receiver.save(update_fields=["removed_at", "secret"])
    _log(receiver, "remove", actor=actor)


def _begin(receiver: Receiver, *, actor: User) -> Receiver:
    """Return it locked and read anew. Raises PermissionDenied, or Refused where it was removed."""
    require(actor, MANAGE)
    found = Receiver.objects.kept().select_for_update().filter(pk=receiver.pk).first()
    if found is None:
        raise Refused("It has been removed.")
    return found


def _rest_no_more(receiver: Receiver) -> None:
    Receiver.objects.filter(pk=receiver.pk).update(rests_until=timezone.now(), failures=0)


def _chosen(told_of: Collection[str]) -> list[str]:
    """Return deeds in the order of the table. Raises ValidationError."""
    found = [deed for deed in ReceiverEvent.values if deed in told_of]
    if not found:
        raise ValidationError({"deeds": "Choose what it is told of."})
    return found


def _new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _log(receiver: Receiver, verb: str, *, actor: User, **detail: object) -> None:
    ReceiverDeed.objects.create(receiver=receiver, verb=verb, actor=actor, detail=detail)
