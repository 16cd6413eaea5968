"""The last decisions of one moderator that a key undoes: ten deeds of one day, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.utils import timezone

from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict

MOST = 10
# What is older is taken back on its pair, not by a key that slipped.
SINCE = timedelta(days=1)
# Decisions that are read for them: one deed on a large cluster is many.
READ = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDeed:
    """What was said in one go: of `pair`, and of `others` more."""

    pair: DuplicatePair
    verdict: str
    reason: str
    others: int

    @property
    def title(self) -> str:
        if not self.others:
            return str(self.pair)
        return f"{self.pair} and {self.others} more {'pair' if self.others == 1 else 'pairs'}"


def last_deeds(actor: User) -> list[LastDeed]:
    """Return the last deeds of `actor` that nobody has changed since. One query."""
    later = DuplicateVerdict.objects.filter(pair=OuterRef("pair"), pk__gt=OuterRef("pk"))
    rows = (
        DuplicateVerdict.objects.filter(
            ~Exists(later),
            actor=actor,
            at__gte=timezone.now() - SINCE,
            pair__left__merged_into=None,
            pair__right__merged_into=None,
            pair__left__discarded=False,
            pair__right__discarded=False,
        )
        .exclude(verdict=DuplicatePair.State.OPEN)
        .select_related("pair__left", "pair__right")
    )
    return list(_deeds(list(rows.order_by("-pk")[:READ])))[:MOST]


def _deeds(rows: list[DuplicateVerdict]) -> Iterator[LastDeed]:
    groups: dict[object, list[DuplicateVerdict]] = {}
    for verdict in rows:
        groups.setdefault(verdict.deed or verdict.pk, []).append(verdict)
    for together in groups.values():
        said = {each.verdict for each in together}
        first = together[0]
        yield LastDeed(
            pair=first.pair,
            verdict=str(DuplicatePair.State(first.verdict).label) if len(said) == 1 else "Decided",
            reason=first.reason,
            others=len(together) - 1,
        )
