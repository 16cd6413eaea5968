"""Abstract rows of every kind of page: working copy and event. Editions are in `editions.py`; the
concrete classes live in the apps.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from newsdesk.pages.append_only import AppendOnly, AppendOnlyQuerySet
from newsdesk.pages.editions import WITHDRAWING, Edition, EditionQuerySet, Recall
from newsdesk.pages.fields import LinesField, RichTextField
from newsdesk.pages.status import Standing, State
from newsdesk.pages.uid import Identified

__all__ = [
    "Edition",
    "EditionQuerySet",
    "Event",
    "Recall",
    "Revision",
    "WorkingCopy",
    "WorkingCopyQuerySet",
]

# The verbs that change what readers see before a second person has read it.
CORRECTING = ("correct", "clarify")
# What `Publication.of` is told of an edition.
_READ = ("kind", "digest", "visible_from")


class Publication(NamedTuple):
    """What has become of a page: the kind of the edition that readers see or saw last, the digest of the
    last one in all, and when the next one appears; each None where there is none.
    """

    kind: str | None
    digest: str | None
    waiting_from: datetime | None

    @classmethod
    def of(cls, editions: Iterable[tuple[str, str, datetime]], now: datetime) -> "Publication":
        """Return that of a page whose `editions` are these, in their order."""
        kind, last, waiting_from = None, None, None
        for each, last, visible_from in editions:  # noqa: B007
            if visible_from <= now:
                kind = each
            else:
                waiting_from = waiting_from or visible_from
        return cls(kind, last, waiting_from)


def _related(model: type[models.Model], name: str) -> type[models.Model]:
    """Return the class of the rows that pages know by `name`; each kind of page has one of its own."""
    related = model._meta.get_field(name).related_model
    assert isinstance(related, type)  # noqa: S101
    return related


def editions_of(model: type[models.Model]) -> EditionQuerySet:
    """Return all editions of all pages of one kind, by the class of its working copies."""
    editions = _related(model, "editions")._default_manager.all()
    assert isinstance(editions, EditionQuerySet)  # noqa: S101
    return editions


class WorkingCopyQuerySet(models.QuerySet):
    """Working copies with what has become of them, in a constant number of queries."""

    def with_standing(self, at: datetime | None = None) -> "WorkingCopyQuerySet":
        """Annotate what readers see at `at`, by default now, and what is to come.

        `latest_kind`, `latest_digest`, `latest_number` and `latest_at` are those of the edition that
        readers see or saw last; `waiting_from` is when the next one appears; `last_digest` that of the
        last edition in all, waiting or not.
        """
        kept = editions_of(self.model).filter(item=OuterRef("pk"), recall=None)
        now = at or timezone.now()
        latest = kept.filter(visible_from__lte=now).order_by("-visible_from", "-number")
        waiting = kept.filter(visible_from__gt=now).order_by("visible_from")
        return self.annotate(
            latest_kind=Subquery(latest.values("kind")[:1]),
            latest_digest=Subquery(latest.values("digest")[:1]),
            latest_number=Subquery(latest.values("number")[:1]),
            latest_at=Subquery(latest.values("visible_from")[:1]),
            waiting_from=Subquery(waiting.values("visible_from")[:1]),
            last_digest=Subquery(kept.order_by("-visible_from", "-number").values("digest")[:1]),
        )

    def without_texts(self) -> "WorkingCopyQuerySet":
        """Leave the rich texts where they are: a list of pages shows none of them."""
        texts = (f.name for f in self.model._meta.concrete_fields if isinstance(f, RichTextField))
        return self.defer(*texts)

    def standing(self, value: str) -> "WorkingCopyQuerySet":
        """Keep those of one standing; `value` is one of Standing, or "changed" for live with changes."""
        rows = self.with_standing()
        if value == Standing.DISCARDED:
            return rows.filter(discarded=True)
        rows = rows.filter(discarded=False)
        if hasattr(self.model, "merged_into"):
            if value == Standing.MERGED:
                return rows.exclude(merged_into=None)
            rows = rows.filter(merged_into=None)
        if value == Standing.DRAFT:
            return rows.filter(latest_kind=None, waiting_from=None)
        if value == Standing.SCHEDULED:
            return rows.filter(latest_kind=None).exclude(waiting_from=None)
        if value == Standing.WITHDRAWN:
            return rows.filter(latest_kind=Edition.Kind.WITHDRAWAL)
        live = rows.exclude(latest_kind=None).exclude(latest_kind=Edition.Kind.WITHDRAWAL)
        if value == "changed":
            return live.exclude(digest=F("last_digest"))
        return live

    def in_state(self, *states: State) -> "WorkingCopyQuerySet":
        """Keep those on which work is in one of `states`, and that were not put away.

        What was withdrawn and has not been touched or sent on since is nobody's work.
        """
        rows = self.filter(state__in=states, discarded=False)
        if State.DRAFTING not in states:
            return rows
        editions = editions_of(self.model)
        same = editions.filter(WITHDRAWING, item=OuterRef("pk"), digest=OuterRef("digest"))
        return rows.exclude(Q(Exists(same), state=State.DRAFTING))

    def number_in_state(self, *states: State) -> dict[State, int]:
        """Return how many there are in each of `states`. One query."""
        rows = self.in_state(*states).order_by().values_list("state").annotate(number=Count("pk"))
        found = dict(rows)
        return {state: found.get(state, 0) for state in states}

    def waiting(self) -> "WorkingCopyQuerySet":
        """Keep those with an edition that is frozen and not yet visible."""
        waiting = editions_of(self.model).waiting().order_by().values("item")
        return self.with_standing().filter(pk__in=waiting, discarded=False)


class WorkingCopy(Identified):
    """What editors change. `digest` is that of the document when the row was last written.

    `state` says how far the work on it has come. An approval holds for the document that was read, whose
    digest is `approved_digest`, and for no other. Nothing that is published before `embargo_until`
    is visible before it.
    """

    key_prefix: ClassVar[str]
    """What the keys of its pages begin with: "story" of "story:5"."""

    if TYPE_CHECKING:
        # Concrete classes have these from the foreign keys of their editions, events and revisions.
        editions: EditionQuerySet
        events: "EventQuerySet"
        revisions: models.QuerySet["Revision"]
        # They have a field of this name.
        slug: models.Field[str, str]

        # And these from `with_standing`.
        latest_kind: str | None
        latest_digest: str | None
        latest_number: int | None
        latest_at: datetime | None
        waiting_from: datetime | None
        last_digest: str | None

    digest = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(
        max_length=12,
        choices=State.choices(),
        default=State.DRAFTING,
        editable=False,
        db_index=True,
    )
    discarded = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    embargo_until = models.DateTimeField(null=True, editable=False)

    objects = WorkingCopyQuerySet.as_manager()
    _known_publication: Publication | None = None

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """What documents and the catalogue name it by."""
        return f"{self.key_prefix}:{self.pk}"

    @property
    def public_path(self) -> str:
        """Where readers find it, "" as long as it has no address."""
        raise NotImplementedError

    def latest_edition(self) -> Edition | None:
        """Return the edition that readers see or saw last, or None before the first. One query."""
        return self.editions.public().last()

    def public_edition(self) -> Edition:
        """Return the same of a page that readers know. Raises LookupError before the first. One query."""
        if edition := self.latest_edition():
            return edition
        raise LookupError(f"No reader has seen {self.key} yet.")

    def last_frozen(self) -> Edition | None:
        """Return the edition with the highest number, also if it waits or was recalled. One query."""
        return self.editions.order_by("-number").first()

    def remember(self, digest: str, *, actor: User) -> None:
        """Keep the digest of what the rows say now, and that `actor` made them say it; a new one means
        that there is work in hand.
        """
        if digest != self.digest and self.state == State.SETTLED:
            self.state = State.DRAFTING
        self.digest, self.changed_by = digest, actor
        self.save(update_fields=["digest", "state", "changed_by", "changed_at"])
        self.add_revision(digest, actor=actor)

    def add_revision(self, digest: str, *, actor: User) -> None:
        """Keep that the working copy says since now what has this digest, unless it did before."""
        if digest != self.revisions.order_by("-pk").values_list("digest", flat=True).first():
            self.revisions.create(actor=actor, digest=digest)

    @classmethod
    def add_revisions(cls, items: Sequence[Self], *, actor: User) -> None:
        """Keep of pages what `add_revision` would of each with its digest. Two queries at most."""
        model = _related(cls, "revisions")
        of_items = model._default_manager.filter(item__in=[item.pk for item in items]).order_by()
        last = of_items.values("item").annotate(last=Max("pk")).values("last")
        known = dict(model._default_manager.filter(pk__in=last).values_list("item", "digest"))
        model._default_manager.bulk_create(
            model(item=item, actor=actor, digest=item.digest)
            for item in items
            if known.get(item.pk) != item.digest
        )

    @classmethod
    def read_standing(cls, items: Sequence[Self]) -> None:
        """Read where pages stand, for a screen that is shown and let go. One query.

        What `standing`, `next_appearance` and `has_unpublished_changes` tell of them is from then on that
        of this moment.
        """
        rows = editions_of(cls).in_order().filter(item__in={item.pk for item in items})
        told = groupby(rows.values_list("item", *_READ), key=itemgetter(0))
        now = timezone.now()
        known = {key: Publication.of((row[1:] for row in of_item), now) for key, of_item in told}
        for item in items:
            item._known_publication = known.get(item.pk, Publication(None, None, None))

    @classmethod
    def forget_standing(cls, items: Iterable[Self]) -> None:
        """Let pages that were read by `read_standing` tell where they stand from the database again."""
        for item in items:
            item._known_publication = None

    def _publication(self) -> Publication:
        """Return what has become of it: from `with_standing` or `read_standing`, or from a query."""
        if hasattr(self, "latest_kind"):
            return Publication(self.latest_kind, self.last_digest, self.waiting_from)
        if self._known_publication:
            return self._known_publication
        editions = self.editions.in_order()
        return Publication.of(editions.values_list(*_READ), timezone.now())

    @property
    def standing(self) -> Standing:
        """Where the page stands for readers. One query, none after `with_standing` or `read_standing`."""
        if self.discarded:
            return Standing.DISCARDED
        if getattr(self, "merged_into_id", None):
            return Standing.MERGED
        publication = self._publication()
        if publication.kind is None:
            return Standing.SCHEDULED if publication.waiting_from else Standing.DRAFT
        return Standing.WITHDRAWN if publication.kind == Edition.Kind.WITHDRAWAL else Standing.LIVE

    @property
    def next_appearance(self) -> datetime | None:
        """When the next scheduled edition appears, or None. Queries as for `standing`."""
        return self._publication().waiting_from

    @property
    def has_unpublished_changes(self) -> bool:
        """Tell whether the working copy of a live page is neither live nor waiting, by its digest."""
        return self.standing is Standing.LIVE and self.digest != self._publication().digest

    @property
    def approval_holds(self) -> bool:
        """Tell whether what is written now is what was approved."""
        return self.state == State.APPROVED and self.approved_digest == self.digest

    @property
    def approval_is_void(self) -> bool:
        """Tell whether it was approved and has been changed since."""
        return self.state == State.APPROVED and self.approved_digest != self.digest


class EventQuerySet(AppendOnlyQuerySet):
    """Deeds done to one kind of page."""

    def unread_corrections(self) -> "EventQuerySet":
        """Keep the corrections and clarifications that no second person has read yet."""
        read = self.model._default_manager.filter(
            verb="mark_read", item=OuterRef("item"), edition=OuterRef("edition")
        )
        return self.filter(~Exists(read), verb__in=CORRECTING)


class Event(AppendOnly):
    """One deed: who did what to `item` (added by concrete classes), when, why, with what result."""

    verb = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = LinesField(blank=True)
    edition = models.PositiveIntegerField(null=True)
    detail = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor} at {self.at:%Y-%m-%d %H:%M}"


class Revision(AppendOnly):
    """Since `at`, the working copy of `item` (added by concrete classes) says what has this digest, and
    `actor` made it so. Who has written a word follows from these: `review.authors`.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"revision by {self.actor} at {self.at:%Y-%m-%d %H:%M}"


def events_of(model: type[models.Model]) -> EventQuerySet:
    """Return all events of all pages of one kind, by the class of its working copies."""
    events = model._meta.get_field("events").related_model
    assert isinstance(events, type)  # noqa: S101
    assert issubclass(events, Event)  # noqa: S101
    return events._default_manager.all()
