"""Telling the chiefs that a receiver was turned off."""

from newsdesk.notifications.inbox import tell_who_may
from newsdesk.notifications.subjects import Subject, add_subject
from newsdesk.requests.addresses import host_of
from newsdesk.webhooks.models import Receiver

MANAGE = "webhooks.manage"
KIND = "webhook-off"

add_subject(
    Subject(
        name="webhooks",
        label="Webhooks that were turned off",
        help="A program that is told of what is published has taken nothing for a day.",
        kinds=frozenset({KIND}),
        permission=MANAGE,
    )
)


def tell_of_lost(receiver: Receiver) -> None:
    """SECURITY: its host alone, since the path of an address may be a key to it."""
    tell_who_may(
        MANAGE,
        kind=KIND,
        text=f"The webhook to {host_of(receiver.address)} was turned off: it took nothing for a day.",
        data={"address": "admin:webhooks"},
    )
