"""What a moderator says of pairs. One transaction a deed, logged on both pages of each pair.

| verdict | what follows |
| --- | --- |
| same | the pair waits to be merged, together with what it hangs together with |
| different | neither suggested nor merged while what it rests on stands; needs a reason |
| variant | the two are linked: the same question for another time or thing |
| skipped | comes again when the others are done |

Each may be said of a pair that is open or skipped. A decision is changed by taking it back, after which
nothing stands of it, or by undoing it, after which all is as before.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from faqs.duplicate_review import opinions
from faqs.duplicate_review.grounds import Grounds, grounds_of
from faqs.duplicate_review.messages import PERMISSION
from faqs.duplicate_review.pairs import UNDECIDED, regroup
from faqs.duplicate_review.watches import tell_watchers_of
from faqs.models.duplicate_review import DuplicatePair, DuplicatePairQuerySet, DuplicateVerdict
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Line, NoteRequired, Refused, log_many, require

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
ASK_WHY = "Say why they are different: whoever finds them next will want to know."
CHANGED = ["state", "reason", "decided_at", "decided_by", "stands"]


# What is told of it to who watches one of the two.
TOLD = {
    State.SAME: "found it to be the same as another question.",
    State.DIFFERENT: "found it different from another question.",
    State.VARIANT: "found it to be a variant of another question.",
}


class AlreadyJudged(Refused):
    """Something else was said of `pair`."""

    def __init__(self, pair: DuplicatePair, words: str) -> None:
        super().__init__(words)
        self.pair = pair


class TextChanged(Refused):
    """One of the two says something else than when it was shown."""


class NotAlone(Refused):
    """One of the two was merged or put away."""


class NothingToUndo(Refused):
    """The decision is not this person's, or stands no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """What is said of one pair: one of VERDICTS, or State.OPEN where nothing is said any more."""

    pair: DuplicatePair
    verdict: str
    reason: str = ""


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
    (pair,) = _locked([pair])
    reason = no_longer(reason, REASON_LENGTH)
    if pair.state == verdict and pair.decided_by_id == actor.pk and verdict != State.SKIPPED:
        return pair
    _refuse(pair, actor=actor, of=of)
    if verdict == State.DIFFERENT and not reason:
        raise NoteRequired(ASK_WHY)
    said = [PairVerdict(pair=pair, verdict=verdict, reason=reason)]
    _write(said, actor=actor)
    _tell(said, actor=actor)
    regroup({pair.left_id, pair.right_id})
    return pair


@transaction.atomic
def judge_together(said: Sequence[PairVerdict], *, actor: User) -> list[DuplicatePair]:
    """Decide on several pairs at once or on none, to be undone at once; what is said already is passed over.

    The same queries for any number of pairs. Raises PermissionDenied, AlreadyJudged for a pair of which
    something else was said, WaitsForOpinion, NotAlone or NoteRequired.
    """
    require(actor, PERMISSION)
    pairs = {pair.pk: pair for pair in _locked(each.pair for each in said)}
    fresh = []
    for each in said:
        pair, reason = pairs[each.pair.pk], no_longer(each.reason, REASON_LENGTH)
        if each.verdict not in VERDICTS:
            raise ValueError(f"{each.verdict!r} is no decision.")
        if each.verdict == State.DIFFERENT and not reason:
            raise NoteRequired(ASK_WHY)
        if pair.is_decided and pair.state != each.verdict:
            raise AlreadyJudged(
                pair,
                f"{pair} were found {_name(pair)} by {pair.decided_by}. "
                "Nothing was decided. Take that back first if it no longer holds.",
            )
        if pair.state != each.verdict:
            refuse_tombstones(pair)
            fresh.append(PairVerdict(pair=pair, verdict=each.verdict, reason=reason))
    opinions.refuse_others([each.pair.pk for each in fresh], actor=actor)
    _write(fresh, actor=actor)
    _tell(fresh, actor=actor)
    regroup({key for each in fresh for key in (each.pair.left_id, each.pair.right_id)})
    return [each.pair for each in fresh]


