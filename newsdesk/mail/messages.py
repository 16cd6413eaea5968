"""Handing a message in: with the transaction, so that an undone deed writes to nobody."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User

from newsdesk.jobs.job import hand_in
from newsdesk.mail.delivery import deliver
from newsdesk.mail.models import Message


def mail_to(user: User, kind: str, **data: object) -> Message | None:
    """Hand a message of a kind in; `data`, which is JSON, says what its writer has to know.

    Returns None where mail is off or the person has no address: whoever calls shows another way.
    """
    if not settings.MAIL_ON or not user.email:
        return None
    return mail_to_whoever(user, kind, **data)


def mail_to_address(user: User, address: str, kind: str, **data: object) -> Message | None:
    """Do the same, to an address that the person may not have any more when it is sent.

    For what has to be known by whoever had the account until now: a stranger may have changed the address.
    """
    if not settings.MAIL_ON or not address:
        return None
    return _hand_in(Message(user=user, kind=kind, data=data, to=address))


def mail_to_whoever(user: User | None, kind: str, **data: object) -> Message:
    """Do the same for somebody who may not exist: it takes as long, and nobody is written to then."""
    return _hand_in(Message(user=user, kind=kind, data=data))


def mail_later(user: User, kind: str, *, at: datetime, **data: object) -> Message:
    """Keep a message that the clock hands in some minutes after `at`."""
    return Message.objects.create(user=user, kind=kind, data=data, held_until=at)


def _hand_in(message: Message) -> Message:
    message.save()
    hand_in(deliver, message.pk)
    return message
