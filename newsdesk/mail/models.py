"""Messages, each for one person. Written by `messages.py` and `delivery.py` alone."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class MessageQuerySet(models.QuerySet):
    """Messages, by how far they have come."""

    def waiting(self) -> "MessageQuerySet":
        return self.filter(state=Message.State.WAITING)

    def lost(self) -> "MessageQuerySet":
        """Keep those that will not arrive and should have."""
        return self.filter(state__in=(Message.State.REFUSED, Message.State.GIVEN_UP))

    def lost_last(self) -> "MessageQuerySet":
        """Keep those after which nothing has arrived."""
        later = Message.objects.filter(user=models.OuterRef("user"), state=Message.State.SENT)
        return self.lost().exclude(
            models.Exists(later.filter(made_at__gt=models.OuterRef("made_at")))
        )


class Message(models.Model):
    """One message to one person, and what became of it.

    SECURITY: no text and no link are kept. `kind` and `data` say what to write, which is done when it is
    sent: links of invitations lie in no table and no backup, and nobody is written what they may no
    longer see. It goes to the person's address of then; where it has to reach the address of now, `to` is
    that, until it is sent and no longer. `key` makes its Message-ID, the same at each try, so that a second
    copy can be told from another message. Until `held_until` one worker is at it and no other.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        NEEDLESS = "needless", "not needed any more"
        REFUSED = "refused", "refused for good"
        GIVEN_UP = "given-up", "given up"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    to = models.EmailField(blank=True)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField(default=timezone.now)
    failure = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "made_at"], name="message_state"),
            models.Index(fields=["user", "-made_at"], name="message_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}, {self.state}"
