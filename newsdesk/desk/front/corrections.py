"""Corrections that went out at once and that no second person has read yet."""

from urllib.parse import urlencode

from django.db.models import Func, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from newsdesk.desk.front.attention_lists import Rank, WaitingList
from newsdesk.desk.front.rows import ROWS, Row, row_of
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.clock import in_words
from newsdesk.pages.models import Event, WorkingCopy, editions_of, events_of
from newsdesk.workflow.transitions import second_reader_rule

DEEDS = {"correct": "corrected it", "clarify": "made it clearer"}


def corrections_to_read(each: WorkflowAdmin, request: HttpRequest) -> WaitingList:
    """Return those of one kind of page, the longest waiting first; none where the kind is not under the
    rule of the second reader. One query.
    """
    title, rank = "Corrections to read", Rank.UNREAD
    if not second_reader_rule(each.model):
        return WaitingList(title=title, rank=rank)
    first = list(_first_unread(each))
    rows = [_row(each, request, event, event.item, event.changed) for event in first]
    number = first[0].total if first else 0
    return WaitingList(title=title, rank=rank, rows=rows, number=number)


def _first_unread(each: WorkflowAdmin) -> QuerySet:
    """Return the first events of such corrections, each with its page, the number of the edition that it
    `changed` and how many there are in `total`.
    """
    unread = events_of(each.model).unread_corrections()
    if hasattr(each.model, "merged_into"):
        gone = each.model._default_manager.filter(merged_into__gt=0).order_by()
        unread = unread.exclude(item__in=gone.values("pk"))
    # First which they are, and then what is told of them: PostgreSQL takes most corrections for unread, and
    # would read all pages to join them. What was corrected once can be discarded no more.
    first = unread.order_by("at", "pk").values("pk")[:ROWS]
    total = unread.order_by().annotate(total=Func("pk", function="COUNT")).values("total")
    before = (
        editions_of(each.model)
        .filter(item=OuterRef("item"), recall=None, visible_from__lte=OuterRef("at"))
        .exclude(number__gte=OuterRef("edition"))
    )
    changed = before.order_by("-visible_from", "-number").values("number")[:1]
    people = [f"item__{name}" for name in ("changed_by", "owner") if hasattr(each.model, name)]
    found = events_of(each.model).filter(pk__in=first).select_related("actor", "item", *people)
    return found.annotate(changed=Subquery(changed), total=Subquery(total)).order_by("at", "pk")


def _row(
    each: WorkflowAdmin, request: HttpRequest, event: Event, item: WorkingCopy, changed: int
) -> Row:
    editions = urlencode({"from": changed, "to": event.edition})
    actions = [("Compare", f"{each.address('compare', item.pk)}?{editions}")]
    verb = each.workflow.verbs["mark_read"]
    if event.actor != request.user and request.user.has_perm(verb.permission):
        actions.append((verb.label, each.address("verb", item.pk, verb.name)))
    return row_of(each, item) | {
        "why": f"{event.actor} {DEEDS[event.verb]} {in_words(event.at)}.",
        "order": event.at,
        "actions": actions,
    }
