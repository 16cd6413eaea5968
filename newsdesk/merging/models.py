"""Abstract rows of merging: what can be merged, each merge, and what each did to a text."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from newsdesk.pages.fields import LinesField
from newsdesk.pages.models import WorkingCopy

REASON_LENGTH = 500  # characters of a reason that a moderator gives


class MergeableQuerySet(models.QuerySet):
    """Rows of which some have turned out to be others."""

    def standing_alone(self) -> "MergeableQuerySet":
        """Leave out tombstones."""
        return self.filter(merged_into=None)


class Mergeable(models.Model):
    """A row that may turn out to be the same as another. Merging moves and deletes nothing: the loser
    becomes a tombstone that points to its survivor, and references are resolved when they are read.
    """

    if TYPE_CHECKING:
        merged_into_id: int | None

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed"
    )

    class Meta:
        abstract = True


class MergeablePage(Mergeable, WorkingCopy):
    """A working copy that may turn out to be the same page as another."""

    class Meta:
        abstract = True


class DecisionQuerySet(models.QuerySet):
    """Decisions of one kind."""

    def active(self) -> "DecisionQuerySet":
        """Leave out what was undone."""
        return self.filter(undone_at=None)


class Decision(models.Model):
    """What a moderator decided, why, and whether it was undone."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = LinesField(blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undo_reason = LinesField(blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def is_active(self) -> bool:
        return self.undone_at is None


class Merge(Decision):
    """One merge. Concrete classes add `loser` and `survivor`, and the `title` that the loser went by."""

    if TYPE_CHECKING:
        loser_id: int
        survivor_id: int

        @property
        def loser(self) -> models.Model: ...
        @property
        def survivor(self) -> models.Model: ...
        @property
        def title(self) -> str: ...

    class Meta(Decision.Meta):
        abstract = True


class MergeRecord(Merge):
    """One merge of two pages or two outlets. `taken` is what the survivor took over, as `Taken` has it."""

    if TYPE_CHECKING:

        @property
        def loser(self) -> Mergeable: ...
        @property
        def survivor(self) -> Mergeable: ...

    title = models.CharField(max_length=300, blank=True)
    taken = models.JSONField(default=dict)

    class Meta(Decision.Meta):
        abstract = True


class MergeStep(models.Model):
    """What one merge or undo did to one text of one page. Concrete classes add `item` and `record`.

    A page has several texts: its working copy and, where `public` says so, what readers see and what is
    scheduled. `before` and `after` are data of the page's document; `loser` holds under "loser" those of
    the page which was merged into it, of which `taken` was taken, and for what is scheduled under "base"
    what readers saw then: where the text says something else it keeps its words. `chain` are the keys
    of the steps before in this very text, `loser_chain` those behind each of `loser`. Where the step
    changed nothing of an edition, so that it stands, `edition` is its number.

    With `undo` the step is part of undoing `record`, and `loser` is empty. Without a record it carried
    into the text what was published or corrected: from "base" to "theirs".
    """

    if TYPE_CHECKING:

        @property
        def item(self) -> Mergeable: ...
        @property
        def record(self) -> MergeRecord | None: ...

    undo = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    before = models.JSONField()
    after = models.JSONField()
    loser = models.JSONField(default=dict)
    taken = models.JSONField(default=dict)
    chain = models.JSONField(default=list)
    loser_chain = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def at(self) -> datetime:
        """When it was done, for steps of a merge or of its undoing."""
        assert self.record is not None  # noqa: S101
        at = self.record.undone_at if self.undo else self.record.at
        assert at is not None  # noqa: S101
        return at
