"""A second opinion: a moderator lets a colleague, or anybody else, decide on a pair.

Until then the pair is nobody's but theirs: neither decided nor merged by others, whoever asked included.
Who asked can withdraw the question, and who was asked can hand it back; then the pair is everybody's again.
"""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from faqs.duplicate_review.messages import PERMISSION
from faqs.models.duplicate_review import DuplicatePair, DuplicatePairQuerySet
from faqs.models.moderation import SecondOpinion
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.notifications.inbox import BACKEND, tell, tell_who_may
from newsdesk.notifications.subjects import Subject, add_subject
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused, log, require

KIND = "opinion"
QUEUE = "admin:faqs_duplicatepair_changelist"

add_subject(
    Subject(
        name="opinions",
        label="Second opinions",
        help="A colleague asks you to decide on two questions, or has decided on two that you asked about.",
        kinds=frozenset({KIND}),
        permission=PERMISSION,
    )
)


class WaitsForOpinion(Refused):
    """Somebody else was asked to decide on the pair."""


class NotToBeAsked(Refused):
    """The pair is decided, waits for an opinion already, or the colleague may not decide."""


def colleagues(actor: User) -> list[User]:
    """Return who else may decide on pairs, by name. One query."""
    rows = User.objects.with_perm(PERMISSION, backend=BACKEND)
    return list(
        rows.filter(is_staff=True, is_active=True).exclude(pk=actor.pk).order_by("username")
    )


@transaction.atomic
def ask(
    pair: DuplicatePair, *, actor: User, asked: User | None = None, note: str = ""
) -> SecondOpinion:
    """Let `asked`, or anybody else than the actor, decide on a pair that nobody has decided on.

    Raises PermissionDenied or NotToBeAsked.
    """
    require(actor, PERMISSION)
    rows = DuplicatePair.objects.select_for_update(of=("self",)).select_related("left", "right")
    pair = rows.get(pk=pair.pk)
    if pair.is_decided:
        raise NotToBeAsked("This pair is decided: take the decision back first.")
    if asked is not None and asked not in colleagues(actor):
        raise NotToBeAsked(f"{asked} may not decide on pairs. Ask somebody who may.")
    note = no_longer(note, REASON_LENGTH)
    try:
        with transaction.atomic():
            made = SecondOpinion.objects.create(pair=pair, asked_by=actor, asked=asked, note=note)
    except IntegrityError as known:
        raise NotToBeAsked("This pair waits for a second opinion already.") from known
    left, right = pair.sides
    for faq, other in ((left, right), (right, left)):
        detail = {"pair": pair.pk, "question": str(other)}
        log(faq, "asked_opinion", actor=actor, note=note, detail=detail)
    text = f"{actor} asks for your opinion on two questions."
    data = {"address": QUEUE, "query": f"pair={pair.pk}"}
    if asked is not None:
        tell(asked, kind=KIND, text=text, actor=actor, data=data)
    else:
        tell_who_may(PERMISSION, kind=KIND, text=text, actor=actor, data=data)
    return made


@transaction.atomic
def withdraw(opinion: SecondOpinion, *, actor: User) -> SecondOpinion:
    """Let everybody decide again; said by who asked or was asked. What has ended stays so.

    Raises PermissionDenied.
    """
    require(actor, PERMISSION)
    opinion = SecondOpinion.objects.select_for_update().get(pk=opinion.pk)
    if actor.pk not in (opinion.asked_by_id, opinion.asked_id):
        raise PermissionDenied("Only who asked or was asked for an opinion can hand it back.")
    if opinion.ended_at is None:
        _end(opinion, actor=actor)
    return opinion


def refuse_others(pairs: Collection[int], *, actor: User) -> None:
    """Raise WaitsForOpinion where one of `pairs`, by key, waits for somebody else than the actor."""
    waiting = SecondOpinion.objects.open().not_for(actor).filter(pair__in=pairs)
    if found := waiting.select_related("asked", "asked_by").order_by("pk").first():
        who = str(found.asked) if found.asked else f"somebody else than {found.asked_by}"
        raise WaitsForOpinion(
            f"{found.asked_by} asked for a second opinion: {who} has to decide on this pair."
        )


def asked_of(pairs: Collection[DuplicatePair]) -> dict[int, SecondOpinion]:
    """Return what pairs wait for, by the key of the pair. One query, none for no pairs."""
    rows = SecondOpinion.objects.open().filter(pair__in=[pair.pk for pair in pairs])
    return {each.pair_id: each for each in rows.select_related("asked", "asked_by")}


def is_for(opinion: SecondOpinion, user: User) -> bool:
    """Tell whether it is this person's turn to decide."""
    return opinion.asked_id == user.pk if opinion.asked_id else opinion.asked_by_id != user.pk


def decidable(rows: DuplicatePairQuerySet, user: object) -> DuplicatePairQuerySet:
    """Leave out the pairs that wait for somebody else."""
    return rows.exclude(pk__in=SecondOpinion.objects.open().not_for(user).values("pair"))


def end(decided: Mapping[int, str], *, actor: User) -> None:
    """Note that pairs were decided, verdicts by the key of each, and tell who asked. Inside the decision's
    transaction. A query, and two for each that waited.
    """
    waiting = SecondOpinion.objects.open().filter(pair__in=list(decided))
    for opinion in waiting.select_related("asked_by").order_by("pk") if decided else ():
        verdict = decided[opinion.pair_id]
        _end(opinion, actor=actor, verdict=verdict)
        label = str(DuplicatePair.State(verdict).label).lower()
        tell(
            opinion.asked_by,
            kind=KIND,
            actor=actor,
            text=f"{actor} decided on two questions that you asked about: {label}.",
            data={"address": QUEUE, "query": f"pair={opinion.pair_id}"},
        )


def _end(opinion: SecondOpinion, *, actor: User, verdict: str = "") -> None:
    opinion.ended_at, opinion.ended_by, opinion.verdict = timezone.now(), actor, verdict
    opinion.save(update_fields=["ended_at", "ended_by", "verdict"])
