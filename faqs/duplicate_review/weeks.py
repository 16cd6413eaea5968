"""What became of the queue week by week: how long it was, what was decided, how often a suggestion was
right.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict

State, Band = DuplicatePair.State, DuplicatePair.Band
WEEKS = 12
# What a moderator may call a pair. Skipping says nothing about it.
SAID = (State.SAME, State.DIFFERENT, State.VARIANT)
SUGGESTED = (Band.LIKELY, Band.POSSIBLE)

# What was said of each pair, by its key: when, and whether it was decided then. In order of time.
Course = Mapping[int, Sequence[tuple[datetime, bool]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The seven days that begin at `start`: decisions, and of those the ones on pairs that were suggested
    as likely and as possible, with how many of these were the same; `backlog` are the pairs that waited at
    their end.
    """

    start: date
    verdicts: int
    backlog: int
    judged: Mapping[str, int]
    same: Mapping[str, int]

    def precision(self, band: str) -> float | None:
        """Return which share of what was suggested so was found the same; None where none was judged."""
        judged = self.judged.get(band, 0)
        return self.same.get(band, 0) / judged if judged else None


def weeks(now: datetime) -> tuple[Week, ...]:
    """Return the last WEEKS weeks, this one last. Three queries."""
    monday = timezone.localtime(now).date()
    monday -= timedelta(days=monday.weekday())
    starts = [monday - timedelta(weeks=n) for n in reversed(range(WEEKS + 1))]
    edges = [_midnight(start + timedelta(weeks=1)) for start in starts]
    rows = list(
        DuplicateVerdict.objects.exclude(verdict=State.SKIPPED)
        .order_by("pk")
        .values_list("pair", "at", "verdict", "band")
    )
    course: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    for pair, at, verdict, _ in rows:
        course[pair].append((at, verdict in SAID))
    backlogs = _backlogs(course, [min(edge, now) for edge in edges[1:]])
    said = [(at, verdict, band) for _, at, verdict, band in rows if verdict in SAID]
    return tuple(
        _week(start, backlog, [(v, b) for at, v, b in said if begin <= at < end])
        for start, begin, end, backlog in zip(starts[1:], edges, edges[1:], backlogs, strict=False)
    )


def _week(start: date, backlog: int, said: Sequence[tuple[str, str]]) -> Week:
    judged = {band.value: sum(b == band for _, b in said) for band in SUGGESTED}
    same = {band.value: said.count((State.SAME, band.value)) for band in SUGGESTED}
    return Week(start=start, verdicts=len(said), backlog=backlog, judged=judged, same=same)


def _backlogs(course: Course, ends: Sequence[datetime]) -> list[int]:
    """Return how many pairs waited at each of these moments. Of pairs that left the queue without a
    decision nobody knows when they did: they are left out.
    """
    waiting = set(DuplicatePair.objects.waiting().values_list("pk", flat=True))
    found = DuplicatePair.objects.values_list("pk", "found_at")
    counts = [0] * len(ends)
    for pair, since in found.iterator():
        told = course.get(pair, ())
        if pair in waiting or (told and told[-1][1]):
            for n, end in enumerate(ends):
                counts[n] += since <= end and not _decided(told, end)
    return counts


def _decided(told: Sequence[tuple[datetime, bool]], at: datetime) -> bool:
    before = bisect_right(told, at, key=lambda each: each[0])
    return bool(before) and told[before - 1][1]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def last_words(verdicts: Iterable[DuplicateVerdict]) -> list[DuplicateVerdict]:
    """Return the word that stands on each pair, where one does: the last that was not taken back."""
    last = {verdict.pair_id: verdict for verdict in verdicts}
    return [verdict for verdict in last.values() if verdict.verdict in SAID]
