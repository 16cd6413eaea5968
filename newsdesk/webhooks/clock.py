"""What is done by the clock: telling what has appeared, trying again, turning off who is lost, forgetting."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from newsdesk.jobs.job import PATIENT, Terms, hand_in, job
from newsdesk.jobs.periodic import register
from newsdesk.webhooks.delivery import A_DAY, MINUTE, deliver
from newsdesk.webhooks.models import KEPT, Delivery, Occurrence, Receiver, ReceiverDeed
from newsdesk.webhooks.notice import tell_of_lost
from newsdesk.webhooks.occurrences import tell_of_appeared

# What nobody has taken is kept a little longer than its receiver has to come back.
LOST_KEPT = timedelta(days=45)


@register("tell_webhooks", every=MINUTE)
@job(Terms("Webhooks that wait, and what has appeared", tries=2))
def tell_waiting() -> None:
    """Tell of what has appeared, turn off who has failed for a day, try again what is due."""
    tell_of_appeared()
    _turn_off_lost()
    due = Delivery.objects.due().filter(receiver__in=Receiver.objects.ready())
    for number in sorted(set(due.order_by().values_list("receiver", flat=True))):
        hand_in(deliver, number)


@register("prune_webhooks", every=A_DAY)
@job(Terms("Forgetting old deliveries of webhooks", tries=2), priority=PATIENT)
def forget_old() -> None:
    """Forget deliveries of long ago, and what they told."""
    now = timezone.now()
    taken = Delivery.objects.filter(state=Delivery.State.DELIVERED)
    taken.filter(made_at__lt=now - KEPT).delete()
    Delivery.objects.filter(made_at__lt=now - LOST_KEPT).delete()
    over = Occurrence.objects.filter(told_at__lt=now - KEPT)
    over.exclude(pk__in=Delivery.objects.values("occurrence")).delete()


def _turn_off_lost() -> None:
    """Turn off the receivers that have taken nothing for a day, and tell the chiefs."""
    now = timezone.now()
    for receiver in Receiver.objects.told().filter(failing_since__lt=now - A_DAY):
        with transaction.atomic():
            this = Receiver.objects.told().filter(pk=receiver.pk)
            if this.update(off_at=now, off_why="It took nothing for a day."):
                ReceiverDeed.objects.create(receiver=receiver, verb="turn_off", actor=None)
                tell_of_lost(receiver)
