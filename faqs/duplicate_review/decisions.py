"""What a moderator says of a pair. One transaction each, logged on both pages.

| verdict | what follows |
| --- | --- |
| same | the pair waits to be merged, together with what it hangs together with |
| different | neither suggested nor merged until one text changes or it is taken back; needs a reason |
| variant | the two are linked: the same question for another time or thing |
| skipped | comes again when the others are done |

Each may be said of a pair that is open or skipped; a verdict is changed by taking it back.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from faqs.duplicate_review import opinions
from faqs.duplicate_review.messages import PERMISSION
from faqs.duplicate_review.pairs import UNDECIDED, regroup
from faqs.duplicate_review.watches import tell_watchers
from faqs.models.duplicate_review import DuplicatePair, DuplicatePairQuerySet, DuplicateVerdict
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import NoteRequired, Refused, log, require

State = DuplicatePair.State
VERDICTS = (State.SAME, State.DIFFERENT, State.VARIANT, State.SKIPPED)
# As the log tells them: "ada judged it and another question the same".
DEEDS = {
    State.SAME: "judged_same",
    State.DIFFERENT: "judged_different",
    State.VARIANT: "judged_variants",
    State.SKIPPED: "skipped_pair",
    State.OPEN: "reopened_pair",
}


# What is told of it to who watches one of the two.
TOLD = {
    State.SAME: "found it to be the same as another question.",
    State.DIFFERENT: "found it different from another question.",
    State.VARIANT: "found it to be a variant of another question.",
}


class AlreadyJudged(Refused):
    """Somebody was quicker."""


class TextChanged(Refused):
    """One of the two says something else than when it was shown."""


class NotAlone(Refused):
    """One of the two was merged or put away."""


def seen(pair: DuplicatePair) -> str:
    """Return what a form carries to tell which texts were judged."""
    return f"{pair.left_text[:16]}-{pair.right_text[:16]}"


@transaction.atomic
def judge(
    pair: DuplicatePair, verdict: str, *, actor: User, reason: str = "", of: str = ""
) -> DuplicatePair:
    """Say one of VERDICTS of `pair`; saying it again changes nothing. `of` is what `seen` told then.

    Raises PermissionDenied, AlreadyJudged, WaitsForOpinion, TextChanged, NotAlone or NoteRequired.
    """
    require(actor, PERMISSION)
    if verdict not in VERDICTS:
        raise ValueError(f"{verdict!r} is no decision.")
    pair = _locked(pair)
    reason = no_longer(reason, REASON_LENGTH)
    if pair.state == verdict and pair.decided_by_id == actor.pk and verdict != State.SKIPPED:
        return pair
    if pair.is_decided:
        name = pair.get_state_display().lower()
        raise AlreadyJudged(f"{pair.decided_by} decided on this pair a moment ago: {name}.")
    opinions.refuse_others([pair.pk], actor=actor)
    if of and of != seen(pair):
        raise TextChanged("One of the two has been changed since you saw it. Look at it again.")
    refuse_tombstones(pair)
    if verdict == State.DIFFERENT and not reason:
        raise NoteRequired("Say why they are different: whoever finds them next will want to know.")
    pair = _write(pair, verdict, actor=actor, reason=reason)
    if verdict in TOLD:
        sides = (pair.left_id, pair.right_id)
        tell_watchers(sides, f"{actor} {TOLD[State(verdict)]}", actor=actor)
    regroup({pair.left_id, pair.right_id})
    return pair


@transaction.atomic
def take_back(pair: DuplicatePair, *, actor: User, reason: str = "") -> DuplicatePair:
    """Open a judged pair again. Raises PermissionDenied."""
    require(actor, PERMISSION)
    pair = _locked(pair)
    if pair.state == State.OPEN:
        return pair
    pair = _write(pair, State.OPEN, actor=actor, reason=no_longer(reason, REASON_LENGTH))
    regroup({pair.left_id, pair.right_id})
    return pair


def agree(keys: set[int], *, actor: User, reason: str) -> None:
    """Note that pages which are being merged were judged the same. Inside the merge's transaction."""
    for pair in _among(keys).exclude(state__in=(State.SAME, State.DIFFERENT)):
        _write(pair, State.SAME, actor=actor, reason=reason)
    regroup(keys)


def doubt(keys: set[int], *, actor: User, reason: str) -> None:
    """Open the pairs of pages whose merge was undone. Inside the undoing's transaction."""
    for pair in _among(keys).in_state(State.SAME):
        _write(pair, State.OPEN, actor=actor, reason=reason)
    regroup(keys)


def part(keys: set[int], others: set[int], *, actor: User, reason: str) -> None:
    """Judge the undecided pairs between `keys` and `others` different, but for those that wait for somebody
    else's opinion. Inside the caller's transaction.
    """
    for pair in opinions.decidable(_among(keys | others).in_state(*UNDECIDED), actor):
        if (pair.left_id in keys) != (pair.right_id in keys):
            _write(pair, State.DIFFERENT, actor=actor, reason=reason)
    regroup(keys | others)


def refuse_tombstones(pair: DuplicatePair) -> None:
    for faq in pair.sides:
        if faq.merged_into_id or faq.discarded:
            raise NotAlone(f"“{faq}” has been merged or put away since.")


def _among(keys: set[int]) -> DuplicatePairQuerySet:
    rows = DuplicatePair.objects.select_for_update(of=("self",)).among(*keys)
    return rows.select_related("left", "right").order_by("pk")


def _locked(pair: DuplicatePair) -> DuplicatePair:
    rows = DuplicatePair.objects.select_for_update(of=("self",))
    found: DuplicatePair = rows.select_related("left", "right", "decided_by").get(pk=pair.pk)
    return found


def _write(pair: DuplicatePair, verdict: str, *, actor: User, reason: str) -> DuplicatePair:
    left, right = pair.sides
    DuplicateVerdict.objects.create(
        pair=pair,
        verdict=verdict,
        band=pair.band,
        score=pair.score,
        blocked=pair.signals.get("blocked", False),
        method=pair.signals.get("method", ""),
        left_text=pair.left_text,
        right_text=pair.right_text,
        reason=reason,
        actor=actor,
    )
    undecided = verdict == State.OPEN
    pair.state, pair.reason = verdict, "" if undecided else reason
    pair.decided_at = None if undecided else timezone.now()
    pair.decided_by = None if undecided else actor
    pair.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    for faq, other in ((left, right), (right, left)):
        detail = {"pair": pair.pk, "other": other.pk, "question": str(other)}
        log(faq, DEEDS[State(verdict)], actor=actor, note=reason, detail=detail)
    if verdict in TOLD:
        opinions.end(pair, verdict, actor=actor)
    return pair
