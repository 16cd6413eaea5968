"""Sending: what waits for one receiver, one after the other, by a job; tried again with pauses, by the clock.

It is signed as Standard Webhooks has it: HMAC-SHA256 over id, time and body, with the receiver's secret. A
delivery counts as taken when 2xx is answered. A redirect is a failure: it is never followed.
"""

import base64
import hashlib
import hmac
import json
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from newsdesk.jobs.job import URGENT, Terms, hand_in, job
from newsdesk.outside.network import Network
from newsdesk.outside.post import SECONDS, NotPosted, post
from newsdesk.release import version
from newsdesk.webhooks.models import Delivery, DeliveryQuerySet, Receiver

logger = logging.getLogger("newsdesk.webhooks")

MINUTE = timedelta(minutes=1)
TERMS = Terms("Webhooks", tries=2, longest=5 * MINUTE)
# Longer than its job may take: whoever held it is gone.
HELD = 6 * MINUTE
# So many in one run, and none begun after so long: other receivers wait.
AT_ONCE, LONGEST = 50, 2 * MINUTE
# After the first failure, the second, and so on; the last one from then on.
PAUSES = [each * MINUTE for each in (1, 3, 10, 30, 60, 120, 180)]
# After so long a delivery that fails while others are taken is given up.
A_DAY = timedelta(days=1)

# How addresses are reached; tests lead it to receivers of their own.
network = Network(seconds=SECONDS)


@job(TERMS, priority=URGENT)
def deliver(number: int) -> None:
    """Send what waits for a receiver, until it fails or nothing waits. Nothing while another is at it."""
    began = timezone.now()
    ready = Receiver.objects.ready().filter(pk=number)
    if not settings.WEBHOOKS or not ready.update(held_until=began + HELD):
        return
    try:
        _send_due(number, until=began + LONGEST)
    finally:
        Receiver.objects.filter(pk=number).update(held_until=timezone.now())
    if Receiver.objects.ready().filter(pk=number).exists() and _due(number).exists():
        hand_in(deliver, number)


def _due(number: int) -> DeliveryQuerySet:
    return Delivery.objects.due().filter(receiver=number)


def _send_due(number: int, *, until: datetime) -> None:
    receiver = Receiver.objects.get(pk=number)
    for delivery in _due(number).select_related("occurrence")[:AT_ONCE]:
        if timezone.now() > until or not _send(receiver, delivery):
            return


def signature(secret: str, key: str, at: str, body: bytes) -> str:
    """Return "v1," and the base64 of the HMAC-SHA256 of "key.at.body"; the bytes of the secret are what
    follows "whsec_", in base64.

    Source: the Standard Webhooks specification, "Signature scheme".
    """
    keyed = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(keyed, f"{key}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def message(receiver: Receiver, delivery: Delivery, at: datetime) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of a delivery that goes out at a time."""
    told = {**(delivery.occurrence.payload or {}), "delivery": str(delivery.key)}
    body = json.dumps(told, separators=(",", ":")).encode()
    key, seconds = str(delivery.key), str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Newsdesk/{version() or '1'} (+{settings.SITE_URL})",
        "Webhook-Id": key,
        "Webhook-Timestamp": seconds,
        "Webhook-Signature": signature(receiver.secret, key, seconds, body),
    }
    return body, headers


def _send(receiver: Receiver, delivery: Delivery) -> bool:
    """Send one and write down what came of it; return whether it was taken."""
    now = timezone.now()
    body, headers = message(receiver, delivery, now)
    status, failure = None, ""
    try:
        status = post(receiver.address, body, headers, network=network)
    except NotPosted as error:
        failure = str(error)
    if status is not None and not 200 <= status < 300:
        failure = f"It answered {status}."
    _settle(receiver, delivery, now, status, failure)
    return not failure


@transaction.atomic
def _settle(
    receiver: Receiver, delivery: Delivery, at: datetime, status: int | None, failure: str
) -> None:
    tries = delivery.tries + 1
    told = {"tried_at": at, "tries": tries, "status": status, "failure": failure[:200]}
    this, row = Receiver.objects.filter(pk=receiver.pk), Delivery.objects.filter(pk=delivery.pk)
    if not failure:
        row.update(state=Delivery.State.DELIVERED, **told)
        this.update(failing_since=None, failures=0)
        return
    logger.warning("Delivery %s was not taken: %s", delivery.key, failure)
    over = tries > len(PAUSES) and delivery.made_at < at - A_DAY
    state = Delivery.State.GIVEN_UP if over else Delivery.State.WAITING
    row.update(state=state, next_at=at + _pause(tries), **told)
    this.filter(failing_since=None).update(failing_since=at)
    failures = receiver.failures + 1
    this.update(failures=failures, rests_until=at + _pause(failures))


def _pause(failures: int) -> timedelta:
    return PAUSES[min(failures, len(PAUSES)) - 1]
