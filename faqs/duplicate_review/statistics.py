"""What moderators have decided and merged, what of it was undone, and how often others found the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Q

from faqs.duplicate_review.weeks import SAID
from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict
from faqs.models.merge import FaqMerge
from faqs.models.moderation import SecondOpinion

State = DuplicatePair.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderator:
    """Somebody's figures. `verdicts` counts decisions by their name, a DuplicatePair.State; of those on
    pairs that somebody else decided on, too, `shared`, as many were the same as `agreed`. `opinions` are
    those given when asked.
    """

    name: str
    verdicts: Mapping[str, int] = field(default_factory=dict)
    merges: int = 0
    undone: int = 0
    shared: int = 0
    agreed: int = 0
    opinions: int = 0

    @property
    def decided(self) -> int:
        """How many decisions that say something."""
        return sum(self.verdicts.get(each, 0) for each in SAID)

    @property
    def agreement(self) -> float | None:
        """The share of decisions that somebody else shared; None where nobody else decided."""
        return self.agreed / self.shared if self.shared else None


def moderators(since: datetime | None = None) -> list[Moderator]:
    """Return the figures of all who have decided or merged since then, most decisions first. Five queries."""
    from_then = Q(at__gte=since) if since else Q()
    verdicts: dict[int, Counter[str]] = defaultdict(Counter)
    told = DuplicateVerdict.objects.filter(from_then).exclude(verdict=State.OPEN).order_by()
    counted = told.values("actor", "verdict").annotate(n=Count("pk"))
    for actor, verdict, number in counted.values_list("actor", "verdict", "n"):
        verdicts[actor][verdict] = number
    merged = FaqMerge.objects.filter(from_then).order_by().values("actor")
    merged = merged.annotate(n=Count("pk"), gone=Count("pk", filter=Q(undone_at__isnull=False)))
    merges = {
        actor: (number, undone)
        for actor, number, undone in merged.values_list("actor", "n", "gone")
    }
    shared, agreed = _agreement(since)
    opinions = SecondOpinion.objects.exclude(verdict="").order_by()
    if since:
        opinions = opinions.filter(ended_at__gte=since)
    by_whom = opinions.values("ended_by").annotate(n=Count("pk"))
    given = dict(by_whom.values_list("ended_by", "n"))
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={*verdicts, *merges})}
    found = [
        Moderator(
            name=name,
            verdicts=dict(verdicts[key]),
            merges=merges.get(key, (0, 0))[0],
            undone=merges.get(key, (0, 0))[1],
            shared=shared[key],
            agreed=agreed[key],
            opinions=given.get(key, 0),
        )
        for key, name in names.items()
    ]
    return sorted(found, key=lambda each: (-each.decided, each.name))


def _agreement(since: datetime | None) -> tuple[Counter[int], Counter[int]]:
    """Return by person how many of their decisions others made, too, and how many of those were the same.

    Compared is what each said last of a pair; a decision that another only took back counts as not shared.
    """
    twice = DuplicateVerdict.objects.exclude(verdict=State.SKIPPED).order_by().values("pair")
    twice = twice.annotate(people=Count("actor", distinct=True)).filter(people__gt=1)
    rows = DuplicateVerdict.objects.exclude(verdict=State.SKIPPED).order_by("pair", "pk")
    by_pair: dict[int, list[tuple[int, str, datetime]]] = defaultdict(list)
    told = rows.filter(pair__in=twice.values("pair"))
    for pair, actor, verdict, at in told.values_list("pair", "actor", "verdict", "at"):
        by_pair[pair].append((actor, verdict, at))
    shared: Counter[int] = Counter()
    agreed: Counter[int] = Counter()
    for said in by_pair.values():
        for actor, verdict, others in _last_words(said, since):
            shared[actor] += 1
            agreed[actor] += others == {verdict}
    return shared, agreed


def _last_words(
    said: Iterable[tuple[int, str, datetime]], since: datetime | None
) -> Iterable[tuple[int, str, set[str]]]:
    """Yield who decided on a pair, what they said last, and what the others did; nothing where one spoke
    alone.
    """
    last: dict[int, tuple[str, datetime]] = {}
    for actor, verdict, at in said:
        # Who takes their own decision back has said nothing; who takes another's back disagrees.
        if verdict == State.OPEN and actor in last:
            del last[actor]
        else:
            last[actor] = (verdict, at)
    for actor, (verdict, at) in last.items():
        others = {words for who, (words, _) in last.items() if who != actor}
        if others and verdict in SAID and (since is None or at >= since):
            yield actor, verdict, others
