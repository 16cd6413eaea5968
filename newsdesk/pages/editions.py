"""Abstract rows of what was frozen: editions, and the recall of one that no reader has seen yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from newsdesk.pages.append_only import AppendOnly, AppendOnlyQuerySet
from newsdesk.pages.documents import digest_of_data
from newsdesk.pages.fields import LinesField


class EditionQuerySet(AppendOnlyQuerySet):
    """Editions of one kind of page."""

    def of(self, item: int) -> "EditionQuerySet":
        """Keep those of the page with this primary key."""
        return self.filter(item=item)

    def in_order(self) -> "EditionQuerySet":
        """Keep what was not recalled, each page's in the order in which readers see them."""
        return self.filter(recall=None).order_by("item_id", "visible_from", "number")

    def public(self, at: datetime | None = None) -> "EditionQuerySet":
        """Keep what readers see, or have seen before, at `at`, by default now; the oldest first."""
        return self.in_order().filter(visible_from__lte=at or timezone.now())

    def until(self, edition: "Edition") -> "EditionQuerySet":
        """Keep what readers have seen of its page once they see `edition`, which is the last of it."""
        begun = Q(visible_from__lt=edition.visible_from)
        begun |= Q(visible_from=edition.visible_from, number__lte=edition.number)
        of_its_page = self.filter(begun, item_id=edition.item_id)
        kept: EditionQuerySet = of_its_page.filter(Q(recall=None) | Q(pk=edition.pk))
        return kept.order_by("visible_from", "number")

    def waiting(self, at: datetime | None = None) -> "EditionQuerySet":
        """Keep what is frozen and appears after `at`, by default now; the next one first."""
        return self.in_order().filter(visible_from__gt=at or timezone.now())


class Edition(AppendOnly):
    """One publish, frozen. Concrete classes add `item`, the working copy that it came from.

    `number` counts from 1 for each item, in the order of freezing; readers are told an edition's place
    among the public ones instead. `document` is the document's data under schema `schema`; `digest`
    its SHA-256; `previous` the digest of the edition before, or empty. `at` is when it was frozen,
    `visible_from` when readers see it.

    `merges` are the keys of the steps of merging that stand behind its text (`kinds/lineage.py`), None where
    it was frozen before they were kept.

    A correction tells what was `wrong`, what is `right`, and with what `gravity`; a withdrawal answers
    readers with `gone_status`.
    """

    seen_by_readers = True

    class Kind(models.TextChoices):
        FIRST = "first", gettext_noop("First published")
        UPDATE = "update", gettext_noop("Update")
        CORRECTION = "correction", gettext_noop("Correction")
        CLARIFICATION = "clarification", gettext_noop("Clarification")
        MINOR = "minor", gettext_noop("Minor change")
        CHECK = "check", gettext_noop("Checked")
        WITHDRAWAL = "withdrawal", gettext_noop("Withdrawal")

    class Gravity(models.TextChoices):
        TOP = "top", "At the top of the page"
        FOOT = "foot", "At the foot of the page"

    class Gone(models.IntegerChoices):
        GONE = 410, "The page is gone; its address says why"
        NOTE = 200, "The page is replaced by a note of the editor"

    # What the reader of a page need not be told that it was "updated" for.
    SILENT = (Kind.MINOR, Kind.CHECK)
    # Whose public note stands on the page from then on, and what decides for how long.
    CORRECTING = (Kind.CORRECTION, Kind.CLARIFICATION)
    NOTING = (*CORRECTING, Kind.WITHDRAWAL)

    if TYPE_CHECKING:
        # Concrete classes have it from the foreign key to their working copy.
        item_id: int
        # The key of its recall, in a `History`.
        recalled: int | None

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    note = LinesField("public note", blank=True)
    wrong = LinesField("what was wrong", blank=True)
    right = LinesField("what is right", blank=True)
    gravity = models.CharField(max_length=8, choices=Gravity, blank=True)
    gone_status = models.PositiveSmallIntegerField(choices=Gone, null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    visible_from = models.DateTimeField(db_index=True)
    schema = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    merges = models.JSONField(null=True, editable=False)

    objects = EditionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    @property
    def withdraws(self) -> bool:
        return self.kind == self.Kind.WITHDRAWAL

    @property
    def is_substantive(self) -> bool:
        """Whether it moves the date of the last update that readers are told."""
        return self.kind not in self.SILENT

    @property
    def is_public(self) -> bool:
        """Whether its time has come; one that was recalled never shows."""
        return self.visible_from <= timezone.now()

    def is_intact(self) -> bool:
        """Tell whether the stored document still has the digest that it was stored with."""
        return digest_of_data(self.document) == self.digest


EditionT = TypeVar("EditionT", bound=Edition)


class NotedEdition(Protocol):
    """An edition, or as much of one as says whether its note stands."""

    @property
    def kind(self) -> str: ...
    @property
    def note(self) -> str: ...


NotedEditionT = TypeVar("NotedEditionT", bound=NotedEdition)

# Few editions withdraw: lists that leave their pages out ask an index for these alone.
WITHDRAWING = Q(kind=Edition.Kind.WITHDRAWAL)


def withdrawn(editions: Sequence[NotedEdition]) -> int:
    """Return how many of a page's editions, in their order, end with its last withdrawal.

    SECURITY: nothing of them is shown again when the page comes back (docs/decisions/0014).
    """
    ends = (
        n for n, edition in enumerate(editions, start=1) if edition.kind == Edition.Kind.WITHDRAWAL
    )
    return max(ends, default=0)


def standing_notes(editions: Iterable[NotedEditionT]) -> list[NotedEditionT]:
    """Return the corrections and clarifications that stand on a page, newest first.

    `editions` are all of its that correct, clarify or withdraw, in their order.
    """
    noting = list(editions)
    after = noting[withdrawn(noting) :]
    return [each for each in reversed(after) if each.kind in Edition.CORRECTING and each.note]


class Recall(AppendOnly):
    """An edition that was taken back before any reader saw it. Concrete classes add `edition`."""

    seen_by_readers = True

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = LinesField(blank=True)

    class Meta:
        abstract = True


def recalls_of(model: type[models.Model]) -> models.QuerySet:
    """Return all recalls of editions of one kind of page, by the class of these."""
    recalls = model._meta.get_field("recall").related_model
    assert isinstance(recalls, type)  # noqa: S101
    assert issubclass(recalls, Recall)  # noqa: S101
    return recalls._default_manager.all()
