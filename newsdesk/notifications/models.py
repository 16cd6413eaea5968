"""Notices, each for one person, and which of them they want by mail.

Written by `inbox.py`, `choices.py` and `mail.py` alone.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from newsdesk.notifications.subjects import When


class NoticeQuerySet(models.QuerySet):
    """Notices, newest first."""

    def of(self, user: object) -> "NoticeQuerySet":
        """Keep those of one person. SECURITY: every look-up for a screen begins with this."""
        return self.filter(user=user)

    def waiting(self) -> "NoticeQuerySet":
        """Keep those that have not been put away."""
        return self.filter(read_at=None)

    def put_away(self) -> "NoticeQuerySet":
        return self.exclude(read_at=None)


class Notice(models.Model):
    """One sentence for one person.

    `key` names the page that it is about ("story:5"), or is empty; `kind` is a word of whoever told
    it ("mention"); `data` says where the notice leads: "screen", a page of the kind's admin
    ("change" when absent), and "fragment", a place on it; "address", the name of a page of the desk, and
    its "query", where there is no key; "unmailed", that it never goes out by mail.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=32)
    text = models.CharField(max_length=600)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["user", "-made_at"], condition=Q(read_at=None), name="notice_waiting"
            ),
            models.Index(fields=["user", "-read_at"], name="notice_put_away"),
        ]

    def __str__(self) -> str:
        return self.text


class MailChoice(models.Model):
    """When somebody wants notices of one subject by mail; without a row, as the subject says."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=32)
    when = models.CharField(max_length=10, choices=When.choices)

    objects: models.Manager["MailChoice"] = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.when}"


class DigestSent(models.Model):
    """Up to when somebody's notices have gone out in a daily message."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest")
    until = models.DateTimeField()

    objects: models.Manager["DigestSent"] = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"until {self.until}"
