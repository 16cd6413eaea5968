"""Figures on the queue: is it being worked off, are merges undone, is the detector right?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from faqs.duplicate_review import question_index
from faqs.duplicate_review.weeks import Week, last_words, weeks
from faqs.duplicates.candidates import Verdict
from faqs.duplicates.candidates import calibrate as bands_of
from faqs.duplicates.learning import Decision, Weights, learnt
from faqs.duplicates.score import LEARNT, Bands
from faqs.models.duplicate_review import DuplicateBands, DuplicatePair, DuplicateVerdict
from faqs.models.merge import FaqMerge

State, Band = DuplicatePair.State, DuplicatePair.Band
# Upper bounds in days; the last one has none.
AGES = ((1, "today"), (7, "this week"), (30, "this month"), (0, "older"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Of the pairs of one band: how many were judged, how many the same; None where none was judged."""

    band: str
    label: str
    judged: int
    same: int

    @property
    def share(self) -> float | None:
        return self.same / self.judged if self.judged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How often each band was right in the month that begins at `start`."""

    start: date
    precision: tuple[Precision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """All figures. `ages` are (label, open pairs); the weeks go from the earliest to this one."""

    ages: tuple[tuple[str, int], ...]
    waiting: int
    twins: int
    to_merge: int
    weeks: tuple[Week, ...]
    merged: int
    undone: int
    precision: tuple[Precision, ...]
    months: tuple[Month, ...]

    @property
    def undo_rate(self) -> float | None:
        """The share of all merges that were undone; None where nothing was merged."""
        return self.undone / self.merged if self.merged else None


def figures() -> Health:
    """Return the figures as of now. Eight queries."""
    now = timezone.now()
    verdicts = last_verdicts()
    waiting = list(DuplicatePair.objects.waiting().values_list("found_at", "contradicts"))
    merged = FaqMerge.objects.aggregate(
        all=Count("pk"), undone=Count("pk", filter=Q(undone_at__isnull=False))
    )
    return Health(
        ages=_ages((found for found, _ in waiting), now),
        waiting=len(waiting),
        twins=sum(contradicts for _, contradicts in waiting),
        to_merge=DuplicatePair.objects.to_merge().count(),
        weeks=weeks(now),
        merged=merged["all"],
        undone=merged["undone"],
        precision=_precision(verdicts),
        months=months(verdicts),
    )


def last_verdicts() -> list[DuplicateVerdict]:
    """Return the word that stands on each pair, where one does: the last that was not taken back."""
    return last_words(DuplicateVerdict.objects.exclude(verdict=State.SKIPPED).order_by("pk"))


def calibrated() -> tuple[Bands, int]:
    """Return the bands that the desk's own verdicts support, and how many verdicts that were.

    Only pairs compared by meaning and without a difference count: bands are for no others.
    """
    told = [v for v in last_verdicts() if not v.blocked and v.method == "meaning"]
    verdicts = [Verdict(v.score, v.verdict == State.SAME) for v in told]
    return bands_of(verdicts, question_index.current_bands()), len(verdicts)


def taught() -> tuple[Weights, int]:
    """Return what the desk's verdicts teach of each kind of difference, and how many verdicts that were.

    Only verdicts count that are about the two texts as they are: the pair says what differs in these.
    """
    last = {v.pair_id: v for v in last_verdicts() if v.method == "meaning"}
    decisions = [
        _decision(pair, same=last[pair.pk].verdict == State.SAME)
        for pair in DuplicatePair.objects.filter(pk__in=last).order_by("pk")
        if (pair.left_text, pair.right_text) == (last[pair.pk].left_text, last[pair.pk].right_text)
    ]
    return learnt(decisions), len(decisions)


def _decision(pair: DuplicatePair, *, same: bool) -> Decision:
    added = sum(
        t["value"] * t["weight"] for t in pair.signals.get("sum", ()) if t.get("name") == LEARNT
    )
    kinds = frozenset(difference["kind"] for difference in pair.signals.get("differences", ()))
    return Decision(pair.score - added, kinds, same)


def store(bands: Bands, verdicts: int) -> DuplicateBands:
    """Use `bands` from now on."""
    return DuplicateBands.objects.create(
        likely=bands.likely,
        possible=bands.possible,
        weights=dict(bands.weights),
        verdicts=verdicts,
    )


def _ages(found: Iterable[datetime], now: datetime) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for at in found:
        days = (now - at) / timedelta(days=1)
        counts[next(label for limit, label in AGES if not limit or days < limit)] += 1
    return tuple((label, counts[label]) for _, label in AGES)


def months(verdicts: Iterable[DuplicateVerdict]) -> tuple[Month, ...]:
    """Return how often each band was right, by the month in which it was decided; the last twelve."""
    by_month: dict[date, list[DuplicateVerdict]] = {}
    for verdict in verdicts:
        by_month.setdefault(timezone.localtime(verdict.at).date().replace(day=1), []).append(
            verdict
        )
    return tuple(
        Month(start=start, precision=_precision(by_month[start]))
        for start in sorted(by_month)[-12:]
    )


def _precision(verdicts: Iterable[DuplicateVerdict]) -> tuple[Precision, ...]:
    judged: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for verdict in verdicts:
        judged[verdict.band] += 1
        same[verdict.band] += verdict.verdict == State.SAME
    return tuple(
        Precision(band=band, label=str(band.label), judged=judged[band], same=same[band])
        for band in (Band.LIKELY, Band.POSSIBLE, Band.DIFFERS)
    )
