"""What needs attention before anybody complains: void approvals, clashes, pages to be read again."""

from collections.abc import Iterator

from django.contrib.admin import AdminSite
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as date_format

from newsdesk.desk.front.attention_lists import Rank, WaitingList, registered, together
from newsdesk.desk.front.corrections import corrections_to_read
from newsdesk.desk.front.rows import Row, admins_of, rows_of
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.clock import in_words, zone
from newsdesk.pages.models import editions_of, events_of
from newsdesk.pages.status import State


def attention(site: AdminSite, request: HttpRequest) -> list[WaitingList]:
    """Return the lists that have something to say, the most urgent first: those that every kind of page
    has, what each adds of its own, and what was registered.
    """
    found: list[WaitingList] = []
    for each in admins_of(site, request):
        found += [*_of_kind(each), corrections_to_read(each, request)]
        for title, rows, address in each.waiting_lists(request):
            links = (("See them all", address),)
            found.append(WaitingList(title=title, rows=rows_of(each, rows), links=links))
    return together([*found, *registered(site, request)])


def _of_kind(each: WorkflowAdmin) -> Iterator[WaitingList]:
    pages = each.model._default_manager.filter(discarded=False)
    yield WaitingList(
        title="Conflicts with what is scheduled", rank=Rank.CLASH, rows=_clashes(each)
    )
    if each.reviewed:
        void = pages.in_state(State.APPROVED).exclude(approved_digest=F("digest"))
        title = "Approved, and changed since"
        yield WaitingList(title=title, rank=Rank.VOID, rows=rows_of(each, void))
    if hasattr(each.model, "review_on"):
        today = timezone.localdate(timezone=zone())
        stale = pages.filter(review_on__lte=today).exclude(digest="")
        rows = rows_of(each, stale, "review_on")
        for row in rows:
            if day := row.get("review_on"):
                row["why"] = f"Was to be read again on {date_format(day, 'j F Y')}."
        yield WaitingList(title="To be read again", rank=Rank.REVIEW, rows=rows)


def _clashes(each: WorkflowAdmin) -> list[Row]:
    """Return the pages whose waiting edition kept words that a correction changed too, with when the
    next such one appears. Four queries, one for none.
    """
    waiting = editions_of(each.model).waiting().order_by()
    carried = events_of(each.model).filter(verb="carry", item__in=waiting.values("item"))
    clashed = {
        (item, detail["into"])
        for item, detail in carried.values_list("item", "detail")
        if detail["clashes"]
    }
    if not clashed:
        return []
    of_items = waiting.filter(item__in={item for item, _ in clashed}).order_by("-visible_from")
    clashing = {
        item: at
        for item, number, at in of_items.values_list("item", "number", "visible_from")
        if (item, number) in clashed
    }
    rows = rows_of(each, each.model._default_manager.filter(pk__in=clashing))
    for row in rows:
        row["why"] = f"Appears {in_words(clashing[row['item'].pk])}"
    return rows
