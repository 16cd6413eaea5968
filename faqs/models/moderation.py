"""What moderators have agreed on and asked of one another: reasons, watched questions, second opinions.

Rows only; the verbs are in `faqs/duplicate_review/`. Public code does not import this.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from newsdesk.pages.fields import LinesField


class DifferenceReasons(models.Model):
    """For which reasons two questions differ, as the desk's chiefs have listed them, one a line. The newest
    counts; without any, those that `faqs/duplicate_review/reasons.py` begins with.
    """

    reasons = LinesField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: models.Manager["DifferenceReasons"] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("change",)
        verbose_name = verbose_name_plural = "reasons why questions differ"

    def __str__(self) -> str:
        return self.reasons


class QuestionWatch(models.Model):
    """Somebody wants to hear what moderators do to a FAQ."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    faq = models.ForeignKey("faqs.Faq", models.CASCADE, related_name="watches")
    since = models.DateTimeField(auto_now_add=True)

    objects: models.Manager["QuestionWatch"] = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "faq"], name="watch_once")]

    def __str__(self) -> str:
        return f"user {self.user_id} watches FAQ {self.faq_id}"


class SecondOpinionQuerySet(models.QuerySet):
    """Second opinions."""

    def open(self) -> "SecondOpinionQuerySet":
        """Keep those that nobody has given or withdrawn."""
        return self.filter(ended_at=None)

    def not_for(self, user: object) -> "SecondOpinionQuerySet":
        """Keep those that somebody else has to give: asked of another, or by `user`."""
        return self.exclude(asked=user).filter(Q(asked_by=user) | ~Q(asked=None))


class SecondOpinion(models.Model):
    """A moderator lets another decide on a pair: the one who is `asked`, anybody else where that is None.

    The pair waits until it is decided, or the question is withdrawn: `ended_at`, by `ended_by`; `verdict`
    is then what was decided, a DuplicatePair.State, or empty.
    """

    pair = models.ForeignKey("faqs.DuplicatePair", models.PROTECT, related_name="opinions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = LinesField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    verdict = models.CharField(max_length=10, blank=True)

    objects = SecondOpinionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(ended_at=None), name="second_opinion_once"
            )
        ]

    def __str__(self) -> str:
        return f"second opinion on pair {self.pair_id}"