@transaction.atomic
def take_back(pair: DuplicatePair, *, actor: User, reason: str = "") -> DuplicatePair:
    """Open a judged pair again: nothing that was said of it stands any more. Raises PermissionDenied."""
    require(actor, PERMISSION)
    (pair,) = _locked([pair])
    if pair.state == State.OPEN and pair.stands is None:
        return pair
    said = PairVerdict(pair=pair, verdict=State.OPEN, reason=no_longer(reason, REASON_LENGTH))
    _write([said], actor=actor)
    regroup({pair.left_id, pair.right_id})
    return pair


@transaction.atomic
def undo(pair: DuplicatePair, *, actor: User) -> list[DuplicatePair]:
    """Undo one's own last decision on a pair, and on all that was decided in one go with it: what stood
    before stands again. Twice is once. Returns the pairs.

    Raises PermissionDenied, NothingToUndo where somebody has decided since, or NotAlone after a merge.
    """
    require(actor, PERMISSION)
    last = _last_on([pair.pk]).get(pair.pk)
    if last is None or last.actor_id != actor.pk:
        name = (
            f"{last.actor} has decided on this pair since." if last else "Nobody has decided on it."
        )
        raise NothingToUndo(f"Nothing was undone. {name}")
    if last.verdict == State.OPEN:
        return [pair]
    together = DuplicateVerdict.objects.filter(deed=last.deed) if last.deed else [last]
    verdicts = {verdict.pair_id: verdict for verdict in together}
    pairs = _locked(DuplicatePair(pk=key) for key in verdicts)
    newest = _last_on(verdicts)
    undone = [each for each in pairs if newest[each.pk].pk == verdicts[each.pk].pk]
    for each in undone:
        refuse_tombstones(each)
    _write([PairVerdict(pair=each, verdict=State.OPEN) for each in undone], actor=actor)
    for each in undone:
        each.stands_id = verdicts[each.pk].before_id
    DuplicatePair.objects.bulk_update(undone, ["stands"])
    regroup({key for each in undone for key in (each.left_id, each.right_id)})
    return undone


def agree(keys: set[int], *, actor: User, reason: str) -> None:
    """Note that pages which are being merged were judged the same. Inside the merge's transaction."""
    pairs = _among(keys).exclude(state__in=(State.SAME, State.DIFFERENT))
    _write(
        [PairVerdict(pair=pair, verdict=State.SAME, reason=reason) for pair in pairs], actor=actor
    )
    regroup(keys)


def doubt(keys: set[int], *, actor: User, reason: str) -> None:
    """Open the pairs of pages whose merge was undone. Inside the undoing's transaction."""
    pairs = _among(keys).in_state(State.SAME)
    _write(
        [PairVerdict(pair=pair, verdict=State.OPEN, reason=reason) for pair in pairs], actor=actor
    )
    regroup(keys)


def part(keys: set[int], others: set[int], *, actor: User, reason: str) -> None:
    """Judge the undecided pairs between `keys` and `others` different, but for those that wait for somebody
    else's opinion. Inside the caller's transaction.
    """
    said = [
        PairVerdict(pair=pair, verdict=State.DIFFERENT, reason=reason)
        for pair in opinions.decidable(_among(keys | others).in_state(*UNDECIDED), actor)
        if (pair.left_id in keys) != (pair.right_id in keys)
    ]
    _write(said, actor=actor)
    regroup(keys | others)


def refuse_tombstones(pair: DuplicatePair) -> None:
    for faq in pair.sides:
        if faq.merged_into_id or faq.discarded:
            raise NotAlone(f"“{faq}” has been merged or discarded since.")


def _refuse(pair: DuplicatePair, *, actor: User, of: str) -> None:
    """Raise where nothing can be said of a pair: it is decided, waits for somebody else's opinion, was
    changed since `of`, or is not alone.
    """
    if pair.is_decided:
        words = f"{pair.decided_by} decided on this pair a moment ago: {_name(pair)}."
        raise AlreadyJudged(pair, words)
    opinions.refuse_others([pair.pk], actor=actor)
    if of and of != seen(pair):
        raise TextChanged("One of the two has been changed since you saw it. Look at it again.")
    refuse_tombstones(pair)


