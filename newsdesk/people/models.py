"""What was done to the people of the desk, and who is one no more. Written by `deeds.py` and `erasure.py`."""

from collections import defaultdict

from django.conf import settings
from django.db import models

from newsdesk.pages.append_only import AppendOnly

IN_WORDS = {
    "invite": "invited as {role}",
    "change_role": "changed the role from {from} to {to}",
    "deactivate": "deactivated; drafts handed over: {drafts}",
    "reactivate": "let in again",
    "hand_over": "handed over drafts: {drafts}",
    "send_link": "made a link to a new password",
    "sign_out": "signed out of browsers: {sessions}",
    "sign_out_of": "signed out of {browser}",
    "reset_second_factor": "reset two-step sign-in",
    "erase": "erased",
}


class PersonDeed(AppendOnly):
    """One deed done to a person: who did it, when, with what result; nobody where the server's operator did.

    SECURITY: `detail` holds roles and numbers, never names or addresses: it outlives an erasure.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deeds")
    verb = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        permissions = [("manage", "Can look after the people of the desk")]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def in_words(self) -> str:
        """What was done, "changed the role from Reporter to Editor"."""
        words = IN_WORDS.get(self.verb, self.verb)
        return words.format_map(defaultdict(str, self.detail))


class FormerColleague(models.Model):
    """Somebody whose personal data was erased: their account is a number that the log goes on to name."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="former_colleague"
    )
    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(auto_now_add=True)

    objects: models.Manager["FormerColleague"] = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Former colleague {self.number}"
