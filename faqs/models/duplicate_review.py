"""What is known of questions that may be the same: vectors, pairs, verdicts, proposals, batches of merges.

Rows only; the verbs are in `faqs/duplicate_review/`. Public code does not import this.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from newsdesk.pages.append_only import AppendOnly
from newsdesk.pages.fields import LinesField

if TYPE_CHECKING:
    from faqs.models.draft import Faq

# How soon a pair is to be looked at: contradicting twins, then by band. Above LAST it is not suggested.
URGENCY = {"likely": 1, "possible": 2, "differs": 3}
FIRST, LAST, APART = 0, 3, 9


class FaqVector(models.Model):
    """What one FAQ means, as 384 int8 components, and which text that was.

    `text` is the digest of what it asks and answers; `document` that of the whole working copy when it
    was last compared. `encoder` and `version` name the model, and are empty where it was words alone.
    """

    faq = models.OneToOneField("faqs.Faq", models.CASCADE, related_name="vector")
    text = models.CharField(max_length=64)
    document = models.CharField(max_length=64, blank=True)
    encoder = models.CharField(max_length=60, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    components = models.BinaryField(default=b"")
    compared_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return f"vector of FAQ {self.faq_id}"


class DuplicatePairQuerySet(models.QuerySet):
    """Pairs, and what part of them a moderator is shown."""

    def standing_alone(self) -> "DuplicatePairQuerySet":
        """Leave out pairs of which one side is a tombstone or has been put away."""
        return self.filter(
            left__merged_into=None,
            right__merged_into=None,
            left__discarded=False,
            right__discarded=False,
        )

    def suggested(self) -> "DuplicatePairQuerySet":
        """Keep what the detector still finds alike, of pages that stand alone."""
        return self.standing_alone().filter(urgency__lte=LAST)

    def in_state(self, *states: str) -> "DuplicatePairQuerySet":
        return self.filter(state__in=states)

    def waiting(self) -> "DuplicatePairQuerySet":
        """Keep what nobody has judged."""
        return self.suggested().in_state(DuplicatePair.State.OPEN)

    def to_merge(self) -> "DuplicatePairQuerySet":
        """Keep what was judged the same and has not been merged."""
        return self.standing_alone().in_state(DuplicatePair.State.SAME)

    def by_urgency(self) -> "DuplicatePairQuerySet":
        """Contradicting twins first, then by band; within each the most alike first."""
        return self.order_by("urgency", "-score", "pk")

    def after(self, pair: "DuplicatePair") -> "DuplicatePairQuerySet":
        """Keep what comes behind `pair` in the order of `by_urgency`."""
        later = Q(urgency__gt=pair.urgency)
        later |= Q(urgency=pair.urgency, score__lt=pair.score)
        later |= Q(urgency=pair.urgency, score=pair.score, pk__gt=pair.pk)
        return self.filter(later)

    def of(self, *faqs: models.Model | int) -> "DuplicatePairQuerySet":
        """Keep the pairs that one of `faqs`, rows or keys, is part of."""
        keys = [getattr(faq, "pk", faq) for faq in faqs]
        return self.filter(Q(left__in=keys) | Q(right__in=keys))

    def among(self, *faqs: models.Model | int) -> "DuplicatePairQuerySet":
        """Keep the pairs both sides of which are in `faqs`."""
        keys = [getattr(faq, "pk", faq) for faq in faqs]
        return self.filter(left__in=keys, right__in=keys)

    def kept_apart(self) -> "DuplicatePairQuerySet":
        """Keep what was judged *different*, and what is open again while that decision still guards it."""
        state = DuplicatePair.State
        woken = Q(state__in=(state.OPEN, state.SKIPPED), stands__verdict=state.DIFFERENT)
        return self.filter(Q(state=state.DIFFERENT) | woken)

    def with_faqs(self) -> "DuplicatePairQuerySet":
        """Fetch both questions with the pair, and the decision that stands, with who decided."""
        return self.select_related("left", "right", "decided_by", "stands__actor")


class DuplicatePair(models.Model):
    """Two FAQs that look alike, what speaks for it, and what a moderator said.

    `left` has the smaller key. `left_text` and `right_text` are the digests of what was compared;
    `signals` explains the score, as `judging.findings.Finding` has it. `cluster` is the smallest key among
    the questions that hang together. `reason` is that of the verdict. `stands` is the decision that holds:
    that of the state, or, where the pair is open again because what it rested on has changed, the last one.
    """

    class State(models.TextChoices):
        OPEN = "open", "Not decided"
        SAME = "same", "The same"
        DIFFERENT = "different", "Different"
        VARIANT = "variant", "Variants"
        SKIPPED = "skipped", "Skipped"

    class Band(models.TextChoices):
        LIKELY = "likely", "Likely the same"
        POSSIBLE = "possible", "Possibly the same"
        DIFFERS = "differs", "Similar, but differs"
        APART = "apart", "No longer alike"

    left = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="pairs_left")
    right = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="pairs_right")
    left_text = models.CharField(max_length=64)
    right_text = models.CharField(max_length=64)
    score = models.FloatField()
    band = models.CharField(max_length=10, choices=Band)
    urgency = models.PositiveSmallIntegerField()
    contradicts = models.BooleanField(default=False)
    signals = models.JSONField(default=dict)
    cluster = models.BigIntegerField(null=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = LinesField(blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    stands = models.ForeignKey("faqs.DuplicateVerdict", models.PROTECT, null=True, related_name="+")

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = "pair of questions"
        verbose_name_plural = "duplicates"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["state", "urgency", "-score", "id"], name="pair_queue"),
        ]

    def __str__(self) -> str:
        return f"“{self.left}” and “{self.right}”"

    @property
    def sides(self) -> tuple["Faq", "Faq"]:
        return self.left, self.right

    @property
    def is_decided(self) -> bool:
        return self.state not in (self.State.OPEN, self.State.SKIPPED)

    @property
    def woken(self) -> "DuplicateVerdict | None":
        """The decision that was given before what it rested on changed; None for any other pair."""
        return None if self.is_decided else self.stands


class DuplicateVerdict(AppendOnly):
    """One word of a moderator on a pair, as the suggestion stood then. Health and calibration read these.

    `verdict` is one of DuplicatePair.State, "open" for a verdict that was taken back; `blocked` tells
    that a difference forbade to suggest the two as the same, whatever the score. `rests_on` is a
    `grounds.Grounds`, empty for decisions older than these; `before` is the decision that stood until
    then; decisions with the same `deed` were given in one go, those without one each for itself.
    """

    pair = models.ForeignKey(DuplicatePair, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=10)
    band = models.CharField(max_length=10)
    score = models.FloatField()
    blocked = models.BooleanField(default=False)
    method = models.CharField(max_length=10, blank=True)
    left_text = models.CharField(max_length=64)
    right_text = models.CharField(max_length=64)
    reason = LinesField(blank=True)
    rests_on = models.JSONField(default=dict)
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    deed = models.UUIDField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.verdict} on pair {self.pair_id}"


class MergeProposal(models.Model):
    """A merge that one moderator proposes and another has to confirm.

    `plan` says what is merged and taken, `seen` the digest of each page as the proposer saw it; both by
    key of the FAQ.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waits for a second moderator"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    survivor = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="merge_proposals")
    plan = models.JSONField()
    seen = models.JSONField()
    stories = models.PositiveIntegerField()
    reason = LinesField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = LinesField(blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"proposal to merge into FAQ {self.survivor_id}"


class MergeBatch(models.Model):
    """Merges done in one go, to be undone in one go."""

    proposal = models.OneToOneField(MergeProposal, models.PROTECT, null=True, related_name="batch")
    records = models.ManyToManyField("faqs.FaqMerge", related_name="batches")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"batch {self.pk} of merges"


class DuplicateBands(models.Model):
    """From which score on a pair is likely, and possible, as this desk's verdicts say. The newest counts.

    `weights` are what each kind of difference adds to the score (`faqs/duplicates/learning.py`).
    """

    likely = models.FloatField()
    possible = models.FloatField()
    weights = models.JSONField(default=dict)
    verdicts = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"likely from {self.likely}, possible from {self.possible}"
