"""The verbs of proposed wordings: take, take all, decline. Each is one transaction.

Taking a wording is a revision of the page by who takes it, with all that a revision asks and keeps; it
settles its comment. It is refused where the words are no longer those that it was proposed for: nobody
has read it together with what stands there now. Who takes a wording answers for it as for what they
write themselves, and has read it: so each word of the page has been read by somebody else than who
thought of it, and who proposed it may still be the second reader (docs/decisions/0060-a-wording-taken-
has-been-read.md).
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsdesk.comments.models import DeskQuery, QueryEntry
from newsdesk.comments.passages import passages_of
from newsdesk.comments.threads import begin_on, may_resolve, settle
from newsdesk.comparison.labels import Fields, put
from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.register import workflow_of
from newsdesk.workflow.transitions import Refused, require


class WordsHaveChanged(Refused):
    """The words that a wording was proposed for are no longer as they were."""


class NoProposal(Refused):
    """The comment proposes no wording that could still be taken or declined."""


@dataclass(frozen=True, slots=True)
class TakenWordings:
    """What came of taking all: how many were taken, and what was said of each that was not."""

    number: int
    left: tuple[str, ...]


@transaction.atomic
def take(query: DeskQuery, *, actor: User) -> DeskQuery:
    """Write a proposed wording into the page, and settle its comment.

    Raises PermissionDenied, NothingProposed, WordsHaveChanged or NotStorable.
    """
    query, item = begin_on(query, actor=actor)
    _require_proposal(query)
    now = _Now(item)
    now.put_in(query)
    now.save(actor=actor)
    _settle_as(query, item, DeskQuery.Outcome.TAKEN, actor=actor)
    return query


@transaction.atomic
def take_all(item: WorkingCopy, *, actor: User) -> TakenWordings:
    """Write every proposed wording into the page whose words are as they were; the others stay open.

    One revision. Raises PermissionDenied, NothingProposed where none waits, or NotStorable.
    """
    rows = DeskQuery.objects.about(item.key).proposing().values_list("pk", flat=True)
    begun = [begin_on(DeskQuery(pk=pk), actor=actor) for pk in rows]
    waiting = [query for query, _ in begun if query.awaits_choice]
    if not waiting:
        raise NoProposal("No proposed wording waits for an answer.")
    now, taken, left = _Now(item), [], []
    for query in waiting:
        try:
            now.put_in(query)
        except Refused as refusal:
            left.append(str(refusal))
        else:
            taken.append(query)
    now.save(actor=actor)
    for query in taken:
        _settle_as(query, item, DeskQuery.Outcome.TAKEN, actor=actor)
    return TakenWordings(len(taken), tuple(left))


@transaction.atomic
def decline(query: DeskQuery, *, actor: User, note: str = "") -> DeskQuery:
    """Say that the words stay as they are. It settles the comment too, where the actor may."""
    query, item = begin_on(query, actor=actor)
    require(actor, workflow_of(item).permission("change"))
    _require_proposal(query)
    _settle_as(query, item, DeskQuery.Outcome.DECLINED, actor=actor, note=note)
    return query


class _Now:
    """What a page says now, locked, with wordings put in one after another."""

    def __init__(self, item: WorkingCopy) -> None:
        self.workflow = workflow_of(item)
        self.item = self.workflow.items.select_for_update().get(pk=item.pk)
        self.document = self.workflow.document_now(self.item)
        self.fields: Fields = self.workflow.kind.labels
        self.before: Data = as_data(self.document)
        self.data = self.before

    def put_in(self, query: DeskQuery) -> None:
        """Put a proposed wording in the place of its words. Raises WordsHaveChanged."""
        passage = passages_of(self.fields, self.data).get(query.path)
        found = passage.searched.find(query.quote) if passage else None
        if passage is None or found is None:
            raise WordsHaveChanged(
                f"“{query.quoted}” is gone from the page: the wording cannot be taken."
            )
        one_line = passage.spelled.is_one_line(found.start, found.end)
        if not (found.as_they_were and one_line):
            raise WordsHaveChanged(
                f"“{query.quoted}” has been changed since the wording was proposed. Write the change "
                "yourself, or ask for another wording."
            )
        value = passage.spelled.replaced(found.start, found.end, query.proposed or "")
        self.data = put(self.data, self.fields, query.path, value)

    def save(self, *, actor: User) -> None:
        """Make the page say it, as a revision by the actor, who has to have the right to write it."""
        document = from_data(type(self.document), self.data)
        self.workflow.revise(self.item, document, actor=actor)


def _require_proposal(query: DeskQuery) -> None:
    if not query.awaits_choice:
        raise NoProposal("This comment proposes no wording that waits for an answer.")


def _settle_as(
    query: DeskQuery, item: WorkingCopy, outcome: DeskQuery.Outcome, *, actor: User, note: str = ""
) -> None:
    """Keep what became of a wording; the comment is resolved where that does what it asked for."""
    query.outcome = outcome
    if outcome is DeskQuery.Outcome.TAKEN or may_resolve(actor, query):
        query.resolved_by, query.resolved_at = actor, timezone.now()
    query.save(update_fields=["outcome", "resolved_by", "resolved_at"])
    kind = QueryEntry.Kind(outcome.value)
    settle(query, item, kind, f"{_VERBS[outcome]}_wording", actor=actor, note=note)


_VERBS: dict[str, str] = {
    DeskQuery.Outcome.TAKEN: "take",
    DeskQuery.Outcome.DECLINED: "decline",
}
