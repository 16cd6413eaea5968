"""Sending: one message a job, tried again with pauses, and by the clock what no job is left for.

A message is sent once as far as that can be: one worker holds it, and it counts as sent as soon as the
server has taken it. A worker that dies between the two, or a server that takes it and never says so, leads
to a second copy with the same Message-ID. What a server refuses for good is not tried again.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone
from django_tasks.base import TaskResultStatus

from newsdesk.jobs.job import PATIENT, URGENT, Terms, hand_in, job, rows_of
from newsdesk.jobs.periodic import register
from newsdesk.mail.content import as_mail, content_of
from newsdesk.mail.models import Message

logger = logging.getLogger("newsdesk.mail")

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TERMS = Terms("Mail", tries=8, pause=MINUTE, longest=2 * MINUTE)
# Longer than its job may take: whoever held it is gone.
HELD = 3 * MINUTE
# What no job is left for, after a failure or a restore, is found by the clock.
FORGOTTEN_AFTER = 10 * MINUTE
UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
# A link in it would have ended.
GIVEN_UP_AFTER = 3 * DAY
SENT_KEPT, LOST_KEPT = 30 * DAY, 90 * DAY


class NotSent(Exception):
    """The mail server is away, hangs or has refused for now; says which, and no address."""


class InHand(Exception):
    """Another worker is at this message, or was a moment ago."""


@job(TERMS, priority=URGENT)
def deliver(number: int) -> None:
    """Send a message, unless that has been done. Raises NotSent or InHand."""
    message = _take(number)
    if message is None:
        return
    content = content_of(message)
    if content is None:
        _settle(message, Message.State.NEEDLESS)
        return
    try:
        _send(as_mail(message, content), message)
    except Exception as error:
        if why := _refused_for_good(error):
            logger.warning("Message %d was refused for good: %s", message.pk, why)
            _settle(message, Message.State.REFUSED, why)
            return
        why = _in_words(error)
        Message.objects.filter(pk=message.pk).update(held_until=timezone.now(), failure=why)
        # SECURITY: what the server said names the address, and tracebacks of jobs are kept.
        raise NotSent(why) from None


@register("send_waiting_mail", every=10 * MINUTE)
@job(Terms("Mail that was left waiting", tries=2), priority=PATIENT)
def send_waiting() -> None:
    """Hand in what waits and has no job, give up what is too old, forget what is long over."""
    now = timezone.now()
    rows = Message.objects.all()
    waiting = rows.waiting()
    waiting.filter(made_at__lt=now - GIVEN_UP_AFTER).update(state=Message.State.GIVEN_UP, to="")
    for number in waiting.filter(
        made_at__lt=now - FORGOTTEN_AFTER, held_until__lt=now - FORGOTTEN_AFTER
    ).values_list("pk", flat=True):
        if not rows_of(deliver, number).filter(status__in=UNDER_WAY).exists():
            hand_in(deliver, number)
    over = (Message.State.SENT, Message.State.NEEDLESS)
    rows.filter(state__in=over, made_at__lt=now - SENT_KEPT).delete()
    rows.lost().filter(made_at__lt=now - LOST_KEPT).delete()


def _take(number: int) -> Message | None:
    """Hold a message that waits, for this worker alone; None where it does not wait. Raises InHand."""
    now = timezone.now()
    waiting = Message.objects.waiting().filter(pk=number)
    held = {"held_until": now + HELD, "tried_at": now, "tries": F("tries") + 1}
    if waiting.filter(held_until__lte=now).update(**held):
        return Message.objects.select_related("user").get(pk=number)
    if waiting.exists():
        raise InHand(f"Message {number}")
    return None


def _send(mail: EmailMultiAlternatives, message: Message) -> None:
    """Give a mail to the server, and write down that it has it before the server is left."""
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([mail])
        _settle(message, Message.State.SENT)
    finally:
        # It has the mail: a server that does not say goodbye must not make us send it again.
        with suppress(Exception):
            connection.close()


def _settle(message: Message, state: Message.State, failure: str = "") -> None:
    """Note what became of a message. Of an address that is not the person's any more nothing stays."""
    row = Message.objects.filter(pk=message.pk)
    if message.to and message.user and message.to != message.user.email:
        row.delete()
    else:
        row.update(state=state, failure=failure[:300], to="")


def _refused_for_good(error: Exception) -> str:
    """Return why the server will never take this, "" where it may another time: codes of RFC 5321, 4.2.1.

    Who sends it, and with which password, is refused in the same codes, but is a matter of settings.
    """
    if isinstance(error, SMTPRecipientsRefused):
        replies = list(error.recipients.values())
        if all(500 <= code < 600 for code, _ in replies):
            return f"The mail server refuses the address ({replies[0][0]})."
    if isinstance(error, SMTPDataError) and 500 <= error.smtp_code < 600:
        return f"The mail server refuses the message ({error.smtp_code})."
    if isinstance(error, ValueError | UnicodeError) and not isinstance(error, OSError):
        return "The address cannot be written to."
    # The same of whatever service django-anymail sends by; it is not always installed.
    if type(error).__name__ in ("AnymailRecipientsRefused", "AnymailInvalidAddress"):
        return "The mail service refuses the address."
    return ""


def _in_words(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    # smtplib takes a time-out while it reads for a broken connection.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"The mail server said nothing for {settings.EMAIL_TIMEOUT} seconds."
    if code:
        return f"The mail server refuses for now ({code})."
    return f"The mail server cannot be reached or broke off ({type(error).__name__})."
