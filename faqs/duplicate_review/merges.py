"""Merging what was judged the same: one page or a whole cluster, in one transaction with one undo.

A merge that changes many other pages needs two moderators: one proposes, another confirms. Any change
of one of the pages voids the proposal, as it voids an approval.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from faqs import merging
from faqs.duplicate_review import decisions, opinions
from faqs.duplicate_review.guards import refuse_judged_different
from faqs.duplicate_review.impact import impact_of
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair, MergeBatch, MergeProposal
from faqs.models.merge import FaqMerge
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.engine import AlreadyMerged, MergeRefused, NotMerged
from newsdesk.merging.taken import MergeChoice
from newsdesk.workflow.transitions import Refused, log, require

PERMISSION = merging.KIND.permission


class SecondModeratorNeeded(Refused):
    """Many pages would change: the merge can be proposed, and another moderator confirms it."""


class ProposalVoid(Refused):
    """The proposal was decided before, or is about texts that have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which page stays, and what it takes over from each that is merged into it, by key."""

    survivor: int
    taken: dict[int, MergeChoice]

    @property
    def keys(self) -> set[int]:
        return {self.survivor, *self.taken}

    def as_data(self) -> Data:
        taken = {str(key): each.as_data() for key, each in self.taken.items()}
        return {"survivor": self.survivor, "taken": taken}

    @classmethod
    def from_data(cls, data: Data) -> "Plan":
        taken = {int(key): MergeChoice.from_data(each) for key, each in data["taken"].items()}
        return cls(survivor=data["survivor"], taken=taken)


@transaction.atomic
def merge(
    plan: Plan, *, actor: User, reason: str = "", confirmed: Collection[str] = ()
) -> MergeBatch:
    """Merge all that `plan` names, at once or not at all; `confirmed` is that of `engine.merge`.

    Raises PermissionDenied, SecondModeratorNeeded, AlreadyMerged, MergeRefused, or what the gate refuses.
    """
    require(actor, PERMISSION)
    survivor, losers = _locked(plan)
    impact = impact_of(losers, survivor)
    if impact.needs_second:
        raise SecondModeratorNeeded(
            f"{len(impact.uses)} other pages would change: another moderator has to confirm this."
        )
    return _carry_out(plan, actor=actor, reason=reason, confirmed=confirmed)


@transaction.atomic
def propose(plan: Plan, *, actor: User, reason: str = "") -> MergeProposal:
    """Ask another moderator for a merge; the same question asked twice is one proposal.

    Raises PermissionDenied, AlreadyMerged or MergeRefused.
    """
    require(actor, PERMISSION)
    survivor, losers = _locked(plan)
    _refuse_waiting(plan, actor=actor)
    waiting = MergeProposal.objects.filter(survivor=survivor, state=MergeProposal.State.OPEN)
    for earlier in waiting:
        if set(Plan.from_data(earlier.plan).keys) == plan.keys:
            return earlier
    proposal = MergeProposal.objects.create(
        survivor=survivor,
        plan=plan.as_data(),
        seen=marks(plan.keys),
        stories=len(impact_of(losers, survivor).uses),
        reason=reason,
        proposed_by=actor,
    )
    for faq in (*losers, survivor):
        log(faq, "proposed_merge", actor=actor, note=reason, detail={"proposal": proposal.pk})
    return proposal


@transaction.atomic
def confirm(proposal: MergeProposal, *, actor: User, confirmed: Collection[str] = ()) -> MergeBatch:
    """Carry out what another moderator proposed, after every guard of a merge.

    Raises PermissionDenied for the proposer, ProposalVoid, or what `merge` raises.
    """
    require(actor, PERMISSION)
    proposal = _open(proposal)
    if proposal.proposed_by_id == actor.pk:
        raise PermissionDenied("Who proposed a merge cannot confirm it: another moderator has to.")
    plan = Plan.from_data(proposal.plan)
    _locked(plan)
    if marks(plan.keys) != proposal.seen:
        raise ProposalVoid("One of the pages has changed since: refuse this and propose it anew.")
    reason = f"{proposal.reason} (proposed by {proposal.proposed_by})".strip()
    batch = _carry_out(plan, actor=actor, reason=reason, confirmed=confirmed)
    batch.proposal = proposal
    batch.save(update_fields=["proposal"])
    _decide(proposal, MergeProposal.State.CONFIRMED, actor=actor)
    return batch


@transaction.atomic
def refuse(proposal: MergeProposal, *, actor: User, answer: str) -> MergeProposal:
    """Decline a proposal, or withdraw one's own. Raises PermissionDenied or ProposalVoid."""
    require(actor, PERMISSION)
    proposal = _open(proposal)
    _decide(proposal, MergeProposal.State.REFUSED, actor=actor, answer=answer)
    for faq in Faq.objects.filter(pk__in=Plan.from_data(proposal.plan).keys).order_by("pk"):
        log(faq, "refused_merge", actor=actor, note=answer, detail={"proposal": proposal.pk})
    return proposal


