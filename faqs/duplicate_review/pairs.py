"""Pairs as rows: what was found is written without touching what a moderator has said.

A pair that was judged *different*, or the same and not merged yet, is open again when what that decision
rests on has changed (`grounds.py`) and the two are still alike. The decision is shown with it and guards
it until there is another one, or until the change is taken back. What was skipped is open again when a
text is another one. Variants stay variants. A pair that is not alike any more leaves the queue, and its
verdict stands.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from faqs.duplicate_review import question_index
from faqs.duplicate_review.findings import Finding, name_of
from faqs.duplicate_review.grounds import Grounds, changes
from faqs.duplicate_review.messages import tell_moderators
from faqs.duplicate_review.watches import FOUND, tell_watchers
from faqs.models.duplicate_review import (
    APART,
    LAST,
    DuplicatePair,
    DuplicatePairQuerySet,
    FaqVector,
)

State, Band = DuplicatePair.State, DuplicatePair.Band
UNDECIDED = (State.OPEN, State.SKIPPED)
# Decisions that are about what two questions were.
OF_THE_TEXT = (State.DIFFERENT, State.SAME)
JOINING = (Band.LIKELY, Band.POSSIBLE)
UPDATED_AT_ONCE = 500

Sides = tuple[int, int]


@transaction.atomic
def record(findings: Sequence[Finding]) -> None:
    """Keep what was found, each pair once, and tell moderators of new ones."""
    keys = {key for each in findings for key in (each.left, each.right)}
    texts = dict(FaqVector.objects.filter(faq__in=keys).values_list("faq", "text"))
    stored = {
        (pair.left_id, pair.right_id): pair
        for pair in DuplicatePair.objects.select_for_update(of=("self",))
        .among(*keys)
        .select_related("stands")
    }
    fresh, changed = [], []
    holding = _holding(stored.values(), texts)
    for each in findings:
        pair = stored.get((each.left, each.right))
        sides = (texts.get(each.left, ""), texts.get(each.right, ""))
        if pair is None:
            fresh.append(
                _filled(DuplicatePair(left_id=each.left, right_id=each.right), each, sides)
            )
        elif pair.pk in holding:
            if pair.state != holding[pair.pk]:
                pair.state = State(holding[pair.pk])
                changed.append(pair)
        elif _concerns(pair, sides):
            changed.append(_filled(pair, each, sides))
    # Another process may have found the same pair a moment ago.
    DuplicatePair.objects.bulk_create(fresh, ignore_conflicts=True)
    names = "left_text right_text score band urgency contradicts signals state".split()
    DuplicatePair.objects.bulk_update(changed, names, batch_size=UPDATED_AT_ONCE)
    if suggested := [each for each in fresh if each.urgency <= LAST]:
        tell_moderators()
        tell_watchers({key for e in suggested for key in (e.left_id, e.right_id)}, FOUND)


@transaction.atomic
def record_of(key: int, findings: Sequence[Finding]) -> None:
    """Keep what was found of one FAQ; what was found of it before and is not now leaves the queue."""
    record(findings)
    found = {each.left if each.right == key else each.right for each in findings}
    gone = DuplicatePair.objects.of(key).exclude(left__in=found).exclude(right__in=found)
    _retire(gone)
    regroup({key, *found})


@transaction.atomic
def retire_all_but(found: set[Sides]) -> None:
    """Let all that is not in `found` leave the queue."""
    waiting = DuplicatePair.objects.in_state(*UNDECIDED).filter(urgency__lte=LAST)
    rows = waiting.values_list("pk", "left", "right")
    gone = [key for key, left, right in rows if (left, right) not in found]
    for start in range(0, len(gone), UPDATED_AT_ONCE):
        _retire(DuplicatePair.objects.filter(pk__in=gone[start : start + UPDATED_AT_ONCE]))


@transaction.atomic
def regroup(keys: Iterable[int] | None = None) -> None:
    """Find anew which questions hang together: all, or those that `keys` hang together with.

    Questions hang together by pairs that may be the same, or were judged so and not merged yet.
    """
    rows = DuplicatePair.objects.all()
    if keys is not None:
        near = rows.of(*keys)
        groups = near.exclude(cluster=None).values("cluster")
        rows = rows.filter(Q(cluster__in=groups) | Q(pk__in=near.values("pk")))
    joined = _joining(rows).values_list("pk", "left", "right")
    groups_now = _components({key: (left, right) for key, left, right in joined})
    moved: dict[int | None, list[int]] = {}
    for key, group in rows.values_list("pk", "cluster"):
        if group != groups_now.get(key):
            moved.setdefault(groups_now.get(key), []).append(key)
    for cluster, pairs in moved.items():
        for start in range(0, len(pairs), UPDATED_AT_ONCE):
            part = DuplicatePair.objects.filter(pk__in=pairs[start : start + UPDATED_AT_ONCE])
            part.update(cluster=cluster)


def _joining(rows: DuplicatePairQuerySet) -> DuplicatePairQuerySet:
    maybe = Q(state__in=UNDECIDED, urgency__lte=LAST, band__in=JOINING)
    return rows.standing_alone().filter(maybe | Q(state=State.SAME))


def _holding(stored: Iterable[DuplicatePair], texts: Mapping[int, str]) -> dict[int, str]:
    """Return the pairs whose decision holds although a text is another one, or does so again, with the
    state that follows. Two queries, three where a reason names facts; none where no text has changed.
    """
    asked = [
        pair
        for pair in stored
        if pair.stands
        and pair.stands.verdict in OF_THE_TEXT
        and pair.state != State.SKIPPED
        and (pair.state == State.OPEN or _is_other(pair, texts))
    ]
    names = {name_of(key) for pair in asked for key in (pair.left_id, pair.right_id)}
    now = question_index.questions(sorted(names)) if names else {}
    holding = {}
    for pair in asked:
        left, right = now.get(name_of(pair.left_id)), now.get(name_of(pair.right_id))
        verdict = pair.stands
        if verdict and left and right and Grounds.of(verdict) and not changes(verdict, left, right):
            holding[pair.pk] = verdict.verdict
    return holding


def _is_other(pair: DuplicatePair, texts: Mapping[int, str]) -> bool:
    return (texts.get(pair.left_id), texts.get(pair.right_id)) != (pair.left_text, pair.right_text)


def _concerns(pair: DuplicatePair, texts: tuple[str, str]) -> bool:
    """Tell whether what was found now has anything to say on a stored pair."""
    if pair.state == State.OPEN:
        return True
    of_the_text = pair.state in (*OF_THE_TEXT, State.SKIPPED)
    return of_the_text and texts != (pair.left_text, pair.right_text)


def _filled(pair: DuplicatePair, finding: Finding, texts: tuple[str, str]) -> DuplicatePair:
    pair.left_text, pair.right_text = texts
    pair.score, pair.band, pair.urgency = finding.score, finding.band, finding.urgency
    pair.contradicts, pair.signals = finding.contradicts, finding.signals
    pair.state = State.OPEN
    return pair


def _retire(rows: DuplicatePairQuerySet) -> None:
    waiting = rows.in_state(*UNDECIDED).filter(urgency__lte=LAST)
    waiting.update(urgency=APART, band=Band.APART, contradicts=False)


def _components(edges: dict[int, Sides]) -> dict[int, int]:
    """Return for each edge the smallest key among all that it hangs together with."""
    parents: dict[int, int] = {}

    def root(key: int) -> int:
        parents.setdefault(key, key)
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for left, right in edges.values():
        one, other = sorted((root(left), root(right)))
        parents[other] = one
    return {name: root(left) for name, (left, _) in edges.items()}
