"""What needs attention before anybody complains: void approvals, clashes, pages to be read again."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from newsdesk.publishing.admin.workflow_admin import WorkflowAdmin
from newsdesk.publishing.clock import in_words, zone
from newsdesk.publishing.standing import State

from .rows import rows_of


def attention(admins: list[WorkflowAdmin], request: HttpRequest) -> list[dict[str, Any]]:
    """Return lists with a title each, none of them empty; and what each kind of page adds of its own."""
    found = []
    for each in admins:
        for title, rows, address in _of_kind(each):
            found.append({"title": title, "rows": rows, "all": address})
        for title, rows, address in each.waiting_lists(request):
            found.append({"title": title, "rows": rows_of(each, rows), "all": address})
    return [each for each in found if each["rows"]]


def _of_kind(each: WorkflowAdmin) -> list[tuple[str, list[dict[str, Any]], str]]:
    pages = each.model._default_manager.filter(discarded=False)
    lists = [("Clashes with what is scheduled", _clashes(each), "")]
    if each.reviewed:
        void = pages.in_state(State.APPROVED).exclude(approved_digest=F("digest"))
        lists.append(("Approved, and changed since", rows_of(each, void), ""))
    if hasattr(each.model, "review_on"):
        today = timezone.localdate(timezone=zone())
        stale = pages.filter(review_on__lte=today).exclude(digest="")
        lists.append(("To be read again", rows_of(each, stale, "review_on"), ""))
    return lists


def _clashes(each: WorkflowAdmin) -> list[dict[str, Any]]:
    """Return the pages whose waiting edition kept words that a correction changed too. Two queries at
    most.
    """
    editions: Any = each.model._meta.get_field("editions").related_model
    waiting = {
        (item, number): at
        for item, number, at in editions.objects.waiting()
        .order_by("visible_from")
        .values_list("item", "number", "visible_from")
    }
    if not waiting:
        return []
    events: Any = each.model._meta.get_field("events").related_model
    carried = events.objects.filter(verb="carry", item__in={item for item, _ in waiting})
    clashing = {
        item: waiting[item, detail["into"]]
        for item, detail in carried.values_list("item", "detail")
        if detail["clashes"] and (item, detail["into"]) in waiting
    }
    if not clashing:
        return []
    rows = rows_of(each, each.model._default_manager.filter(pk__in=clashing))
    for row in rows:
        row["why"] = f"appears {in_words(clashing[row['item'].pk])}"
    return rows