def _name(pair: DuplicatePair) -> str:
    return str(pair.get_state_display()).lower()


def _among(keys: set[int]) -> DuplicatePairQuerySet:
    rows = DuplicatePair.objects.select_for_update(of=("self",)).among(*keys)
    return rows.with_faqs().order_by("pk")


def _locked(pairs: Iterable[DuplicatePair]) -> list[DuplicatePair]:
    """Return pairs as they are, locked in the order of their keys."""
    rows = DuplicatePair.objects.select_for_update(of=("self",)).with_faqs()
    return list(rows.filter(pk__in=[pair.pk for pair in pairs]).order_by("pk"))


def _last_on(keys: Iterable[int]) -> dict[int, DuplicateVerdict]:
    """Return what was said last of each pair."""
    rows = DuplicateVerdict.objects.filter(pair__in=list(keys)).select_related("actor")
    return {verdict.pair_id: verdict for verdict in rows.order_by("pk")}


def _write(said: Sequence[PairVerdict], *, actor: User) -> None:
    """Append what is said, in one deed; set the pairs; log it. Three queries and those of the grounds."""
    if not said:
        return
    deed = uuid.uuid4()
    rests_on: dict[int, Grounds] = {}
    for reason in {each.reason for each in said}:
        pairs = [each.pair for each in said if each.reason == reason]
        rests_on |= grounds_of(pairs, reason)
    verdicts = DuplicateVerdict.objects.bulk_create(
        DuplicateVerdict(
            pair=each.pair,
            verdict=each.verdict,
            band=each.pair.band,
            score=each.pair.score,
            blocked=each.pair.signals.get("blocked", False),
            method=each.pair.signals.get("method", ""),
            left_text=each.pair.left_text,
            right_text=each.pair.right_text,
            reason=each.reason,
            rests_on=rests_on[each.pair.pk].as_data(),
            before=each.pair.stands,
            deed=deed,
            actor=actor,
        )
        for each in said
    )
    for each, verdict in zip(said, verdicts, strict=True):
        _set(each.pair, verdict)
    DuplicatePair.objects.bulk_update([each.pair for each in said], CHANGED)
    log_many([line for each in said for line in _lines(each, actor)])
    decided = {each.pair.pk: each.verdict for each in said if each.verdict in TOLD}
    opinions.end(decided, actor=actor)


def _tell(said: Iterable[PairVerdict], *, actor: User) -> None:
    """Tell who watches one of the questions what was found of it, each thing once."""
    found: dict[int, dict[str, None]] = {}
    for each in said:
        if each.verdict in TOLD:
            words = f"{actor} {TOLD[State(each.verdict)]}"
            for key in (each.pair.left_id, each.pair.right_id):
                found.setdefault(key, {})[words] = None
    tell_watchers_of(found, actor=actor)


def _set(pair: DuplicatePair, verdict: DuplicateVerdict) -> None:
    """Let a pair be what was said of it. What stood before still stands for who skips it."""
    undecided = verdict.verdict == State.OPEN
    pair.state, pair.reason = State(verdict.verdict), "" if undecided else verdict.reason
    pair.decided_at = None if undecided else timezone.now()
    pair.decided_by = None if undecided else verdict.actor
    if verdict.verdict != State.SKIPPED:
        pair.stands = None if undecided else verdict


def _lines(said: PairVerdict, actor: User) -> Iterable[Line]:
    left, right = said.pair.sides
    for faq, other in ((left, right), (right, left)):
        detail = {"pair": said.pair.pk, "other": other.pk, "question": str(other)}
        verb = DEEDS[State(said.verdict)]
        yield Line(item=faq, verb=verb, actor=actor, note=said.reason, detail=detail)