@transaction.atomic
def undo(records: Iterable[FaqMerge], *, actor: User, reason: str = "") -> None:
    """Undo merges, the latest first, all or none; those undone before are passed over.

    Raises PermissionDenied, or NotMerged where none is left to undo.
    """
    require(actor, PERMISSION)
    keys = {record.pk for record in records}
    active = list(FaqMerge.objects.active().filter(pk__in=keys).order_by("-pk"))
    if not active:
        raise NotMerged("This was undone before.")
    touched = {key for record in active for key in (record.loser_id, record.survivor_id)}
    list(Faq.objects.select_for_update().filter(pk__in=touched).order_by("pk"))
    for record in active:
        merging.undo(record, actor=actor, reason=reason)
    decisions.doubt(touched, actor=actor, reason=reason or "The merge was undone.")


@transaction.atomic
def undo_as_different(records: Iterable[FaqMerge], *, actor: User, reason: str) -> None:
    """Undo merges and remember that the pages differ, so that nobody merges them again. Needs a reason."""
    records = list(records)
    if not reason.strip():
        raise decisions.NoteRequired("Say why they are different: it will be remembered.")
    undo(records, actor=actor, reason=reason)
    for record in records:
        decisions.part({record.loser_id}, {record.survivor_id}, actor=actor, reason=reason)


def marks(keys: Iterable[int]) -> dict[str, str]:
    """Return by key what tells whether a page has changed: its digest and its last edition."""
    rows = Faq.objects.with_standing().filter(pk__in=set(keys)).order_by("pk")
    return {str(faq.pk): f"{faq.digest}/{faq.latest_number or 0}" for faq in rows}


def together_with(record: FaqMerge) -> list[FaqMerge]:
    """Return the merges that were done in one go with `record`, itself among them."""
    batch = record.batches.first()
    return list(batch.records.order_by("pk")) if batch else [record]


def _carry_out(plan: Plan, *, actor: User, reason: str, confirmed: Collection[str]) -> MergeBatch:
    survivor, losers = _locked(plan)
    _refuse_waiting(plan, actor=actor)
    batch = MergeBatch.objects.create()
    for loser in losers:
        # Once more: what went before in this loop is part of the survivor now.
        refuse_judged_different(loser, survivor)
        record = merging.merge(
            loser,
            survivor,
            actor=actor,
            reason=reason,
            taken=plan.taken[loser.pk],
            confirmed=confirmed,
        )
        batch.records.add(record)
    decisions.agree(plan.keys, actor=actor, reason=reason)
    return batch


def _refuse_waiting(plan: Plan, *, actor: User) -> None:
    """Refuse while one of these pairs waits for the opinion of somebody else. Raises WaitsForOpinion."""
    pairs = DuplicatePair.objects.among(*plan.keys).values_list("pk", flat=True)
    opinions.refuse_others(list(pairs), actor=actor)


def check(plan: Plan) -> tuple[Faq, list[Faq]]:
    """Return survivor and losers. Raises AlreadyMerged or MergeRefused where a guard forbids the merge."""
    return _guarded(plan, Faq.objects.filter(pk__in=plan.keys))


def _locked(plan: Plan) -> tuple[Faq, list[Faq]]:
    """Return survivor and losers, locked in the order of their keys, after every guard."""
    rows = Faq.objects.select_for_update().filter(pk__in=plan.keys)
    return _guarded(plan, rows.order_by("pk"))


def _guarded(plan: Plan, rows: Iterable[Faq]) -> tuple[Faq, list[Faq]]:
    found = {faq.pk: faq for faq in rows}
    if plan.survivor in plan.taken or not plan.taken or len(found) != len(plan.keys):
        raise MergeRefused("Choose two pages or more, and one of them to keep.")
    for faq in found.values():
        if faq.merged_into_id:
            raise AlreadyMerged(f"“{faq}” has been merged into “{faq.merged_into}” already.")
    survivor = found.pop(plan.survivor)
    losers = [found[key] for key in plan.taken]
    for loser in losers:
        merging.KIND.check(loser, survivor)
        refuse_judged_different(loser, survivor)
    return survivor, losers


def _open(proposal: MergeProposal) -> MergeProposal:
    rows = MergeProposal.objects.select_for_update(of=("self",)).select_related("proposed_by")
    proposal = rows.get(pk=proposal.pk)
    if proposal.state != MergeProposal.State.OPEN:
        name = proposal.get_state_display().lower()
        raise ProposalVoid(f"This proposal was {name} before.")
    return proposal


def _decide(proposal: MergeProposal, state: str, *, actor: User, answer: str = "") -> None:
    proposal.state, proposal.answer = state, answer
    proposal.decided_by, proposal.decided_at = actor, timezone.now()
    proposal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
