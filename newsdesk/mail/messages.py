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


def mail_to_whoever(user: User | None, kind: str, **data: object) -> Message:
    """Do the same for somebody who may not exist: it takes as long, and nobody is written to then."""
    message = Message.objects.create(user=user, kind=kind, data=data)
    hand_in(deliver, message.pk)
    return message


def mail_later(user: User, kind: str, *, at: datetime, **data: object) -> Message:
    """Keep a message that the clock hands in some minutes after `at`."""
    return Message.objects.create(user=user, kind=kind, data=data, held_until=at)
