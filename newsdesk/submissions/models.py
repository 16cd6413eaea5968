"""What every letter has, abstract; the kinds of letter live in the apps."""

import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsdesk.pages.fields import LinesField
from newsdesk.pages.models import EventQuerySet
from newsdesk.submissions import numbers


class LetterQuerySet(models.QuerySet):
    """Letters of one kind, and what of them is shown to whom."""

    def in_state(self, *states: str) -> "LetterQuerySet":
        return self.filter(state__in=states)

    def open(self) -> "LetterQuerySet":
        """Keep what the desk has still to answer."""
        return self.in_state(*self._open_states)

    def by_urgency(self) -> "LetterQuerySet":
        """Who has waited longest comes first."""
        return self.order_by("received_at", "pk")

    def last_settled(self) -> "LetterQuerySet":
        return self.order_by("-decided_at", "-pk")

    def to_forget(self, before: datetime.datetime) -> "LetterQuerySet":
        """Keep the letters settled before then whose words are still here."""
        settled = self.exclude(state__in=self._open_states)
        return settled.filter(decided_at__lt=before, forgotten_at=None)

    @property
    def _open_states(self) -> tuple[str, ...]:
        assert issubclass(self.model, Letter)  # noqa: S101
        return self.model.OPEN


class Letter(models.Model):
    """Something a reader sent. SECURITY: nothing is kept of who sent it, neither address nor browser.

    `page` is the key of the page that it is about ("story:5"), or empty; `reason` is the desk's answer,
    public under the letter's number; `decided_by` gave the letter its state. Concrete classes add
    `state`, of which OPEN are those that wait, and `forget`.
    """

    OPEN: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:
        # Concrete classes have these, and `events` from the foreign key of their events.
        State: type[models.TextChoices]
        state: models.Field[str, str]
        events: EventQuerySet

        @property
        def summary(self) -> str: ...
        def get_state_display(self) -> str: ...

    number = models.CharField(max_length=10, unique=True, default=numbers.new, editable=False)
    page = models.CharField(max_length=40, blank=True, db_index=True)
    reason = LinesField(blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    forgotten_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        return numbers.shown(self.number)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def forget(self) -> dict[str, str]:
        """Return the fields that hold a reader's words, with what stands there once they are forgotten."""
        raise NotImplementedError


def forget(letters: LetterQuerySet) -> int:
    """Forget what readers wrote in `letters`; number, outcome and dates stay. Returns how many."""
    now = timezone.now()
    count = 0
    for letter in letters.iterator(chunk_size=500):
        type(letter)._default_manager.filter(pk=letter.pk).update(
            **letter.forget(), forgotten_at=now
        )
        count += 1
    return count
